namespace Vib

open System
open TorchSharp
open Vib.Core

type ClassifierOptions = {
    Hidden: ClassifierLayer list
    Activation: Activation
    Noise: LayerNoise option
    Dropout: float
    Initial: InitialWeights
    Rule: LearningRule
    LearningRate: float
    Batch: int
    Replicates: int
    Seed: int64
    Device: string
}

type PlaneOptions = {
    Steps: int64
    Schedule: PlaneSchedule
    Estimators: PlaneEstimator list
    Budget: float option
    Rows: int option
    Seed: int64
    Threads: int option
    Progress: Progress
}

[<RequireQualifiedAccess>]
module Plane =
    let private core = Vib.Core.PlaneOptions()

    let defaults = {
        Steps = core.Steps
        Schedule = core.Schedule
        Estimators = List.ofSeq core.Estimators
        Budget = Option.ofNullable core.Budget
        Rows = Option.ofNullable core.Rows
        Seed = core.Seed
        Threads = Option.ofNullable core.Threads
        Progress = Progress.Auto
    }

    let private ofCore (core: Vib.Core.ClassifierOptions) : ClassifierOptions = {
        Hidden = List.ofSeq core.Hidden
        Activation = core.Activation
        Noise = Option.ofObj core.Noise
        Dropout = core.Dropout
        Initial = core.Initial
        Rule = core.Rule
        LearningRate = core.LearningRate
        Batch = core.Batch
        Replicates = core.Replicates
        Seed = core.Seed
        Device = core.Device
    }

    let twelveBitNetwork = ofCore Vib.Core.ClassifierOptions.ShwartzZivTishby
    let lossyCompressionMnist = ofCore Vib.Core.ClassifierOptions.LossyCompressionMnist
    let twelveBits () = TwelveBitTask.Rows()
    let ofImages mean deviation images = ClassifiedRows.Of(images, mean, deviation)

    let ofRows (inputs: float[,]) (labels: int[]) =
        ClassifiedRows("rows", inputs |> Seq.cast<float> |> Seq.map float32 |> Seq.toArray, Array2D.length2 inputs, labels)

    let dense units = ClassifierLayer.Dense units
    let convolution channels = ClassifierLayer.Convolution channels
    let additive sigma = LayerNoise.Additive sigma

    let classifier (options: ClassifierOptions) rows =
        new Classifier(
            rows,
            Vib.Core.ClassifierOptions(
                Hidden = List.toArray options.Hidden,
                Activation = options.Activation,
                Noise = Option.toObj options.Noise,
                Dropout = options.Dropout,
                Initial = options.Initial,
                Rule = options.Rule,
                LearningRate = options.LearningRate,
                Batch = options.Batch,
                Replicates = options.Replicates,
                Seed = options.Seed,
                Device = options.Device
            )
        )

    let network layers (forward: torch.Tensor -> Watch -> torch.Tensor) (step: int64 -> unit) =
        LayeredNetwork(List.toArray layers, Func<torch.Tensor, Watch, torch.Tensor>(fun input watch -> forward input watch), Action<int64> step)

    let stages (stages: (string * (torch.Tensor -> torch.Tensor)) list) (step: int64 -> unit) =
        let parts = [| for name, forward in stages -> Stage(name, Func<torch.Tensor, torch.Tensor> forward) |]
        LayeredNetwork.Of(parts, Action<int64> step)

    let binned: PlaneEstimator = BinningEstimator.ShwartzZivTishby
    let binnedBy width : PlaneEstimator = BinningEstimator(Bins.Width width)

    let pairwise sigma : PlaneEstimator list = [
        for distance in [ PairwiseDistance.KullbackLeibler; PairwiseDistance.Bhattacharyya ] -> PairwiseEstimator(distance, sigma)
    ]

    let propagated: PlaneEstimator = PropagationEstimator()

    let compressed axes k : PlaneEstimator =
        CompressedEstimator(Method = CompressedMethod.WeightedEntropies, Axes = axes, InputAxes = axes, Neighbours = Vib.Core.NeighbourOptions(K = k))

    let density axes : PlaneEstimator = DensityEstimator(Axes = axes)

    let private coreOptions (options: PlaneOptions) =
        Vib.Core.PlaneOptions(
            Steps = options.Steps,
            Schedule = options.Schedule,
            Estimators = List.toArray options.Estimators,
            Budget = Option.toNullable options.Budget,
            Rows = Option.toNullable options.Rows,
            Seed = options.Seed,
            Threads = Option.toNullable options.Threads
        )

    let follow (options: PlaneOptions) (sets: (string * ClassifiedRows) list) (network: LayeredNetwork) =
        let named = [| for name, rows in sets -> PlaneSet(name, rows) |]

        let standing (report: PlaneProgress) = { Done = report.Step; Total = report.Steps; Text = string report; Keep = None }

        Progress.run "information plane" options.Progress standing (fun progress token ->
            InformationPlanes.Follow(network, named, coreOptions options, progress, token))

    let tryFollow options sets network = Attempt.message (fun () -> follow options sets network)
    let curve layer (plane: InformationPlane) = plane.Curve layer
    let phases (plane: InformationPlane) = List.ofSeq (plane.Phases())
    let violations plane = List.ofSeq (PlaneReading.Violations plane)
    let csv plane = PlaneTable.Csv plane
    let json plane = PlaneTable.Json plane
