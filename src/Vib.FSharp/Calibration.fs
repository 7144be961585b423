namespace Vib

open Vib.Core

type Binning = Vib.Core.Binning

[<RequireQualifiedAccess>]
module Calibration =
    let predictions (probabilities: float[,]) (labels: int[]) = Predictions(probabilities, labels)
    let tryPredictions probabilities labels = Attempt.message (fun () -> predictions probabilities labels)
    let measureWith bins binning predictions = Vib.Core.Calibration.Of(predictions, bins, binning)
    let measure predictions = Vib.Core.Calibration.Of predictions
    let brierWith bins binning predictions = BrierScore.Of(predictions, bins, binning)
    let brier predictions = BrierScore.Of predictions
    let selectiveRisk (predictions: Predictions) = SelectiveRisk.Of predictions
    let selectiveRiskBy (confidences: float[]) hits = SelectiveRisk.Of(confidences, hits)
    let auroc inside outside = RocArea.Of(inside, outside)
    let activeUnitsWith (threshold: float<nat>) kl = ActiveUnits.Of(kl, float threshold)
    let activeUnits kl = ActiveUnits.Of kl
