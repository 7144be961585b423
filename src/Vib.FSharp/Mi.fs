namespace Vib

open Vib.Core

type Scaling = Vib.Core.Scaling

type MiOptions = {
    Batch: int
    Steps: int
    LearningRate: float
    Replicates: int
    Seed: int64
    HeldOut: float
    Validation: float
    FreshPairs: int
    Scaling: Scaling
    Device: string
    Threads: int option
    Progress: Progress
}

[<RequireQualifiedAccess>]
module Mi =
    let defaults =
        let core = EstimationOptions()

        {
            Batch = core.Batch
            Steps = core.Steps
            LearningRate = core.Optimiser.LearningRate
            Replicates = core.Replicates
            Seed = core.Seed
            HeldOut = core.HeldOut
            Validation = core.Validation
            FreshPairs = core.FreshPairs
            Scaling = core.Scaling
            Device = core.Device
            Threads = Option.ofNullable core.Threads
            Progress = Progress.Auto
        }

    let private coreOptions options =
        EstimationOptions(
            Batch = options.Batch,
            Steps = options.Steps,
            Optimiser = AdamOptions(LearningRate = options.LearningRate),
            Replicates = options.Replicates,
            Seed = options.Seed,
            HeldOut = options.HeldOut,
            Validation = options.Validation,
            FreshPairs = options.FreshPairs,
            Scaling = options.Scaling,
            Device = options.Device,
            Threads = Option.toNullable options.Threads
        )

    let estimateWith options (bound: Bound) (critic: CriticOptions) (source: #PairSource) =
        let standing (report: TrainingProgress) = {
            Done = report.Step
            Total = report.Steps
            Text = invariant $"{bound.Name} {report.Value:F2} nat"
            Keep = None
        }

        Progress.run "I(X;Y)" options.Progress standing (fun progress token ->
            MutualInformation.Estimate(source, bound, critic, coreOptions options, progress, token))

    let estimate bound critic (source: #PairSource) = estimateWith defaults bound critic source
    let tryEstimateWith options bound critic (source: #PairSource) = Attempt.message (fun () -> estimateWith options bound critic source)
    let tryEstimate bound critic (source: #PairSource) = tryEstimateWith defaults bound critic source
