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

    /// <summary>Saves weights, their average and the options as safetensors, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
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
