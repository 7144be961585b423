namespace Vib

open Vib.Core

/// <summary>How sliced information is estimated. <c>{ Sliced.defaults with … }</c></summary>
type SlicedOptions = {
    /// <summary>Pairs of random directions.</summary>
    Slices: int
    /// <summary>Coordinates that are left of each variable: 1, or more for k-sliced information.</summary>
    Dimension: int
    /// <summary>What is done to columns before they are projected; sliced information depends on it.</summary>
    Scaling: Scaling
    /// <summary>k, which neighbour's distance is read in each slice.</summary>
    K: int
    /// <summary>Estimates with y permuted; 0 for none.</summary>
    Permutations: int
    /// <summary>The seed of directions and permutations.</summary>
    Seed: int64
    /// <summary>Threads; None for one a core. The bits do not depend on it.</summary>
    Threads: int option
}

/// <summary>Sliced mutual information: the mean information of random projections. A quantity of its own, not I(X;Y)  (Goldfeld and Greenewald 2021).</summary>
[<RequireQualifiedAccess>]
module Sliced =
    /// <summary>100 slices of one coordinate, columns as they came, k = 3, no permutations, seed 1, every core.</summary>
    val defaults: SlicedOptions

    /// <summary>SI(X;Y): 0 just where X and Y are independent, at most I(X;Y), in any dimension.</summary>
    /// <param name="pairs">At least 4.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are fewer than 4 pairs or no more than k.</exception>
    /// <exception cref="T:Vib.Core.DataException">A variable is constant or discrete, or both share a column.</exception>
    /// <example><code>Truth.gaussian 10 4.0&lt;nat&gt; |> Truth.sample 2_000 |> Sliced.information</code></example>
    val information: pairs: Pairs -> Estimate

    /// <summary><c>information</c>, with options.</summary>
    /// <param name="options">Slices, their dimension, scaling, k, permutations.</param>
    /// <param name="pairs">At least 4.</param>
    val informationWith: options: SlicedOptions -> pairs: Pairs -> Estimate

    /// <summary><c>informationWith</c>, of samples in double precision.</summary>
    /// <param name="options">Slices, their dimension, scaling, k, permutations.</param>
    /// <param name="x">[N,dx].</param>
    /// <param name="y">[N,dy].</param>
    /// <exception cref="T:Vib.Core.ShapeException">The arrays do not have the same number of rows, or none.</exception>
    /// <example><code>Sliced.informationOfArrays { Sliced.defaults with Dimension = 2 } x y</code></example>
    val informationOfArrays: options: SlicedOptions -> x: float[,] -> y: float[,] -> Estimate
