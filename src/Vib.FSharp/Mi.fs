namespace Vib

open System.Threading
open Vib.Core

type Scaling = Vib.Core.Scaling

type KeptWeights = Vib.Core.KeptWeights

type Precision = Vib.Core.Precision

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
    Precision: Precision
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
            Precision = core.Precision
            Threads = Option.ofNullable core.Threads
            Progress = Progress.Auto
        }

    let private coreOptionsUntil stop options =
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
            Precision = options.Precision,
            Threads = Option.toNullable options.Threads,
            Stop = stop
        )

    let private coreOptions options = coreOptionsUntil CancellationToken.None options

    /// Runs work of the core with a progress line that names what is trained.
    let private standing name =
        let shown = Progress.drift name 2

        fun (report: TrainingProgress) -> { Done = report.Step; Total = report.Steps; Text = shown report.Step report.Value; Keep = None }

    let private running quantity name options work = Progress.run quantity options.Progress (standing name) work

    /// The same, where Ctrl-C ends training with what there is.
    let private ending quantity name options work = Progress.train quantity options.Progress (standing name) work

    let private several (bounds: Bound list) critics = $"mean of {List.length bounds * List.length critics}"

    let estimateWith options (bound: Bound) (critic: CriticOptions) (source: #PairSource) =
        ending "I(X;Y)" bound.Name options (fun progress stop cancel ->
            MutualInformation.Estimate(source, bound, critic, coreOptionsUntil stop options, progress, cancel))

    let estimate bound critic (source: #PairSource) = estimateWith defaults bound critic source
    let tryEstimateWith options bound critic (source: #PairSource) = Attempt.message (fun () -> estimateWith options bound critic source)
    let tryEstimate bound critic (source: #PairSource) = tryEstimateWith defaults bound critic source

    let compareWith options (bounds: Bound list) (critics: CriticOptions list) (source: #PairSource) =
        ending "I(X;Y)" (several bounds critics) options (fun progress stop cancel ->
            MutualInformation.Compare(source, List.toArray bounds, List.toArray critics, coreOptionsUntil stop options, progress, cancel)
            |> List.ofSeq)

    let compare bounds critics (source: #PairSource) = compareWith defaults bounds critics source
    let tryCompareWith options bounds critics (source: #PairSource) = Attempt.message (fun () -> compareWith options bounds critics source)

    let table (estimates: Estimate list) = EstimateTable.Of estimates

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

    let trySandwichOfEncoder options means scales = Attempt.message (fun () -> sandwichOfEncoder options means scales)

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

    let tryFollow options bounds critic staircase = Attempt.message (fun () -> follow options bounds critic staircase)
