module Vib.Tests.CalibrationTests

open Vib
open Vib.Core
open Xunit

let private probabilities = array2D [ [ 0.9; 0.1 ]; [ 0.85; 0.15 ]; [ 0.4; 0.6 ]; [ 0.4; 0.6 ] ]
let private labels = [| 0; 1; 1; 0 |]
let private predictions = Calibration.predictions probabilities labels

[<Fact>]
let ``ECE, Brier score and selective risk of four examples by hand`` () =
    Expect.close 1e-15 0.2375 (predictions |> Calibration.measureWith 5 Binning.EqualWidth).Error
    Expect.close 1e-15 ((0.02 + 2.0 * 0.7225 + 0.32 + 0.72) / 4.0) (predictions |> Calibration.brier).Total
    let risk = predictions |> Calibration.selectiveRisk // the two at 0.6 in either order
    List.iter2 (Expect.close 1e-15) [ 0.0; 0.5; 0.5; 0.5 ] (List.ofSeq risk.Risks)

[<Fact>]
let ``Bins and thresholds arrive, and the defaults are the core's`` () =
    for binning in [ Binning.EqualWidth; Binning.EqualMass ] do
        let brier = predictions |> Calibration.brierWith 3 binning
        Assert.Equal(BrierScore.Of(predictions, 3, binning), brier)
        let measured, core = predictions |> Calibration.measureWith 3 binning, Vib.Core.Calibration.Of(predictions, 3, binning)
        Assert.Equal<CalibrationBin>(core.Bins, measured.Bins)

    Assert.Equal<CalibrationBin>((Vib.Core.Calibration.Of predictions).Bins, (Calibration.measure predictions).Bins)
    Assert.Equal(BrierScore.Of predictions, Calibration.brier predictions)
    let kl = array2D [ [ 0.0; 1.0; 0.03 ] ]
    Assert.Equal<int>([ 1; 2 ], (Calibration.activeUnits kl).Indices)
    Assert.Equal<int>([ 1 ], (kl |> Calibration.activeUnitsWith 0.05<nat>).Indices)

[<Fact>]
let ``A score of one's own makes a risk and an area`` () =
    Assert.Equal<float>([ 0.0; 0.5 ], (Calibration.selectiveRiskBy [| -3.1; -7.5 |] [| true; false |]).Risks)
    Expect.close 1e-15 (5.0 / 6.0) (Calibration.auroc [| 1.0; 2.0; 4.0 |] [| 3.0; 5.0 |]).Value

[<Fact>]
let ``What makes no sense is refused`` () =
    Calibration.tryPredictions probabilities [| 0; 1; 1; 2 |] |> Expect.error "A label of 2 at row 3"
    Calibration.tryPredictions (array2D [ [ 0.5; 0.6 ] ]) [| 0 |] |> Expect.error "sum to 1.1"
    Assert.Throws<DomainException>(fun () -> predictions |> Calibration.measureWith 0 Binning.EqualMass |> ignore) |> ignore
    Assert.Throws<ShapeException>(fun () -> Calibration.auroc [||] [| 1.0 |] |> ignore)
