namespace Vib

open System.Collections.Generic
open System.Threading
open Vib.Core

type ObjectiveOptions = {
    Encoder: Encoder
    Encoders: (Variable * Encoder) list
    Batch: int
    Steps: int
    TrainingSamples: int
    EvaluationSamples: int
    FreshPairs: int
    LearningRate: float
    Beta1: float
    RateDecay: float
    RateDecaySteps: int64
    ClimbingRate: float
    AverageDecay: float option
    Multiplier: float
    Replicates: int
    Seed: int64
    Device: string
    Precision: Precision
    Threads: int option
    Checkpoint: string option
    CheckpointEvery: int
    Progress: Progress
}

[<RequireQualifiedAccess>]
module Objective =
    let private core = Vib.Core.ObjectiveOptions()

    let defaults = {
        Encoder = core.Encoder
        Encoders = []
        Batch = core.Batch
        Steps = core.Steps
        TrainingSamples = core.TrainingSamples
        EvaluationSamples = core.EvaluationSamples
        FreshPairs = core.FreshPairs
        LearningRate = core.Optimiser.LearningRate
        Beta1 = core.Optimiser.Beta1
        RateDecay = core.Optimiser.Schedule.Decay
        RateDecaySteps = core.Optimiser.Schedule.Every
        ClimbingRate = core.ClimbingOptimiser.LearningRate
        AverageDecay = Option.ofNullable core.Optimiser.AverageDecay
        Multiplier = core.Multiplier
        Replicates = core.Replicates
        Seed = core.Seed
        Device = core.Device
        Precision = core.Precision
        Threads = Option.ofNullable core.Threads
        Checkpoint = None
        CheckpointEvery = core.CheckpointEvery
        Progress = Progress.Auto
    }

    let internal coreOptionsUntil stop options =
        Vib.Core.ObjectiveOptions(
            Encoder = options.Encoder,
            Encoders = Dictionary(options.Encoders |> Seq.map KeyValuePair),
            Batch = options.Batch,
            Steps = options.Steps,
            TrainingSamples = options.TrainingSamples,
            EvaluationSamples = options.EvaluationSamples,
            FreshPairs = options.FreshPairs,
            Optimiser =
                AdamOptions(
                    LearningRate = options.LearningRate,
                    Beta1 = options.Beta1,
                    Schedule = Schedule.Staircase(options.RateDecay, options.RateDecaySteps),
                    AverageDecay = Option.toNullable options.AverageDecay
                ),
            ClimbingOptimiser = AdamOptions(LearningRate = options.ClimbingRate),
            Multiplier = options.Multiplier,
            Replicates = options.Replicates,
            Seed = options.Seed,
            Device = options.Device,
            Precision = options.Precision,
            Threads = Option.toNullable options.Threads,
            Checkpoint = Option.toObj options.Checkpoint,
            CheckpointEvery = options.CheckpointEvery,
            Stop = stop
        )

    let private coreOptions options = coreOptionsUntil CancellationToken.None options

    let atMost (limit: float<nat>) (bound: UpperBound) (objective: Objective) = objective.AtMost(bound.Core, float limit)
    let atLeast (limit: float<nat>) (bound: LowerBound) (objective: Objective) = objective.AtLeast(bound.Core, float limit)
    let show (objective: Objective) = objective.Show()

    let private parts (objective: Objective) = [
        yield! objective.Formula.Parts
        for limit in objective.Constraints do
            yield! limit.Formula.Parts
    ]

    let reaches objective = [ for part in parts objective -> string part.Term, List.ofSeq part.Reaches ]

    let private standing () =
        let shown = Progress.drift "value" 3

        fun (report: ObjectiveProgress) -> { Done = report.Step; Total = report.Steps; Text = shown report.Step report.Value; Keep = None }

    let internal ending options title work = Progress.train title options.Progress (standing ()) work

    let private title (objective: Objective) = if objective.IsMaximised then "maximise" else "minimise"

    let train options objective data =
        ending options (title objective) (fun progress stop cancel ->
            ObjectiveTraining.Train(objective, data, coreOptionsUntil stop options, progress, cancel))

    let trainFrom (start: TrainedObjective) options objective data =
        ending options (title objective) (fun progress stop cancel ->
            ObjectiveTraining.TrainFrom(start, objective, data, coreOptionsUntil stop options, System.Nullable(), progress, cancel))

    let tryTrainFrom start options objective data = Attempt.message (fun () -> trainFrom start options objective data)
    let tryTrain options objective data = Attempt.message (fun () -> train options objective data)

    let resume checkpoint options objective data =
        ending options (title objective) (fun progress stop cancel ->
            ObjectiveTraining.Resume(checkpoint, objective, data, coreOptionsUntil stop options, progress, cancel))

    let tryResume checkpoint options objective data = Attempt.message (fun () -> resume checkpoint options objective data)
    let save path (model: TrainedObjective) = model.Save path
    let load path options objective data = TrainedObjective.Load(path, objective, data, coreOptions options)
    let tryLoad path options objective data = Attempt.message (fun () -> load path options objective data)
    let evaluate (data: Observations) (model: TrainedObjective) = model.Evaluate data

    let trace (model: TrainedObjective) = [
        for i, part in List.indexed (parts model.Objective) -> string part.Term, [ for point in model.Trace -> point.Step, point.Terms[i] * 1.0<nat> ]
    ]

    let predict (data: Observations) (model: TrainedObjective) = model.Predict data
    let classify (data: Observations) (model: TrainedObjective) = model.Classify data

    let encode (data: Observations) (model: TrainedObjective) =
        let struct (means, deviations) = model.Encode data
        means, deviations

    let codes (data: Observations) (model: TrainedObjective) = model.Codes data
    let decode (codes: float32[,]) (model: TrainedObjective) = model.Decode codes

[<AutoOpen>]
module Optimisation =
    let maximize (bound: LowerBound) = Objective.Maximise bound.Core
    let minimize (bound: UpperBound) = Objective.Minimise bound.Core
