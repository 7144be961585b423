namespace Vib

open Vib.Core

/// <summary>Weights that are more than a number. A number alone is written before the bound: <c>1e-3 * bound</c>.</summary>
[<RequireQualifiedAccess>]
module Beta =
    /// <summary>The same number throughout.</summary>
    /// <param name="beta">0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.constant 1e-3)    // as 1e-3 * …</code></example>
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
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.cyclic 1000L 1e-3)</code></example>
    val cyclic: period: int64 -> beta: float -> Weight

    /// <summary>From one number to another by the same ratio in every step.</summary>
    /// <param name="start">Where it starts, positive.</param>
    /// <param name="steps">At least 1.</param>
    /// <param name="beta">Where it ends, positive.</param>
    /// <exception cref="T:Vib.Core.DomainException">A number that is not positive, or no steps.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.annealed 1e-1 2000L 1e-3)    // from 0.1 down to 0.001</code></example>
    val annealed: start: float -> steps: int64 -> beta: float -> Weight

    /// <summary>A number for each replicate: a whole information curve in one run.</summary>
    /// <param name="betas">Each 0 or more.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative number, or none.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.sweep [ 1e-3; 1e-2; 1e-1 ])</code></example>
    val sweep: betas: float list -> Weight

/// <summary>Encoders e(z|x) = N(μ(x), diag σ(x)²), with <c>fullCovariance</c> N(μ(x), L(x) L(x)ᵀ), and with <c>categorical</c> softmax(f(x)) over finitely many states.</summary>
[<RequireQualifiedAccess>]
module Encoder =
    /// <summary>A multilayer perceptron with ReLU; σ = softplus(ρ(x) − 5) for each input and dimension.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.mlp [ 256; 256 ] 32 }</code></example>
    val mlp: hidden: int list -> latent: int -> Encoder

    /// <summary>μ = W x + b, and one σ for each dimension that is learned from 0.5: optimal for Gaussian data.</summary>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.linear 8 }</code></example>
    val linear: latent: int -> Encoder

    /// <summary>A multilayer perceptron that gives μ and a lower-triangular L for each input, z = μ + L ε, L_kk = softplus(ρ_k(x) − 5): any covariance, for small K.</summary>
    /// <remarks>Rates against N(0, I), learned Gaussians, mixtures and backward encoders take it; pairwise rates and the VampPrior refuse it.</remarks>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.fullCovariance [ 256; 256 ] 2 }</code></example>
    val fullCovariance: hidden: int list -> latent: int -> Encoder

    /// <summary>A multilayer perceptron without noise, z = μ(x): the network that a bottleneck is compared with. Decoders and critics take such a code; rates refuse it, since its information about X is infinite, or no function of the weights.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>use baseline = training |> Objective.train { Objective.defaults with Encoder = Encoder.deterministic [ 1024; 1024 ] 256 } (maximize (Info.lower (Z, Y) (Decoder.categorical 10)))</code></example>
    val deterministic: hidden: int list -> latent: int -> Encoder

    /// <summary>Residual blocks, h + W₂ relu(W₁ h), between two affine layers: a network that stays trainable when it is deep; σ as in <c>mlp</c>.</summary>
    /// <param name="width">Of h and of the layer inside each block.</param>
    /// <param name="blocks">How many, at least 1.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.residual 256 4 32 }</code></example>
    val residual: width: int -> blocks: int -> latent: int -> Encoder

    /// <summary>A code of finitely many states, e(z|x) = softmax(f(x)); decoders read a state's unit vector. Expectations over codes are sums over the states: exact, nothing is drawn.</summary>
    /// <remarks>Takes decoders of all sorts, and the rates and entropies of categorical codes; what wants a density refuses it.</remarks>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="states">How many states, at least 2; so many rows go through a decoder.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.categorical [ 256; 256 ] 16 }</code></example>
    val categorical: hidden: int list -> states: int -> Encoder

    /// <summary>The same categorical encoder, trained on samples of the Gumbel-softmax relaxation, τ from 1 to 0.5 in 1000 steps: no bound in training, while evaluation sums over the states.</summary>
    /// <param name="encoder">A categorical encoder.</param>
    /// <exception cref="T:Vib.Core.DomainException">The encoder is not categorical.</exception>
    /// <example><code>Encoder.categorical [ 256; 256 ] 16 |> Encoder.relaxed</code></example>
    val relaxed: encoder: Encoder -> Encoder

    /// <summary><c>relaxed</c> with other temperatures, or the straight-through gradient, as in C#.</summary>
    /// <param name="relaxation"><c>GumbelSoftmax(Start = 2.0, End = 0.3, Steps = 2000L, StraightThrough = true)</c>.</param>
    /// <param name="encoder">A categorical encoder.</param>
    /// <exception cref="T:Vib.Core.DomainException">The encoder is not categorical, or a temperature is not positive.</exception>
    /// <example><code>Encoder.categorical [ 256; 256 ] 16 |> Encoder.relaxedWith (GumbelSoftmax(StraightThrough = true))</code></example>
    val relaxedWith: relaxation: GumbelSoftmax -> encoder: Encoder -> Encoder

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
    /// <example><code>Encoder.convolutional (1, 28, 28) [ 128 ] 32 |> Encoder.withChannels [ 16; 32 ]</code></example>
    val withChannels: channels: int list -> encoder: Encoder -> Encoder

    /// <summary>The same with one σ for all inputs and dimensions, fixed.</summary>
    /// <param name="deviation">σ, positive.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.mlp [ 256; 256 ] 32 |> Encoder.withFixedNoise 1.0</code></example>
    val withFixedNoise: deviation: float -> encoder: Encoder -> Encoder

    /// <summary>The same with one σ for each dimension, learned.</summary>
    /// <param name="start">σ at the start, positive.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.mlp [ 256; 256 ] 32 |> Encoder.withLearnedNoise 0.5</code></example>
    val withLearnedNoise: start: float -> encoder: Encoder -> Encoder

    /// <summary>The same with σ = softplus(ρ(x) − offset), or, where it has a full covariance, such a diagonal of L.</summary>
    /// <param name="offset">5 starts training nearly deterministic.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.mlp [ 256; 256 ] 32 |> Encoder.withOffset 0.0    // noisy from the start</code></example>
    val withOffset: offset: float -> encoder: Encoder -> Encoder

    /// <summary>The same without noise, z = μ(x).</summary>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.convolutional (1, 28, 28) [ 128 ] 32 |> Encoder.withoutNoise</code></example>
    val withoutNoise: encoder: Encoder -> Encoder

    /// <summary>The same with dropout: every step of training leaves out this part of each hidden layer's units, and divides the others by 1 − rate. Outside training nothing is left out  (Srivastava et al. 2014).</summary>
    /// <param name="rate">At least 0, for none, and below 1.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.deterministic [ 1024; 1024 ] 256 |> Encoder.withDropout 0.5</code></example>
    val withDropout: rate: float -> encoder: Encoder -> Encoder

    /// <summary>The same with dropout of the input's numbers; not before convolutions.</summary>
    /// <param name="rate">At least 0, for none, and below 1.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.deterministic [ 1024; 1024 ] 256 |> Encoder.withDropout 0.5 |> Encoder.withInputDropout 0.2</code></example>
    val withInputDropout: rate: float -> encoder: Encoder -> Encoder

    /// <summary>The same for another variable of the data.</summary>
    /// <param name="variable">What is encoded.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.linear 4 |> Encoder.ofVariable Y }</code></example>
    val ofVariable: variable: Var<'x> -> encoder: Encoder -> Encoder when 'x :> Observed

/// <summary>Data as an objective sees it: rows of observed variables.</summary>
[<RequireQualifiedAccess>]
module Observations =
    /// <summary>X are images, rescaled to [−1, 1]; Y their classes.</summary>
    /// <param name="images">At least one; training wants two classes.</param>
    /// <exception cref="T:Vib.Core.DataException">There is no image.</exception>
    /// <example><code>let digits = Images.drawn 10_000 2_000
    /// let training, test = Observations.ofImages digits.Training, Observations.ofImages digits.Test</code></example>
    val ofImages: images: LabelledImages -> Observations

    /// <summary>X and Y are numbers.</summary>
    /// <param name="pairs">At least one pair.</param>
    /// <exception cref="T:Vib.Core.DataException">There is no pair.</exception>
    /// <example><code>Pairs.ofArrays x y |> Observations.ofPairs</code></example>
    val ofPairs: pairs: Pairs -> Observations

    /// <summary>X and Y are drawn from a truth, fresh in every batch.</summary>
    /// <param name="truth">The source.</param>
    /// <example><code>Truth.gaussian 4 2.0&lt;nat> |> Observations.ofTruth</code></example>
    val ofTruth: truth: Truth -> Observations

    /// <summary>X are numbers, Y classes.</summary>
    /// <param name="x">[N,d].</param>
    /// <param name="labels">[N], from 0.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of labels than of rows.</exception>
    /// <exception cref="T:Vib.Core.DataException">No row, a number that is not finite, or a label below 0.</exception>
    /// <example><code>Observations.ofRows (array2D [ [ 0.1; 1.2 ]; [ 0.3; -0.7 ]; [ 0.2; 0.9 ] ]) [| 0; 1; 0 |]</code></example>
    val ofRows: x: float[,] -> labels: int[] -> Observations

    /// <summary><see cref="M:Vib.Observations.ofRows"/>, with what is wrong as a message.</summary>
    /// <param name="x">[N,d].</param>
    /// <param name="labels">[N], from 0.</param>
    val tryOfRows: x: float[,] -> labels: int[] -> Result<Observations, string>

    /// <summary>Columns of a table by name: X numbers, and categories as a 0 or 1 for each; Y numbers, or one column of categories as classes, or nothing where it is to be predicted.</summary>
    /// <remarks>Numbers are standardised by what is trained on; what is predicted comes back in the table's units.</remarks>
    /// <param name="x">The columns that are X, at least one.</param>
    /// <param name="y">The columns that are Y; none where there is only X.</param>
    /// <param name="table">Numbers and categories.</param>
    /// <exception cref="T:Vib.Core.DataException">The table has no such column; the message names the nearest.</exception>
    /// <exception cref="T:Vib.Core.DomainException">No column in X, one in X and in Y, or several of Y of which some are categories.</exception>
    /// <example><code>Table.read "people.csv" |> Observations.ofTable [ "age"; "town" ] [ "income" ]</code></example>
    val ofTable: x: string list -> y: string list -> table: Table -> Observations

    /// <summary><see cref="M:Vib.Observations.ofTable"/>, with what is wrong as a message.</summary>
    /// <param name="x">The columns that are X, at least one.</param>
    /// <param name="y">The columns that are Y; none where there is only X.</param>
    /// <param name="table">Numbers and categories.</param>
    val tryOfTable: x: string list -> y: string list -> table: Table -> Result<Observations, string>

    /// <summary>X are numbers and nothing else is known: to predict from.</summary>
    /// <param name="x">[N,d].</param>
    /// <exception cref="T:Vib.Core.DataException">No row, or a number that is not finite.</exception>
    /// <example><code>model |> Objective.predict (Observations.ofNumbers (array2D [ [ 0.1; 1.2 ] ]))</code></example>
    val ofNumbers: x: float[,] -> Observations

    /// <summary>The same, its numbers less their mean and divided by their standard deviation where a model is trained on it; the model keeps both, and predicts in the data's own units.</summary>
    /// <param name="data">Data that is given; tables are so already.</param>
    /// <exception cref="T:Vib.Core.DataException">Data that is drawn afresh.</exception>
    /// <example><code>Pairs.ofArrays x y |> Observations.ofPairs |> Observations.standardised</code></example>
    val standardised: data: Observations -> Observations

    /// <summary>The same, its numbers as they are.</summary>
    /// <param name="data">Any data.</param>
    /// <example><code>table |> Observations.ofTable [ "u"; "v" ] [ "w" ] |> Observations.unscaled    // scaled already</code></example>
    val unscaled: data: Observations -> Observations

    /// <summary>X are numbers and Y classes, from two arrays of a .npz file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="x">The name of [N, …]; axes after the first lie side by side.</param>
    /// <param name="labels">The name of [N] whole numbers from 0.</param>
    /// <exception cref="T:Vib.Core.DataException">The file or an array is missing, damaged, or holds what it must not.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of labels than of rows.</exception>
    /// <exception cref="T:Vib.Core.DomainException">A row has no column, or an array is larger than 2 GiB.</exception>
    /// <example><code>Observations.ofNpz "data.npz" "x" "labels"</code></example>
    val ofNpz: path: string -> x: string -> labels: string -> Observations

    /// <summary><see cref="M:Vib.Observations.ofNpz"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="x">The name of [N, …].</param>
    /// <param name="labels">The name of [N] whole numbers from 0.</param>
    val tryOfNpz: path: string -> x: string -> labels: string -> Result<Observations, string>

    /// <summary>The same with a variable of numbers beside the others, or in its place.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="rows">[N,d].</param>
    /// <param name="data">Data that is given.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of rows.</exception>
    /// <exception cref="T:Vib.Core.DataException">A number that is not finite, or data that is drawn afresh.</exception>
    /// <example><code>data |> Observations.withNumbers Y targets    // to predict numbers in place of classes</code></example>
    val withNumbers: variable: Var<'v> -> rows: float[,] -> data: Observations -> Observations when 'v :> Observed

    /// <summary>The same with a variable of classes beside the others, or in its place.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="labels">[N], from 0.</param>
    /// <param name="data">Data that is given.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of rows.</exception>
    /// <exception cref="T:Vib.Core.DataException">A label below 0.</exception>
    /// <example><code>Pairs.ofArrays x y |> Observations.ofPairs |> Observations.withClasses Y labels</code></example>
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
    /// <param name="options">The options that it was begun with; the number of steps may have grown.</param>
    /// <param name="objective">The same objective.</param>
    /// <param name="data">The same data.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, or of another objective, architecture or data.</exception>
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

/// <summary>Information curves: what a code can know of Y for what it knows of X.</summary>
[<RequireQualifiedAccess>]
module Curve =
    /// <summary>Trains an encoder for each weight, all in one run, and reads both informations on a test set.</summary>
    /// <param name="options">Encoder, steps, seed, device, progress.</param>
    /// <param name="lower">A lower bound of I(Z;Y).</param>
    /// <param name="upper">An upper bound of I(X;Z).</param>
    /// <param name="betas">The weights, each 0 or more.</param>
    /// <param name="test">What to read on.</param>
    /// <param name="training">What to train on.</param>
    /// <exception cref="T:Vib.Core.DomainException">A sum where a single bound is wanted, or a negative weight.</exception>
    /// <example><code>training |> Curve.sweep Objective.defaults (Info.lower (Z, Y) (Decoder.categorical 10)) (Info.upper (X, Z) Rate.standardNormal) [ 1e-3; 1e-2; 1e-1; 1.0 ] test</code></example>
    val sweep:
        options: ObjectiveOptions ->
        lower: LowerBound ->
        upper: UpperBound ->
        betas: float list ->
        test: Observations ->
        training: Observations ->
            MeasuredCurve

    /// <summary><c>sweep</c> with a say in where each weight's training starts from: in turn from the neighbour's weights, <c>CurveStart.Ascending</c> or <c>Descending</c>, or all from those of the smallest.</summary>
    /// <remarks>In turn there is a run for each weight, with the option's steps each. From the smallest up, codes only have to forget; a code that collapsed is slow to come back.</remarks>
    /// <param name="start">Where each weight starts from.</param>
    /// <param name="options">Encoder, steps, seed, device, progress. No checkpoint.</param>
    /// <param name="lower">A lower bound of I(Z;Y).</param>
    /// <param name="upper">An upper bound of I(X;Z).</param>
    /// <param name="betas">The weights, each 0 or more.</param>
    /// <param name="test">What to read on.</param>
    /// <param name="training">What to train on.</param>
    /// <exception cref="T:Vib.Core.DomainException">A sum where a single bound is wanted, a negative weight, or a checkpoint or replicates for warm starts.</exception>
    /// <example><code>training |> Curve.sweepFrom CurveStart.Ascending Objective.defaults (Info.lower (Z, Y) (Decoder.categorical 10)) (Info.upper (X, Z) Rate.standardNormal) [ 1e-3; 1e-2; 1e-1 ] test</code></example>
    val sweepFrom:
        start: CurveStart ->
        options: ObjectiveOptions ->
        lower: LowerBound ->
        upper: UpperBound ->
        betas: float list ->
        test: Observations ->
        training: Observations ->
            MeasuredCurve

    /// <summary>The corners of the least concave curve above the points.</summary>
    /// <param name="curve">A curve.</param>
    /// <example><code>Curve.hull curve |> List.map (fun point -> point.Rate, point.Information)</code></example>
    val hull: curve: MeasuredCurve -> InformationPoint list

    /// <summary>Points that break data processing, I(Z;Y) ≤ I(X;Z), by more than four standard errors.</summary>
    /// <param name="curve">A curve.</param>
    /// <example><code>Curve.violations curve |> List.map _.Beta    // [] where all is well</code></example>
    val violations: curve: MeasuredCurve -> InformationPoint list

    /// <summary>Between which two weights the code collapses to nothing; None where it does not, or always.</summary>
    /// <param name="curve">A curve.</param>
    /// <example><code>Curve.criticalBeta curve    // Some (0.1, 1.0): alive at 0.1, collapsed at 1</code></example>
    val criticalBeta: curve: MeasuredCurve -> (float * float) option

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
