/// The training step of the deep bottleneck that the benchmarks measure: 784-1024-1024-512, K = 256, batches of 100, Adam and the weights' average; random images.
module Vib.Bench.BottleneckSteps

open System
open System.Threading
open TorchSharp
open Vib.Core
open Vib.Bench.Turns

let batch = 100
let private images, side, classes = 2000, 28, 10

let noise =
    let random = Random 1
    let pixels, labels = Array.zeroCreate<byte>(images * side * side), Array.init images (fun _ -> byte (random.Next classes))
    random.NextBytes pixels
    LabelledImages("random images", pixels, labels, side, side, classes)

// a rate that does not fall: hundreds of epochs of 20 steps would end with steps of no length
let options threads = BottleneckOptions(Batch = batch, Threads = Nullable threads, RateDecay = 1.0)

type Steps(threads: int) =
    let options = options threads

    let model =
        let model = new BottleneckModel(options, side * side, classes, torch.CPU)
        model.Networks.Initialise()
        model

    let run = new BottleneckRun(model, Observations.Of noise)
    let epoch () = run.RunEpoch((fun _ _ _ -> ()), CancellationToken.None) |> ignore

    /// Whole epochs of 20 steps: as many as hold the steps that are asked for.
    member _.Side: Side =
        fun count ->
            use _ = new ThreadCount(1) // as in an epoch, whose threads are a crew's: a change of libtorch's own makes and dismisses threads
            let perEpoch = images / batch
            timed epoch ((count + perEpoch - 1) / perEpoch) / float perEpoch

    interface IDisposable with
        member _.Dispose() =
            run.Dispose()
            model.Dispose()
