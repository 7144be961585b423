module Vib.Laws.Tests.CriticTests

open Vib
open Vib.Core
open Vib.Laws
open Xunit

let private reading (estimator: Estimator) =
    match estimator.Reading with
    | OfScores reading -> reading
    | OfSamples _ -> failwith "of samples"

let private table = TableCase.joint { XValues = 3; YValues = 2; Coupling = 1.0; Uneven = true; Seed = 5 }

[<Fact>]
let ``The scores are as the needs say`` () =
    let of' needs critic = (Critic.scores (reading (Formulas.rightNwj |> Estimator.needing needs)) table critic).Score
    let conditional i j = log (table.Probability[i, j] / table.OfX[i])
    Expect.close 1e-14 (1.0 + (SmallTable.logRatio table).[2, 1]) (of' AnyCritic Best).[2, 1]
    Expect.close 1e-14 (1.0 + 0.5 * (SmallTable.logRatio table).[2, 1]) (of' AnyCritic (Scaled 0.5)).[2, 1]
    Expect.close 1e-14 (conditional 2 1) (of' Conditional Best).[2, 1]
    Expect.close 1e-14 (conditional 2 1) (of' ExactDensity (Drawn(1.0, 3))).[2, 1]
    let moved = of' Conditional (Drawn(1.0, 3))
    Expect.close 1e-14 (moved[0, 1] - conditional 0 1) (moved[2, 1] - conditional 2 1) // by a function of y
    Assert.True(abs (moved[0, 1] - conditional 0 1) > 0.01)

    for critic in [ Best; Scaled 0.5; Drawn(1.0, 3) ] do
        for i in 0..2 do
            Expect.close 1e-14 1.0 (Array.sumBy exp (of' Density critic).[i, *])

    Expect.close 1e-14 (conditional 2 1) (of' Density Best).[2, 1]

[<Fact>]
let ``The companions are as their kinds say`` () =
    let beside kind critic =
        let estimator = Estimator.ofScoresBeside "mine" kind (fun _ _ -> 0.0<nat>)
        let pairs = Critic.scores (reading estimator) table critic
        pairs.Score, pairs.Companion.Value

    let ratio = SmallTable.logRatio table

    for critic in [ Best; Drawn(1.0, 3) ] do
        let _, density = beside CompanionKind.DensityOfY critic
        Expect.close 1e-14 1.0 (Array.sumBy exp density[0, *])
        let score, partition = beside CompanionKind.LogPartition critic
        Expect.close 1e-14 (exp partition[0, 1]) (Seq.sum (seq { for i in 0..2 -> table.OfX[i] * exp score[i, 1] }))

        for kind in [ CompanionKind.OfY; CompanionKind.DensityOfY; CompanionKind.LogPartition ] do
            let _, companion = beside kind critic
            Assert.Equal(companion[0, 1], companion[2, 1])

    Expect.close 1e-14 -ratio[2, 1] (snd (beside CompanionKind.OfPairs Best)).[2, 1]
    let score, baseline = beside CompanionKind.OfY (Drawn(1.0, 3))
    Assert.NotEqual(baseline[0, 0], baseline[0, 1])
    Assert.NotEqual(ratio[0, 0] + baseline[0, 0], score[0, 0])
