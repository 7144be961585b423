/// The three tests of Song and Ermon 2020 (arXiv:1910.06222, §5.2) on Gaussians, whose answers are exact. There x is an image and y_t its first t rows; here x has 16 coordinates and
/// y_t the first t of its noisy twin, half a nat each.
///   baseline         I(X;Y_t): rises with t from 0, and here to t/2;
///   data processing  I(X;[Y_t,Y_{t−4}]) / I(X;Y_t): 1, since Y_{t−4} is a function of Y_t;
///   additivity       I([X¹,X²];[Y¹_t,Y²_t]) / I(X;Y_t): 2, for independent copies.
module Vib.Bench.SelfConsistency

open System.Diagnostics
open Vib
open Vib.Core
open Vib.Bench.Results

let private dimension, private nats, private less = 16, 8.0<nat>, 4
let private count = 100_000

let bounds: (string * Bound) list = [
    "infonce", Bound.infoNce
    "nwj", Bound.nwj
    "js", Bound.jensenShannon
    "smile-1", Bound.smile 1.0
    "smile-5", Bound.smile 5.0
    "smile-inf", Bound.smile infinity
    "dv", Bound.donskerVaradhan
    "ialpha-0.01", Bound.interpolated 0.01
]

/// The first so many columns of y, and again the first so many others; where there are none, a column that no x knows of.
let private columns (parts: int list) (pairs: Pairs) =
    let row i = [|
        for part in parts do
            yield! pairs.Y[i * dimension .. i * dimension + part - 1]
    |]

    let chosen = Array.init pairs.Count row

    if chosen[0].Length > 0 then
        Array.concat chosen, chosen[0].Length
    else
        Array.init pairs.Count (fun i -> pairs.Y[(i + 1) % pairs.Count * dimension]), 1

let private beside (a: float32[], p) (b: float32[], q) =
    Array.concat [ for i in 0 .. a.Length / p - 1 -> Array.append a[i * p .. i * p + p - 1] b[i * q .. i * q + q - 1] ], p + q

let private pairs (x, p) (y, q) (information: float) = Pairs(x, p, y, q, "Gaussian", information)

let private line (label: string) (cells: string list) =
    printfn $"%-30s{label} {cells |> List.map (fun cell -> cell.PadLeft 12) |> String.concat System.String.Empty}"

let run steps =
    let clock = Stopwatch.StartNew()
    let truth = Truth.gaussian dimension nats
    let one, other = truth |> Truth.sampleWith 1L count, truth |> Truth.sampleWith 2L count
    let x = one.X, dimension
    let options = { Mi.defaults with Batch = 256; Steps = steps; LearningRate = 1e-3; HeldOut = 0.3 }
    let exact t : float = float t / float dimension * float nats

    let read what source =
        let estimates = source |> Mi.compareWith options (List.map snd bounds) [ Critic.separable ]
        line what (estimates |> List.map (fun e -> $"{e.Value:F2}"))
        List.map2 (fun (name, _) (e: Estimate) -> name, e.Value) bounds estimates |> Map.ofList

    printfn $"Self-consistency, {dimension}-d Gaussians, {count} pairs, separable critic, B = 256, at most {steps} steps, held-out, nats"
    line "" (List.map fst bounds)
    let sizes = [ 0; 4; 8; 12; 16 ]
    let alone = Map.ofList [ for t in sizes -> t, pairs x (columns [ t ] one) (exact t) |> read $"t = {t}: {exact t} nat" ]

    let both =
        Map.ofList [
            for t in [ 8; 12; 16 ] -> t, pairs x (columns [ t; t - less ] one) (exact t) |> read $"t = {t} and {t - less}: {exact t} nat"
        ]

    let twice =
        Map.ofList [
            for t in [ 4; 8; 12 ] ->
                t,
                pairs (beside x (other.X, dimension)) (beside (columns [ t ] one) (columns [ t ] other)) (2.0 * exact t)
                |> read $"t = {t} twice: {2.0 * exact t} nat"
        ]

    let ratio label wanted over = [
        for KeyValue(t, values) in over do
            let ratios = [ for name, _ in bounds -> name, Map.find name values / Map.find name alone[t] ]
            line $"{label}, t = {t}: {wanted}" (ratios |> List.map (fun (_, r) -> $"{r:F2}"))

            for name, r in ratios do
                $"{name}.{label}.t{t}", r
    ]

    let ratios = ratio "data-processing" 1 both @ ratio "additivity" 2 twice

    let entries = [
        for KeyValue(t, values) in alone do
            for name, _ in bounds do
                entry $"{name}.baseline.t{t}" "nat" values[name]

            entry $"exact.baseline.t{t}" "nat" (exact t)

        for name, value in ratios do
            entry name "ratio" value
    ]

    write "repro" "self-consistency" (entries @ [ entry "steps" "step" (float steps); entry "seconds" "s" clock.Elapsed.TotalSeconds ])
    0
