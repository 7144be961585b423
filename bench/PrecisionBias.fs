/// What training with factors rounded to bfloat16 does to what is read afterwards, in nats: the same seeds, batches and reading pairs in full precision and in bfloat16.
/// Readings are in full precision. The bias is the mean over seeds of the difference, its error the standard error of that mean. Rounding sends a training along
/// another path, so single differences spread as trainings do; seeds alone, without rounding, are the spread that stands beside. NWJ's value at 6 nat jumps from look to look in any
/// precision, by nats: there the mean over looks, past the first quarter, is read as well, on validation pairs and in full precision too.
module Vib.Bench.PrecisionBias

open System
open System.Diagnostics
open System.IO
open Vib
open Vib.Core
open Vib.Bench.Results

let private dimension = 20

/// Mean, its standard error, and the standard deviation of one.
let moments (values: float list) =
    let count, mean = float values.Length, List.average values
    let deviation = sqrt (values |> List.sumBy (fun value -> (value - mean) ** 2.0) |> fun sum -> sum / (count - 1.0))
    mean, deviation / sqrt count, deviation

let private row name unit (full: float list) (reduced: float list) =
    let bias, error, _ = moments (List.map2 (-) reduced full)
    let mean, _, spread = moments full
    printfn $"%-34s{name} %9.4f{mean} %9.4f{List.average reduced} %+9.4f{bias} ± %-8.4f{error} %9.4f{spread}  {unit}"

    [
        entry $"{name}.full" unit mean
        entry $"{name}.bf16" unit (List.average reduced)
        entry $"{name}.bias" unit bias
        entry $"{name}.bias-se" unit error
        entry $"{name}.spread" unit spread
    ]

let private both (read: Precision -> int64 -> 'a) seeds =
    let all precision = [ for seed in 1L .. int64 seeds -> read precision seed ]
    all Precision.Full, all Precision.BFloat16

let private estimates nats (name, bound: Bound) seeds steps =
    let truth = CorrelatedGaussian.WithInformation(dimension, nats)

    let read precision seed =
        let options =
            EstimationOptions(Steps = steps, Seed = seed, Threads = Nullable 1, Precision = precision, LookEvery = max 1 (steps / 8))

        let estimate = MutualInformation.Estimate(truth, bound, SeparableCritic(), options)

        let late = [
            for look in estimate.Trace do
                if look.Step > steps / 4 then
                    look.Value
        ]

        estimate.Value, List.average late

    let full, reduced = both read seeds

    [
        yield! row $"{name}.{nats:F0}-nat" "nat" (List.map fst full) (List.map fst reduced)
        if name = "nwj" && nats > 4.0 then
            yield! row $"{name}.{nats:F0}-nat.looks" "nat" (List.map snd full) (List.map snd reduced)
    ]

let private bottleneck seeds (_: int) =
    let training, test = DrawnDigits.Draw(4000, 1L), DrawnDigits.Draw(1000, 2L)

    let read precision seed =
        let options = BottleneckOptions.Short 10
        let adam = options.Optimiser

        let options =
            BottleneckOptions(
                Hidden = [| 256; 256 |],
                Latent = 32,
                Epochs = 10,
                Optimiser = AdamOptions(LearningRate = adam.LearningRate, Beta1 = adam.Beta1, AverageDecay = adam.AverageDecay),
                Seed = seed,
                Threads = Nullable 1,
                Precision = precision
            )

        use trained = BottleneckTraining.Train(training, options = options)
        let read = trained.Evaluate test
        read.Information.Value, read.Rate.Value, read.AveragedError

    let full, reduced = both read seeds
    let column pick = List.map pick full, List.map pick reduced

    [
        yield! column (fun (information, _, _) -> information) ||> row "bottleneck.information" "nat"
        yield! column (fun (_, rate, _) -> rate) ||> row "bottleneck.rate" "nat"
        yield! column (fun (_, _, error) -> error) ||> row "bottleneck.error" "fraction"
    ]

let cells: (string * (int -> int -> Entry list)) list = [
    "infonce.2-nat", estimates 2.0 ("infonce", Bound.infoNce)
    "nwj.2-nat", estimates 2.0 ("nwj", Bound.nwj)
    "infonce.6-nat", estimates 6.0 ("infonce", Bound.infoNce)
    "nwj.6-nat", estimates 6.0 ("nwj", Bound.nwj)
    "bottleneck", bottleneck
]

/// What is not measured again stays in the file.
let private keeping (measured: Entry list) =
    let isNew (old: Entry) = measured |> List.forall (fun entry -> entry.Name <> old.Name)
    (readFrom (Path.Combine(folder "repro", "precision.json")) |> List.filter isNew) @ measured

let run (chosen: (string * (int -> int -> Entry list)) list) seeds steps =
    let clock = Stopwatch.StartNew()
    printfn $"products of bfloat16: {RoundedProducts.Route}"

    if not RoundedProducts.There then
        1
    else
        printfn
            $"{dimension}-d Gaussians, separable critic, B = 128, {steps} steps, read on 12 800 fresh pairs; drawn digits, 784-256-256, K = 32, 10 epochs; {seeds} seeds"

        printfn "%-34s %9s %9s %20s %9s" "" "full" "bf16" "bias" "spread"
        let measured = chosen |> List.collect (fun (_, measure) -> measure seeds steps)

        write
            "repro"
            "precision"
            (keeping (
                measured
                @ [
                    entry "seeds" "seeds" (float seeds)
                    entry "steps" "step" (float steps)
                    entry "seconds" "s" clock.Elapsed.TotalSeconds
                ]
            ))

        0
