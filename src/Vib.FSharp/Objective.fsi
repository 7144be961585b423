namespace Vib

open Vib.Core

/// <summary>How an objective is trained. <c>{ Objective.defaults with … }</c></summary>
type ObjectiveOptions = {
    /// <summary>The encoder of Z.</summary>
    Encoder: Encoder
    /// <summary>Encoders of latent variables of your own.</summary>
    Encoders: (Variable * Encoder) list
    /// <summary>B, examples in a step.</summary>
    Batch: int
    /// <summary>Steps of training.</summary>
    Steps: int
    /// <summary>S, samples of each code in training.</summary>
    TrainingSamples: int
    /// <summary>S, samples of each code in evaluation.</summary>
    EvaluationSamples: int
    /// <summary>Pairs that are drawn to evaluate on, where the data is a truth.</summary>
    FreshPairs: int
    /// <summary>Adam's learning rate.</summary>
    LearningRate: float
    /// <summary>The decay of Adam's first moment.</summary>
    Beta1: float
    /// <summary>The factor on the learning rate every <c>RateDecaySteps</c> steps; 1 for none.</summary>
    RateDecay: float
    /// <summary>Steps in a stair of the learning rate.</summary>
    RateDecaySteps: int64
    /// <summary>Adam's learning rate for critics and inner maxima.</summary>
    ClimbingRate: float
    /// <summary>Decay of the moving average of the weights; None for no average.</summary>
    AverageDecay: float option
    /// <summary>λ at the start, the multiplier of each constraint.</summary>
    Multiplier: float
    /// <summary>R, independent copies trained in one run; a sweep sets it by itself.</summary>
    Replicates: int
    /// <summary>The same seed on the same device gives the same bits.</summary>
    Seed: int64
    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    Device: string
    /// <summary>How exactly a step multiplies with the weights: Precision.Full, or TensorFloat32 or BFloat16, faster with a bias that is stated. Values are read in full precision whatever it is.</summary>
    Precision: Precision
    /// <summary>Threads while this runs; None for one a core. Large layers are trained to the same bits on any number; convolutions, terms over pairs of examples, and evaluations are rounded differently on another.</summary>
    Threads: int option
    /// <summary>A file that holds the whole run, to go on from, replaced in one move.</summary>
    Checkpoint: string option
    /// <summary>Steps between checkpoints; there is one at the end too.</summary>
    CheckpointEvery: int
    /// <summary>How training tells where it stands.</summary>
    Progress: Progress
}

/// <summary>What training does: maximises a lower bound or minimises an upper one, perhaps under constraints.</summary>
[<RequireQualifiedAccess>]
module Objective =
    /// <summary>3000 steps of 100, Adam at 5e-4, an encoder 1024-1024-2×256.</summary>
    val defaults: ObjectiveOptions

    /// <summary>The same under the constraint that an information stay at most so large, kept by a multiplier that is learned.</summary>
    /// <param name="limit">The most that it may be.</param>
    /// <param name="bound">An upper bound of it.</param>
    /// <param name="objective">What is moved under the constraint.</param>
    /// <exception cref="T:Vib.Core.DomainException">A limit that is not positive.</exception>
    /// <example><code>maximize (Info.lower (Z, Y) (Decoder.categorical 10)) |> Objective.atMost 5.0&lt;nat> (Info.upper (X, Z) Rate.standardNormal)</code></example>
    val atMost: limit: float<nat> -> bound: UpperBound -> objective: Objective -> Objective

    /// <summary>The same under the constraint that an information stay at least so large.</summary>
    /// <param name="limit">The least that it may be.</param>
    /// <param name="bound">A lower bound of it.</param>
    /// <param name="objective">What is moved under the constraint.</param>
    /// <exception cref="T:Vib.Core.DomainException">A limit that is not positive.</exception>
    /// <example><code>minimize (Info.upper (X, Z) Rate.standardNormal) |> Objective.atLeast 2.0&lt;nat> (Info.lower (Z, Y) (Decoder.categorical 10))    // the smallest rate that still knows 2 nat</code></example>
    val atLeast: limit: float<nat> -> bound: LowerBound -> objective: Objective -> Objective

    /// <summary>The objective as a formula: what is moved, how it is computed, on which side, and what each term trains.</summary>
    /// <param name="objective">Any objective.</param>
    /// <example><code>maximize (Info.lower (Z, Y) (Decoder.categorical 10) - 1e-3 * Info.upper (X, Z) Rate.standardNormal) |> Objective.show |> printfn "%s"</code></example>
    val show: objective: Objective -> string

    /// <summary>Each term with what it trains: encoders that its gradient reaches, and networks of its own.</summary>
    /// <param name="objective">Any objective.</param>
    /// <example><code>maximize (Info.lower (Z, Y) (Decoder.categorical 10) - 1e-3 * Info.upper (X, Z) Rate.standardNormal) |> Objective.reaches
    /// // [ "I(Z;Y) by categorical decoder, 10 classes", [ "encoder of Z"; "decoder" ]; "I(X;Z) by rate, prior N(0, I)", [ "encoder of Z" ] ]</code></example>
    val reaches: objective: Objective -> (string * string list) list

    /// <summary>Trains on data.</summary>
    /// <param name="options">Encoder, steps, seed, device, progress.</param>
    /// <param name="objective">What to train for.</param>
    /// <param name="data">The variables that it speaks of.</param>
    /// <returns>The model. It holds memory of libtorch: <c>use</c> it where it is not needed for long.</returns>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense.</exception>
    /// <exception cref="T:Vib.Core.DataException">The data lacks a variable, or has one class only.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C after <c>Progress.throwOnStop</c>; otherwise it ends with what it has and a diagnosis.</exception>
    /// <example><code>let vib = maximize (Info.lower (Z, Y) (Decoder.categorical 10) - 1e-3 * Info.upper (X, Z) Rate.standardNormal)
    /// use model = training |> Objective.train { Objective.defaults with Steps = 6000 } vib</code></example>
    val train: options: ObjectiveOptions -> objective: Objective -> data: Observations -> TrainedObjective

    /// <summary>Trains from the last weights of a trained model, at another weight of a term say: a warm start. Optimiser, averages and multipliers start afresh.</summary>
    /// <param name="start">A model of the same encoder and the same terms in the same order; it stays as it is.</param>
    /// <param name="options">Encoder, steps, seed, device, progress.</param>
    /// <param name="objective">What to train for.</param>
    /// <param name="data">The variables that it speaks of.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The model has other networks.</exception>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense.</exception>
    /// <exception cref="T:Vib.Core.DataException">The data lacks a variable, or has one class only.</exception>
    /// <example><code>use dearer = training |> Objective.trainFrom model options (maximize (Info.lower (Z, Y) (Decoder.categorical 10) - 1e-1 * Info.upper (X, Z) Rate.standardNormal))</code></example>
    val trainFrom: start: TrainedObjective -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> TrainedObjective

    /// <summary><see cref="M:Vib.Objective.trainFrom"/>, with what is wrong as a message.</summary>
    /// <param name="start">A model of the same encoder and the same terms in the same order.</param>
    /// <param name="options">Encoder, steps, seed, device, progress.</param>
    /// <param name="objective">What to train for.</param>
    /// <param name="data">The variables that it speaks of.</param>
    val tryTrainFrom:
        start: TrainedObjective -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> Result<TrainedObjective, string>

    /// <summary><see cref="M:Vib.Objective.train"/>, with what is wrong as a message.</summary>
    /// <param name="options">Encoder, steps, seed, device, progress.</param>
    /// <param name="objective">What to train for.</param>
    /// <param name="data">The variables that it speaks of.</param>
    val tryTrain: options: ObjectiveOptions -> objective: Objective -> data: Observations -> Result<TrainedObjective, string>

    val internal coreOptionsUntil: stop: System.Threading.CancellationToken -> options: ObjectiveOptions -> Vib.Core.ObjectiveOptions

    val internal ending:
        options: ObjectiveOptions ->
        title: string ->
        work: (System.IProgress<ObjectiveProgress> -> System.Threading.CancellationToken -> System.Threading.CancellationToken -> 'result) ->
            'result

    /// <summary>Goes on with a run from its checkpoint: the same bits as if it had never stopped.</summary>
    /// <param name="checkpoint">The file that the run's option <c>Checkpoint</c> named.</param>
    /// <param name="options">The options that it was begun with, threads included. The number of steps may have grown; the checkpoint's place and how often it is looked at and kept are free.</param>
    /// <param name="objective">The same objective.</param>
    /// <param name="data">The same data.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, or of another objective, architecture or data, or of other settings, which are named.</exception>
    /// <example><code>use model = training |> Objective.resume "run.safetensors" { options with Steps = 12_000 } vib</code></example>
    val resume: checkpoint: string -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> TrainedObjective

    /// <summary><see cref="M:Vib.Objective.resume"/>, with what is wrong as a message.</summary>
    /// <param name="checkpoint">The file that the run's option <c>Checkpoint</c> named.</param>
    /// <param name="options">The options that it was begun with.</param>
    /// <param name="objective">The same objective.</param>
    /// <param name="data">The same data.</param>
    val tryResume: checkpoint: string -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> Result<TrainedObjective, string>

    /// <summary>Saves weights and their average as safetensors, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.DataException">The place cannot be written; a file that is there stays as it was.</exception>
    /// <example><code>model |> Objective.save "vib.safetensors"</code></example>
    val save: path: string -> model: TrainedObjective -> unit

    /// <summary>Loads what <c>save</c> saved, or a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options that it was trained with.</param>
    /// <param name="objective">The objective that it was trained for.</param>
    /// <param name="data">Data of the same variables.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, or of another objective or architecture.</exception>
    /// <example><code>use model = training |> Objective.load "vib.safetensors" Objective.defaults vib</code></example>
    val load: path: string -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> TrainedObjective

    /// <summary><see cref="M:Vib.Objective.load"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options that it was trained with.</param>
    /// <param name="objective">The objective that it was trained for.</param>
    /// <param name="data">Data of the same variables.</param>
    val tryLoad: path: string -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> Result<TrainedObjective, string>

    /// <summary>Every term on data, with averaged weights.</summary>
    /// <param name="data">The variables that the objective speaks of.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.ShapeException">A variable has another dimension than in training.</exception>
    /// <example><code>printfn $"{model |> Objective.evaluate test}"</code></example>
    val evaluate: data: Observations -> model: TrainedObjective -> ObjectiveEvaluation

    /// <summary>The terms by name, as in <c>"I(Z;Y) by categorical decoder, 10 classes"</c>, over training: step and nats.</summary>
    /// <param name="model">A trained model.</param>
    /// <example><code>for term, points in Objective.trace model do
    ///     printfn $"{term}: {snd (List.last points):F3} nat"</code></example>
    val trace: model: TrainedObjective -> (string * (int64 * float<nat>) list) list

    /// <summary>What a Gaussian decoder says of Y, as a mixture over samples of the code, in the units of what was trained on; module <c>Prediction</c> reads it.</summary>
    /// <param name="data">X; and Y too where the predictions are to be judged.</param>
    /// <param name="model">A model with a Gaussian decoder of Y.</param>
    /// <exception cref="T:Vib.Core.DomainException">The objective has no such decoder.</exception>
    /// <exception cref="T:Vib.Core.DataException">The data has other columns than in training.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">X has another dimension than in training.</exception>
    /// <example><code>model |> Objective.predict test |> Prediction.intervals 0.9</code></example>
    val predict: data: Observations -> model: TrainedObjective -> PredictedNumbers

    /// <summary>What a categorical decoder or a consistent classifier says of Y: probabilities averaged over samples of the code, by the classes' names.</summary>
    /// <param name="data">X; and Y too where the predictions are to be judged.</param>
    /// <param name="model">A model with a decoder of classes.</param>
    /// <exception cref="T:Vib.Core.DomainException">The objective has no such decoder.</exception>
    /// <exception cref="T:Vib.Core.DataException">The data has other columns than in training.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">X has another dimension than in training.</exception>
    /// <example><code>let predicted = model |> Objective.classify test
    /// predicted.ToTable "species" |> Table.write "species.csv"</code></example>
    val classify: data: Observations -> model: TrainedObjective -> PredictedClasses

    /// <summary>The codes' means and deviations, [N,K] each, of the first replicate.</summary>
    /// <param name="data">The variable that is encoded.</param>
    /// <param name="model">A trained model.</param>
    /// <example><code>let means, deviations = model |> Objective.encode test</code></example>
    val encode: data: Observations -> model: TrainedObjective -> float32[,] * float32[,]

    /// <summary>The codes as Gaussians N(μ, L Lᵀ): means [N,K] and lower-triangular factors [N,K,K], of the first replicate. For small K.</summary>
    /// <param name="data">The variable that is encoded.</param>
    /// <param name="model">A trained model.</param>
    /// <example><code>let codes = model |> Objective.codes test    // of an encoder with full covariance
    /// codes.Means[0, 0], codes.Covariance 0</code></example>
    val codes: data: Observations -> model: TrainedObjective -> Codes

    /// <summary>Class probabilities q(y|z) at points of the code's space, [N,C], by the objective's first decoder of classes, of the first replicate.</summary>
    /// <param name="codes">[N,K].</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.DomainException">The objective has no decoder of classes.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">Codes of another dimension.</exception>
    /// <example><code>model |> Objective.decode (model |> Objective.codes test).Means    // what is said of the means</code></example>
    val decode: codes: float32[,] -> model: TrainedObjective -> float[,]

/// <summary>What is sound to do with a bound.</summary>
[<AutoOpen>]
module Optimisation =
    /// <summary>An objective that maximises a lower bound; nothing else compiles.</summary>
    /// <param name="bound">A lower bound.</param>
    /// <example><code>maximize (Info.lower (Z, Y) (Decoder.categorical 10) - 1e-3 * Info.upper (X, Z) Rate.standardNormal)    // deep VIB</code></example>
    val maximize: bound: LowerBound -> Objective

    /// <summary>An objective that minimises an upper bound; nothing else compiles.</summary>
    /// <param name="bound">An upper bound.</param>
    /// <example><code>minimize (Info.upperGiven (X, Z, Y) Rate.backwardEncoder - Info.lower (Z, Y) (Decoder.categorical 10))    // CEB</code></example>
    val minimize: bound: UpperBound -> Objective
