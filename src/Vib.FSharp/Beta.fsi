namespace Vib

open Vib.Core

/// <summary>Weights that are more than a number. A number alone is written before the bound: <c>1e-3 * bound</c>.</summary>
[<RequireQualifiedAccess>]
module Beta =
    /// <summary>The same number throughout.</summary>
    /// <param name="beta">0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.constant 1e-3)    // as 1e-3 * …</code></example>
    val constant: beta: float -> Weight

    /// <summary>From 0 in a straight line over the first steps.</summary>
    /// <param name="steps">At least 1.</param>
    /// <param name="beta">Where it ends, 0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number, or no steps.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.warmUp 1000L 1e-3)</code></example>
    val warmUp: steps: int64 -> beta: float -> Weight

    /// <summary>Again and again from 0 in a straight line over the first half of each cycle  (Fu et al. 2019).</summary>
    /// <param name="period">Steps in a cycle, at least 1.</param>
    /// <param name="beta">Where each cycle ends, 0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number, or no steps.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.cyclic 1000L 1e-3)</code></example>
    val cyclic: period: int64 -> beta: float -> Weight

    /// <summary>From one number to another by the same ratio in every step.</summary>
    /// <param name="start">Where it starts, positive.</param>
    /// <param name="steps">At least 1.</param>
    /// <param name="beta">Where it ends, positive.</param>
    /// <exception cref="T:Vib.Core.DomainException">A number that is not positive, or no steps.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.annealed 1e-1 2000L 1e-3)    // from 0.1 down to 0.001</code></example>
    val annealed: start: float -> steps: int64 -> beta: float -> Weight

    /// <summary>A number for each replicate: a whole information curve in one run.</summary>
    /// <param name="betas">Each 0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number, or none.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.sweep [ 1e-3; 1e-2; 1e-1 ])</code></example>
    val sweep: betas: float list -> Weight
