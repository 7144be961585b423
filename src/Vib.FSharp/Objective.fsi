namespace Vib

open Vib.Core

/// <summary>Weights that are more than a number. A number alone is written before the bound: <c>1e-3 * bound</c>.</summary>
[<RequireQualifiedAccess>]
module Beta =
    /// <summary>The same number throughout.</summary>
    /// <param name="beta">0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number.</exception>
    val constant: beta: float -> Weight

    /// <summary>From 0 in a straight line over the first steps.</summary>
    /// <param name="steps">At least 1.</param>
    /// <param name="beta">Where it ends, 0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number, or no steps.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.warmUp 1000L 1e-3)</code></example>
    val warmUp: steps: int64 -> beta: float -> Weight

    /// <summary>Again and again from 0 in a straight line over the first half of each cycle  (Fu et al. 2019).</summary>
    /// <param name="period">Steps in a cycle, at least 1.</param>
    /// <param name="beta">Where each cycle ends, 0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number, or no steps.</exception>
    val cyclic: period: int64 -> beta: float -> Weight

    /// <summary>From one number to another by the same ratio in every step.</summary>
    /// <param name="start">Where it starts, positive.</param>
    /// <param name="steps">At least 1.</param>
    /// <param name="beta">Where it ends, positive.</param>
    /// <exception cref="T:Vib.Core.DomainException">A number that is not positive, or no steps.</exception>
    val annealed: start: float -> steps: int64 -> beta: float -> Weight

    /// <summary>A number for each replicate: a whole information curve in one run.</summary>
    /// <param name="betas">Each 0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number, or none.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.sweep [ 1e-3; 1e-2; 1e-1 ])</code></example>
    val sweep: betas: float list -> Weight

/// <summary>Encoders e(z|x) = N(μ(x), diag σ(x)²), and with <c>fullCovariance</c> N(μ(x), L(x) L(x)ᵀ).</summary>
[<RequireQualifiedAccess>]
module Encoder =
    /// <summary>A multilayer perceptron with ReLU; σ = softplus(ρ(x) − 5) for each input and dimension.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.mlp [ 256; 256 ] 32 }</code></example>
    val mlp: hidden: int list -> latent: int -> Encoder

    /// <summary>μ = W x + b, and one σ for each dimension that is learned from 0.5: optimal for Gaussian data.</summary>
    /// <param name="latent">K, the dimension of the code.</param>
    val linear: latent: int -> Encoder

    /// <summary>A multilayer perceptron that gives μ and a lower-triangular L for each input, z = μ + L ε, L_kk = softplus(ρ_k(x) − 5): any covariance, for small K.</summary>
    /// <remarks>Rates against N(0, I), learned Gaussians, mixtures and backward encoders take it; pairwise rates and the VampPrior refuse it.</remarks>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.fullCovariance [ 256; 256 ] 2 }</code></example>
    val fullCovariance: hidden: int list -> latent: int -> Encoder

    /// <summary>Convolutions of 3×3 pixels with ReLU, 32 and 64 channels, each halving height and width, before the hidden layers; σ as in <c>mlp</c>.</summary>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Columns of pixels; a row of X is the image channel by channel, row by row.</param>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.convolutional (1, 28, 28) [ 128 ] 32 }</code></example>
    val convolutional: channels: int * height: int * width: int -> hidden: int list -> latent: int -> Encoder

    /// <summary>The same convolutional encoder with so many channels after each convolution; an encoder without convolutions stays as it is.</summary>
    /// <param name="channels">At least one, all positive.</param>
    /// <param name="encoder">Which encoder.</param>
    val withChannels: channels: int list -> encoder: Encoder -> Encoder

    /// <summary>The same with one σ for all inputs and dimensions, fixed.</summary>
    /// <param name="deviation">σ, positive.</param>
    /// <param name="encoder">Which encoder.</param>
    val withFixedNoise: deviation: float -> encoder: Encoder -> Encoder

    /// <summary>The same with one σ for each dimension, learned.</summary>
    /// <param name="start">σ at the start, positive.</param>
    /// <param name="encoder">Which encoder.</param>
    val withLearnedNoise: start: float -> encoder: Encoder -> Encoder

    /// <summary>The same with σ = softplus(ρ(x) − offset), or, where it has a full covariance, such a diagonal of L.</summary>
    /// <param name="offset">5 starts training nearly deterministic.</param>
    /// <param name="encoder">Which encoder.</param>
    val withOffset: offset: float -> encoder: Encoder -> Encoder

    /// <summary>The same for another variable of the data.</summary>
    /// <param name="variable">What is encoded.</param>
    /// <param name="encoder">Which encoder.</param>
    val ofVariable: variable: Var<'x> -> encoder: Encoder -> Encoder when 'x :> Observed

/// <summary>Data as an objective sees it: rows of observed variables.</summary>
[<RequireQualifiedAccess>]
module Observations =
    /// <summary>X are images, rescaled to [−1, 1]; Y their classes.</summary>
    /// <param name="images">At least one image, of at least two classes.</param>
    /// <exception cref="T:Vib.Core.DataException">No image, or one class only.</exception>
    val ofImages: images: LabelledImages -> Observations

    /// <summary>X and Y are numbers.</summary>
    /// <param name="pairs">At least one pair.</param>
    val ofPairs: pairs: Pairs -> Observations

    /// <summary>X and Y are drawn from a truth, fresh in every batch.</summary>
    /// <param name="truth">The source.</param>
    val ofTruth: truth: Truth -> Observations

    /// <summary>X are numbers, Y classes.</summary>
    /// <param name="x">[N,d].</param>
    /// <param name="labels">[N], from 0.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of labels than of rows.</exception>
    /// <exception cref="T:Vib.Core.DataException">A number that is not finite, or one class only.</exception>
    val ofRows: x: float[,] -> labels: int[] -> Observations

    /// <summary><see cref="M:Vib.Observations.ofRows"/>, with what is wrong as a message.</summary>
    /// <param name="x">[N,d].</param>
    /// <param name="labels">[N], from 0.</param>
    val tryOfRows: x: float[,] -> labels: int[] -> Result<Observations, string>

    /// <summary>The same with a variable of numbers beside the others, or in its place.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="rows">[N,d].</param>
    /// <param name="data">Data that is given.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of rows.</exception>
    val withNumbers: variable: Var<'v> -> rows: float[,] -> data: Observations -> Observations when 'v :> Observed

    /// <summary>The same with a variable of classes beside the others, or in its place.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="labels">[N], from 0.</param>
    /// <param name="data">Data that is given.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of rows.</exception>
    val withClasses: variable: Var<'v> -> labels: int[] -> data: Observations -> Observations when 'v :> Observed

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
    /// <summary>libtorch's threads; None for one a core.</summary>
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
    val atLeast: limit: float<nat> -> bound: LowerBound -> objective: Objective -> Objective

    /// <summary>The objective as a formula: what is moved, how it is computed, on which side, and what each term trains.</summary>
    /// <param name="objective">Any objective.</param>
    val show: objective: Objective -> string

    /// <summary>Each term with what it trains: encoders that its gradient reaches, and networks of its own.</summary>
    /// <param name="objective">Any objective.</param>
    val reaches: objective: Objective -> (string * string list) list

    /// <summary>Trains on data.</summary>
    /// <param name="options">Encoder, steps, seed, device, progress.</param>
    /// <param name="objective">What to train for.</param>
    /// <param name="data">The variables that it speaks of.</param>
    /// <returns>The model. It holds memory of libtorch: <c>use</c> it where it is not needed for long.</returns>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense.</exception>
    /// <exception cref="T:Vib.Core.DataException">The data lacks a variable.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C.</exception>
    val train: options: ObjectiveOptions -> objective: Objective -> data: Observations -> TrainedObjective

    /// <summary><see cref="M:Vib.ObjectiveModule.train"/>, with what is wrong as a message.</summary>
    /// <param name="options">Encoder, steps, seed, device, progress.</param>
    /// <param name="objective">What to train for.</param>
    /// <param name="data">The variables that it speaks of.</param>
    val tryTrain: options: ObjectiveOptions -> objective: Objective -> data: Observations -> Result<TrainedObjective, string>

    /// <summary>Goes on with a run from its checkpoint: the same bits as if it had never stopped.</summary>
    /// <param name="checkpoint">The file that the run's option <c>Checkpoint</c> named.</param>
    /// <param name="options">The options that it was begun with; the number of steps may have grown.</param>
    /// <param name="objective">The same objective.</param>
    /// <param name="data">The same data.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, or of another objective, architecture or data.</exception>
    val resume: checkpoint: string -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> TrainedObjective

    /// <summary><see cref="M:Vib.ObjectiveModule.resume"/>, with what is wrong as a message.</summary>
    /// <param name="checkpoint">The file that the run's option <c>Checkpoint</c> named.</param>
    /// <param name="options">The options that it was begun with.</param>
    /// <param name="objective">The same objective.</param>
    /// <param name="data">The same data.</param>
    val tryResume:
        checkpoint: string -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> Result<TrainedObjective, string>

    /// <summary>Saves weights and their average as safetensors, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="model">A trained model.</param>
    val save: path: string -> model: TrainedObjective -> unit

    /// <summary>Loads what <c>save</c> saved, or a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options that it was trained with.</param>
    /// <param name="objective">The objective that it was trained for.</param>
    /// <param name="data">Data of the same variables.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, or of another objective or architecture.</exception>
    val load: path: string -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> TrainedObjective

    /// <summary><see cref="M:Vib.ObjectiveModule.load"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The options that it was trained with.</param>
    /// <param name="objective">The objective that it was trained for.</param>
    /// <param name="data">Data of the same variables.</param>
    val tryLoad: path: string -> options: ObjectiveOptions -> objective: Objective -> data: Observations -> Result<TrainedObjective, string>

    /// <summary>Every term on data, with averaged weights.</summary>
    /// <param name="data">The variables that the objective speaks of.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.ShapeException">A variable has another dimension than in training.</exception>
    val evaluate: data: Observations -> model: TrainedObjective -> ObjectiveEvaluation

    /// <summary>The terms by name, as in <c>"I(Z;Y) by categorical decoder"</c>, over training: step and nats.</summary>
    /// <param name="model">A trained model.</param>
    val trace: model: TrainedObjective -> (string * (int64 * float<nat>) list) list

    /// <summary>The codes' means and deviations, [N,K] each, of the first replicate.</summary>
    /// <param name="data">The variable that is encoded.</param>
    /// <param name="model">A trained model.</param>
    val encode: data: Observations -> model: TrainedObjective -> float32[,] * float32[,]

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
