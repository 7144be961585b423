module Vib.Laws.Tests.SmallTableTests

open Vib
open Vib.Laws
open Xunit

let private skewed = array2D [ [ 4.0; 1.0 ]; [ 1.0; 4.0 ] ] |> SmallTable.ofWeights

[<Fact>]
let ``Two values that agree four times of five share ln 2 − H(0.2)`` () =
    let entropy = -(0.2 * log 0.2 + 0.8 * log 0.8)
    Expect.close 1e-15 (log 2.0 - entropy) (float skewed.Information)
    Expect.close 1e-15 (log 2.0) (float (SmallTable.entropyOfY skewed))
    Expect.close 1e-15 (log 1.6) (SmallTable.logRatio skewed).[0, 0]
    Expect.close 1e-15 (log 0.4) (SmallTable.logRatio skewed).[0, 1]

[<Fact>]
let ``Probabilities sum to one, in all and along each axis`` () =
    Expect.forAll Generate.tables (fun case ->
        let table = TableCase.joint case
        Expect.close 1e-14 1.0 (table.Probability |> Seq.cast<float> |> Seq.sum)
        Expect.close 1e-14 1.0 (Array.sum table.OfX)
        Expect.close 1e-14 1.0 (Array.sum table.OfY)
        Assert.True(table.Information >= -1e-15<nat>))

[<Fact>]
let ``Independent blocks add up`` () =
    let other = array2D [ [ 1.0; 2.0; 3.0 ]; [ 3.0; 2.0; 2.0 ] ] |> SmallTable.ofWeights
    let both = SmallTable.product skewed other
    Expect.close 1e-15 (float (skewed.Information + other.Information)) (float both.Information)
    Assert.Equal((4, 6), (both.Probability.GetLength 0, both.Probability.GetLength 1))

[<Fact>]
let ``A channel loses all, some or nothing`` () =
    let through rows = skewed |> SmallTable.through (array2D rows)
    Expect.close 1e-15 0.0 (float (through [ [ 0.5; 0.5 ]; [ 0.5; 0.5 ] ]).Information)
    Expect.close 1e-15 (float skewed.Information) (float (through [ [ 1.0 - 1e-300; 1e-300 ]; [ 1e-300; 1.0 - 1e-300 ] ]).Information)
    // 0.2 and 0.1 flips one after the other flip 0.26 of the time
    let entropy = -(0.26 * log 0.26 + 0.74 * log 0.74)
    Expect.close 1e-15 (log 2.0 - entropy) (float (through [ [ 0.9; 0.1 ]; [ 0.1; 0.9 ] ]).Information)

[<Fact>]
let ``A weight that is not positive is refused`` () =
    for weight in [ 0.0; -1.0; nan; infinity ] do
        Expect.refused "positive" (fun () -> SmallTable.ofWeights (array2D [ [ 1.0; weight ] ]))
