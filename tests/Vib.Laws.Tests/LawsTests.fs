module Vib.Laws.Tests.LawsTests

open Vib
open Vib.Core
open Vib.Laws
open Xunit

let private law = Laws.tight Formulas.rightNwj

[<Fact>]
let ``A law is a value that says what it claims, and is tried when asked`` () =
    let mutable calls = 0

    let counting =
        Formulas.ofScores "counting" (fun s ->
            calls <- calls + 1
            Formulas.nwj s)

    let law = Laws.symmetry counting
    Assert.Equal(0, calls)
    Assert.Equal("law: counting is symmetric; Laws.check tries it", string law)
    Laws.check law |> ignore
    Assert.Equal(200, calls)

[<Fact>]
let ``Options stay with the law`` () =
    let options = { Laws.defaults with Cases = 7 }
    Assert.Equal(options, (Laws.under options law).Options)
    Assert.Equal(7, (Expect.holds (Laws.under options law)).Cases)

[<Fact>]
let ``Options that make no sense are refused, with what came`` () =
    let refused part options = Expect.refused part (fun () -> Laws.under options law)
    refused "rate of 0" { Laws.defaults with FalseAlarm = 0.0 }
    refused "rate of 1" { Laws.defaults with FalseAlarm = 1.0 }
    refused "effect of 0" { Laws.defaults with Effect = 0.0<nat> }
    refused "slack of -1" { Laws.defaults with Slack = -1.0<nat> }
    refused "rounding of NaN" { Laws.defaults with Rounding = nan }
    refused "0 cases" { Laws.defaults with Cases = 0 }
    refused "0 sources" { Laws.defaults with Sources = 0 }
    refused "1 pairs" { Laws.defaults with Pairs = 1 }
    refused "0 dimensions" { Laws.defaults with Dimension = 0 }
    refused "odd second number" { Laws.defaults with Seed = 1UL, 2UL }
    Expect.refused "odd second number" (fun () -> Laws.replay (123UL, 456UL) law)

[<Fact>]
let ``A law that an estimator cannot be asked is refused before anything is tried`` () =
    Expect.refused "does not say what it ignores" (fun () -> Laws.invariance Formulas.rightNwj)
    Expect.refused "without a gradient" (fun () -> Laws.gradient Formulas.rightDonskerVaradhan)
    Expect.refused "without a gradient" (fun () -> Laws.gradient Formulas.rightRanked)
    Expect.refused "beside ranked" (fun () -> Laws.ordering Formulas.rightNwj Formulas.rightRanked)
    let beside kind = Estimator.ofScoresBeside "mine" kind (fun _ _ -> 0.0<nat>)
    Expect.refused "of one kind" (fun () -> Laws.ordering (beside CompanionKind.OfY) (beside CompanionKind.OfPairs))

[<Fact>]
let ``A mended estimator passes the replay that broke it`` () =
    let wrong = Formulas.ofScores "mine" (Formulas.nwjOver (fun b -> b * b)) |> Estimator.tightAt 1.0
    let found = Expect.broken (Laws.lowerBound wrong)
    Assert.True(Verdict.holds (Laws.lowerBound Formulas.rightNwj |> Laws.replay found.Seed))

[<Fact>]
let ``No tensor stays`` () =
    let law = Estimator.ofBound Bound.nwj |> Laws.lowerBound |> Laws.under { Laws.defaults with Cases = 30 }
    Expect.noTensorStays (fun () -> Laws.check law |> ignore)
