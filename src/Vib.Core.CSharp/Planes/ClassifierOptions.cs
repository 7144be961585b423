using static System.FormattableString;

namespace Vib.Core;

/// <summary>What comes after a layer's affine map.</summary>
public enum Activation
{
    /// <summary>tanh, between −1 and 1: it saturates.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>max(x, 0.01 x).</summary>
    LeakyRelu,

    /// <summary>x.</summary>
    Linear,
}

/// <summary>What a classifier's weights start from. Biases start at 0.</summary>
public enum InitialWeights
{
    /// <summary>Uniform in ±√(6/(in + out))  (Glorot and Bengio 2010).</summary>
    Glorot,

    /// <summary>Normal of deviation 1/√out, drawn again beyond two of them, as in the first information planes.</summary>
    TruncatedNormal,
}

/// <summary>The rule by which a classifier learns.</summary>
public enum LearningRule
{
    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Stochastic gradient descent.</summary>
    Sgd,
}

/// <summary>A layer of a classifier.</summary>
public abstract record ClassifierLayer
{
    private protected ClassifierLayer() { }

    /// <summary>An affine map to so many units.</summary>
    /// <param name="units">At least 1.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="DomainException">There is no unit.</exception>
    public static ClassifierLayer Dense(int units)
    {
        Require.AtLeast(1, units, "The number of units", "10");
        return new DenseLayer(units);
    }

    /// <summary>A convolution of images with square windows, without a border, and the largest of every 2 × 2 pixels after it where there are as many.</summary>
    /// <param name="channels">What comes out for each pixel, at least 1.</param>
    /// <param name="window">Rows and columns of the window.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="DomainException">There is no channel, or the window is empty.</exception>
    public static ClassifierLayer Convolution(int channels, int window = 3)
    {
        Require.AtLeast(1, channels, "The number of channels", "8");
        Require.AtLeast(1, window, "The window", "3");
        return new ConvolutionLayer(channels, window);
    }

    internal sealed record DenseLayer(int Units) : ClassifierLayer;

    internal sealed record ConvolutionLayer(int Channels, int Window) : ClassifierLayer;
}

/// <summary>A classifier to be followed, and how it learns.</summary>
public sealed record ClassifierOptions
{
    /// <summary>The hidden layers, first to last; convolutions come before dense ones. The outputs, one for each class, come after them.</summary>
    public IReadOnlyList<ClassifierLayer> Hidden { get; init; } = [.. new[] { 10, 7, 5, 4, 3 }.Select(ClassifierLayer.Dense)];

    /// <summary>What comes after every hidden layer's affine map.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Noise on every hidden layer, in training and in use; null for none.</summary>
    public LayerNoise? Noise { get; init; }

    /// <summary>The part of each convolution's inputs that is left out in training, and made up for by the rest.</summary>
    public double Dropout { get; init; }

    /// <summary>What the weights start from.</summary>
    public InitialWeights Initial { get; init; } = InitialWeights.TruncatedNormal;

    /// <summary>The rule by which it learns.</summary>
    public LearningRule Rule { get; init; } = LearningRule.Adam;

    /// <summary>The rate by which it learns.</summary>
    public double LearningRate { get; init; } = 4e-4;

    /// <summary>Rows in a batch; an epoch is all whole batches of the rows in random order.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>R, copies that start from weights of their own and see the rows in an order of their own, trained side by side.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>The seed of weights, batches and noise. Replicate r of many is replicate r of few.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Where to compute: cpu, cuda or cuda:N.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The network of the first information planes: 12-10-7-5-4-3-2, tanh, batches of 256, Adam at 4e-4  (Shwartz-Ziv and Tishby 2017; Saxe et al. 2018).</summary>
    public static ClassifierOptions ShwartzZivTishby { get; } = new();

    /// <summary>The network for MNIST of the lossy-compression paper: convolutions to 8, 16 and 32 channels, a dense layer of 32, leaky ReLU, dropout 0.1, noise of 1e-3 of each activation, Adam at 1e-5,
    /// batches of 1024  (Butakov et al. 2024, arXiv:2305.08013, and its code).</summary>
    public static ClassifierOptions LossyCompressionMnist { get; } = new()
    {
        Hidden = [ClassifierLayer.Convolution(8), ClassifierLayer.Convolution(16), ClassifierLayer.Convolution(32), ClassifierLayer.Dense(32)],
        Activation = Activation.LeakyRelu,
        Noise = new(NoiseKind.RelativeElementwise, 1e-3),
        Dropout = 0.1,
        Initial = InitialWeights.Glorot,
        LearningRate = 1e-5,
        Batch = 1024,
    };

    internal void Check(ClassifiedRows data)
    {
        Require.That(Enum.IsDefined(Activation), $"Activation {(int)Activation}", "Tanh, Relu, LeakyRelu or Linear", "Activation.Tanh");
        Require.That(Enum.IsDefined(Initial), $"Initial weights {(int)Initial}", "Glorot or TruncatedNormal", "InitialWeights.Glorot");
        Require.That(Enum.IsDefined(Rule), $"Learning rule {(int)Rule}", "Adam or Sgd", "LearningRule.Adam");
        Require.That(Hidden.Count > 0, $"No hidden layer", "at least one, to be looked at", "ClassifierLayer.Dense(10)");
        Require.That(Dropout is >= 0 and < 1, $"Dropout of {Dropout}", "a number in [0, 1)", "0.1, or 0 for none");
        Require.Positive(LearningRate, "The learning rate", "4e-4");
        Require.That(Batch >= 1 && Batch <= data.Count, $"Batches of {Batch} of {data.Count} rows", Invariant($"1 to {data.Count}"), "a smaller batch, or more rows");
        Require.AtLeast(1, Replicates, "The number of replicates", "1, or 10 for errors");
        var dense = Hidden.TakeWhile(layer => layer is ClassifierLayer.ConvolutionLayer).Count();
        Require.That(Hidden.Skip(dense).All(layer => layer is ClassifierLayer.DenseLayer), $"A convolution after a dense layer", "convolutions first", "the convolutions before the dense layers");
        Require.That(dense == 0 || data.Height > 0, $"Convolutions of rows that are not images", "images", "ClassifiedRows.Of(images)");
    }
}
