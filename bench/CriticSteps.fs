/// The training steps of critics that the benchmarks measure: 20-d Gaussian pairs of 4 nat, drawn afresh; layers of 256 and 256, embeddings of 32.
module Vib.Bench.CriticSteps

open System
open TorchSharp
open Vib.Core
open Vib.Bench.Turns

let private information = 4.0

type Network =
    | Separable
    | Concatenated

type Objective =
    | InfoNce
    | Nwj
    | Mine

/// On threads of the CPU's, or on a device, which no thread of ours helps.
type Case = { Network: Network; Objective: Objective; Batch: int; Replicates: int; Threads: int; Place: Place.Place }

let separable64 = { Network = Separable; Objective = InfoNce; Batch = 64; Replicates = 1; Threads = 1; Place = Place.cores }

let networkName case =
    match case.Network with
    | Separable -> "separable"
    | Concatenated -> "concat"

let objectiveName case =
    match case.Objective with
    | InfoNce -> "infonce"
    | Nwj -> "nwj"
    | Mine -> "mine"

/// As it stands in the file: the bound is named where it is not InfoNCE.
let name case =
    let bound = if case.Objective = InfoNce then "" else "." + objectiveName case
    $"{networkName case}.b{case.Batch}.r{case.Replicates}.{Place.suffix case.Place case.Threads}{bound}"

/// Of all replicates together.
let flops case =
    let one =
        match case.Network with
        | Separable -> Flops.separable case.Batch
        | Concatenated -> Flops.concatenated case.Batch

    float case.Replicates * one

/// As Estimation trains: libtorch on one thread, and a crew for what goes side by side; on a device without one.
type Steps(case: Case, ?precision: Precision) =
    let device = case.Place.Device
    let way = Place.entered case.Place
    let options = EstimationOptions(Batch = case.Batch, Replicates = case.Replicates, Scaling = Scaling.None)
    let data = PairData.Open(CorrelatedGaussian.WithInformation(Flops.dimension, information), options, device)
    let crew = if case.Place.Named then null else Crew.Of(Nullable case.Threads, device)

    let critic =
        let network: CriticOptions =
            match case.Network with
            | Separable -> SeparableCritic()
            | Concatenated -> ConcatenatedCritic()

        network.Create(Flops.dimension, Flops.dimension, case.Replicates, device, 1L)

    let bound: Bound =
        match case.Objective with
        | InfoNce -> Vib.Core.InfoNce()
        | Nwj -> Vib.Core.Nwj()
        | Mine -> Vib.Core.Mine()

    do critic.Parameters.Precision.Choose(defaultArg precision Precision.Full, device)
    let pairs = data.Training()
    let training = new CriticTraining(critic, bound, AdamOptions(), case.Batch, crew)

    member _.Side: Side =
        fun count ->
            use _ = new ThreadCount(1)
            timedOn case.Place (fun () -> training.Step pairs) count

    /// Why a device did not record the steps; null where it did, or was not asked.
    member _.Refusal = training.Refusal

    interface IDisposable with
        member _.Dispose() =
            training.Dispose()
            pairs.Dispose()
            critic.Dispose()
            data.Dispose()

            match crew with
            | null -> ()
            | crew -> (crew :> IDisposable).Dispose()

            way.Dispose()
