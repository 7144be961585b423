/// What training with factors rounded to bfloat16 does to what is read afterwards, in nats: the same seeds, batches and reading pairs in full precision and in bfloat16.
/// Readings are in full precision. The bias is the mean over seeds of the difference, its error the standard error of that mean. Rounding sends a training along
/// another path, so single differences spread as trainings do; seeds alone, without rounding, are the spread that stands beside. NWJ's value at 6 nat jumps from look to look in any
/// precision, by nats. There mean and median over looks are read as well, past the first quarter, on validation pairs and in full precision; a training in full precision at a learning rate
/// that is larger by a millionth takes the place of rounding, as what another path alone does; and rounding is measured at weights that stay where they are.
module Vib.Bench.PrecisionBias

open System
open System.Diagnostics
open System.IO
open System.Threading
open Vib
open Vib.Core
open Vib.Bench.Results

let private dimension = 20

/// Mean, its standard error, and the standard deviation of one.
let moments (values: float list) =
    let count, mean = float values.Length, List.average values
    let deviation = sqrt (values |> List.sumBy (fun value -> (value - mean) ** 2.0) |> fun sum -> sum / (count - 1.0))
    mean, deviation / sqrt count, deviation

/// Full precision beside another training, of that name.
let private rowOf other name unit (full: float list) (others: float list) =
    let bias, error, _ = moments (List.map2 (-) others full)
    let mean, _, spread = moments full
    printfn $"%-34s{name} %9.4f{mean} %9.4f{List.average others} %+9.4f{bias} ± %-8.4f{error} %9.4f{spread}  {unit}"

    [
        entry $"{name}.full" unit mean
        entry $"{name}.{other}" unit (List.average others)
        entry $"{name}.bias" unit bias
        entry $"{name}.bias-se" unit error
        entry $"{name}.spread" unit spread
    ]

let private row = rowOf "bf16"

let private both (read: Precision -> int64 -> 'a) seeds =
    let all precision = [ for seed in 1L .. int64 seeds -> read precision seed ]
    all Precision.Full, all Precision.BFloat16

let private estimates nats (name, bound: Bound) seeds steps =
    let truth = CorrelatedGaussian.WithInformation(dimension, nats)

    let read precision seed =
        let options = EstimationOptions(Steps = steps, Seed = seed, Threads = Nullable 1, Precision = precision)
        MutualInformation.Estimate(truth, bound, SeparableCritic(), options).Value

    both read seeds ||> row $"{name}.{nats:F0}-nat" "nat"

/// Value, and mean and median of the looks, of a training at 6 nat; and of one in bfloat16 what rounding does at its last weights.
let private climb (precision: Precision) learningRate steps seed =
    let truth = CorrelatedGaussian.WithInformation(dimension, 6.0)

    let options =
        EstimationOptions(
            Steps = steps,
            Seed = seed,
            Threads = Nullable 1,
            Precision = precision,
            LookEvery = max 1 (steps / 40),
            Optimiser = AdamOptions(LearningRate = learningRate)
        )

    use estimation = new Estimation(truth, [| struct (Bound.nwj, SeparableCritic() :> CriticOptions) |], options)
    estimation.Train(null, CancellationToken.None)
    let run = estimation.Runs[0]

    let late =
        List.sort [
            for look in run.Trace do
                if look.Step > steps / 4 then
                    look.Value
        ]

    let found =
        if precision = Precision.Full then
            None
        else
            Some(RoundingInPlace.at run.Training.Critic Bound.nwj (PairData.Open(truth, options, TorchSharp.torch.CPU)))

    (estimation.Read(run).Value, List.average late, (late[(late.Length - 1) / 2] + late[late.Length / 2]) / 2.0), found

/// NWJ at 6 nat: besides rounding, a change of the learning rate by a millionth.
let private paths seeds steps =
    let rate = AdamOptions().LearningRate
    let all precision rate = [ for seed in 1L .. int64 seeds -> climb precision rate steps seed ]
    let full, rounded, moved = all Precision.Full rate, all Precision.BFloat16 rate, all Precision.Full (rate * (1.0 + 1e-6))

    let beside suffix other trained = [
        for part, pick in
            [
                "", (fun (value, _, _) -> value)
                ".looks", (fun (_, mean, _) -> mean)
                ".median-look", (fun (_, _, median) -> median)
            ] do
            let others = List.map (fst >> pick) trained
            yield! rowOf other $"nwj.6-nat{part}{suffix}" "nat" (List.map (fst >> pick) full) others
            yield entry $"nwj.6-nat{part}{suffix}.lowest" "nat" (List.min others)
    ]

    [
        yield! beside "" "bf16" rounded
        yield! beside ".rate-moved" "other" moved
        yield! RoundingInPlace.entries "nwj.6-nat.in-place" (List.choose snd rounded)
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
    "nwj.6-nat", paths
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
