module Vib.Laws.Tests.SampleLawsTests

open Vib
open Vib.Laws
open Xunit

// A plug-in estimator of d² products of n normal scores is off by some d²/2n, and normal scores of 200 ranks cut 2 nat short by 0.1: so a slack of 0.15.
let private options = { Laws.defaults with Slack = 0.15<nat>; Sources = 4 }
let private ranked = Formulas.rightRanked
let private holds law = Expect.holds (Laws.under options law)
let private broken law = Expect.broken (Laws.under options law)
let private changed name change = Formulas.ofSamples name (fun x y -> change x y (Formulas.ranked x y))

[<Fact>]
let ``The estimator of normal scores obeys the laws of equality`` () =
    for law in [ Laws.tight; Laws.independence; Laws.symmetry; Laws.additivity; Laws.invariance; Laws.dataProcessing ] do
        let support = holds (law ranked)
        Assert.Equal((4, 1e-6), (support.Cases, support.FalseAlarm))

[<Fact>]
let ``In bits it is not tight`` () = changed "bits" (fun _ _ value -> value / log 2.0) |> Laws.tight |> broken |> ignore

[<Fact>]
let ``With a constant it is not zero at independence, and blocks do not add up`` () =
    let more = changed "more" (fun _ _ value -> value + 0.3)
    Expect.close 0.05 0.3 (broken (Laws.independence more)).Came
    Expect.close 0.05 -0.3 (broken (Laws.additivity more)).Came

[<Fact>]
let ``With the wrong sign it rises along a chain`` () = changed "minus" (fun _ _ value -> -value) |> Laws.dataProcessing |> broken |> ignore

[<Fact>]
let ``What weighs x and y differently is not symmetric`` () =
    let variance (rows: float[,]) = Array.averageBy (fun v -> v * v) rows[*, 0]
    let lopsided = Formulas.ofSamples "lopsided" (fun x y -> Formulas.ranked x y + 0.5 * variance x / (variance x + variance y))
    let bent = Laws.invariance lopsided
    Expect.contains "less what is read without the bijections" (broken bent).Case

    let uneven =
        Formulas.ofSamples "uneven" (fun x y -> Formulas.ranked x y * (if x.GetLength 1 > y.GetLength 1 then 2.0 else 1.0))

    Expect.contains "changed over" (broken (Laws.symmetry uneven)).Case

[<Fact>]
let ``The sides allow nothing: of an estimator off by a fortieth of a nat they are broken`` () =
    let off by = Formulas.ofSamples "off" (fun x y -> 0.1 * Formulas.ranked x y + by)
    Expect.contains "I = 0 nat" (broken (Laws.lowerBound (off 0.025))).Case
    holds (Laws.lowerBound (off -0.025)) |> ignore
    let above by = Formulas.ofSamples "above" (fun x y -> 3.0 * Formulas.ranked x y + by)
    broken (Laws.upperBound (above -0.05)) |> ignore
    holds (Laws.upperBound (above 0.05)) |> ignore

[<Fact>]
let ``The order of pairs is known to what looks at the first of them`` () =
    holds (Laws.permutation ranked) |> ignore
    changed "first" (fun x _ value -> value + x[0, 0]) |> Laws.permutation |> broken |> ignore

[<Fact>]
let ``Estimators are ordered on every sample, and stay below a ceiling on each`` () =
    let more = changed "more" (fun _ _ value -> value + 0.1)
    holds (Laws.ordering ranked more) |> ignore
    broken (Laws.ordering more ranked) |> ignore
    holds (Laws.ceiling (fun pairs -> log (float pairs) * 1.0<nat>) ranked) |> ignore
    broken (Laws.ceiling (fun pairs -> 0.1 * log (float pairs) * 1.0<nat>) ranked) |> ignore

[<Fact>]
let ``Samples are as large and as wide as is said`` () =
    let seen = ResizeArray<int * int * int>()

    let watching =
        Formulas.ofSamples "watching" (fun x y ->
            seen.Add(x.GetLength 0, x.GetLength 1, y.GetLength 1)
            0.0)

    watching
    |> Laws.independence
    |> Laws.under { options with Pairs = 17; Dimension = 3; Sources = 30 }
    |> Laws.check
    |> ignore

    Assert.All(seen, fun (n, _, _) -> Assert.Equal(17, n))
    Assert.Equal((3, 3), (seen |> Seq.map (fun (_, dx, _) -> dx) |> Seq.max, seen |> Seq.map (fun (_, _, dy) -> dy) |> Seq.max))

[<Fact>]
let ``The printed seed replays a sampled counter-example, draw by draw`` () =
    let law = changed "bits" (fun _ _ value -> value / log 2.0) |> Laws.tight |> Laws.under options
    let found = Expect.broken law
    Assert.Equal(Broken { found with Before = 0 }, Laws.replay found.Seed law)
