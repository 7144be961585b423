namespace Vib

open Vib.Core

type LaboratoryOptions = { Batch: int; Batches: int; Seed: int64 }

[<RequireQualifiedAccess>]
module Laboratory =
    let defaults =
        let core = OptimalCriticOptions()
        { Batch = core.Batch; Batches = core.Batches; Seed = core.Seed }

    let measureWith options (bounds: Bound list) (truth: CorrelatedGaussian) =
        let core = OptimalCriticOptions(Batch = options.Batch, Batches = options.Batches, Seed = options.Seed)
        OptimalCritic.Measure(List.toArray bounds, truth, core) |> List.ofSeq

    let measure bounds truth = measureWith defaults bounds truth
    let tryMeasureWith options bounds truth = Attempt.message (fun () -> measureWith options bounds truth)
