module Vib.Laws.Tests.EvidenceTests

open Vib.Laws
open Xunit

let private trial = { Share = 1e-8; Effect = 0.05; Slack = 0.0; IsTwoSided = false; First = 8; Looks = 6 }

/// Draws from a distribution, run after run.
let private judge trial seed (one: Stream -> float) =
    let stream = Stream(seed, 0)
    Evidence.judge trial (fun count -> Array.init count (fun _ -> one stream))

let private alarms trial runs one = [ for seed in 1..runs -> judge trial seed one ] |> List.filter _.IsBroken |> List.length

[<Fact>]
let ``The tail of the binomial is that of the table`` () =
    Expect.close 1e-30 (0.6 ** 64.0) (Evidence.tail 64 64)
    Expect.close 1e-12 1.0 (Evidence.tail 64 0)
    Expect.close 1e-15 (10.0 * 0.6 ** 9.0 * 0.4 + 0.6 ** 10.0) (Evidence.tail 10 9)

[<Fact>]
let ``Limits are order statistics, the nearer the laxer the level`` () =
    let means = Array.init 64 float |> Array.rev
    // P(Bin(64, 0.6) ≥ 47) = 0.01759 and P(≥ 46) = 0.03303, in exact arithmetic
    Assert.Equal((64.0 - 47.0, 46.0), Evidence.limits 0.0176 means)
    Assert.Equal((64.0 - 48.0, 47.0), Evidence.limits 0.0175 means)
    Assert.Equal((64.0 - 46.0, 45.0), Evidence.limits 0.0331 means)
    Assert.Equal((-infinity, infinity), Evidence.limits 1e-15 means)

[<Fact>]
let ``There are groups enough for any level`` () =
    for share in [ 1e-2; 1e-8; 1e-12; 1e-20 ] do
        let low, high = Evidence.limits share (Array.init (Evidence.groups share) float)
        Assert.True(low > 0.0 && high < float (Evidence.groups share) - 1.0)

// The mean is 0 in each: at a level of 0.05 over all looks, 300 runs raise 15 alarms at most on average, and more than 30 with a probability of 10⁻⁴. An exponential has a skewness
// of −2; Student's t of 3 degrees has no third moment; the last is the same small number but for one draw in ten, a skewness of −2.7.
[<Fact>]
let ``Alarms without cause are as rare as is said, whatever the tails`` () =
    let lax = { trial with Share = 0.05; Effect = 1e-9; Looks = 4 }
    let student (stream: Stream) = stream.Normal() / sqrt (Array.init 3 (fun _ -> stream.Normal() ** 2.0) |> Array.average)

    for name, one in
        [
            "normal", (fun (stream: Stream) -> stream.Normal())
            "exponential, to the left", (fun stream -> 1.0 + log (stream.Uniform()))
            "Student", student
            "seldom, to the left", (fun stream -> if stream.Uniform() < 0.1 then -0.9 else 0.1)
        ] do
        let count = alarms lax 300 one
        Assert.True(count <= 30, $"{name}: {count} alarms of 300")

[<Fact>]
let ``Where one draw in a thousand holds the mean, they are not: that is the condition`` () =
    let lax = { trial with Share = 0.05; Looks = 1 }
    Assert.True(alarms lax 100 (fun stream -> if stream.Uniform() < 0.001 then -0.999 else 0.001) > 50)

[<Fact>]
let ``An effect is found, and one that is not there is excluded`` () =
    let found = judge trial 1 (fun stream -> 0.2 + stream.Normal())
    Assert.True found.IsBroken
    Expect.close (6.0 * found.Error) 0.2 found.Mean
    let nothing = judge trial 1 (fun stream -> -0.2 + stream.Normal())
    Assert.False nothing.IsBroken
    Assert.True(nothing.Seen < trial.Effect)

// of 64 groups of one draw, P(≥ 46) = 0.0330, P(≥ 47) = 0.01759, P(≥ 48) = 0.00872
[<Fact>]
let ``The rate is shared between looks, and between sides`` () =
    let breaks trial above =
        let finding =
            Evidence.judge { trial with First = 1 } (fun count -> Array.init count (fun k -> if k < above then 1.0 else -1.0))

        finding.IsBroken && finding.Draws = 64

    let least trial = Seq.find (breaks trial) (seq { 32..64 })
    let one = { trial with Looks = 1; Share = 0.0176 }
    Assert.Equal(47, least one)
    Assert.Equal(48, least { one with IsTwoSided = true })
    Assert.Equal(46, least { one with Share = 0.0352 })
    Assert.Equal(47, least { one with Share = 0.0352; Looks = 2 })

[<Fact>]
let ``Draws are as many as it takes`` () =
    Assert.Equal(64 * 8, (judge trial 1 (fun stream -> -1.0 + 0.01 * stream.Normal())).Draws)
    let hard = judge trial 1 (fun stream -> 30.0 * stream.Normal())
    Assert.Equal(64 * 8 * 32, hard.Draws)
    Assert.True(hard.Seen > trial.Effect)

[<Fact>]
let ``Two sides are both sides, and a slack is allowed`` () =
    let both = { trial with IsTwoSided = true; Slack = 0.1 }
    let isBroken mean = (judge both 1 (fun stream -> mean + 0.1 * stream.Normal())).IsBroken
    Assert.Equal<bool list>([ true; false; false; true ], [ -0.2; -0.05; 0.05; 0.2 ] |> List.map isBroken)
    Assert.False((judge trial 1 (fun _ -> -0.2)).IsBroken)

[<Fact>]
let ``A draw that is no number breaks it`` () =
    for odd in [ nan; infinity; -infinity ] do
        Assert.True((judge trial 1 (fun stream -> if stream.Uniform() < 0.01 then odd else -1.0)).IsBroken)

[<Fact>]
let ``The mean and its error are those of the draws`` () =
    let draws = ResizeArray<float>()

    let finding =
        let stream = Stream(3, 0)

        Evidence.judge trial (fun count ->
            let drawn = Array.init count (fun _ -> stream.Normal() - 1.0)
            draws.AddRange drawn
            drawn)

    Expect.close 1e-12 (Seq.average draws) finding.Mean
    Assert.Equal(draws.Count, finding.Draws)
    Expect.close (0.4 / sqrt (float draws.Count)) (1.0 / sqrt (float draws.Count)) finding.Error
