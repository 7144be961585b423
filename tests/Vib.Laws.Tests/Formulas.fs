/// Bounds as a user would write them, right and wrong; and an estimator from samples.
module Vib.Laws.Tests.Formulas

open System
open Vib
open Vib.Laws

let size (scores: float[,]) = scores.GetLength 0
let number scores = float (size scores)
let joint (scores: float[,]) = [| for i in 0 .. size scores - 1 -> scores[i, i] |]

let marginal (scores: float[,]) = [|
    for i in 0 .. size scores - 1 do
        for j in 0 .. size scores - 1 do
            if i <> j then
                scores[i, j]
|]

let every (scores: float[,]) = scores |> Seq.cast<float> |> Seq.toArray

let logSum (values: float[]) =
    let most = Array.max values
    most + log (values |> Array.sumBy (fun value -> exp (value - most)))

let nwj scores = Array.average (joint scores) - Array.averageBy (fun s -> exp (s - 1.0)) (marginal scores)

/// NWJ with this in place of B(B − 1).
let nwjOver count scores = Array.average (joint scores) - Array.sumBy (fun s -> exp (s - 1.0)) (marginal scores) / count (number scores)

let infoNce (scores: float[,]) = log (number scores) + Array.average (Array.init (size scores) (fun i -> scores[i, i] - logSum scores[i, *]))

let donskerVaradhan scores = Array.average (joint scores) - logSum (marginal scores) + log (number scores * (number scores - 1.0))

let nwjGradient scores =
    let b = number scores
    scores |> Array2D.mapi (fun i j s -> if i = j then 1.0 / b else -exp(s - 1.0) / (b * (b - 1.0)))

let infoNceGradient (scores: float[,]) =
    scores |> Array2D.mapi (fun i j s -> ((if i = j then 1.0 else 0.0) - exp (s - logSum scores[i, *])) / number scores)

let ofScores name value = Estimator.ofScores name (fun scores -> value scores * 1.0<nat>)
let ofSamples name value = Estimator.ofSamples name (fun x y -> value x y * 1.0<nat>)

let rightNwj = ofScores "NWJ" nwj |> Estimator.tightAt 1.0 |> Estimator.withGradient nwjGradient
let rightInfoNce = ofScores "InfoNCE" infoNce |> Estimator.ignoring FunctionsOfX |> Estimator.withGradient infoNceGradient
let rightDonskerVaradhan = ofScores "DV" donskerVaradhan |> Estimator.ignoring Constants

/// ln det by elimination.
let private logDeterminant (matrix: float[,]) =
    let a, n = Array2D.copy matrix, matrix.GetLength 0

    for k in 0 .. n - 1 do
        for i in k + 1 .. n - 1 do
            let factor = a[i, k] / a[k, k]

            for j in k .. n - 1 do
                a[i, j] <- a[i, j] - factor * a[k, j]

    Seq.sum (seq { for k in 0 .. n - 1 -> log a[k, k] })

/// Ranks through the normal quantile, nearly  (Tukey's lambda at 0.14).
let private normalScores (column: float[]) =
    let n = column.Length
    let score k = let p = (float k + 0.5) / float n in 4.91 * (p ** 0.14 - (1.0 - p) ** 0.14)
    let order, scores = Array.init n id |> Array.sortBy (fun i -> column[i]), Array.zeroCreate n
    order |> Array.iteri (fun rank i -> scores[i] <- score rank)
    scores

/// ½ ln( det Σxx det Σyy / det Σ ) of normal scores: of Gaussians under bijections, and of those alone, nearly the truth.
let ranked (x: float[,]) (y: float[,]) =
    let columns = [| for j in 0 .. x.GetLength 1 - 1 -> normalScores x[*, j] |]
    let columns = Array.append columns [| for j in 0 .. y.GetLength 1 - 1 -> normalScores y[*, j] |]
    let dx, d = x.GetLength 1, columns.Length

    let covariance =
        Array2D.init d d (fun i j -> Array.fold2 (fun sum a b -> sum + a * b) 0.0 columns[i] columns[j] / float columns[0].Length)

    0.5
    * (logDeterminant covariance[.. dx - 1, .. dx - 1] + logDeterminant covariance[dx.., dx..] - logDeterminant covariance)

let rightRanked = ofSamples "ranked" ranked
