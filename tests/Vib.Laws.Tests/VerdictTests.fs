module Vib.Laws.Tests.VerdictTests

open System
open Vib
open Vib.Core
open Vib.Laws
open Xunit

let private wrong =
    Formulas.ofScores "my NWJ" (Formulas.nwjOver (fun b -> b * b)) |> Estimator.tightAt 1.0 |> Laws.lowerBound

[<Fact>]
let ``A broken law says the case, what came, what was wanted, and what to paste`` () =
    Assert.Equal(
        String.Join(
            "\n",
            "Not so: my NWJ is a lower bound.",
            "  case    x and y with p = [0.25 0.25; 0.25 0.25] (coupling 0, seed 4), I = 0 nat; critic log r + 1; B = 2, every batch weighed",
            "  came    0.5 nat",
            "  wanted  at most 0 nat",
            "  found   in case 2; simplifications: 4",
            "  replay  law |> Laws.replay (17228377819416335968UL, 8023196775004497913UL)"
        ),
        (Laws.check wrong).Text
    )

[<Fact>]
let ``F# Interactive shows the same`` () =
    let verdict = Laws.check wrong
    Assert.Equal(verdict.Text, $"%A{verdict}")
    Assert.Equal(verdict.Text, string verdict)

[<Fact>]
let ``A law that holds says on what`` () =
    let exact = Laws.check (Laws.tight Formulas.rightNwj)
    Assert.Matches(@"^NWJ is tight: 100 cases, \d+ values; seed \(20190516, 1905069221\)$", exact.Text)
    let sampled = Formulas.rightRanked |> Laws.independence |> Laws.under { Laws.defaults with Sources = 2 } |> Laws.check

    Assert.Matches(
        @"^ranked is zero at independence: 2 cases, \d+ values; a violation of [\d.]+ nat would have been seen; false-alarm rate 1E-06; seed \(20190516, 1905069221\)$",
        sampled.Text
    )

[<Fact>]
let ``A sampled number comes with its error and z`` () =
    let minus = Formulas.ofSamples "minus" (fun x y -> -(Formulas.ranked x y)) |> Laws.tight
    Assert.Matches(@"came    -\d\.\d+ ± [\d.]+ nat \(z = \d+\.\d, \d+ values\)", (Laws.check minus).Text)

[<Fact>]
let ``What is no number, or was thrown, is said`` () =
    let text value = (Formulas.ofSamples "odd" value |> Laws.lowerBound |> Laws.check).Text
    Expect.contains "came    NaN, as the mean of 128 values\n  wanted  a finite number" (text (fun _ _ -> nan))
    Expect.contains "came    InvalidOperationException: no\n  wanted  a finite number" (text (fun _ _ -> invalidOp "no"))
    let ofScores = (Formulas.ofScores "odd" (fun _ -> nan) |> Laws.lowerBound |> Laws.check).Text
    Expect.contains "came    NaN nat\n  wanted  a finite number" ofScores

[<Fact>]
let ``Required, a broken law throws with all of it and a law that holds does not`` () =
    Verdict.require (Laws.check (Laws.tight Formulas.rightNwj))
    let verdict = Laws.check wrong
    let error = Assert.Throws<LawException>(fun () -> Verdict.require verdict)
    Assert.IsAssignableFrom<VibException> error |> ignore
    Expect.contains "Not so: my NWJ is a lower bound. 0.5 nat came from x and y" error.Message
    Expect.contains "Wanted: at most 0 nat. Try: law |> Laws.replay (17228377819416335968UL, 8023196775004497913UL)." error.Message
    Assert.Equal(Broken error.CounterExample, verdict)

[<Fact>]
let ``Whether it holds is one word`` () =
    Assert.True(Verdict.holds (Laws.check (Laws.tight Formulas.rightNwj)))
    Assert.False(Verdict.holds (Laws.check wrong))
