namespace Vib

open System
open Vib.Core
open Vib.ChartNumbers

/// Charts of codes.
[<RequireQualifiedAccess>]
module internal ChartCodes =
    let activeUnits (units: ActiveUnits) =
        let sorted = units.MeanKl |> Seq.sortDescending |> List.ofSeq

        points "dimensions of Z" (sorted |> List.mapi (fun i kl -> float (i + 1), kl))
        |> x "rank" ""
        |> y "mean KL" "nat"
        |> logY
        |> horizontal "active above" units.Threshold

    /// √(−2 ln 0.05): the Mahalanobis distance within which 95 % of a Gaussian of two dimensions lie.
    let private most95 = sqrt (-2.0 * log 0.05)

    let private byClass (labels: int seq) (shape: int -> (float * float) * (float * float * float)) =
        Seq.indexed labels
        |> Seq.groupBy snd
        |> Seq.sortBy fst
        |> Seq.map (fun (label, rows) -> ellipses $"class {label}" most95 [ for row, _ in rows -> shape row ])
        |> over
        |> x "z₁" ""
        |> y "z₂" ""

    let ofCodes (labels: int seq) (codes: Codes) =
        let labels = Array.ofSeq labels

        if codes.Dimension <> 2 || labels.Length <> codes.Count then
            raise (
                ShapeException(
                    $"""{codes} with {counted labels.Length "label"}""",
                    "codes of two dimensions, and a label for each row",
                    "an encoder of two dimensions, Encoder.fullCovariance [ 256 ] 2"
                )
            )

        byClass labels (fun row ->
            let covariance = codes.Covariance row
            (float codes.Means[row, 0], float codes.Means[row, 1]), (covariance[0, 0], covariance[0, 1], covariance[1, 1]))

    let entropy extent cells (decode: float32[,] -> float[,]) =
        if not (Double.IsFinite extent && extent > 0.0 && cells > 0) then
            raise (
                DomainException(
                    invariant $"A grid of {cells} cells from {-extent} to {extent}",
                    "at least one cell, to a positive number",
                    "Chart.entropy 4.0 81"
                )
            )

        let at = [| for i in 0 .. cells - 1 -> extent * ((2.0 * float i + 1.0) / float cells - 1.0) |]

        let probabilities =
            decode (Array2D.init (cells * cells) 2 (fun i k -> float32 (if k = 0 then at[i % cells] else at[i / cells])))

        let part p = if p > 0.0 then -p * log p else 0.0

        Array2D.init cells cells (fun i j -> Seq.sumBy part probabilities[i * cells + j, *])
        |> backdrop "entropy of the decoder (nat)" at at

    let codes (means: float32[,]) (deviations: float32[,]) (labels: int[]) =
        let count = Array2D.length1 means

        if
            Array2D.length2 means <> 2
            || Array2D.length1 deviations <> count
            || Array2D.length2 deviations <> 2
            || labels.Length <> count
        then
            raise (
                ShapeException(
                    $"Means [{count},{Array2D.length2 means}], deviations [{Array2D.length1 deviations},{Array2D.length2 deviations}] and {labels.Length} labels",
                    "[N,2], [N,2] and [N]",
                    "an encoder of two dimensions, Encoder.mlp [ 256 ] 2"
                )
            )

        let square (value: float32) = float value * float value
        let shape i = (float means[i, 0], float means[i, 1]), (square deviations[i, 0], 0.0, square deviations[i, 1])
        byClass labels shape
