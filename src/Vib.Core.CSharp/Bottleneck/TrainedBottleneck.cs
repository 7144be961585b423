using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A deep variational information bottleneck that has been trained: encoder e(z|x), prior N(0, I), decoder q(y|z).</summary>
public sealed class TrainedBottleneck : IDisposable
{
    private readonly BottleneckModel model;
    private readonly Tensor average; // [R,P], without the pull of its start

    internal TrainedBottleneck(BottleneckModel model, Tensor average, IReadOnlyList<EpochReport> epochs, IReadOnlyList<Diagnosis> diagnoses)
    {
        this.model = model;
        this.average = average.DetachFromDisposeScope();
        (Epochs, Diagnoses) = (epochs, diagnoses);
    }

    /// <summary>What it was trained with.</summary>
    public BottleneckOptions Options => model.Options;

    /// <summary>The epochs of the call that trained it; empty for one that was loaded.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; }

    /// <summary>What went wrong in training, if anything did.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses { get; }

    /// <summary>Pixels of an image.</summary>
    public int Inputs => model.Inputs;

    /// <summary>Classes.</summary>
    public int Classes => model.Classes;

    /// <summary>Errors, rate and information on a set of images. The same seed gives the same bits.</summary>
    /// <param name="images">Images of the size and the classes that it was trained on.</param>
    /// <param name="samples">S, samples of Z for each image; null for the option's.</param>
    /// <param name="averagedWeights">The moving average of the weights, or the last weights.</param>
    /// <param name="seed">Of the encoder's noise.</param>
    /// <returns>Errors as fractions, rate and information in nats.</returns>
    /// <exception cref="ShapeException">Another size of image or number of classes.</exception>
    /// <exception cref="DomainException">Less than one sample.</exception>
    /// <exception cref="DataException">The set is empty.</exception>
    public BottleneckEvaluation Evaluate(LabelledImages images, int? samples = null, bool averagedWeights = true, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(images);
        Require.AtLeast(1, samples ?? Options.EvaluationSamples, "The number of samples", "12");
        using var threads = new ThreadCount(Options.ThreadsOrCores);
        BottleneckEvaluation Read() => BottleneckEvaluator.Evaluate(model, images, samples ?? Options.EvaluationSamples, seed, averagedWeights);
        return averagedWeights ? model.Networks.With(average, Read) : Read();
    }

    /// <summary>Class probabilities of each image, averaged over samples of Z.</summary>
    /// <remarks>p(y|x) = (1/S) Σ_s q(y|z_s), z_s ~ e(z|x): probabilities are averaged, not logits  (Alemi et al. 2017). Labels are not looked at.</remarks>
    /// <param name="images">N images of the size that it was trained on.</param>
    /// <param name="options">Samples, weights, replicate, seed; null for the defaults. The same seed has the noise of <see cref="Evaluate"/>.</param>
    /// <returns>[N,C]; every row sums to 1 within single precision.</returns>
    /// <exception cref="ShapeException">Another size of image.</exception>
    /// <exception cref="DomainException">Less than one sample, or no such replicate.</exception>
    /// <exception cref="DataException">The set is empty.</exception>
    public double[,] Probabilities(LabelledImages images, ReadingOptions? options = null) => Read(images, options, options?.Samples ?? Options.EvaluationSamples).Probabilities;

    /// <summary>Rate of each image, the score by which images from elsewhere stand out.</summary>
    /// <remarks>KL[e(z|x) ‖ N(0, I)], nats, exact  (Alemi, Fischer and Dillon 2018, arXiv:1807.00906). Labels are not looked at.</remarks>
    /// <param name="images">N images of the size that it was trained on.</param>
    /// <param name="options">Weights and replicate; null for the defaults.</param>
    /// <returns>[N], nats.</returns>
    /// <exception cref="ShapeException">Another size of image.</exception>
    /// <exception cref="DomainException">No such replicate.</exception>
    /// <exception cref="DataException">The set is empty.</exception>
    public double[] Rates(LabelledImages images, ReadingOptions? options = null) => Read(images, options, 1).Rates;

    /// <summary>Which dimensions of Z carry anything of these images.</summary>
    /// <remarks>Mean over images of ½ (μ_k² + σ_k² − 1) − log σ_k for each dimension k; they sum to the rate.</remarks>
    /// <param name="images">Images of the size that it was trained on.</param>
    /// <param name="threshold">At least 0, nats.</param>
    /// <param name="options">Weights and replicate; null for the defaults.</param>
    /// <returns>The mean KL of each of the K dimensions, and those above the threshold.</returns>
    /// <exception cref="ShapeException">Another size of image.</exception>
    /// <exception cref="DomainException">No such replicate, or a threshold below 0.</exception>
    /// <exception cref="DataException">The set is empty.</exception>
    public ActiveUnits ActiveUnits(LabelledImages images, double threshold = Vib.Core.ActiveUnits.Custom, ReadingOptions? options = null)
    {
        Require.AtLeast(0, threshold, "The threshold");
        return new(Read(images, options, 1).MeanKl, threshold);
    }

    /// <summary>How well the rate tells images from elsewhere from those like the ones trained on.</summary>
    /// <remarks>AUROC of the rate: P(rate outside &gt; rate inside) + ½ P(equal)  (Alemi, Fischer and Dillon 2018).</remarks>
    /// <param name="inside">Images like those trained on, but not those themselves.</param>
    /// <param name="outside">Images from elsewhere, of the same size; of any classes.</param>
    /// <param name="options">Weights and replicate; null for the defaults.</param>
    /// <returns>The area with its standard error.</returns>
    /// <exception cref="ShapeException">Another size of image.</exception>
    /// <exception cref="DomainException">No such replicate.</exception>
    /// <exception cref="DataException">A set is empty.</exception>
    public RocArea OutOfDistribution(LabelledImages inside, LabelledImages outside, ReadingOptions? options = null) => RocArea.Of(Rates(inside, options), Rates(outside, options));

    /// <summary>One replicate with one kind of weights, on its own. The caller disposes of it.</summary>
    internal BottleneckModel Copy(bool averagedWeights, int replicate)
    {
        var copy = new BottleneckModel(Options with { Replicates = 1 }, Inputs, Classes, model.Parameters.Device);
        using var weights = (averagedWeights ? average : model.Parameters.Values).narrow(0, replicate, 1);
        copy.Parameters.Values.copy_(weights);
        return copy;
    }

    internal BottleneckModel Model => model;

    private ImageReadings Read(LabelledImages images, ReadingOptions? options, int samples)
    {
        ArgumentNullException.ThrowIfNull(images);
        options ??= new();
        options.Check(Options);
        using var threads = new ThreadCount(Options.ThreadsOrCores);
        ImageReadings[] Read() => BottleneckEvaluator.Read(model, images, samples, options.Seed);
        return (options.AveragedWeights ? model.Networks.With(average, Read) : Read())[options.Replicate];
    }

    /// <summary>Saves weights, their average and the options as safetensors, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string path) => BottleneckFile.Save(path, model, average);

    /// <summary>Loads what <see cref="Save"/> saved, or a checkpoint of a run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where to compute from now on.</param>
    /// <returns>The model, without the epochs of its training. The caller disposes of it.</returns>
    /// <exception cref="DataException">The file is missing, cut off, or not a bottleneck's.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    public static TrainedBottleneck Load(string path, string device = "cpu") => BottleneckFile.Load(path, Devices.Resolve(device));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"bottleneck {Inputs}-{string.Join("-", Options.Hidden)}-2×{Options.Latent} → {Classes} classes, β = {Options.Beta}{(Options.Replicates > 1 ? $", {Options.Replicates} replicates" : "")}");

    /// <inheritdoc/>
    public void Dispose()
    {
        average.Dispose();
        model.Dispose();
    }
}
