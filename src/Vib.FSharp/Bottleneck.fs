namespace Vib

open Vib.Core

type BottleneckOptions = {
    Hidden: int list
    Latent: int
    Beta: float
    SigmaOffset: float
    Batch: int
    Epochs: int
    TrainingSamples: int
    EvaluationSamples: int
    LearningRate: float
    Beta1: float
    RateDecay: float
    RateDecayEpochs: int
    AverageDecay: float option
    Replicates: int
    Seed: int64
    Device: string
    Precision: Precision
    Threads: int option
    Checkpoint: string option
    Progress: Progress
}

[<RequireQualifiedAccess>]
module Bottleneck =
    let private core = Vib.Core.BottleneckOptions()

    let private ofCore (core: Vib.Core.BottleneckOptions) = {
        Hidden = List.ofSeq core.Hidden
        Latent = core.Latent
        Beta = core.Beta
        SigmaOffset = core.SigmaOffset
        Batch = core.Batch
        Epochs = core.Epochs
        TrainingSamples = core.TrainingSamples
        EvaluationSamples = core.EvaluationSamples
        LearningRate = core.Optimiser.LearningRate
        Beta1 = core.Optimiser.Beta1
        RateDecay = core.RateDecay
        RateDecayEpochs = core.RateDecayEpochs
        AverageDecay = Option.ofNullable core.Optimiser.AverageDecay
        Replicates = core.Replicates
        Seed = core.Seed
        Device = core.Device
        Precision = core.Precision
        Threads = Option.ofNullable core.Threads
        Checkpoint = None
        Progress = Progress.Auto
    }

    let defaults = ofCore core
    let short epochs = ofCore (Vib.Core.BottleneckOptions.Short epochs)

    let private coreOptionsUntil stop options =
        Vib.Core.BottleneckOptions(
            Hidden = Array.ofList options.Hidden,
            Latent = options.Latent,
            Beta = options.Beta,
            SigmaOffset = options.SigmaOffset,
            Batch = options.Batch,
            Epochs = options.Epochs,
            TrainingSamples = options.TrainingSamples,
            EvaluationSamples = options.EvaluationSamples,
            Optimiser = AdamOptions(LearningRate = options.LearningRate, Beta1 = options.Beta1, AverageDecay = Option.toNullable options.AverageDecay),
            RateDecay = options.RateDecay,
            RateDecayEpochs = options.RateDecayEpochs,
            Replicates = options.Replicates,
            Seed = options.Seed,
            Device = options.Device,
            Precision = options.Precision,
            Threads = Option.toNullable options.Threads,
            Checkpoint = Option.toObj options.Checkpoint,
            Stop = stop
        )

    let describe (report: EpochReport) = string report

    let private standing (report: BottleneckProgress) = {
        Done = report.Step
        Total = report.Steps
        Text = string report
        Keep = report.Finished |> Option.ofObj |> Option.map describe
    }

    let private title options = if options.Beta = 0.0 then "β = 0" else invariant $"VIB β = {options.Beta:G3}"

    let train options images =
        Progress.train (title options) options.Progress standing (fun progress stop cancel ->
            BottleneckTraining.Train(images.Training, images.Test, coreOptionsUntil stop options, progress, cancel))

    let tryTrain options images = Attempt.message (fun () -> train options images)

    let resume checkpoint options images =
        Progress.train (title options) options.Progress standing (fun progress stop cancel ->
            BottleneckTraining.Resume(checkpoint, images.Training, images.Test, coreOptionsUntil stop options, progress, cancel))

    let evaluate images (model: TrainedBottleneck) = model.Evaluate images
    let evaluateLastWeights images (model: TrainedBottleneck) = model.Evaluate(images, averagedWeights = false)
    let probabilitiesWith (options: ReadingOptions) images (model: TrainedBottleneck) = model.Probabilities(images, options)
    let probabilities images (model: TrainedBottleneck) = model.Probabilities images
    let predictions (images: LabelledImages) model = Predictions(probabilities images model, Array.map int images.Labels)
    let calibration images model = Vib.Core.Calibration.Of(predictions images model)
    let rates images (model: TrainedBottleneck) = model.Rates images |> Array.map (fun rate -> rate * 1.0<nat>)
    let outOfDistribution inside outside (model: TrainedBottleneck) = model.OutOfDistribution(inside, outside)
    let activeUnits images (model: TrainedBottleneck) = model.ActiveUnits images
    let save path (model: TrainedBottleneck) = model.Save path
    let load path = TrainedBottleneck.Load path
    let tryLoad path = Attempt.message (fun () -> load path)
