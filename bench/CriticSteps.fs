/// The step that the benchmarks measure: a separable InfoNCE critic on fresh 20-d Gaussian pairs, one thread, 256-256-32 towers.
module Vib.Bench.CriticSteps

open System
open TorchSharp
open Vib.Core

let private dimension, information = 20, 4.0

type Steps(batch: int) =
    let truth = CorrelatedGaussian.WithInformation(dimension, information)
    let data = PairData.Open(truth, EstimationOptions(Batch = batch, Scaling = Scaling.None), torch.CPU)
    let critic = SeparableCritic().Create(dimension, dimension, 1, torch.CPU, 1L)
    let pairs = data.Training()
    let training = new CriticTraining(critic, InfoNce(), AdamOptions(), batch)

    member _.Take count =
        for _ in 1..count do
            training.Step pairs

    interface IDisposable with
        member _.Dispose() =
            training.Dispose()
            pairs.Dispose()
            critic.Dispose()
            data.Dispose()
