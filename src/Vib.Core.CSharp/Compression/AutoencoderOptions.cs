using static System.FormattableString;

namespace Vib.Core;

/// <summary>What an autoencoder's reconstruction is held to.</summary>
public enum ReconstructionLoss
{
    /// <summary>mean |x̂ − x|, as for the images of Butakov et al. 2024.</summary>
    AbsoluteError,

    /// <summary>mean (x̂ − x)², whose best linear code is that of principal components.</summary>
    SquaredError,
}

/// <summary>How an <see cref="Autoencoder"/> is built and trained.</summary>
public sealed record AutoencoderOptions
{
    /// <summary>Numbers in the code.</summary>
    public int Code { get; init; } = 4;

    /// <summary>Widths of the encoder's layers before the code, with ReLU; the decoder has them the other way round.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 64];

    /// <summary>Channels of 3×3 convolutions that halve the image each, before the encoder's other layers; none for an encoder of rows. The decoder has no convolutions.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [];

    /// <summary>The images' shape, which convolutions need.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>What is minimised.</summary>
    public ReconstructionLoss Loss { get; init; } = ReconstructionLoss.AbsoluteError;

    /// <summary>Deviation of the normal noise on inputs in training, in root mean squares of what varies; the reconstruction is held to the input without it. 0 for none.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>Passes over the samples.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Samples a step; all of them where there are fewer. What is left over of an epoch is left out.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>The optimiser.</summary>
    public AdamOptions Adam { get; init; } = new() { LearningRate = 1e-3 };

    /// <summary>The same seed on the same device with as many threads gives the same bits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads of libtorch while this runs; null for one a core. Another number rounds differently.</summary>
    public int? Threads { get; init; }

    /// <summary>Where it is trained: cpu, cuda or cuda:N.</summary>
    public string Device { get; init; } = "cpu";

    internal int ThreadsOrCores => Threads ?? Environment.ProcessorCount;

    internal void Check(int count, int dimension)
    {
        Require.That(count >= 2, $"{Counted.Of(count, "sample")}", "2 at least", "more samples");
        Require.AtLeast(1, Code, "The number of code units", "2 for blobs, 4 for rectangles");
        Require.That(Hidden.All(width => width > 0), $"Hidden layers of {string.Join(", ", Hidden)}", "positive widths", "128 and 64");
        Require.That(Channels.All(channels => channels > 0), $"Convolutions of {string.Join(", ", Channels)} channels", "positive numbers", "8 and 16");
        Require.That(Channels.Count == 0 || Shape is not null, $"Convolutions of {string.Join(", ", Channels)} channels without the images' shape", "Shape, to say which numbers are neighbours", "new ImageShape(1, 16, 16) for grey 16×16 pixels");
        if (Shape is { } shape && Channels.Count > 0) shape.Check("The samples", dimension);
        Require.That(Enum.IsDefined(Loss), $"Loss {(int)Loss}", "AbsoluteError or SquaredError", "AbsoluteError");
        Require.AtLeast(0, Noise, "The noise", "0.1, or 0 for none");
        Require.AtLeast(1, Epochs, "The number of epochs", "100");
        Require.AtLeast(1, Batch, "The batch", "256");
        if (Threads is { } threads) Require.AtLeast(1, threads, "The number of threads", "the number of cores, or leave it out");
        Adam.Check();
    }

    internal string Name => Channels.Count > 0 ? Invariant($"convolutional autoencoder, code {Code}") : Invariant($"autoencoder, code {Code}");
}
