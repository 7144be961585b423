namespace Vib

open System
open Vib.Core

type Scaling = Vib.Core.Scaling

type KeptWeights = Vib.Core.KeptWeights

type MiOptions = {
    Batch: int
    Steps: int
    LearningRate: float
    Replicates: int
    Seed: int64
    HeldOut: float
    Validation: float
    Folds: int
    Permutations: int
    EvaluationBatch: int option
    Keep: KeptWeights option
    Patience: int
    LookEvery: int
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
            Folds = core.Folds
            Permutations = core.Permutations
            EvaluationBatch = Option.ofNullable core.EvaluationBatch
            Keep = Option.ofNullable core.Keep
            Patience = core.Patience
            LookEvery = core.LookEvery
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
            Folds = options.Folds,
            Permutations = options.Permutations,
            EvaluationBatch = Option.toNullable options.EvaluationBatch,
            Keep = Option.toNullable options.Keep,
            Patience = options.Patience,
            LookEvery = options.LookEvery,
            FreshPairs = options.FreshPairs,
            Scaling = options.Scaling,
            Device = options.Device,
            Threads = Option.toNullable options.Threads
        )

    /// Runs work of the core with a progress line that names what is trained.
    let private running quantity name options work =
        let standing (report: TrainingProgress) = {
            Done = report.Step
            Total = report.Steps
            Text = invariant $"{name} {report.Value:F2} nat"
            Keep = None
        }

        Progress.run quantity options.Progress standing work

    let private several (bounds: Bound list) critics = $"mean of {List.length bounds * List.length critics}"

    let estimateWith options (bound: Bound) (critic: CriticOptions) (source: #PairSource) =
        running "I(X;Y)" bound.Name options (fun progress token ->
            MutualInformation.Estimate(source, bound, critic, coreOptions options, progress, token))

    let estimate bound critic (source: #PairSource) = estimateWith defaults bound critic source
    let tryEstimateWith options bound critic (source: #PairSource) = Attempt.message (fun () -> estimateWith options bound critic source)
    let tryEstimate bound critic (source: #PairSource) = tryEstimateWith defaults bound critic source

    let compareWith options (bounds: Bound list) (critics: CriticOptions list) (source: #PairSource) =
        running "I(X;Y)" (several bounds critics) options (fun progress token ->
            MutualInformation.Compare(source, List.toArray bounds, List.toArray critics, coreOptions options, progress, token)
            |> List.ofSeq)

    let compare bounds critics (source: #PairSource) = compareWith defaults bounds critics source
    let tryCompareWith options bounds critics (source: #PairSource) = Attempt.message (fun () -> compareWith options bounds critics source)

    let table (estimates: Estimate list) =
        let number (value: float) = invariant $"{value:F2}"

        let row (e: Estimate) = [
            e.Bound
            e.Critic |> Option.ofObj |> Option.defaultValue ""
            $"{signOf e.Side} {number e.Value} ± {number e.StandardError}"
            if Double.IsFinite e.Ceiling then number e.Ceiling else ""
            e.Diagnoses |> Seq.map _.Label |> String.concat ", "
        ]

        let rows = [ "bound"; "critic"; "nat"; "ceiling"; "" ] :: List.map row estimates
        let widths = rows |> List.transpose |> List.map (List.map String.length >> List.max)
        let line cells = List.map2 (fun (cell: string) (width: int) -> cell.PadRight width) cells widths |> String.concat "  "
        rows |> List.map (fun cells -> (line cells).TrimEnd()) |> String.concat "\n"

    let sandwichWith options (source: PairSource) =
        match source with
        | :? Truth as truth -> MutualInformation.Sandwich(truth, coreOptions options)
        | :? Pairs as pairs ->
            running "I(X;Y)" "mean of both sides" options (fun progress token ->
                MutualInformation.Sandwich(pairs, coreOptions options, progress, token))
        | other -> raise (DomainException($"A source of type {other.GetType().Name}", "a truth or pairs", "Pairs.ofArrays"))

    let sandwich source = sandwichWith defaults source
    let trySandwichWith options source = Attempt.message (fun () -> sandwichWith options source)

    let sandwichOfEncoder options (means: float[,]) (scales: float[,]) =
        let flat (values: float[,]) = values |> Seq.cast<float> |> Seq.map float32 |> Seq.toArray
        MutualInformation.Sandwich(GaussianEncoding(flat means, flat scales, Array2D.length2 means), coreOptions options)

    let conditionalWith options (bound: Bound) (critic: CriticOptions) (triples: Triples) =
        running "I(X;Y|Z)" bound.Name options (fun progress token ->
            MutualInformation.Conditional(triples, bound, critic, coreOptions options, progress, token))

    let conditional bound critic triples = conditionalWith defaults bound critic triples
    let tryConditionalWith options bound critic triples = Attempt.message (fun () -> conditionalWith options bound critic triples)

    let profileWith options (bound: Bound) (critic: CriticOptions) (pairs: Pairs) =
        running "log r(x, y)" bound.Name options (fun progress token ->
            MutualInformation.Profile(pairs, bound, critic, coreOptions options, progress, token))

    let profile critic pairs = profileWith defaults Bound.jensenShannon critic pairs
    let tryProfileWith options bound critic pairs = Attempt.message (fun () -> profileWith options bound critic pairs)

    let follow options (bounds: Bound list) (critic: CriticOptions) (staircase: Staircase) =
        running "staircase" (several bounds [ critic ]) options (fun progress token ->
            MutualInformation.Follow(staircase, List.toArray bounds, critic, coreOptions options, progress, token) |> List.ofSeq)
