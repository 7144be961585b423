/// `bench vib`: a step of the deep bottleneck beside the same step in PyTorch, on two threads and on one, in turn; on a device beside PyTorch and JAX there, and whole epochs.
module Vib.Bench.BenchVib

open Vib.Bench.Arguments
open Vib.Bench.BottleneckSteps
open Vib.Bench.Contest
open Vib.Bench.Results

/// The encoder's middle layer makes the floor.
let private shape = Flops.product batch 1024 1024

/// Two threads are what stands in the file without a name.
let jobOn (place: Place.Place) threads = {
    Name = if place.Named || threads <> 2 then Place.suffix place threads else ""
    Words = [ "vib" ]
    Threads = threads
    Place = place
    Flops = Flops.bottleneck batch
    Shape = shape
}

let job = jobOn Place.cores

let private measure place rounds peers threads =
    use steps = new StepsOn(place, threads, noise)
    let measured = run rounds peers (jobOn place threads) steps.Side
    Place.sayRefusal steps.Refusal
    measured

/// MNIST's numbers: 60 000 images, 600 steps of 100 an epoch; and the epochs of its publication's training.
let private images, published = 60_000, 200

/// A run of whole epochs over random images as many as MNIST has, after one that is not counted, and what 200 of them take at that pace.
let private epochs place count =
    use steps = new StepsOn(place, 1, noiseOf images)
    steps.Epochs 1 |> ignore
    let seconds = steps.Epochs count
    let all = seconds * float published / float count
    let how = if count = published then "" else $": {published} at that pace take {all:F1} s"
    printfn $"{count} epochs over {images} random images, {images / batch} steps each: {seconds:F2} s{how}"
    let entry name unit value = entry $"{Place.suffix place 1}.{name}" unit value
    [ entry "epochs" "epochs" (float count); entry "epochs_s" "s" seconds; entry $"epochs{published}_s" "s" all ]

/// Where, how many rounds, and how many whole epochs: on a device ten, on cores none, if nothing is said.
let plan arguments =
    let options = parse [ "--rounds"; "--epochs"; Place.option ] arguments
    let place = Place.ofOptions options
    let isAsked = options.ContainsKey "--epochs"
    place, count "--rounds" 7 options, (if isAsked || Place.isCuda place then Some(count "--epochs" 10 options) else None)

let run (place, rounds, whole) =
    let load = Machine.sayOf place

    withPeersOn place (peersOf place "vib") (fun peers ->
        header ()
        let threads = if place.Named then [ 1 ] else [ 2; 1 ]
        let measured = threads |> List.collect (measure place rounds peers)
        let timed = whole |> Option.map (epochs place) |> Option.defaultValue []
        let file = if place.Named then $"vib-{Place.suffix place 1}" else "vib"
        write "bench" file (measured @ timed @ [ entry "load" "processes" load ]))

    0
