/// The main job: information against a known truth, and a deep bottleneck on images.
module Vib.Bench.Demo

open System.IO
open Vib
open Vib.Core
open Vib.Bench.Results

/// One thread: the same bits on every machine of a kind, and no waiting. On two cores a second one saves a quarter of the time
/// where the machine is idle, and costs several times as much where something else runs.
let threads = Some 1

let private options epochs beta checkpoint = { Bottleneck.short epochs with Beta = beta; Threads = threads; Checkpoint = Some checkpoint }

let private seconds (model: TrainedBottleneck) = model.Epochs |> Seq.sumBy _.Seconds

/// All that an evaluation measures, to the bit.
let private numbers (test: BottleneckEvaluation) = [
    test.OneShotError
    test.AveragedError
    test.Rate.Value
    test.Information.Value
    test.CrossEntropy
    test.AveragedNll
]

let private verifyReload path images (test: BottleneckEvaluation) =
    use again = Bottleneck.load path
    let same = numbers (again |> Bottleneck.evaluate images) = numbers test
    let verdict = if same then "and loaded to the same numbers, bit for bit" else "BUT LOADED TO OTHER NUMBERS"
    printfn $"saved to {shown path}, {verdict}"
    same

let private summary (name: string) (test: BottleneckEvaluation) = printfn $"{name, -12} {test}"

/// What the page shows beside the numbers.
let page (estimates: Vib.Core.Estimate list) (images: ImageSets) (models: (string * TrainedBottleneck * BottleneckEvaluation) list) report =
    let read (bound, estimates: Vib.Core.Estimate list) =
        Chart.errors bound [ for estimate in estimates -> estimate.Truth.GetValueOrDefault nan, estimate.Value, estimate.StandardError ]
        |> Chart.joined

    let known =
        estimates
        |> List.groupBy _.Bound
        |> List.map read
        |> Chart.over
        |> Chart.x "exact I(X;Y)" "nat"
        |> Chart.y "lower bound" "nat"
        |> Chart.diagonal "truth"

    let models' =
        ResultTable.create [ "β"; "error, one sample (%)"; "error, averaged (%)"; "rate (nat)"; "I(Z;Y) ≥ (nat)"; "seconds" ] [
            for name, model, test in models ->
                Cell.Text name
                :: List.map Cell.Number [
                    100.0 * test.OneShotError
                    100.0 * test.AveragedError
                    test.Rate.Value
                    test.Information.Value
                    seconds model
                ]
        ]

    let start =
        report
        |> Report.section "Information against a known truth"
        |> Report.text
            "A separable critic trained on fresh pairs of a Gaussian whose information is exact, read on pairs that it never saw. A lower bound stays below the line, but for its standard error; InfoNCE ends at the logarithm of its batch."
        |> Report.chart (known |> Chart.horizontal "ln 128" (log 128.0))
        |> Report.estimates estimates
        |> Report.section "The deep variational information bottleneck"
        |> Report.chart (Chart.ofImages 24 images.Test)
        |> Report.table models'

    (start, models)
    ||> List.fold (fun report (name, model, _) ->
        report
        |> Report.chart (model.Epochs |> Chart.epochs |> Chart.title $"Training at {name}")
        |> Report.config model.Options)

let run folder epochs =
    let images = Data.images folder // first, since a folder that lacks a file should not cost a minute
    printfn ""
    let results, estimates = Estimates.table ()
    let path name = Path.Combine(Results.folder "demo", name)

    printfn $"the deep variational information bottleneck, β = 1e-3, {epochs} epochs"
    use model = images |> Bottleneck.train (options epochs 1e-3 (path "vib.checkpoint"))
    printfn "\nthe same network without a bottleneck, β = 0"
    use baseline = images |> Bottleneck.train (options epochs 0.0 (path "baseline.checkpoint"))

    let test, plain = model |> Bottleneck.evaluate images.Test, baseline |> Bottleneck.evaluate images.Test
    printfn ""
    summary "β = 1e-3" test
    summary "β = 0" plain
    model |> Bottleneck.save (path "vib.safetensors")
    let same = verifyReload (path "vib.safetensors") images.Test test

    writeWith
        (page estimates images [ "β = 1e-3", model, test; "β = 0", baseline, plain ])
        "demo"
        "demo"
        (results
         @ [
             entry "vib.error.oneshot" "fraction" test.OneShotError
             entry "vib.error.averaged" "fraction" test.AveragedError
             entry "vib.rate.nats" "nat" test.Rate.Value
             entry "vib.izy.nats" "nat" test.Information.Value
             entry "vib.seconds" "s" (seconds model)
             entry "baseline.error" "fraction" plain.AveragedError
             entry "baseline.error.oneshot" "fraction" plain.OneShotError
             entry "baseline.rate.nats" "nat" plain.Rate.Value
             entry "baseline.seconds" "s" (seconds baseline)
         ])

    if same then 0 else 1
