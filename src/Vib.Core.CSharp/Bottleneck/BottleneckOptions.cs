namespace Vib.Core;

/// <summary>The deep variational information bottleneck: what to train and how.</summary>
/// <remarks>Defaults are those of the authors' own MNIST notebook (alexalemi/vib_demo), which reproduces the paper's result where the paper's text leaves room:
/// 784-1024-1024-2K ReLU encoder, K = 256, softplus offset −5, linear decoder, Adam 1e-4 with β1 = 0.5, rate × 0.97 every 2 epochs, batch 100, weights averaged
/// with decay 0.999, one sample in training and twelve in evaluation, β = 1e-3  (Alemi et al. 2017, arXiv:1612.00410).</remarks>
public sealed record BottleneckOptions
{
    /// <summary>The defaults for a first look at a few epochs: Adam takes larger steps, 5e-4, and the weights' average has a shorter memory, 0.99.</summary>
    /// <param name="epochs">Epochs, at least 1. The defaults are made for 200.</param>
    /// <returns>The defaults with these three changed.</returns>
    public static BottleneckOptions Short(int epochs)
    {
        var defaults = new BottleneckOptions();
        return defaults with { Epochs = epochs, Optimiser = defaults.Optimiser with { LearningRate = 5e-4, AverageDecay = 0.99 } };
    }

    /// <summary>Widths of the encoder's hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [1024, 1024];

    /// <summary>K, the dimension of Z.</summary>
    public int Latent { get; init; } = 256;

    /// <summary>β, the price of a nat of rate; 0 for the same network without a bottleneck.</summary>
    public double Beta { get; init; } = 1e-3;

    /// <summary>The encoder's standard deviation is softplus(ρ − offset), so that training starts nearly deterministic.</summary>
    public double SigmaOffset { get; init; } = 5;

    /// <summary>B, examples in a step.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>Passes over the training set.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>S, samples of Z for each example in training.</summary>
    public int TrainingSamples { get; init; } = 1;

    /// <summary>S, samples of Z whose class probabilities are averaged in evaluation.</summary>
    public int EvaluationSamples { get; init; } = 12;

    /// <summary>The optimiser; its schedule is multiplied by that of the epochs below.</summary>
    /// <remarks>To change a part of it, <c>options.Optimiser with { LearningRate = 1e-3 }</c>: new options have Adam's own β1, and no average of the weights.</remarks>
    public AdamOptions Optimiser { get; init; } = new() { LearningRate = 1e-4, Beta1 = 0.5, AverageDecay = 0.999 };

    /// <summary>The factor on the learning rate every <see cref="RateDecayEpochs"/> epochs.</summary>
    public double RateDecay { get; init; } = 0.97;

    /// <summary>Epochs in a stair of the learning rate.</summary>
    public int RateDecayEpochs { get; init; } = 2;

    /// <summary>R, independent copies with their own initial weights, batches and noise, trained in one run.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>The same seed on the same device gives the same bits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Where to compute: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How exactly a step multiplies with the weights: <see cref="Precision.Full"/>, or faster with a bias that is stated. Values are read in full precision whatever it is.</summary>
    public Precision Precision { get; init; } = Precision.Full;

    /// <summary>Threads while this runs; null for one a core. Training is to the same bits on any number; evaluations are rounded differently on another.</summary>
    public int? Threads { get; init; }

    /// <summary>Ends training after the step under way, with what there is so far and a diagnosis that says so; unlike cancellation, which throws. As for Ctrl-C.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CancellationToken Stop { get; init; }

    internal int ThreadsOrCores => Threads ?? Environment.ProcessorCount; // libtorch's own default has been seen to be one on machines with more

    /// <summary>A file that holds the whole run after every epoch; null for none. It is replaced in one move, so it is whole whenever the run stops.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What is trained: H(Y) − CE − β · rate is maximised.</summary>
    internal Objective Objective(int classes) => Vib.Core.Objective.Maximise(
        Formula.Of(new CategoricalDecoderTerm(classes, Variable.Y, Variable.Z)) - Beta * Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X)));

    /// <summary>The same settings for an objective of any kind.</summary>
    internal ObjectiveOptions ForObjective => new()
    {
        Encoder = new() { Hidden = Hidden, Latent = Latent, Noise = EncoderNoise.OfInput(SigmaOffset) },
        Batch = Batch,
        TrainingSamples = TrainingSamples,
        EvaluationSamples = EvaluationSamples,
        Optimiser = Optimiser,
        Replicates = Replicates,
        Seed = Seed,
        Device = Device,
        Precision = Precision,
        Threads = Threads,
    };

    internal void Check(int examples)
    {
        Require.That(Hidden.Count > 0 && Hidden.All(width => width > 0), $"Hidden layers of {string.Join(", ", Hidden)}", "at least one width, all positive", "[1024, 1024]");
        Require.AtLeast(1, Latent, "K, the dimension of Z,", "256");
        Require.AtLeast(0, Beta, "β", "1e-3, or 0 for no bottleneck");
        Require.That(double.IsFinite(SigmaOffset), $"A softplus offset of {SigmaOffset}", "a finite number", "5");
        Require.That(Batch >= 1 && Batch <= examples, $"A batch of {Batch} from {examples} examples", "a batch between 1 and the number of examples", "100");
        Require.AtLeast(1, Epochs, "The number of epochs", "25");
        Require.AtLeast(1, TrainingSamples, "The number of training samples", "1");
        Require.AtLeast(1, EvaluationSamples, "The number of evaluation samples", "12");
        Require.AtLeast(1, Replicates, "The number of replicates", "1");
        Require.Positive(RateDecay, "The learning rate's decay", "0.97, or 1 for none");
        Require.AtLeast(1, RateDecayEpochs, "The number of epochs in a stair", "2");
        if (Threads is { } threads) Require.AtLeast(1, threads, "The number of threads", "the number of cores, or leave it out");
        Require.That(Enum.IsDefined(Precision), $"Precision {(int)Precision}", "Full, TensorFloat32 or BFloat16", "Precision.Full");
        Optimiser.Check();
    }
}
