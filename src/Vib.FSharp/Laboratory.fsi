namespace Vib

open Vib.Core

/// <summary>How bounds are measured at the exact critic. <c>{ Laboratory.defaults with … }</c></summary>
type LaboratoryOptions = {
    /// <summary>B, pairs scored together.</summary>
    Batch: int
    /// <summary>Batches drawn; every bound sees the same ones.</summary>
    Batches: int
    /// <summary>The same seed gives the same numbers.</summary>
    Seed: int64
}

/// <summary>Bounds where nothing is left to learn: the exact critic of a Gaussian shows the bias and the spread that are a bound's own.</summary>
[<RequireQualifiedAccess>]
module Laboratory =
    /// <summary>B = 64, 300 batches, seed 1.</summary>
    val defaults: LaboratoryOptions

    /// <summary>Reads bounds at the exact critic, log r plus what each bound adds to it, on the same batches.</summary>
    /// <remarks>A reading has the value of one batch against I and the derivative in ρ that a batch gives against dI/dρ, each with mean, standard error, median, variance,
    /// bias and mean squared error over batches  (Poole et al. 2019, §4.1). Of the reverse Jensen estimators log r is not the best critic. Cost: batches × bounds × O(B²).</remarks>
    /// <param name="options">Batch size, batches, seed.</param>
    /// <param name="bounds">Which bounds; also those that need the exact conditional.</param>
    /// <param name="truth">The Gaussian.</param>
    /// <returns>A reading for each bound, in their order; nats.</returns>
    /// <exception cref="T:Vib.Core.DomainException">There are fewer than two batches, or fewer than two pairs in each.</exception>
    /// <example><code>for reading in Truth.gaussian 20 6.0&lt;nat&gt; |> Laboratory.measureWith { Laboratory.defaults with Batch = 128 } Bound.all do
    ///     printfn $"{reading.Bound}: {reading.Value.Mean:F2} of {reading.Information:F2} nat"</code></example>
    val measureWith: options: LaboratoryOptions -> bounds: Bound list -> truth: CorrelatedGaussian -> OptimalCriticReading list

    /// <summary><see cref="M:Vib.Laboratory.measureWith"/> with the defaults.</summary>
    /// <param name="bounds">Which bounds.</param>
    /// <param name="truth">The Gaussian.</param>
    /// <example><code>Truth.gaussian 20 6.0&lt;nat&gt; |> Laboratory.measure [ Bound.infoNce; Bound.nwj ]</code></example>
    val measure: bounds: Bound list -> truth: CorrelatedGaussian -> OptimalCriticReading list

    /// <summary><see cref="M:Vib.Laboratory.measureWith"/>, with what is wrong as a message.</summary>
    /// <param name="options">Batch size, batches, seed.</param>
    /// <param name="bounds">Which bounds.</param>
    /// <param name="truth">The Gaussian.</param>
    val tryMeasureWith: options: LaboratoryOptions -> bounds: Bound list -> truth: CorrelatedGaussian -> Result<OptimalCriticReading list, string>
