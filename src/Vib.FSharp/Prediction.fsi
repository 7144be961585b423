namespace Vib

open Vib.Core

/// <summary>What regression decoders predict, with intervals, and what that is worth.</summary>
[<RequireQualifiedAccess>]
module Prediction =
    /// <summary>The mixtures' means, [N,d], in the data's units.</summary>
    /// <param name="predicted">What <c>Objective.predict</c> gave.</param>
    /// <example><code>model |> Objective.predict test |> Prediction.mean</code></example>
    val mean: predicted: PredictedNumbers -> float[,]

    /// <summary>The mixtures' standard deviations, [N,d]: noise and spread of the means over samples of the code together.</summary>
    /// <param name="predicted">What <c>Objective.predict</c> gave.</param>
    /// <example><code>model |> Objective.predict test |> Prediction.deviation</code></example>
    val deviation: predicted: PredictedNumbers -> float[,]

    /// <summary>The mixtures' quantiles, [N,d].</summary>
    /// <param name="probability">In (0, 1); 0.5 for medians.</param>
    /// <param name="predicted">What <c>Objective.predict</c> gave.</param>
    /// <exception cref="T:Vib.Core.DomainException">A probability outside (0, 1).</exception>
    /// <example><code>model |> Objective.predict test |> Prediction.quantile 0.99</code></example>
    val quantile: probability: float -> predicted: PredictedNumbers -> float[,]

    /// <summary>Central intervals of the mixtures, which hold y as often as they say where the model is right.</summary>
    /// <param name="level">1 − α, in (0, 1).</param>
    /// <param name="predicted">What <c>Objective.predict</c> gave.</param>
    /// <exception cref="T:Vib.Core.DomainException">A level outside (0, 1).</exception>
    /// <example><code>let intervals = model |> Objective.predict test |> Prediction.intervals 0.9
    /// printfn $"{intervals.Coverage}"</code></example>
    val intervals: level: float -> predicted: PredictedNumbers -> PredictionIntervals

    /// <summary>Intervals corrected by rows that the model did not learn from: they hold y with probability at least 1 − α, whatever the model, where those rows and the new ones are exchangeable.</summary>
    /// <param name="level">1 − α, in (0, 1).</param>
    /// <param name="calibration">Predictions of rows that were neither trained on nor are predicted here, with the numbers that came.</param>
    /// <param name="predicted">What <c>Objective.predict</c> gave, by the same model.</param>
    /// <exception cref="T:Vib.Core.DataException">Fewer calibration rows than (1 − α)/α, or numbers that are not known.</exception>
    /// <exception cref="T:Vib.Core.DomainException">A level outside (0, 1).</exception>
    /// <example><code>let calibration = model |> Objective.predict held
    /// model |> Objective.predict test |> Prediction.conformal 0.9 calibration</code></example>
    val conformal: level: float -> calibration: PredictedNumbers -> predicted: PredictedNumbers -> PredictionIntervals

    /// <summary>Coverage, interval score, CRPS and log loss against the numbers that came.</summary>
    /// <param name="level">1 − α of the intervals, in (0, 1).</param>
    /// <param name="predicted">What <c>Objective.predict</c> gave of data with Y.</param>
    /// <exception cref="T:Vib.Core.DataException">The numbers that came are not known.</exception>
    /// <exception cref="T:Vib.Core.DomainException">A level outside (0, 1).</exception>
    /// <example><code>model |> Objective.predict test |> Prediction.scores 0.9</code></example>
    val scores: level: float -> predicted: PredictedNumbers -> RegressionScores

    /// <summary>The pinball loss of a quantile against the numbers that came, in their units.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <param name="predicted">What <c>Objective.predict</c> gave of data with Y.</param>
    /// <exception cref="T:Vib.Core.DataException">The numbers that came are not known.</exception>
    /// <exception cref="T:Vib.Core.DomainException">A probability outside (0, 1).</exception>
    /// <example><code>model |> Objective.predict test |> Prediction.pinball 0.95</code></example>
    val pinball: probability: float -> predicted: PredictedNumbers -> float

    /// <summary>Means, deviations and intervals as a table, to be written as a file.</summary>
    /// <param name="level">1 − α of the intervals, in (0, 1).</param>
    /// <param name="predicted">What <c>Objective.predict</c> gave.</param>
    /// <exception cref="T:Vib.Core.DomainException">A level outside (0, 1).</exception>
    /// <example><code>model |> Objective.predict test |> Prediction.table 0.9 |> Table.write "predictions.csv"</code></example>
    val table: level: float -> predicted: PredictedNumbers -> Table
