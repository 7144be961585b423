namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Prediction =
    let mean (predicted: PredictedNumbers) = predicted.Means()
    let deviation (predicted: PredictedNumbers) = predicted.Deviations()
    let quantile probability (predicted: PredictedNumbers) = predicted.Quantiles probability
    let intervals level (predicted: PredictedNumbers) = predicted.Intervals level
    let conformal level (calibration: PredictedNumbers) (predicted: PredictedNumbers) = ConformalIntervals.Fit(calibration, level).Of predicted
    let scores level (predicted: PredictedNumbers) = predicted.Scores level
    let pinball probability (predicted: PredictedNumbers) = predicted.PinballLoss probability
    let table level (predicted: PredictedNumbers) = predicted.ToTable level
