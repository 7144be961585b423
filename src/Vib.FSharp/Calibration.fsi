namespace Vib

open Vib.Core

/// <summary>How [0, 1] is cut into bins: EqualWidth, or EqualMass, as equal a number of examples in each as equal probabilities allow.</summary>
type Binning = Vib.Core.Binning

/// <summary>What predicted probabilities, confidences and scores are worth.</summary>
[<RequireQualifiedAccess>]
module Calibration =
    /// <summary>Predicted class probabilities with the labels that came.</summary>
    /// <param name="probabilities">[N,C]; every row sums to 1. With several samples of Z, the mean of their probabilities.</param>
    /// <param name="labels">[N], from 0 to C − 1.</param>
    /// <exception cref="T:Vib.Core.ShapeException">There is no example, fewer than two classes, or not a label for each example.</exception>
    /// <exception cref="T:Vib.Core.DataException">A row is not one of probabilities, or a label is not one of the classes; the row is named.</exception>
    /// <example><code>let predictions = Calibration.predictions (array2D [ [ 0.9; 0.1 ]; [ 0.4; 0.6 ] ]) [| 0; 1 |]
    /// predictions |> Calibration.measure, predictions |> Calibration.brier</code></example>
    val predictions: probabilities: float[,] -> labels: int[] -> Predictions

    /// <summary><c>predictions</c>, with what is wrong as a message.</summary>
    /// <param name="probabilities">[N,C].</param>
    /// <param name="labels">[N].</param>
    val tryPredictions: probabilities: float[,] -> labels: int[] -> Result<Predictions, string>

    /// <summary>Expected calibration error of the confidence, and the reliability diagram: ECE = Σ (n_k/N) |accuracy_k − confidence_k|  (Guo, Pleiss, Sun and Weinberger 2017).</summary>
    /// <param name="bins">B ≥ 1; 15 in the paper.</param>
    /// <param name="binning">Bins of equal width, or of equal numbers of examples.</param>
    /// <param name="predictions">Probabilities and labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no bin.</exception>
    /// <example><code>Calibration.predictions (array2D [ [ 0.9; 0.1 ]; [ 0.4; 0.6 ] ]) [| 0; 1 |] |> Calibration.measureWith 10 Binning.EqualMass</code></example>
    val measureWith: bins: int -> binning: Binning -> predictions: Predictions -> Vib.Core.Calibration

    /// <summary><c>measureWith</c> 15 bins of equal width.</summary>
    /// <param name="predictions">Probabilities and labels.</param>
    val measure: predictions: Predictions -> Vib.Core.Calibration

    /// <summary>The Brier score, (1/N) Σ Σ (p − 1[y = c])², with reliability, resolution and uncertainty  (Brier 1950; Murphy 1973).</summary>
    /// <param name="bins">B ≥ 1, for the parts.</param>
    /// <param name="binning">Bins of equal width, or of equal numbers of examples.</param>
    /// <param name="predictions">Probabilities and labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no bin.</exception>
    /// <example><code>Calibration.predictions (array2D [ [ 0.9; 0.1 ]; [ 0.4; 0.6 ] ]) [| 0; 1 |] |> Calibration.brierWith 10 Binning.EqualMass</code></example>
    val brierWith: bins: int -> binning: Binning -> predictions: Predictions -> BrierScore

    /// <summary><c>brierWith</c> 15 bins of equal width.</summary>
    /// <param name="predictions">Probabilities and labels.</param>
    val brier: predictions: Predictions -> BrierScore

    /// <summary>The error among the examples that a model is most confident of, at every coverage, and its area  (Geifman, Uziel and El-Yaniv 2019).</summary>
    /// <param name="predictions">Probabilities and labels; the confidence is the largest probability.</param>
    /// <example><code>(Calibration.predictions (array2D [ [ 0.9; 0.1 ]; [ 0.4; 0.6 ] ]) [| 0; 0 |] |> Calibration.selectiveRisk).Area</code></example>
    val selectiveRisk: predictions: Predictions -> SelectiveRisk

    /// <summary><c>selectiveRisk</c>, by any other confidence, as by minus the rate of each example.</summary>
    /// <param name="confidences">[N]; larger is surer.</param>
    /// <param name="hits">[N]: which predictions are right.</param>
    /// <exception cref="T:Vib.Core.ShapeException">There is no example, or not as many of both.</exception>
    /// <exception cref="T:Vib.Core.DataException">A confidence is not a number; its row is named.</exception>
    /// <example><code>Calibration.selectiveRiskBy [| -3.1; -7.5 |] [| true; false |]</code></example>
    val selectiveRiskBy: confidences: float[] -> hits: bool[] -> SelectiveRisk

    /// <summary>AUROC of a score for examples from elsewhere, as the rate of a bottleneck is one: P(outside &gt; inside) + ½ P(equal), with DeLong's standard error.</summary>
    /// <param name="inside">Scores of examples like those trained on.</param>
    /// <param name="outside">Scores of the others; larger is meant to be stranger.</param>
    /// <exception cref="T:Vib.Core.ShapeException">A set is empty.</exception>
    /// <exception cref="T:Vib.Core.DataException">A score is not a number; its row is named.</exception>
    /// <example><code>Calibration.auroc [| 1.0; 2.0; 4.0 |] [| 3.0; 5.0 |]    // 5/6</code></example>
    val auroc: inside: float[] -> outside: float[] -> RocArea

    /// <summary>Dimensions of a code whose mean KL from the prior is above a threshold.</summary>
    /// <param name="threshold">At least 0; 0.01 nat by custom.</param>
    /// <param name="kl">[N,K], each example's KL in each dimension, nats.</param>
    /// <exception cref="T:Vib.Core.ShapeException">There is no example or no dimension.</exception>
    /// <exception cref="T:Vib.Core.DataException">A number is not finite; its row and column are named.</exception>
    /// <exception cref="T:Vib.Core.DomainException">The threshold is negative or not finite.</exception>
    /// <example><code>array2D [ [ 0.0; 1.0 ]; [ 0.001; 2.0 ] ] |> Calibration.activeUnitsWith 0.05&lt;nat&gt;</code></example>
    val activeUnitsWith: threshold: float<nat> -> kl: float[,] -> ActiveUnits

    /// <summary><c>activeUnitsWith</c> 0.01 nat.</summary>
    /// <param name="kl">[N,K], nats.</param>
    val activeUnits: kl: float[,] -> ActiveUnits
