module Vib.Laws.Tests.EstimatorTests

open TorchSharp
open Vib
open Vib.Core
open Vib.Laws
open Xunit

let private reading (estimator: Estimator) =
    match estimator.Reading with
    | OfScores reading -> reading
    | OfSamples _ -> failwith "of samples"

let private scores seed = ScoreCase.matrix { Batch = 4; Kind = Uniform; Scale = 2.0; Seed = seed }
let private batch seed = { Scores = scores seed; Companion = [||]; Entropy = 0.7 }
let private beside seed = { batch seed with Companion = [| 0.1; -0.2; 0.3; 0.4 |] }

[<Fact>]
let ``Many batches of an own bound at once are each one by itself`` () =
    let values = (reading (Estimator.ofBound Bound.nwj)).Value [| batch 1; batch 2; batch 3 |]
    Seq.iter2 (fun seed value -> Expect.close 1e-14 (float (Bound.value Bound.nwj (scores seed))) value) [ 1; 2; 3 ] values

[<Fact>]
let ``An own bound brings its needs, its offset, its companion and its gradient`` () =
    let of' bound = reading (Estimator.ofBound bound)
    Assert.Equal((AnyCritic, 1.0, None), ((of' Bound.nwj).Needs, (of' Bound.nwj).Offset, (of' Bound.nwj).Companion))
    Assert.Equal(Conditional, (of' Bound.club).Needs)
    Assert.Equal(Density, (of' Bound.variationalClub).Needs)
    Assert.Equal(ExactDensity, (of' Bound.barberAgakovUpper).Needs)
    Assert.Equal(Some CompanionKind.OfPairs, (of' Bound.flo).Companion)
    Assert.Equal(None, (of' (Bound.tuba 0.5)).Companion)
    Assert.Equal(0.5, (of' (Bound.tuba 0.5)).Offset)
    let gradient = (of' Bound.nwj).Gradient.Value(batch 1)
    Seq.iter2 (Expect.close 1e-15) (Seq.cast<float>(Formulas.nwjGradient (scores 1))) (Seq.cast<float> gradient)

[<Fact>]
let ``With a companion it is the bound beside it`` () =
    let tuba = reading (Estimator.ofBoundBeside (Bound.tuba 0.0))
    Assert.Equal(Some CompanionKind.OfY, tuba.Companion)
    let expected = Bound.tuba 0.0 |> Bound.valueBeside (beside 1).Companion
    Expect.close 1e-14 (float (expected (scores 1))) (tuba.Value [| beside 1 |]).[0]
    Expect.refused "InfoNCE" (fun () -> Estimator.ofBoundBeside Bound.infoNce)

[<Fact>]
let ``A bound that knows an entropy is told that of the batch`` () =
    let known = reading (Estimator.ofBoundKnowing Bound.barberAgakov)
    Expect.close 1e-14 (float (Bound.value (Bound.barberAgakov 0.7<nat>) (scores 1))) (known.Value [| batch 1 |]).[0]
    let mine = reading (Estimator.ofEntropyAndScores "mine" (fun entropy scores -> entropy + scores[0, 0] * 1.0<nat>))
    Expect.close 1e-15 (0.7 + (scores 1).[0, 0]) (mine.Value [| batch 1 |]).[0]

[<Fact>]
let ``What climbs another objective than it reads is differentiated there`` () =
    let js = reading (Estimator.ofBound Bound.jensenShannon)
    Assert.NotEqual((js.Value [| batch 1 |]).[0], (js.Objective [| batch 1 |]).[0])

[<Fact>]
let ``A user's companion arrives`` () =
    let mine =
        Estimator.ofScoresBeside "mine" CompanionKind.OfPairs (fun scores companion -> (scores[0, 0] + companion[1]) * 1.0<nat>)

    Expect.close 1e-15 ((scores 1).[0, 0] - 0.2) ((reading mine).Value [| beside 1 |]).[0]

[<Fact>]
let ``What it says of itself is kept`` () =
    let mine =
        Formulas.ofScores "mine" Formulas.nwj
        |> Estimator.tightAt 1.0
        |> Estimator.needing Conditional
        |> Estimator.ignoring FunctionsOfY
        |> Estimator.named "other"

    Assert.Equal("other", string mine)
    Assert.Equal((1.0, Conditional, Some FunctionsOfY), ((reading mine).Offset, (reading mine).Needs, (reading mine).Ignores))

[<Fact>]
let ``Of samples there is no critic to speak of`` () =
    for change in [ Estimator.tightAt 1.0; Estimator.needing Density; Estimator.ignoring Constants; Estimator.withGradient id ] do
        Expect.refused "ranked" (fun () -> change Formulas.rightRanked)

[<Fact>]
let ``No tensor stays`` () =
    let flo = reading (Estimator.ofBound Bound.flo)

    Expect.noTensorStays (fun () ->
        flo.Value [| beside 1; beside 2 |] |> ignore
        flo.Gradient.Value(beside 1) |> ignore)
