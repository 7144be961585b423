/// The first half of the demonstration: lower bounds beside the truth.
module Vib.Bench.Estimates

open System.Diagnostics
open Vib
open Vib.Bench.Results

let private dimension, steps = 20, 4000
let private bounds = [ "infonce", Bound.infoNce; "nwj", Bound.nwj ]

let private row information =
    let truth = Truth.gaussian dimension (information * 1.0<nat>)
    let options = { Mi.defaults with Steps = steps }

    [ for name, bound in bounds -> name, truth |> Mi.estimateWith options bound Critic.separable ]

let private ceiling (estimate: Vib.Core.Estimate) =
    match Estimate.ceiling estimate with
    | Some limit -> $"{limit, 7:F2}"
    | None -> "      –"

let private print information (name, estimate: Vib.Core.Estimate) =
    let notes = estimate.Diagnoses |> Seq.map _.Label |> String.concat ", "

    printfn
        $"{information, 5:F0} {name, 9} {estimate.Value, 7:F3} {estimate.StandardError, 7:F3} {ceiling estimate} {estimate.Seconds, 7:F1}   {notes}"

let private entries information (name, estimate: Vib.Core.Estimate) =
    let entry part unit value = entry $"{name}.i{information}.{part}" unit value

    [
        entry "value" "nat" estimate.Value
        entry "se" "nat" estimate.StandardError
        entry "ceiling" "nat" estimate.Ceiling
        entry "seconds" "s" estimate.Seconds
    ]

/// Prints the table and returns what goes into the file, and the estimates.
let table () =
    let clock = Stopwatch.StartNew()
    printfn $"I(X;Y) of a {dimension}-d Gaussian, from below: separable critic, B = {Mi.defaults.Batch}, {steps} steps, held-out pairs; in nats"
    printfn "truth     bound   value   error ceiling seconds"

    let results = [
        for information in [ 2; 4; 6; 8 ] do
            for named in row (float information) do
                print (float information) named
                entries information named, snd named
    ]

    printfn $"in all {clock.Elapsed.TotalSeconds:F0} s\n"
    List.collect fst results, List.map snd results
