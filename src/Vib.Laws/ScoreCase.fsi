namespace Vib.Laws

/// <summary>What kind of scores a matrix holds.</summary>
type ScoreKind =
    /// <summary>Uniform in (−scale, scale).</summary>
    | Uniform

    /// <summary>All equal to the scale: a critic that says nothing.</summary>
    | Constant

    /// <summary>u vᵀ, of rank one, entries up to the scale.</summary>
    | LowRank

    /// <summary>Uniform in (−1, 1), and the scale more on the diagonal: a critic that knows its pairs.</summary>
    | Towering

    /// <summary>Uniform in (−scale, scale), moved by a constant so that e^S is 1 on average off the diagonal.</summary>
    | Levelled

    /// <summary>log p(x_i, y_j)/p(x_i)p(y_j) of two-dimensional normal pairs that share as many nats as the scale.</summary>
    | Optimal

/// <summary>A score matrix by the few numbers that make it.</summary>
type ScoreCase = {
    /// <summary>B ≥ 2.</summary>
    Batch: int

    /// <summary>What kind of scores.</summary>
    Kind: ScoreKind

    /// <summary>How large they are, as the kind says.</summary>
    Scale: float

    /// <summary>Of the scores.</summary>
    Seed: int
}

/// <summary>Score matrices from their cases.</summary>
[<RequireQualifiedAccess>]
module ScoreCase =
    /// <summary>[B,B]; rows x_i, columns y_j, joint pairs on the diagonal.</summary>
    /// <param name="case">Which.</param>
    val matrix: case: ScoreCase -> float[,]

    /// <summary>Numbers that belong to this case, one for each pair, uniform in (−scale, scale).</summary>
    /// <param name="scale">How large they may be.</param>
    /// <param name="item">Which of many such.</param>
    /// <param name="case">Which.</param>
    val numbers: scale: float -> item: int -> case: ScoreCase -> float[]

    /// <summary>Simpler cases, the simplest first.</summary>
    /// <param name="case">Which.</param>
    val simpler: case: ScoreCase -> ScoreCase seq

    /// <summary>In words; small matrices with their numbers.</summary>
    /// <param name="case">Which.</param>
    val describe: case: ScoreCase -> string

/// <summary>An order of 0 … n − 1 by the few numbers that make it.</summary>
type PermutationCase = {
    /// <summary>n ≥ 1.</summary>
    Count: int

    /// <summary>Of the order; 0 for the one that is there already.</summary>
    Seed: int
}

/// <summary>Permutations from their cases.</summary>
[<RequireQualifiedAccess>]
module PermutationCase =
    /// <summary>The order, uniformly drawn.</summary>
    /// <param name="case">Which.</param>
    val order: case: PermutationCase -> int[]

    /// <summary>Simpler cases, the simplest first.</summary>
    /// <param name="case">Which.</param>
    val simpler: case: PermutationCase -> PermutationCase seq
