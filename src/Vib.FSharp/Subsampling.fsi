namespace Vib

open Vib.Core

/// <summary>How subsamples are drawn. <c>{ Subsampling.defaults with … }</c></summary>
type SubsamplingOptions = {
    /// <summary>Subsamples.</summary>
    Draws: int
    /// <summary>The rows of each subsample, as a part of all; from 0 to 1, both left out.</summary>
    Part: float
    /// <summary>How often the interval is to hold the mean that so many samples have.</summary>
    Confidence: float
    /// <summary>The seed of the draws.</summary>
    Seed: int64
}

/// <summary>Standard errors and intervals by subsamples without replacement; a bootstrap's copies would break neighbours and densities.</summary>
[<RequireQualifiedAccess>]
module Subsampling =
    /// <summary>50 subsamples of half of the rows, an interval of 95 %, seed 1.</summary>
    val defaults: SubsamplingOptions

    /// <summary>Of an estimate of pairs.</summary>
    /// <param name="options">Draws, their size, the confidence.</param>
    /// <param name="estimator">Any, as <c>Neighbours.ksg</c>.</param>
    /// <param name="pairs">The pairs.</param>
    /// <example><code>pairs |> Subsampling.ofPairs Subsampling.defaults Neighbours.ksg</code></example>
    val ofPairs: options: SubsamplingOptions -> estimator: (Pairs -> Estimate) -> pairs: Pairs -> Subsampled

    /// <summary>Of an estimate of samples.</summary>
    /// <param name="options">Draws, their size, the confidence.</param>
    /// <param name="estimator">Any, as <c>Kde.entropy</c>.</param>
    /// <param name="samples">[n,d].</param>
    /// <example><code>x |> Subsampling.ofSamples Subsampling.defaults Kde.entropy</code></example>
    val ofSamples: options: SubsamplingOptions -> estimator: (float[,] -> Estimate) -> samples: float[,] -> Subsampled

    /// <summary>Of any statistic of rows that are given by their places.</summary>
    /// <param name="options">Draws, their size, the confidence.</param>
    /// <param name="statistic">From some places of 0 … n − 1 to the number.</param>
    /// <param name="count">n.</param>
    /// <example><code>values.Length |> Subsampling.ofRows Subsampling.defaults (Array.averageBy (fun i -> values[i]))</code></example>
    val ofRows: options: SubsamplingOptions -> statistic: (int[] -> float) -> count: int -> Subsampled
