/// Every bound at the exact critic of a Gaussian: bias, variance and error of its value, and of its slope in ρ  (Poole et al. 2019, §4.1; specs/mi-bounds.md §4).
module Vib.Bench.OptimalCritic

open System.Diagnostics
open Vib
open Vib.Core
open Vib.Bench.Results

let private dimension, private batch = 20, 64

let bounds: (string * Bound) list = [
    "infonce", InfoNce()
    "infonce-over-x", InfoNce(Contrast = Contrast.OverX)
    "nwj", Nwj()
    "tuba", Tuba()
    "ialpha-0.01", Interpolated 0.01
    "ialpha-0.5", Interpolated 0.5
    "ialpha-0.99", Interpolated 0.99
    "js", JensenShannon()
    "js-legacy", LegacyJsNwj()
    "smile-1", Smile 1.0
    "smile-5", Smile 5.0
    "smile-inf", Smile infinity
    "dv", DonskerVaradhan()
    "mine", Mine()
    "tnce", Tnce()
    "l1out", L1Out()
    "club", Club()
    "rje-10", ReverseJensen()
    "rje-sharp", SharpReverseJensen()
    // UBA and Barber–Agakov's upper bound read here what DoE does, FLO what TUBA does, vCLUB and vL1Out what CLUB and L1Out do
    "barber-agakov", BarberAgakov(0.5 * float dimension * log (2.0 * System.Math.PI * System.Math.E))
    "doe", DifferenceOfEntropies()
]

let private entries (name: string, nats: int) (reading: OptimalCriticReading) =
    let of' part unit (sampled: Sampled) = [
        entry $"{name}.i{nats}.b{batch}.{part}" unit sampled.Mean
        entry $"{name}.i{nats}.b{batch}.{part}.se" unit sampled.StandardError
        entry $"{name}.i{nats}.b{batch}.{part}.median" unit sampled.Median
        entry $"{name}.i{nats}.b{batch}.{part}.bias" unit sampled.Bias
        entry $"{name}.i{nats}.b{batch}.{part}.variance" $"{unit}²" sampled.Variance
        entry $"{name}.i{nats}.b{batch}.{part}.mse" $"{unit}²" sampled.MeanSquaredError
    ]

    entry $"{name}.i{nats}.b{batch}.se" "nat" reading.Value.StandardError :: of' "value" "nat" reading.Value
    @ of' "slope" "nat" reading.Gradient
    @ [ entry $"{name}.i{nats}.b{batch}.slope.exact" "nat" reading.Gradient.Exact ]

let private show nats (readings: seq<OptimalCriticReading>) =
    let exact = (Seq.head readings).Gradient.Exact
    printfn $"\nI = {nats} nat, dI/dρ = {exact:F2}"
    printfn "%-30s %17s %8s %9s   %17s %9s" "bound" "value" "median" "s.d." "slope" "s.d."

    for reading in readings do
        let value, slope = reading.Value, reading.Gradient

        printfn
            $"%-30s{reading.Bound.Name} %8.2f{value.Mean} ± %6.3f{value.StandardError} %8.2f{value.Median} %9.2f{sqrt value.Variance}   %8.1f{slope.Mean} ± %6.1f{slope.StandardError} %9.1f{sqrt slope.Variance}"

let private drawn = [ "InfoNCE"; "NWJ"; "I_α with α = 0.01"; "SMILE with τ = 5"; "Donsker–Varadhan" ]

/// Bias of every bound as a map, and some of them with the spread of a batch.
let page (readings: OptimalCriticReading list) report =
    let truths = readings |> List.map _.Information |> List.distinct
    let names = readings |> List.map _.Bound.Name |> List.distinct
    let at = readings |> List.map (fun reading -> (reading.Bound.Name, reading.Information), reading) |> Map.ofList
    let clipped = 4.0 // nats: what explodes is not to hide the rest

    let bias name truth =
        match at.TryFind(name, truth) with
        | Some reading -> reading.Value.Bias |> max -clipped |> min clipped
        | None -> nan

    let map = Array2D.init names.Length truths.Length (fun row column -> bias names[row] truths[column])
    let few = readings |> List.filter (fun reading -> List.contains reading.Bound.Name drawn)

    report
    |> Report.text "Every bound at the exact critic of a Gaussian, where nothing is left to learn: what remains is the bound's own bias and spread."
    |> Report.chart (
        Chart.differences "bias (nat)" truths [ for row in 0 .. names.Length - 1 -> float row ] map
        |> Chart.x "I(X;Y)" "nat"
        |> Chart.ticksY (names |> List.mapi (fun row name -> float row, name))
        |> Chart.title "Bias of a value"
        |> Chart.caption $"The mean over batches less the truth; values are cut at ± {clipped} nat here, and whole under Numbers."
    )
    |> Report.chart (
        Chart.optimalCritic (if few.IsEmpty then readings else few)
        |> Chart.rangeY -1.0 14.0
        |> Chart.title "Value and spread of a batch"
    )

/// d = 20, B = 64, I = 2, 3, …, 10 nat, the same batches for every bound.
let run batches =
    let clock = Stopwatch.StartNew()
    let options = OptimalCriticOptions(Batch = batch, Batches = batches, Seed = 1L)
    printfn $"Bounds at the optimal critic of a Gaussian, d = {dimension}, B = {batch}, {batches} batches each"

    let found = [
        for nats in 2..10 do
            let truth = CorrelatedGaussian.WithInformation(dimension, float nats)
            let readings = OptimalCritic.Measure(bounds |> List.map snd |> List.toArray, truth, options)
            show nats readings
            nats, List.ofSeq readings
    ]

    let all = [
        for nats, readings in found do
            yield! List.zip bounds readings |> List.collect (fun ((name, _), reading) -> entries (name, nats) reading)
    ]

    let page = found |> List.collect snd |> page

    printfn $"\n{clock.Elapsed.TotalSeconds:F0} s"
    writeWith page "repro" "optimal-critic" (all @ [ entry "batches" "batch" (float batches); entry "seconds" "s" clock.Elapsed.TotalSeconds ])
    0
