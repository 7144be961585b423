module Vib.Laws.Tests.ScoreCaseTests

open Vib.Laws
open Xunit

let private case kind scale : ScoreCase = { Batch = 5; Kind = kind; Scale = scale; Seed = 3 }
let private numbers case = ScoreCase.matrix case |> Seq.cast<float> |> Seq.toList

[<Fact>]
let ``Uniform scores fill their range and do not leave it`` () =
    let scores = numbers (case Uniform 10.0)
    Assert.All(scores, fun score -> Assert.InRange(score, -10.0, 10.0))
    Assert.True(List.max scores > 5.0 && List.min scores < -5.0)

[<Fact>]
let ``Constant scores are all the same`` () = Assert.All(numbers (case Constant 2.5), fun score -> Assert.Equal(2.5, score))

[<Fact>]
let ``Scores of rank one have no other minors`` () =
    let s = ScoreCase.matrix (case LowRank 3.0)

    for i in 0..3 do
        for j in 0..3 do
            Expect.close 1e-14 0.0 (s[i, j] * s[i + 1, j + 1] - s[i, j + 1] * s[i + 1, j])

[<Fact>]
let ``Towering scores know their pairs`` () =
    let s = ScoreCase.matrix (case Towering 100.0)

    s
    |> Array2D.iteri (fun i j score -> if i = j then Assert.InRange(score, 99.0, 101.0) else Assert.InRange(score, -1.0, 1.0))

[<Fact>]
let ``Levelled scores have a partition of one`` () =
    let s = ScoreCase.matrix (case Levelled 3.0)
    Expect.close 1e-14 1.0 (Formulas.marginal s |> Array.averageBy exp)

// Σ_i log r(x_i, y_i) and Σ_{i≠j} r(x_i, y_j) over 400 matrices of 5: their means are I and 1. The first has a variance of 2ρ² = 0.79 a pair: 6 standard errors are
// 0.12. The second's variance is e^{2I} − 1 = 1.7 an entry, at most (B − 1)² times that for all of one matrix: 0.4.
[<Fact>]
let ``Optimal scores are log-ratios of pairs that share as much`` () =
    let matrices = [ for seed in 1..400 -> ScoreCase.matrix { case Optimal 0.5 with Seed = seed } ]
    Expect.close 0.12 0.5 (matrices |> List.averageBy (Formulas.joint >> Array.average))
    Expect.close 0.4 1.0 (matrices |> List.averageBy (Formulas.marginal >> Array.averageBy exp))

[<Fact>]
let ``Numbers beside a matrix are its own, within their range`` () =
    let first, second = ScoreCase.numbers 2.0 0 (case Uniform 1.0), ScoreCase.numbers 2.0 1 (case Uniform 1.0)
    Assert.Equal(5, first.Length)
    Assert.All(first, fun number -> Assert.InRange(number, -2.0, 2.0))
    Assert.NotEqual<float>(first, second)

[<Fact>]
let ``An order has everything once; seed 0 is as it was`` () =
    Expect.forAll Generate.permutations (fun case -> Assert.Equal<int>([| 0 .. case.Count - 1 |], Array.sort (PermutationCase.order case)))
    Assert.Equal<int>([| 0..6 |], PermutationCase.order { Count = 7; Seed = 0 })
    Assert.NotEqual<int>([| 0..6 |], PermutationCase.order { Count = 7; Seed = 1 })

// Of 6000 orders of three things each of the six comes 1000 times, with a standard deviation of 28.9: 6 of them, one in 10⁸.
[<Fact>]
let ``All orders are equally likely`` () =
    let orders = [ for seed in 1..6000 -> PermutationCase.order { Count = 3; Seed = seed } |> List.ofArray ] |> List.countBy id
    Assert.Equal(6, orders.Length)
    Assert.All(orders, fun (_, count) -> Assert.InRange(count, 827, 1173))

[<Fact>]
let ``Simplifying ends`` () =
    Expect.simplifies Generate.scores
    Expect.simplifies Generate.mildScores
    Expect.simplifies Generate.permutations

[<Fact>]
let ``In words it says the kind, and small matrices in full`` () =
    Assert.Equal("all scores 1, B = 2 (seed 3)", ScoreCase.describe { case Constant 1.0 with Batch = 2 })

    Assert.Matches(
        @"^uniform scores in ±1, B = 2 \(seed 3\) \[[-.\d]+ [-.\d]+; [-.\d]+ [-.\d]+\]$",
        ScoreCase.describe { case Uniform 1.0 with Batch = 2 }
    )
