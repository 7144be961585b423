module Vib.Tests.Bench.BeyondNormalTests

open System
open Vib
open Vib.Bench
open Vib.Tests
open Xunit

/// ln Γ and ψ of n/2, stepped up from 1 and ½.
let private gammaOfHalf n =
    let start, log, digamma =
        if n % 2 = 0 then
            1.0, 0.0, -0.57721566490153286
        else
            0.5, 0.5 * log Math.PI, -0.57721566490153286 - 2.0 * log 2.0

    let steps = [ for k in 0 .. (n - int (2.0 * start)) / 2 - 1 -> start + float k ]
    log + List.sumBy Math.Log steps, digamma + List.sumBy (fun x -> 1.0 / x) steps

/// The entropy of a k-d Student-t with unit dispersion, as the publication's code has it  (Arellano-Valle et al. 2013, eq. 7).
let private entropy freedom k =
    let (whole, slope), (part, base') = gammaOfHalf (freedom + k), gammaOfHalf freedom
    part - whole + 0.5 * float k * log (float freedom * Math.PI) + 0.5 * float (freedom + k) * (slope - base')

let private student d freedom = 2.0 * entropy freedom d - entropy freedom (2 * d)

/// det of n correlations ½ is 2^{−n} (n + 1).
let private dense d = log (float (d + 1)) - 0.5 * log (float (2 * d + 1))

let private normal, sparse = -0.5 * log (1.0 - 0.75 * 0.75), -log(1.0 - 0.8 * 0.8)

/// The names of BENCHMARK_TASKS_LIST at cbg-ethz/bmi 6c569b9, in its order, each with its information in another form.
let private published = [
    "1v1-normal-0.75", normal
    "normal_cdf-1v1-normal-0.75", normal
    "1v1-additive-0.1", 0.1 + log 5.0
    "1v1-additive-0.75", 1.0 / 3.0
    "1v1-bimodal-0.75", normal
    "wiggly-1v1-normal-0.75", normal
    "half_cube-1v1-normal-0.75", normal
    "student-identity-1-1-1", 2.0 * log (4.0 * Math.PI) - log (2.0 * Math.PI * exp 3.0) // Cauchy: 2 ln 4π − (ln 2π + 3)
    "asinh-student-identity-1-1-1", log (8.0 * Math.PI) - 3.0
    "swissroll_x-normal_cdf-1v1-normal-0.75", normal
    "multinormal-dense-2-2-0.5", dense 2
    "multinormal-dense-3-3-0.5", dense 3
    "multinormal-dense-5-5-0.5", dense 5
    "multinormal-dense-25-25-0.5", dense 25
    "multinormal-dense-50-50-0.5", dense 50
    "multinormal-sparse-2-2-2-2.0", sparse
    "multinormal-sparse-3-3-2-2.0", sparse
    "multinormal-sparse-5-5-2-2.0", sparse
    "multinormal-sparse-25-25-2-2.0", sparse
    "student-identity-2-2-1", student 2 1
    "student-identity-2-2-2", student 2 2
    "student-identity-3-3-2", student 3 2
    "student-identity-3-3-3", student 3 3
    "student-identity-5-5-2", student 5 2
    "student-identity-5-5-3", student 5 3
    "normal_cdf-multinormal-sparse-3-3-2-2.0", sparse
    "normal_cdf-multinormal-sparse-5-5-2-2.0", sparse
    "normal_cdf-multinormal-sparse-25-25-2-2.0", sparse
    "half_cube-multinormal-sparse-3-3-2-2.0", sparse
    "half_cube-multinormal-sparse-5-5-2-2.0", sparse
    "half_cube-multinormal-sparse-25-25-2-2.0", sparse
    "spiral-multinormal-sparse-3-3-2-2.0", sparse
    "spiral-multinormal-sparse-5-5-2-2.0", sparse
    "spiral-multinormal-sparse-25-25-2-2.0", sparse
    "spiral-normal_cdf-multinormal-sparse-3-3-2-2.0", sparse
    "spiral-normal_cdf-multinormal-sparse-5-5-2-2.0", sparse
    "spiral-normal_cdf-multinormal-sparse-25-25-2-2.0", sparse
    "asinh-student-identity-2-2-1", student 2 1
    "asinh-student-identity-3-3-2", student 3 2
    "asinh-student-identity-5-5-2", student 5 2
]

[<Fact>]
let ``The forty are there, each once, in the publication's order and by its names`` () =
    Assert.Equal(40, BeyondNormal.tasks |> List.distinctBy fst |> List.length)
    Assert.Equal<string list>(List.map fst published, List.map fst BeyondNormal.tasks)

[<Fact>]
let ``Each knows its information, which is that of another computation`` () =
    for (name, truth), (_, expected) in List.zip BeyondNormal.tasks published do
        let exact = float (Truth.information truth)
        Assert.True(exact > 0.0 && abs (exact - expected) <= 1e-12, $"{name}: {exact} and {expected}")

[<Fact>]
let ``Each draws finite pairs of the dimensions in its name`` () = // Pairs refuse what is not finite
    for name, truth in BeyondNormal.tasks do
        let pairs = truth |> Truth.sampleWith 3L 10_000
        let dimension = [ 2; 3; 5; 25; 50 ] |> List.tryFind (fun d -> name.Contains $"-{d}-{d}-") |> Option.defaultValue 1
        let x = if name.StartsWith "swissroll" then 2 else dimension
        Assert.Equal((10_000, x, dimension), (pairs.Count, pairs.XDimension, pairs.YDimension))

// Reads 5 000 pairs drawn once for each task: within 4.5 standard errors, a false alarm in 3 000 for a seed not chosen beforehand.
[<Fact>]
let ``Each one's exact log-ratio has the information as its mean`` () =
    for name, truth in BeyondNormal.tasks do
        use scope = TorchSharp.torch.NewDisposeScope()
        use generator = new TorchSharp.torch.Generator(5uL)
        let n = 5_000
        let draw d = TorchSharp.torch.zeros ([| int64 n; int64 d |], TorchSharp.torch.ScalarType.Float64)
        let x, y = draw truth.XDimension, draw truth.YDimension
        truth.Draw(x, y, generator)
        let ratios = truth.LogRatio(x.unsqueeze 1, y.unsqueeze 1).view(int64 n).data<float>().ToArray()
        let mean = Array.average ratios
        let error = sqrt (Array.averageBy (fun ratio -> (ratio - mean) ** 2.0) ratios / float n)
        Assert.True(abs (mean - float (Truth.information truth)) <= 4.5 * error + 1e-12 && error < 0.05, $"{name}: {mean} ± {error}")
