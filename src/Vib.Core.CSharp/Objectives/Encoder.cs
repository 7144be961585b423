namespace Vib.Core;

/// <summary>A stochastic encoder e(z|x) = N(μ(x), diag σ(x)²), whose mean is a multilayer perceptron's.</summary>
public sealed record Encoder
{
    /// <summary>The observed variable that is encoded.</summary>
    public Variable Of { get; init; } = Variable.X;

    /// <summary>Widths of the hidden layers; none for a linear encoder.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [1024, 1024];

    /// <summary>K, the dimension of the code.</summary>
    public int Latent { get; init; } = 256;

    /// <summary>Where σ comes from.</summary>
    public EncoderNoise Noise { get; init; } = EncoderNoise.OfInput(5);

    /// <summary>The same encoder with this noise, for callers that cannot say <c>with</c>.</summary>
    /// <param name="noise">Where σ comes from.</param>
    /// <returns>A new encoder.</returns>
    public Encoder WithNoise(EncoderNoise noise) => this with { Noise = noise };

    /// <summary>The same encoder of another variable of the data.</summary>
    /// <param name="variable">A variable of the data.</param>
    /// <returns>A new encoder.</returns>
    public Encoder WithOf(Variable variable) => this with { Of = variable };

    internal void Check()
    {
        Require.That(!Of.IsLatent, $"An encoder of {Of}, which is itself encoded", "an encoder of a variable that the data has", "Variable.X");
        Require.That(Hidden.All(width => width > 0), $"Hidden layers of {string.Join(", ", Hidden)}", "positive widths, or none for a linear encoder", "[1024, 1024]");
        Require.AtLeast(1, Latent, "K, the dimension of Z,", "256");
        Noise.Check();
    }

    /// <summary>Equal where every part is.</summary>
    /// <param name="other">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(Encoder? other) => other is not null && Of == other.Of && Hidden.SequenceEqual(other.Hidden) && Latent == other.Latent && Noise == other.Noise;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Of, Hidden.Count, Latent, Noise);

    /// <summary>Its sizes.</summary>
    /// <returns>For example <c>encoder of X, hidden 256-256, K = 32, σ of each input, softplus offset 5</c>.</returns>
    public override string ToString() => $"encoder of {Of}, hidden {(Hidden.Count == 0 ? "none" : string.Join("-", Hidden))}, K = {Latent}, {Noise}";
}

/// <summary>Where an encoder's standard deviation comes from.</summary>
public abstract record EncoderNoise
{
    private EncoderNoise() { }

    /// <summary>σ = softplus(ρ(x) − offset), of each input and dimension; an offset of 5 starts training nearly deterministic  (alexalemi/vib_demo).</summary>
    /// <param name="offset">Any finite number.</param>
    /// <returns>The noise.</returns>
    /// <exception cref="DomainException">The offset is not finite.</exception>
    public static EncoderNoise OfInput(double offset) => Checked(new InputNoise(offset));

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

    internal abstract void Check();

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

    internal sealed record LearnedNoise(double Start) : EncoderNoise
    {
        internal override void Check() => Require.Positive(Start, "σ at the start", "0.5");
        public override string ToString() => FormattableString.Invariant($"σ learned from {Start}");
    }

    internal sealed record FixedNoise(double Deviation) : EncoderNoise
    {
        internal override void Check() => Require.Positive(Deviation, "σ", "1");
        public override string ToString() => FormattableString.Invariant($"σ = {Deviation}");
    }
}
