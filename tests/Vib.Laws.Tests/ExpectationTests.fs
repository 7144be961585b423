module Vib.Laws.Tests.ExpectationTests

open Vib
open Vib.Core
open Vib.Laws
open Xunit

let private reading (estimator: Estimator) =
    match estimator.Reading with
    | OfScores reading -> reading
    | OfSamples _ -> failwith "of samples"

let private table = TableCase.joint { XValues = 3; YValues = 2; Coupling = 1.0; Uneven = true; Seed = 5 }
let private best estimator = Critic.scores (reading estimator) table Best

let private over estimator b =
    let mean, _, _ = Expectation.over (reading estimator) table (best estimator) b
    mean

[<Fact>]
let ``The weights of all batches sum to one`` () =
    for b in 2..4 do
        let mean, largest, count =
            Expectation.over (reading (Formulas.ofScores "one" (fun _ -> 1.0))) table (best Formulas.rightNwj) b

        Expect.close 1e-12 1.0 mean
        Assert.Equal(pown 6 b, count)
        Assert.True(largest >= 1.0)

[<Fact>]
let ``The expectation of the diagonal is that over pairs, of what is off it that over the product`` () =
    let sum weight =
        Seq.sum (
            seq {
                for i in 0..2 do
                    for j in 0..1 -> weight i j * (SmallTable.logRatio table).[i, j]
            }
        )

    let joint, product = sum (fun i j -> table.Probability[i, j]), sum (fun i j -> table.OfX[i] * table.OfY[j])
    Expect.close 1e-12 joint (over (Formulas.ofScores "joint" (Formulas.joint >> Array.average)) 3)
    Expect.close 1e-12 product (over (Formulas.ofScores "marginal" (Formulas.marginal >> Array.average)) 3)
    Expect.close 1e-12 (float table.Information) joint

// InfoNCE of two pairs, by four nested loops: ln 2 − E ln(1 + e^{S_12 − S_11}).
[<Fact>]
let ``InfoNCE of two pairs is the sum by hand`` () =
    let s = SmallTable.logRatio table
    let p = table.Probability

    let byHand =
        Seq.sum (
            seq {
                for a in 0..2 do
                    for b in 0..1 do
                        for c in 0..2 do
                            for d in 0..1 do
                                let value = log 2.0 - (log (1.0 + exp (s[a, d] - s[a, b])) + log (1.0 + exp (s[c, b] - s[c, d]))) / 2.0
                                p[a, b] * p[c, d] * value
            }
        )

    Expect.close 1e-12 byHand (over Formulas.rightInfoNce 2)

[<Fact>]
let ``Batches are as large as can be weighed, and at least two`` () =
    let square values = TableCase.joint { XValues = values; YValues = values; Coupling = 0.0; Uneven = false; Seed = 1 }
    Assert.Equal<int list>([ 2; 3; 4; 5; 5 ], [ 2; 3; 4; 5; 6 ] |> List.map (fun b -> Expectation.batch b (square 2)))
    Assert.Equal(3, Expectation.batch 5 (square 3))
    Assert.Equal(2, Expectation.batch 5 (square 8))
