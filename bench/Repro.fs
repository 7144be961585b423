/// Results of papers, at their own settings.
module Vib.Bench.Repro

open System.IO
open Vib
open Vib.Core
open Vib.Bench.Results

let private entries weights (test: BottleneckEvaluation) = [
    entry $"vib.error.oneshot.{weights}.mean" "fraction" test.OneShotError
    entry $"vib.error.averaged.{weights}.mean" "fraction" test.AveragedError
]

/// Alemi et al. 2017, table 1: VIB on MNIST, β = 1e-3, K = 256, 12 samples: 1.13 %. The settings are those of the authors' own remake for 25 epochs, which
/// reports 1.18 %: 2e-4, × 0.95 every 2 epochs, twelve samples of Z in training; Adam's β1 at its usual 0.9.
let vibMnist folder epochs =
    let images = Data.images folder
    let checkpoint = Path.Combine(Results.folder "repro", "vib-mnist.checkpoint")

    let options = {
        Bottleneck.defaults with
            Epochs = epochs
            LearningRate = 2e-4
            Beta1 = 0.9
            RateDecay = 0.95
            TrainingSamples = 12
            Checkpoint = Some checkpoint
    }

    printfn $"\nVIB on MNIST (Alemi et al. 2017), {epochs} epochs; the run is kept in {shown checkpoint} after each"
    use model = images |> Bottleneck.train options
    let averaged, last = model |> Bottleneck.evaluate images.Test, model |> Bottleneck.evaluateLastWeights images.Test
    printfn $"\naveraged weights  {averaged}\nlast weights      {last}"

    write
        "repro"
        "vib-mnist"
        (entries "ema" averaged
         @ entries "raw" last
         @ [
             entry "vib.rate.nats" "nat" averaged.Rate.Value
             entry "vib.izy.nats" "nat" averaged.Information.Value
             entry "vib.rate.raw.nats" "nat" last.Rate.Value
             entry "vib.izy.raw.nats" "nat" last.Information.Value
             entry "vib.epochs" "epoch" (float epochs)
             entry "vib.seconds" "s" (model.Epochs |> Seq.sumBy _.Seconds)
         ])

    0
