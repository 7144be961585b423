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

let run folder epochs =
    let images = Data.images folder // first, since a folder that lacks a file should not cost a minute
    printfn ""
    let results = Estimates.table ()
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

    write
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
