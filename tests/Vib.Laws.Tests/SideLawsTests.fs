module Vib.Laws.Tests.SideLawsTests

open System
open Vib
open Vib.Core
open Vib.Laws
open Xunit

[<Fact>]
let ``NWJ and InfoNCE are lower bounds; above them by a hundredth they are not`` () =
    for right in [ Formulas.rightNwj; Formulas.rightInfoNce ] do
        Assert.Equal(100, (Expect.holds (Laws.lowerBound right)).Cases)

    let more = Formulas.ofScores "more" (fun s -> Formulas.nwj s + 0.01) |> Estimator.tightAt 1.0
    Expect.close 0.011 0.0 (let found = Expect.broken (Laws.lowerBound more) in found.Came - found.Limit)

[<Fact>]
let ``CLUB is an upper bound with the exact conditional, and not with any critic`` () =
    let club = Formulas.ofScores "CLUB" (fun s -> Array.average (Formulas.joint s) - Array.average (Formulas.marginal s))
    Expect.holds (Laws.upperBound (Estimator.needing Conditional club)) |> ignore
    Expect.broken (Laws.upperBound club) |> ignore

[<Fact>]
let ``CLUB with the diagonal in its second mean is none`` () =
    let club =
        Formulas.ofScores "CLUB" (fun s -> Array.average (Formulas.joint s) - Array.average (Formulas.every s))
        |> Estimator.needing Conditional

    Expect.broken (Laws.upperBound club) |> ignore

[<Fact>]
let ``Sampled batches are among the cases`` () =
    let support = Expect.holds (Laws.lowerBound Formulas.rightNwj)
    Assert.Equal(1e-6, support.FalseAlarm)
    Assert.True(support.Effect >= 0.05)
    // a function that is wrong for batches that are too large to weigh
    let wrong =
        Formulas.ofScores "wrong" (fun s -> if Formulas.size s > 6 then Formulas.nwj s + 0.3 else Formulas.nwj s)
        |> Estimator.tightAt 1.0

    let found = Expect.broken (Laws.lowerBound wrong)
    Expect.contains "Gaussian" found.Case
    Assert.True(found.Z.Value > 5.0)
    let again = Laws.lowerBound wrong |> Laws.replay found.Seed
    Assert.Equal(Broken { found with Before = 0 }, again)

/// How many seeds the record of false alarms is made on: VIB_LAW_SEEDS, or 200.
let private seeds =
    match Environment.GetEnvironmentVariable "VIB_LAW_SEEDS" with
    | null -> 200
    | text -> int text

// Sampled cases alone: of the others nothing is left to chance. A rate of 0.01 a case, ten thousand times the one of a law, makes 2 alarms of 200 the most to be expected; there are none, since a bound
// is as a rule below what it bounds, and since groups of batches are nearer to symmetry than 0.6 allows.
[<Fact>]
let ``Many seeds raise no alarm about bounds that are ones`` () =
    let bounds =
        [ for bound in Bound.all -> Estimator.ofBound bound, bound.Side ]
        |> List.choose (fun (estimator, side) ->
            match estimator.Reading, side with
            | OfScores reading, (Side.Lower | Side.Upper) when DrawnCase.suits reading -> Some(reading, (side = Side.Lower))
            | _ -> None)

    Assert.Equal(10, bounds.Length)

    for seed in 1..seeds do
        let reading, isLower = bounds[seed % bounds.Length]
        let options = { Laws.defaults with FalseAlarm = 0.01; Cases = 1; Seed = uint64 seed, 1UL }
        let describe, judge = DrawnCase.describe reading, DrawnCase.judge isLower options reading
        Search.run "no alarm" options 1 (DrawnCase.arbitrary reading.Needs) describe judge |> Verdict.require
