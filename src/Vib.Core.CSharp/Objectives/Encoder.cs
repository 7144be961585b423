namespace Vib.Core;

/// <summary>A stochastic encoder e(z|x) = N(μ(x), diag σ(x)²), or N(μ(x), L(x) L(x)ᵀ), or one of K states by softmax(f(x)), whose numbers a multilayer perceptron or a network of residual blocks gives, after convolutions where X is images.</summary>
public sealed record Encoder
{
    /// <summary>The observed variable that is encoded.</summary>
    public Variable Of { get; init; } = Variable.X;

    /// <summary>Widths of the hidden layers; none for a linear encoder.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [1024, 1024];

    /// <summary>Residual blocks of two layers each in the place of hidden layers, of the one width that <see cref="Hidden"/> gives; 0 for a multilayer perceptron.</summary>
    public int Blocks { get; init; }

    /// <summary>The shape of what is encoded where convolutions come before the hidden layers; null for none.</summary>
    public ImageShape? Images { get; init; }

    /// <summary>Channels after each convolution: windows of 3×3 pixels, ReLU, half the height and width.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [32, 64];

    /// <summary>K, the dimension of the code; of a categorical code the number of its states, which are unit vectors.</summary>
    public int Latent { get; init; } = 256;

    /// <summary>Where σ, or L, comes from; or that the code is one of finitely many states.</summary>
    public EncoderNoise Noise { get; init; } = EncoderNoise.OfInput(5);

    /// <summary>p, the part of each hidden layer's units that every training step leaves out, the others divided by 1 − p  (Srivastava et al. 2014, the scaling turned around); none outside training.</summary>
    public double Dropout { get; init; }

    /// <summary>The same of the input's numbers; not before convolutions.</summary>
    public double InputDropout { get; init; }

    /// <summary>The same encoder with dropout on its hidden layers and, if wanted, its input.</summary>
    /// <param name="hidden">The part of each hidden layer's units that a step leaves out, at least 0 and below 1.</param>
    /// <param name="input">The part of the input's numbers, at least 0 and below 1.</param>
    /// <returns>A new encoder.</returns>
    public Encoder WithDropout(double hidden, double input = 0) => this with { Dropout = hidden, InputDropout = input };

    /// <summary>The same encoder with this noise, for callers that cannot say <c>with</c>.</summary>
    /// <param name="noise">Where σ comes from.</param>
    /// <returns>A new encoder.</returns>
    public Encoder WithNoise(EncoderNoise noise) => this with { Noise = noise };

    /// <summary>The same encoder with σ = softplus(ρ(x) − offset), or, where it has a full covariance, such a diagonal of L.</summary>
    /// <param name="offset">Any finite number.</param>
    /// <returns>A new encoder.</returns>
    /// <exception cref="DomainException">The offset is not finite, or the encoder is categorical.</exception>
    public Encoder WithOffset(double offset)
    {
        Require.That(Noise is not EncoderNoise.StatesNoise, $"A softplus offset for a categorical encoder", "an encoder that has a σ", "the encoder without it");
        return this with { Noise = Noise is EncoderNoise.FullNoise ? EncoderNoise.FullCovariance(offset) : EncoderNoise.OfInput(offset) };
    }

    /// <summary>The same categorical encoder, trained on relaxed samples in place of the sum over its states.</summary>
    /// <param name="relaxation">Temperatures, and whether the gradient goes straight through.</param>
    /// <returns>A new encoder.</returns>
    /// <exception cref="DomainException">The encoder is not categorical, or a temperature is not positive.</exception>
    public Encoder WithRelaxation(GumbelSoftmax relaxation)
    {
        Require.That(Noise is EncoderNoise.StatesNoise, $"A relaxation of an encoder with {Noise}", "a categorical encoder", "EncoderNoise.Categorical()");
        return this with { Noise = EncoderNoise.Categorical(relaxation) };
    }

    /// <summary>The same encoder with so many channels after each convolution, at least one; for images only.</summary>
    /// <param name="channels">At least one, all positive.</param>
    /// <returns>A new encoder.</returns>
    public Encoder WithChannels(IReadOnlyList<int> channels) => this with { Channels = channels };

    /// <summary>The same encoder of another variable of the data.</summary>
    /// <param name="variable">A variable of the data.</param>
    /// <returns>A new encoder.</returns>
    public Encoder WithOf(Variable variable) => this with { Of = variable };

    internal void Check()
    {
        Require.That(!Of.IsLatent, $"An encoder of {Of}, which is itself encoded", "an encoder of a variable that the data has", "Variable.X");
        Require.That(Hidden.All(width => width > 0), $"Hidden layers of {string.Join(", ", Hidden)}", "positive widths, or none for a linear encoder", "[1024, 1024]");
        Require.AtLeast(0, Blocks, "The number of residual blocks", "3");
        Require.That(Blocks == 0 || Hidden.Count == 1 && Images is null, $"{Blocks} residual blocks {(Images is null ? $"with hidden layers of {string.Join(", ", Hidden)}" : "after convolutions")}", "one width for all blocks, and no convolutions", "Hidden = [256]");
        if (Images is not null) Require.Widths(Channels, "Channels", "[32, 64]");
        if (Noise is EncoderNoise.StatesNoise) Require.AtLeast(2, Latent, "K, the number of a categorical code's states,", "8");
        else Require.AtLeast(1, Latent, "K, the dimension of Z,", "256");
        foreach (var (rate, of) in ((double, string)[])[(Dropout, "hidden units"), (InputDropout, "inputs")])
            Require.That(rate is >= 0 and < 1, $"Dropout of {rate} of the {of}", "a part of at least 0 and below 1", "0.5, or 0 for none");
        Require.That(Dropout == 0 || Hidden.Count > 0, $"Dropout of {Dropout} of the hidden units of an encoder without hidden layers", "an encoder with hidden layers, or none of their units dropped", "Hidden = [256], or InputDropout in its place");
        Require.That(Images is null || InputDropout == 0, $"Dropout of the inputs before convolutions", "dropout of hidden units alone", "InputDropout = 0");
        Noise.Check();
    }

    /// <summary>Whether weights of the other, of as many numbers, are the same code here: what is encoded and the noise are alike, but for where a learned σ starts and how training relaxes states.</summary>
    internal bool Reads(Encoder other) => Of == other.Of && Noise.Kept == other.Noise.Kept;

    /// <summary>Equal where every part is.</summary>
    /// <param name="other">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(Encoder? other) => other is not null && Of == other.Of && Images == other.Images && (Images is null || Channels.SequenceEqual(other.Channels)) && Hidden.SequenceEqual(other.Hidden) && Blocks == other.Blocks
        && Latent == other.Latent && Noise == other.Noise && Dropout == other.Dropout && InputDropout == other.InputDropout;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Of, Hidden.Count, Latent, Noise);

    /// <summary>Its sizes.</summary>
    /// <returns>For example <c>encoder of X, hidden 256-256, K = 32, σ of each input, softplus offset 5</c>.</returns>
    public override string ToString() => $"encoder of {Of}, {(Images is { } shape ? $"images of {shape}, channels {string.Join("-", Channels)}, " : "")}{(Blocks > 0 ? $"{Blocks} residual blocks of {Hidden[0]}" : $"hidden {(Hidden.Count == 0 ? "none" : string.Join("-", Hidden))}")}, K = {Latent}, {Noise}{Dropped("dropout", Dropout)}{Dropped("input dropout", InputDropout)}";

    private static string Dropped(string what, double rate) => rate == 0 ? "" : FormattableString.Invariant($", {what} {rate}");
}

/// <summary>Where an encoder's standard deviation comes from, or that its code is one of finitely many states.</summary>
public abstract record EncoderNoise
{
    private EncoderNoise() { }

    /// <summary>σ = softplus(ρ(x) − offset), of each input and dimension; an offset of 5 starts training nearly deterministic  (alexalemi/vib_demo).</summary>
    /// <param name="offset">Any finite number.</param>
    /// <returns>The noise.</returns>
    /// <exception cref="DomainException">The offset is not finite.</exception>
    public static EncoderNoise OfInput(double offset) => Checked(new InputNoise(offset));

    /// <summary>z = μ + L ε with L lower triangular, of each input, L_kk = softplus(ρ_k(x) − offset): any covariance. For small K: the network gives K (K + 3)/2 numbers.</summary>
    /// <param name="offset">Any finite number.</param>
    /// <returns>The noise.</returns>
    /// <exception cref="DomainException">The offset is not finite.</exception>
    public static EncoderNoise FullCovariance(double offset) => Checked(new FullNoise(offset));

    /// <summary>One σ for each dimension, the same for all inputs, learned.</summary>
    /// <param name="start">σ at the start, positive.</param>
    /// <returns>The noise.</returns>
    /// <exception cref="DomainException">It is not positive.</exception>
    public static EncoderNoise Learned(double start) => Checked(new LearnedNoise(start));

    /// <summary>The same σ for all inputs and dimensions, fixed.</summary>
    /// <param name="deviation">σ, positive.</param>
    /// <returns>The noise.</returns>
    /// <exception cref="DomainException">It is not positive.</exception>
    public static EncoderNoise Fixed(double deviation) => Checked(new FixedNoise(deviation));

    /// <summary>None: z = μ(x), the deterministic network. Decoders and critics take such a code; rates refuse it, since its information about X is infinite, or no function of the weights.</summary>
    public static EncoderNoise None { get; } = new NoNoise();

    /// <summary>No σ: the code is one of K states, e(z|x) = softmax(f(x)), and what decoders read is that state's unit vector. Expectations over codes are sums over the states: exact, and nothing is drawn.</summary>
    /// <param name="relaxation">Relaxed samples in training in place of the sum; null for the sum. Evaluation always sums.</param>
    /// <returns>The noise.</returns>
    /// <exception cref="DomainException">A temperature is not positive.</exception>
    public static EncoderNoise Categorical(GumbelSoftmax? relaxation = null) => Checked(new StatesNoise(relaxation));

    internal abstract void Check();

    /// <summary>Without what is for training alone.</summary>
    internal virtual EncoderNoise Kept => this;

    private static EncoderNoise Checked(EncoderNoise noise)
    {
        noise.Check();
        return noise;
    }

    internal sealed record InputNoise(double Offset) : EncoderNoise
    {
        internal override void Check() => Require.That(double.IsFinite(Offset), $"A softplus offset of {Offset}", "a finite number", "5");
        public override string ToString() => FormattableString.Invariant($"σ of each input, softplus offset {Offset}");
    }

    internal sealed record FullNoise(double Offset) : EncoderNoise
    {
        internal override void Check() => Require.That(double.IsFinite(Offset), $"A softplus offset of {Offset}", "a finite number", "5");
        public override string ToString() => FormattableString.Invariant($"full covariance of each input, softplus offset {Offset}");
    }

    internal sealed record LearnedNoise(double Start) : EncoderNoise
    {
        internal override void Check() => Require.Positive(Start, "σ at the start", "0.5");
        internal override EncoderNoise Kept => Learned(1);
        public override string ToString() => FormattableString.Invariant($"σ learned from {Start}");
    }

    internal sealed record NoNoise : EncoderNoise
    {
        internal override void Check() { }
        public override string ToString() => "deterministic";
    }

    internal sealed record FixedNoise(double Deviation) : EncoderNoise
    {
        internal override void Check() => Require.Positive(Deviation, "σ", "1");
        public override string ToString() => FormattableString.Invariant($"σ = {Deviation}");
    }

    internal sealed record StatesNoise(GumbelSoftmax? Relaxation) : EncoderNoise
    {
        internal override void Check() => Relaxation?.Check();
        internal override EncoderNoise Kept => Categorical();
        public override string ToString() => Relaxation is null ? "categorical" : $"categorical by {Relaxation}";
    }
}
