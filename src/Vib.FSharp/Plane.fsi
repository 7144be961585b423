namespace Vib

open TorchSharp
open Vib.Core

/// <summary>A classifier to be followed, and how it learns. <c>{ Plane.twelveBitNetwork with … }</c></summary>
type ClassifierOptions = {
    /// <summary>The hidden layers, convolutions first; the outputs, one for each class, come after them.</summary>
    Hidden: ClassifierLayer list
    /// <summary>What comes after every hidden layer's affine map: Tanh, Relu, LeakyRelu or Linear.</summary>
    Activation: Activation
    /// <summary>Noise on every hidden layer, in training and in use.</summary>
    Noise: LayerNoise option
    /// <summary>The part of each convolution's inputs that is left out in training.</summary>
    Dropout: float
    /// <summary>What the weights start from: Glorot or TruncatedNormal.</summary>
    Initial: InitialWeights
    /// <summary>Adam or Sgd.</summary>
    Rule: LearningRule
    /// <summary>The rate by which it learns.</summary>
    LearningRate: float
    /// <summary>Rows in a batch.</summary>
    Batch: int
    /// <summary>Copies with weights and batches of their own, trained side by side.</summary>
    Replicates: int
    /// <summary>The seed of weights, batches and noise.</summary>
    Seed: int64
    /// <summary>cpu, cuda or cuda:N.</summary>
    Device: string
}

/// <summary>How a network is followed through the information plane. <c>{ Plane.defaults with … }</c></summary>
type PlaneOptions = {
    /// <summary>Training steps in all.</summary>
    Steps: int64
    /// <summary>At which steps the layers are looked at.</summary>
    Schedule: PlaneSchedule
    /// <summary>The estimators, all of the same activations.</summary>
    Estimators: PlaneEstimator list
    /// <summary>Seconds that the looks may take in all: the schedule is thinned to what fits.</summary>
    Budget: float option
    /// <summary>The most rows of each set that are looked at.</summary>
    Rows: int option
    /// <summary>The seed of the noise at looks and of the rows that are drawn.</summary>
    Seed: int64
    /// <summary>Threads of libtorch.</summary>
    Threads: int option
    /// <summary>What is shown on the way.</summary>
    Progress: Progress
}

/// <summary>Information planes: I(X;T) and I(T;Y) of a network's layers while it learns.</summary>
[<RequireQualifiedAccess>]
module Plane =
    /// <summary>1000 steps, 30 looks log-spaced, bins by thirty edges from −1 to 1, no budget, all rows, seed 1.</summary>
    val defaults: PlaneOptions

    /// <summary>The network of the first information planes: 12-10-7-5-4-3-2, tanh, batches of 256, Adam at 4e-4  (Shwartz-Ziv and Tishby 2017; Saxe et al. 2018).</summary>
    val twelveBitNetwork: ClassifierOptions

    /// <summary>The network for MNIST of the lossy-compression paper, with its noise  (Butakov et al. 2024).</summary>
    val lossyCompressionMnist: ClassifierOptions

    /// <summary>The 12-bit task: all 4096 words with their labels, I(X;Y) = 0.9991571 bits.</summary>
    /// <example><code>Plane.twelveBits () |> Plane.classifier Plane.twelveBitNetwork</code></example>
    val twelveBits: unit -> ClassifiedRows

    /// <summary>Images as rows, (pixel/255 − mean)/deviation.</summary>
    /// <param name="mean">What is subtracted; MNIST's usual one is 0.1307.</param>
    /// <param name="deviation">What is divided by; MNIST's usual one is 0.3081.</param>
    /// <param name="images">The images.</param>
    /// <exception cref="T:Vib.Core.DomainException">The deviation is not positive.</exception>
    /// <example><code>(Images.drawn 1_000 0).Training |> Plane.ofImages 0.1307 0.3081</code></example>
    val ofImages: mean: float -> deviation: float -> images: LabelledImages -> ClassifiedRows

    /// <summary>Rows of numbers with their classes.</summary>
    /// <param name="inputs">[N,d].</param>
    /// <param name="labels">[N], counted from 0.</param>
    /// <exception cref="T:Vib.Core.ShapeException">There is not a label for each row.</exception>
    /// <exception cref="T:Vib.Core.DataException">A number is not finite, or a label is negative.</exception>
    /// <example><code>Plane.ofRows (Array2D.init 100 2 (fun i j -> sin (float (i + 7 * j)))) (Array.init 100 (fun i -> i % 2))</code></example>
    val ofRows: inputs: float[,] -> labels: int[] -> ClassifiedRows

    /// <summary>A dense layer of so many units.</summary>
    /// <param name="units">At least 1.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no unit.</exception>
    /// <example><code>{ Plane.twelveBitNetwork with Hidden = [ Plane.dense 10; Plane.dense 5 ] }</code></example>
    val dense: units: int -> ClassifierLayer

    /// <summary>A convolution by windows of 3 × 3 without a border, and the largest of every 2 × 2 pixels after it.</summary>
    /// <param name="channels">At least 1.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no channel.</exception>
    /// <example><code>{ Plane.lossyCompressionMnist with Hidden = [ Plane.convolution 8; Plane.dense 32 ] }</code></example>
    val convolution: channels: int -> ClassifierLayer

    /// <summary>Noise of deviation σ on every activation.</summary>
    /// <param name="sigma">σ, positive.</param>
    /// <exception cref="T:Vib.Core.DomainException">σ is not positive.</exception>
    /// <example><code>{ Plane.twelveBitNetwork with Noise = Some(Plane.additive 0.1) }</code></example>
    val additive: sigma: float -> LayerNoise

    /// <summary>A classifier before its first step. It holds tensors: dispose of it, by <c>use</c>.</summary>
    /// <param name="options">Layers, rule, noise, seed.</param>
    /// <param name="rows">What it will learn from.</param>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense.</exception>
    /// <example><code>use network = Plane.twelveBits () |> Plane.classifier { Plane.twelveBitNetwork with Replicates = 5 }</code></example>
    val classifier: options: ClassifierOptions -> rows: ClassifiedRows -> Classifier

    /// <summary>A network of one's own: a forward function that shows its layers, and a training step.</summary>
    /// <param name="layers">The layers' names, first to last.</param>
    /// <param name="forward">From inputs [B,d] to what the network gives, each layer going through <c>watch.At(name, activations)</c> on the way.</param>
    /// <param name="step">One training step; its number is given.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no layer, or two have one name.</exception>
    /// <example><code>Plane.network [ "fc1" ] (fun x watch -> watch.At("fc1", x.matmul(weight).tanh())) trainOnce</code></example>
    val network: layers: string list -> forward: (torch.Tensor -> Watch -> torch.Tensor) -> step: (int64 -> unit) -> LayeredNetwork

    /// <summary>A network of parts, one after the other, each of which is a layer.</summary>
    /// <param name="stages">Names and functions, first to last.</param>
    /// <param name="step">One training step; its number is given.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no part, or two have one name.</exception>
    /// <example><code>Plane.stages [ "fc1", (fun x -> x.matmul(first).tanh()); "fc2", (fun h -> h.matmul(second)) ] trainOnce</code></example>
    val stages: stages: (string * (torch.Tensor -> torch.Tensor)) list -> step: (int64 -> unit) -> LayeredNetwork

    /// <summary>Binned activations, by thirty edges from −1 to 1: for tanh.</summary>
    val binned: PlaneEstimator

    /// <summary>Binned activations, by bins of one width.</summary>
    /// <param name="width">0.07 in Saxe et al. 2018.</param>
    /// <exception cref="T:Vib.Core.DomainException">The width is not positive.</exception>
    /// <example><code>{ Plane.defaults with Estimators = [ Plane.binnedBy 0.07 ] }</code></example>
    val binnedBy: width: float -> PlaneEstimator

    /// <summary>The upper and the lower bound by pairwise distances, with noise that the one who measures adds to a network without any.</summary>
    /// <param name="sigma">σ, positive; 0.0316 for the variance 1e-3.</param>
    /// <exception cref="T:Vib.Core.DomainException">σ is not positive.</exception>
    /// <example><code>{ Plane.defaults with Estimators = Plane.binned :: Plane.pairwise 0.0316 }</code></example>
    val pairwise: sigma: float -> PlaneEstimator list

    /// <summary>Sample propagation through a network with additive noise  (Goldfeld et al. 2019).</summary>
    val propagated: PlaneEstimator

    /// <summary>Weighted entropies of the input's and the layer's first principal components, with the certificate of what that can have lost  (after Butakov et al. 2024).</summary>
    /// <param name="axes">Principal components of each, 4 in the paper.</param>
    /// <param name="k">The farthest neighbour; large for the dimension.</param>
    /// <example><code>{ Plane.defaults with Estimators = [ Plane.compressed 4 20 ] }</code></example>
    val compressed: axes: int -> k: int -> PlaneEstimator

    /// <summary>A kernel density of the layer's first principal components, less the entropy that the network's additive noise leaves of each input, with the certificate.</summary>
    /// <param name="axes">Principal components of the layer.</param>
    /// <example><code>{ Plane.defaults with Estimators = [ Plane.propagated; Plane.density 4 ] }</code></example>
    val density: axes: int -> PlaneEstimator

    /// <summary>Trains a network step by step and looks at its layers on the way. Ctrl-C ends it, and leaves the points until then.</summary>
    /// <param name="options">Steps, schedule, estimators, budget.</param>
    /// <param name="sets">The rows to look at, by name.</param>
    /// <param name="network">The network; it goes on from where it is.</param>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense, or a layer did not fire.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">A layer has not a row for each input.</exception>
    /// <exception cref="T:Vib.Core.DataException">An activation is not finite.</exception>
    /// <example><code>
    /// let task = Plane.twelveBits ()
    /// use network = task |> Plane.classifier Plane.twelveBitNetwork
    /// network |> Plane.follow { Plane.defaults with Steps = 2_000L } [ ("all", task) ]
    /// </code></example>
    val follow: options: PlaneOptions -> sets: (string * ClassifiedRows) list -> network: LayeredNetwork -> InformationPlane

    /// <summary><c>follow</c>, with what is wrong as a message.</summary>
    /// <param name="options">Steps, schedule, estimators, budget.</param>
    /// <param name="sets">The rows to look at, by name.</param>
    /// <param name="network">The network.</param>
    val tryFollow: options: PlaneOptions -> sets: (string * ClassifiedRows) list -> network: LayeredNetwork -> Result<InformationPlane, string>

    /// <summary>One layer's way by the first estimator on the first set, the mean over replicates.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="plane">The plane.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no such layer.</exception>
    /// <example><code>(plane |> Plane.curve "layer 3").Input</code></example>
    val curve: layer: string -> plane: InformationPlane -> PlaneCurve

    /// <summary>What each layer gained while fitting, and lost afterwards, with the odds of such a fall where there is none; by the first estimator on the first set.</summary>
    /// <param name="plane">The plane.</param>
    /// <example><code>plane |> Plane.phases |> List.iter (printfn "%O")</code></example>
    val phases: plane: InformationPlane -> PlanePhases list

    /// <summary>The values that break the data-processing inequality by more than three standard errors.</summary>
    /// <param name="plane">The plane.</param>
    /// <example><code>plane |> Plane.violations |> List.length</code></example>
    val violations: plane: InformationPlane -> PlaneViolation list

    /// <summary>The plane as comma-separated values, nats.</summary>
    /// <param name="plane">The plane.</param>
    /// <example><code>System.IO.File.WriteAllText("plane.csv", Plane.csv plane)</code></example>
    val csv: plane: InformationPlane -> string

    /// <summary>The plane as one JSON object, nats.</summary>
    /// <param name="plane">The plane.</param>
    /// <example><code>System.IO.File.WriteAllText("plane.json", Plane.json plane)</code></example>
    val json: plane: InformationPlane -> string
