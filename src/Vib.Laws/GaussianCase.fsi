namespace Vib.Laws

open Vib
open Vib.Core

/// <summary>A positive-definite covariance by the few numbers that make it.</summary>
type CovarianceCase = {
    /// <summary>d ≥ 1.</summary>
    Dimension: int

    /// <summary>κ ≥ 1, the largest eigenvalue over the smallest; 1 for the identity.</summary>
    Condition: float

    /// <summary>Of the directions.</summary>
    Seed: int
}

/// <summary>Covariances from their cases.</summary>
[<RequireQualifiedAccess>]
module CovarianceCase =
    /// <summary>Σ = Q Λ Qᵀ, Q uniformly drawn, the logarithms of Λ evenly spread from −½ ln κ to ½ ln κ. Symmetric to the last bit.</summary>
    /// <param name="case">Which.</param>
    val matrix: case: CovarianceCase -> float[,]

    /// <summary>Simpler cases, the simplest first.</summary>
    /// <param name="case">Which.</param>
    val simpler: case: CovarianceCase -> CovarianceCase seq

/// <summary>Bijections of every coordinate of x and of y: information does not see them.</summary>
type BijectionCase = {
    /// <summary>Of x.</summary>
    OfX: Bijection

    /// <summary>Of y.</summary>
    OfY: Bijection
}

/// <summary>Bijections from their cases.</summary>
[<RequireQualifiedAccess>]
module BijectionCase =
    /// <summary>Nothing happens.</summary>
    val identity: BijectionCase

    /// <summary>All that are drawn from: as it is, asinh, the normal distribution function, |t|^{3/2}, cubes, waves, two bumps.</summary>
    val all: Bijection list

    /// <summary>A truth through them; the same seed draws the same pairs, mapped.</summary>
    /// <param name="case">Which.</param>
    /// <param name="truth">What is mapped.</param>
    val map: case: BijectionCase -> truth: Truth -> Truth

    /// <summary>Simpler cases, the simplest first.</summary>
    /// <param name="case">Which.</param>
    val simpler: case: BijectionCase -> BijectionCase seq

/// <summary>Correlated pairs with known information by the few numbers that make them: canonical pairs that share it, each variable mixed by a map of its own, and bent.</summary>
type GaussianCase = {
    /// <summary>dx ≥ 1.</summary>
    XDimension: int

    /// <summary>dy ≥ 1.</summary>
    YDimension: int

    /// <summary>I(X;Y), exact; shared by min(dx, dy) canonical pairs in parts that the seed says.</summary>
    Information: float<nat>

    /// <summary>κ ≥ 1: x and y have covariances of this condition number; 1 leaves the canonical coordinates.</summary>
    Condition: float

    /// <summary>What every coordinate goes through at the end.</summary>
    Bijection: BijectionCase

    /// <summary>Of the parts, of the mixing, and of the pairs that are drawn.</summary>
    Seed: int
}

/// <summary>Correlated pairs from their cases.</summary>
[<RequireQualifiedAccess>]
module GaussianCase =
    /// <summary>The source of the pairs, which knows its information.</summary>
    /// <param name="case">Which.</param>
    val truth: case: GaussianCase -> Truth

    /// <summary>Simpler cases, the simplest first.</summary>
    /// <param name="case">Which.</param>
    val simpler: case: GaussianCase -> GaussianCase seq

    /// <summary>In words.</summary>
    /// <param name="case">Which.</param>
    val describe: case: GaussianCase -> string
