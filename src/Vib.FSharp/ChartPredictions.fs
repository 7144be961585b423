namespace Vib

open System
open Vib.Core
open Vib.ChartNumbers

/// Charts of what a trained model says: how sure it is, how often it is right, and under attack.
[<RequireQualifiedAccess>]
module internal ChartPredictions =
    let reliability (calibration: Vib.Core.Calibration) =
        let bins = List.ofSeq calibration.Bins
        let deviation (bin: CalibrationBin) = sqrt (bin.Accuracy * (1.0 - bin.Accuracy) / float bin.Count)

        axes (labelled "confidence" "") (labelled "accuracy" "") [
            Series.Points {
                pointsOf "bins" [ for bin in bins -> bin.Confidence, bin.Accuracy ] with
                    YErrors = [| for bin in bins -> deviation bin |]
                    Labels = [| for bin in bins -> counted bin.Count "example" |]
                    IsJoined = true
            }
            Series.Rule("calibrated", Rule.Diagonal)
        ]
        |> rangeX 0.0 1.0
        |> rangeY 0.0 1.0
        |> equalAxes
        |> caption (
            invariant
                $"Accuracy of predictions by their confidence; bars are binomial standard errors. Expected calibration error {calibration.Error:F4}, the largest of a bin {calibration.LargestError:F4}."
        )

    let selectiveRisk (risk: SelectiveRisk) =
        let count = float risk.Risks.Count

        axes (labelled "coverage" "") (labelled "error among the covered" "") [
            Series.Line(lineOf "selective risk" (risk.Risks |> Seq.mapi (fun k risk -> float (k + 1) / count, risk)))
        ]
        |> horizontal "error of all" risk.FullRisk

    let intervals (intervals: PredictionIntervals) =
        let count = Array2D.length1 intervals.Low

        let panel column =
            let rows =
                [| 0 .. count - 1 |]
                |> Array.sortBy (fun row -> intervals.Low[row, column] + intervals.High[row, column])
                |> Array.indexed

            let edges = [
                for place, row in rows ->
                    let low, high = intervals.Low[row, column], intervals.High[row, column]
                    float (place + 1), (low + high) / 2.0, low, high
            ]

            let held isHeld (targets: float[,]) = [
                for place, row in rows do
                    let y = targets[row, column]

                    if (y >= intervals.Low[row, column] && y <= intervals.High[row, column]) = isHeld then
                        float (place + 1), y
            ]

            over [
                band (invariant $"intervals at {100.0 * intervals.Level:G4} %%") edges
                match intervals.Targets with
                | null -> ()
                | targets ->
                    points "outside" (held false targets)
                    points "inside" (held true targets)
            ]
            |> x "rows, by the middle of their interval" ""
            |> y intervals.Names[column] ""
            |> title (if intervals.Names.Count > 1 then intervals.Names[column] else "")

        [ for column in 0 .. intervals.Names.Count - 1 -> panel column ]
        |> beside
        |> columns (min 2 intervals.Names.Count)
        |> caption $"{intervals}."

    let private levels = [ for percent in 5..5..95 -> float percent / 100.0 ]

    let coverage (predicted: PredictedNumbers) =
        let read = [
            for level in levels ->
                let held = predicted.Intervals(level).Coverage
                level, held, sqrt (held * (1.0 - held) / float predicted.Count)
        ]

        errors "held" read
        |> joined
        |> x "level of the intervals" ""
        |> y "part of the numbers inside" ""
        |> rangeX 0.0 1.0
        |> rangeY 0.0 1.0
        |> equalAxes
        |> diagonal "as it should be"
        |> caption "Below the line, intervals are too narrow; above it, too wide. Bars are binomial standard errors."

    let attacks (results: AttackResult seq) =
        let results = List.ofSeq results

        let before =
            match results with
            | first :: _ -> [ "no attack", 100.0 * first.CleanAccuracy, nan ]
            | [] -> []

        dots "accuracy" "%" (before @ [ for result in results -> result.Attack, 100.0 * result.Accuracy, 100.0 * result.AccuracyStandardError ])
        |> rangeX 0.0 100.0
        |> caption AttackResult.Caveat
