namespace Vib.Laws

open Vib
open Vib.Core

/// <summary>A Markov chain X → Y → Z of Gaussians with known information by the few numbers that make it.</summary>
type ChainCase = {
    /// <summary>d ≥ 1, of each of the three.</summary>
    Dimension: int

    /// <summary>ρ of each coordinate of x and y, |ρ| &lt; 1.</summary>
    First: float

    /// <summary>ρ of each coordinate of y and z; that of x and z is the product.</summary>
    Second: float

    /// <summary>Of what is drawn.</summary>
    Seed: int
}

/// <summary>Chains from their cases.</summary>
[<RequireQualifiedAccess>]
module ChainCase =
    /// <summary>I(X;Y), exact.</summary>
    /// <param name="case">Which.</param>
    val informationXY: case: ChainCase -> float<nat>

    /// <summary>I(Y;Z), exact.</summary>
    /// <param name="case">Which.</param>
    val informationYZ: case: ChainCase -> float<nat>

    /// <summary>I(X;Z), exact: at most either of the others.</summary>
    /// <param name="case">Which.</param>
    val informationXZ: case: ChainCase -> float<nat>

    /// <summary>The source of x and of y beside z: its y has 2d columns, y first.</summary>
    /// <param name="case">Which.</param>
    val truth: case: ChainCase -> Truth

    /// <summary>Simpler cases, the simplest first.</summary>
    /// <param name="case">Which.</param>
    val simpler: case: ChainCase -> ChainCase seq

    /// <summary>In words.</summary>
    /// <param name="case">Which.</param>
    val describe: case: ChainCase -> string
