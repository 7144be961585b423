namespace Vib.Laws

open System
open Vib
open Vib.Core

type SmallTable = { Probability: float[,]; OfX: float[]; OfY: float[]; Information: float<nat> }

[<RequireQualifiedAccess>]
module SmallTable =
    let ofWeights (weights: float[,]) =
        if weights.Length = 0 || weights |> Seq.cast<float> |> Seq.exists (fun w -> not (w > 0.0 && Double.IsFinite w)) then
            raise (
                DomainException(
                    "A table with a weight that is not positive and finite",
                    "positive weights",
                    "a small positive weight for what hardly happens"
                )
            )

        let whole = weights |> Seq.cast<float> |> Seq.sum
        let p = weights |> Array2D.map (fun w -> w / whole)
        let rows, columns = p.GetLength 0, p.GetLength 1
        let x = Array.init rows (fun i -> Seq.sum (seq { for j in 0 .. columns - 1 -> p[i, j] }))
        let y = Array.init columns (fun j -> Seq.sum (seq { for i in 0 .. rows - 1 -> p[i, j] }))
        let terms = p |> Array2D.mapi (fun i j joint -> joint * log (joint / (x[i] * y[j])))

        { Probability = p; OfX = x; OfY = y; Information = (terms |> Seq.cast<float> |> Seq.sum) * 1.0<nat> }

    let logRatio table = table.Probability |> Array2D.mapi (fun i j joint -> log (joint / (table.OfX[i] * table.OfY[j])))

    let entropyOfY table = -(table.OfY |> Array.sumBy (fun p -> p * log p)) * 1.0<nat>

    let product first second =
        let a, b = first.Probability, second.Probability
        let rows, columns = b.GetLength 0, b.GetLength 1

        Array2D.init (a.GetLength 0 * rows) (a.GetLength 1 * columns) (fun i j -> a[i / rows, j / columns] * b[i % rows, j % columns])
        |> ofWeights

    let through (channel: float[,]) table = Matrix.product table.Probability channel |> ofWeights
