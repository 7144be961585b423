namespace Vib

open Vib.Core

/// <summary>What bottleneck to train, and how. <c>{ Bottleneck.defaults with … }</c></summary>
type BottleneckOptions = {
    /// <summary>Widths of the encoder's hidden layers.</summary>
    Hidden: int list
    /// <summary>K, the dimension of Z.</summary>
    Latent: int
    /// <summary>β, the price of a nat of rate; 0 for the same network without a bottleneck.</summary>
    Beta: float
    /// <summary>The encoder's standard deviation is softplus(ρ − offset).</summary>
    SigmaOffset: float
    /// <summary>B, examples in a step.</summary>
    Batch: int
    /// <summary>Passes over the training set.</summary>
    Epochs: int
    /// <summary>S, samples of Z for each example in training.</summary>
    TrainingSamples: int
    /// <summary>S, samples of Z whose class probabilities are averaged in evaluation.</summary>
    EvaluationSamples: int
    /// <summary>Adam's learning rate in the first epochs.</summary>
    LearningRate: float
    /// <summary>Adam's decay of the first moment.</summary>
    Beta1: float
    /// <summary>The factor on the learning rate every <c>RateDecayEpochs</c> epochs.</summary>
    RateDecay: float
    /// <summary>Epochs in a stair of the learning rate.</summary>
    RateDecayEpochs: int
    /// <summary>Decay of the moving average of the weights; None for no average.</summary>
    AverageDecay: float option
    /// <summary>R, independent copies trained in one run.</summary>
    Replicates: int
    /// <summary>The same seed on the same device gives the same bits.</summary>
    Seed: int64
    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    Device: string
    /// <summary>How exactly a step multiplies with the weights: Precision.Full, or TensorFloat32 or BFloat16, faster with a bias that is stated. Values are read in full precision whatever it is.</summary>
    Precision: Precision
    /// <summary>Threads while this runs; None for one a core. Training is to the same bits on any number; evaluations are rounded differently on another.</summary>
    Threads: int option
    /// <summary>A file that holds the whole run after every epoch, replaced in one move.</summary>
    Checkpoint: string option
    /// <summary>How training tells where it stands.</summary>
    Progress: Progress
}

/// <summary>The deep variational information bottleneck  (Alemi et al. 2017): loss = CE + β · rate.</summary>
[<RequireQualifiedAccess>]
module Bottleneck =
    /// <summary>The settings of the authors' MNIST notebook, β = 1e-3; 200 epochs.</summary>
    val defaults: BottleneckOptions

    /// <summary>The same for a first look at a few epochs: Adam at 5e-4, the weights' average with decay 0.99.</summary>
    /// <param name="epochs">Epochs, at least 1.</param>
    /// <example><code>use model = Images.drawn 20_000 5_000 |> Bottleneck.train (Bottleneck.short 5)</code></example>
    val short: epochs: int -> BottleneckOptions

    /// <summary>Trains on the training set and evaluates the test set after every epoch.</summary>
    /// <param name="options">Sizes, β, seed, device, progress.</param>
    /// <param name="images">What to train on and what to test on.</param>
    /// <returns>The model, with a report of each epoch. It holds memory of libtorch: <c>use</c> it where it is not needed for long.</returns>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">The test set has images of another size, or other classes.</exception>
    /// <exception cref="T:Vib.Core.DeviceException">The device is not there.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C after <c>Progress.throwOnStop</c>; otherwise it ends with what it has and a diagnosis. The last checkpoint is whole.</exception>
    /// <example><code>use model = Images.drawn 20_000 5_000 |> Bottleneck.train { Bottleneck.defaults with Epochs = 3 }</code></example>
    val train: options: BottleneckOptions -> images: ImageSets -> TrainedBottleneck

    /// <summary><see cref="M:Vib.Bottleneck.train"/>, with what is wrong as a message.</summary>
    /// <param name="options">Sizes, β, seed, device, progress.</param>
    /// <param name="images">What to train on and what to test on.</param>
    val tryTrain: options: BottleneckOptions -> images: ImageSets -> Result<TrainedBottleneck, string>

    /// <summary>Goes on with a stopped run from its checkpoint: the same bits as if it had never stopped.</summary>
    /// <param name="checkpoint">The file that the run's options named.</param>
    /// <param name="options">The options that it was begun with, threads included. The number of epochs may have grown; the checkpoint's place is free.</param>
    /// <param name="images">The same images.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, of another architecture, other images or other settings, which are named, or not a run's checkpoint.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C after <c>Progress.throwOnStop</c>; otherwise it ends with what it has and a diagnosis.</exception>
    /// <example><code>use model = images |> Bottleneck.resume "run.safetensors" { Bottleneck.defaults with Epochs = 50; Checkpoint = Some "run.safetensors" }</code></example>
    val resume: checkpoint: string -> options: BottleneckOptions -> images: ImageSets -> TrainedBottleneck

    /// <summary>Errors, rate and information on a set of images, with the averaged weights and the option's number of samples.</summary>
    /// <param name="images">Images of the size and the classes that it was trained on.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image or number of classes.</exception>
    /// <example><code>model |> Bottleneck.evaluate images.Test</code></example>
    val evaluate: images: LabelledImages -> model: TrainedBottleneck -> BottleneckEvaluation

    /// <summary>The same with the last weights in place of their average.</summary>
    /// <param name="images">Images of the size and the classes that it was trained on.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image or number of classes.</exception>
    /// <example><code>model |> Bottleneck.evaluateLastWeights images.Test</code></example>
    val evaluateLastWeights: images: LabelledImages -> model: TrainedBottleneck -> BottleneckEvaluation

    /// <summary>Class probabilities of each image, averaged over the option's number of samples of Z: p(y|x) = (1/S) Σ q(y|z_s).</summary>
    /// <param name="images">N images of the size that it was trained on; labels are not looked at.</param>
    /// <param name="model">A trained model.</param>
    /// <returns>[N,C]; every row sums to 1. Of several replicates, the first.</returns>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image.</exception>
    /// <example><code>model |> Bottleneck.probabilities images.Test</code></example>
    val probabilities: images: LabelledImages -> model: TrainedBottleneck -> float[,]

    /// <summary><c>probabilities</c>, with other samples, weights, replicate or seed.</summary>
    /// <param name="options">As in C#: <c>ReadingOptions(Samples = 100)</c>.</param>
    /// <param name="images">N images of the size that it was trained on.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.DomainException">Less than one sample, or no such replicate.</exception>
    val probabilitiesWith: options: ReadingOptions -> images: LabelledImages -> model: TrainedBottleneck -> float[,]

    /// <summary>The averaged probabilities with the images' labels, for <c>Calibration</c>: ECE, Brier score, selective risk.</summary>
    /// <param name="images">Images of the size and the classes that it was trained on.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image.</exception>
    /// <exception cref="T:Vib.Core.DataException">The set is empty, or a label is not one of the classes.</exception>
    /// <example><code>model |> Bottleneck.predictions images.Test |> Calibration.selectiveRisk</code></example>
    val predictions: images: LabelledImages -> model: TrainedBottleneck -> Predictions

    /// <summary>Expected calibration error of the averaged probabilities, with the reliability diagram.</summary>
    /// <param name="images">Images of the size and the classes that it was trained on.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image.</exception>
    /// <example><code>model |> Bottleneck.calibration images.Test</code></example>
    val calibration: images: LabelledImages -> model: TrainedBottleneck -> Vib.Core.Calibration

    /// <summary>The rate of each image, KL[e(z|x) ‖ N(0, I)]: a score by which images from elsewhere stand out  (Alemi, Fischer and Dillon 2018).</summary>
    /// <param name="images">N images of the size that it was trained on; labels are not looked at.</param>
    /// <param name="model">A trained model.</param>
    /// <returns>[N]. Of several replicates, the first.</returns>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image.</exception>
    /// <example><code>model |> Bottleneck.rates images.Test |> Array.average</code></example>
    val rates: images: LabelledImages -> model: TrainedBottleneck -> float<nat>[]

    /// <summary>AUROC of the rate for images from elsewhere: 1 where every one of them has a higher rate than those inside, ½ where the rate says nothing.</summary>
    /// <param name="inside">Images like those trained on, but not those themselves.</param>
    /// <param name="outside">Images from elsewhere, of the same size.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image.</exception>
    /// <exception cref="T:Vib.Core.DataException">A set is empty.</exception>
    /// <example><code>model |> Bottleneck.outOfDistribution images.Test (Images.drawnWith (DrawnDigitsOptions(Noise = 80.0)) 3L 1_000)</code></example>
    val outOfDistribution: inside: LabelledImages -> outside: LabelledImages -> model: TrainedBottleneck -> RocArea

    /// <summary>Dimensions of Z whose mean KL from the prior is above 0.01 nat, with the mean KL of each.</summary>
    /// <param name="images">Images of the size that it was trained on.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image.</exception>
    /// <example><code>(model |> Bottleneck.activeUnits images.Test).MeanKl</code></example>
    val activeUnits: images: LabelledImages -> model: TrainedBottleneck -> ActiveUnits

    /// <summary>An epoch in one line: loss, rate in nats and bits, I(Z;Y), test errors.</summary>
    /// <param name="report">An epoch of training.</param>
    /// <example><code>model.Epochs |> Seq.iter (Bottleneck.describe >> printfn "%s")</code></example>
    val describe: report: EpochReport -> string

    /// <summary>Saves a model as safetensors, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="model">A trained model.</param>
    /// <exception cref="T:Vib.Core.DataException">The place cannot be written; a file that is there stays as it was.</exception>
    /// <example><code>model |> Bottleneck.save "vib.safetensors"</code></example>
    val save: path: string -> model: TrainedBottleneck -> unit

    /// <summary>Loads what <c>save</c> saved, or a run's checkpoint, onto the CPU.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, or not a bottleneck's.</exception>
    /// <example><code>use model = Bottleneck.load "vib.safetensors"</code></example>
    val load: path: string -> TrainedBottleneck

    /// <summary><see cref="M:Vib.Bottleneck.load"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    val tryLoad: path: string -> Result<TrainedBottleneck, string>
