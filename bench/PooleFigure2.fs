/// Bounds on a staircase of information, while their critics are trained  (Poole et al. 2019, figure 2): 20-d Gaussians of 2, 4, 6, 8 and 10 nat, and their cubic twins.
/// Of the publication: batches of 64, two hidden layers of 256, Adam at 5e-4, a baseline of two layers of 512, 4 000 steps on each stair, which is `--steps 4000`. By default
/// 1 000. Each batch is fresh, and read before it is trained on. Cubes are scaled by their standard deviation, which the notebook does not do.
module Vib.Bench.PooleFigure2

open System.Diagnostics
open System.Globalization
open System.IO
open Vib
open Vib.Core
open Vib.Bench.Results

let private dimension, private batch = 20, 64
let private nats = [ 2; 4; 6; 8; 10 ]

let bounds: (string * Bound) list = [
    "infonce", Bound.infoNce
    "nwj", Bound.nwj
    "tuba", Bound.tuba 0.0
    "js", Bound.jensenShannon
    "ialpha-0.01", Bound.interpolated 0.01
    "ialpha-0.5", Bound.interpolated 0.5
    "ialpha-0.99", Bound.interpolated 0.99
    "smile-5", Bound.smile 5.0
]

let private sources: (string * (float -> Truth)) list = [
    "gaussian", (fun nats -> CorrelatedGaussian.WithInformation(dimension, nats))
    "cubic", (fun nats -> CubicGaussian(CorrelatedGaussian.WithInformation(dimension, nats)))
]

let private critics: (string * CriticOptions) list = [ "separable", Critic.separable; "concatenated", Critic.concatenated ]

/// As the keys are: the Gaussian's without its name.
let private name bound critic source = if source = "gaussian" then $"{bound}.{critic}" else $"{bound}.{critic}.{source}"

let private show (trace: StaircaseTrace) =
    let cells = trace.Stairs() |> Seq.map (fun stair -> $"%6.2f{stair.Mean} ± %-6.2f{sqrt stair.Variance}") |> String.concat " "
    printfn $"  %-22s{trace.Bound.Name} {cells}"

let private number (value: float) = value.ToString("F4", CultureInfo.InvariantCulture)

/// The smoothed traces, every tenth step: what the figure draws.
let private picture path (traces: (string * StaircaseTrace) list) =
    let columns = traces |> List.map (fun (name, trace) -> name, trace.Smoothed())
    let staircase = (snd traces.Head).Staircase
    let line step = columns |> List.map (fun (_, values) -> number values[step])

    let rows = [
        "step" :: "truth" :: List.map fst columns
        for step in 9..10 .. staircase.Steps - 1 do
            string (step + 1) :: number (staircase.At(step).Information) :: line step
    ]

    File.WriteAllLines(path, rows |> List.map (String.concat ","))
    printfn $"the curves are in {shown path}"

/// The figure of each source and critic, as the paper draws it.
let page (traces: (string * StaircaseTrace) list) report =
    let first = snd traces.Head
    let network (trace: StaircaseTrace) = trace.Critic.Split(" with ")[0] // with a learned baseline or without
    let source (name: string) = if name.EndsWith ".cubic" then "cubic" else "Gaussian"
    let groups = traces |> List.groupBy (fun (name, trace) -> source name, network trace)

    let chart ((source, critic), traces: (string * StaircaseTrace) list) =
        Chart.staircase (List.map snd traces) |> Chart.rangeY -1.0 12.0 |> Chart.title $"{source}, {critic} critic"

    report
    |> Report.text
        $"Bounds while their critics are trained, {first.Staircase.StepsEach} steps on each stair, batches of {batch}; the mean over a moving average of 200 steps."
    |> Report.chart (groups |> List.map chart |> Chart.beside |> Chart.columns 2)

let run steps =
    let clock = Stopwatch.StartNew()
    let options = { Mi.defaults with Batch = batch; LookEvery = 200 }
    printfn $"Bounds on a staircase, d = {dimension}, B = {batch}, {steps} steps a stair; mean ± s.d. of a batch over the last eighth of each, nats"

    let traces = [
        for source, truth in sources do
            let staircase = Truth.staircaseOf steps [ for i in nats -> truth (float i) ]

            for critic, network in critics do
                printfn $"\n{source}, {critic} critic; truth {staircase}"

                let followed =
                    staircase |> Mi.follow options (List.map snd bounds) (network |> Critic.withCompanion Companion.learnedBaseline)

                List.iter show followed
                yield! List.map2 (fun (bound, _) trace -> name bound critic source, trace) bounds followed
    ]

    let entries = [
        for name, trace in traces do
            for i, stair in Seq.zip nats (trace.Stairs()) do
                entry $"{name}.i{i}.mean" "nat" stair.Mean
                entry $"{name}.i{i}.sd" "nat" (sqrt stair.Variance)
                entry $"{name}.i{i}.bias" "nat" stair.Bias
                entry $"{name}.i{i}.mse" "nat²" stair.MeanSquaredError
    ]

    picture (Path.Combine(Results.folder "repro", "poole-figure-2.csv")) traces

    writeWith
        (page traces)
        "repro"
        "poole-figure-2"
        (entries @ [ entry "steps" "step" (float steps); entry "seconds" "s" clock.Elapsed.TotalSeconds ])

    0
