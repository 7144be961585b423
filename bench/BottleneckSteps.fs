/// The training step of the deep bottleneck that the benchmarks measure: 784-1024-1024-512, K = 256, batches of 100, Adam and the weights' average; random images.
module Vib.Bench.BottleneckSteps

open System
open System.Threading
open Vib.Core
open Vib.Bench.Turns

let batch = 100
let private side, classes = 28, 10

/// So many random images.
let noiseOf images =
    let random = Random 1
    let pixels, labels = Array.zeroCreate<byte>(images * side * side), Array.init images (fun _ -> byte (random.Next classes))
    random.NextBytes pixels
    LabelledImages("random images", pixels, labels, side, side, classes)

let noise = noiseOf 2000

// a rate that does not fall: hundreds of epochs of 20 steps would end with steps of no length
let private optionsIn precision threads = BottleneckOptions(Batch = batch, Threads = Nullable threads, RateDecay = 1.0, Precision = precision)
let options threads = optionsIn Precision.Full threads

/// On threads of the CPU's, or on a device, over these images.
type StepsOn(place: Place.Place, threads: int, images: LabelledImages, ?precision: Precision) =
    let options = optionsIn (defaultArg precision Precision.Full) threads
    let way = Place.entered place

    let model =
        let model = new BottleneckModel(options, side * side, classes, place.Device)
        model.Networks.Initialise()
        model

    let run = new BottleneckRun(model, Observations.Of images)
    let epoch () = run.RunEpoch((fun _ _ _ -> ()), CancellationToken.None) |> ignore

    /// Seconds of so many epochs.
    member _.Epochs count = float count * timedOn place epoch count / 1000.0

    /// Whole epochs: as many as hold the steps that are asked for.
    member _.Side: Side =
        fun count ->
            use _ = new ThreadCount(1) // as in an epoch, whose threads are a crew's: a change of libtorch's own makes and dismisses threads
            let perEpoch = images.Count / batch
            timedOn place epoch ((count + perEpoch - 1) / perEpoch) / float perEpoch

    interface IDisposable with
        member _.Dispose() =
            run.Dispose()
            model.Dispose()
            way.Dispose()

type Steps(threads: int, ?precision: Precision) =
    inherit StepsOn(Place.cores, threads, noise, ?precision = precision)
