using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A bound of one information between variables of a model, and the way it is computed: a decoder, a rate, a critic's bound.</summary>
/// <remarks>Two terms that are equal are one: what they train, they train together.</remarks>
public abstract record Term
{
    private protected Term() { }

    /// <summary>What is bounded, as in <c>I(Z;Y)</c>.</summary>
    public abstract string Quantity { get; }

    /// <summary>The side of it that the term's expectation is on, whatever its parameters are.</summary>
    public abstract Side Side { get; }

    /// <summary>The method in a few words, as in <c>categorical decoder</c>.</summary>
    public abstract string Method { get; }

    /// <summary>What is computed, as in <c>H(Y) − CE</c>.</summary>
    public abstract string Formula { get; }

    /// <summary>Where it is from.</summary>
    public abstract string Citation { get; }

    /// <summary>The variables that it speaks of.</summary>
    public abstract IReadOnlyList<Variable> Variables { get; }

    /// <summary>What it trains of its own, as in <c>decoder</c>; null where it has no parameters.</summary>
    public abstract string? Trains { get; }

    /// <summary>Whether it is a mean over examples; otherwise it is one number of the whole batch.</summary>
    public virtual bool IsMeanOverExamples => true;

    /// <summary>Whether evaluation reads it over all rows at once: a first pass over the data pools what a second one reads.</summary>
    internal virtual bool IsPooled => false;

    /// <summary>The most that the term can say, nats.</summary>
    /// <param name="batch">B.</param>
    /// <param name="constant">What is added to the mean of its values.</param>
    internal virtual double Ceiling(int batch, double constant) => double.PositiveInfinity;

    /// <summary>Whether most of its step is operators over pairs of examples, which libtorch's own threads share better than a crew that it does not call.</summary>
    internal virtual bool IsOfPairs => false;

    /// <summary>Whether it looks for networks of other terms to share. It takes its place after those that do not.</summary>
    internal virtual bool SharesNetworks => false;

    /// <summary>Takes its place in a model that is being built.</summary>
    internal abstract TermModel Reserve(TermSite site);

    /// <summary>The quantity and the method, as in <c>I(Z;Y) by categorical decoder</c>.</summary>
    /// <returns>For example <c>I(X;Z) by rate, prior N(0, I)</c>.</returns>
    public override string ToString() => $"{Quantity} by {Method}";
}

/// <summary>Where a term takes its place: the parameters laid out so far, what the variables are, and the terms that have their places already.</summary>
internal sealed record TermSite(ParameterLayout Layout, string Name, Func<Variable, VariableKind> Kind, Func<Variable, LatentModel> Latent, Func<Variable, VariableScale?> Scale, IReadOnlyList<TermModel> Earlier, int Replicates, Device Device, long Seed)
{
    /// <summary>The variable's dimension, if it is of the kind that the term can use.</summary>
    internal int Numbers(Variable variable) => Kind(variable).Dimension;

    /// <summary>The variable's dimension, if it is one of numbers, whose density a decoder can be of.</summary>
    internal int Density(Variable variable) => Kind(variable) is { IsCategorical: false } kind
        ? kind.Dimension
        : throw new DataException($"{variable}, which is {Counted.Of(Kind(variable).Dimension, "class")}, for a Gaussian decoder", "numbers", "a categorical decoder, or the labels as numbers");

    /// <summary>Refuses codes of finitely many states.</summary>
    internal void CheckGaussian(Variable latent, string method) => Require.That(Latent(latent).Options.Noise is not EncoderNoise.StatesNoise, $"The {method} of {latent}, whose encoder is categorical",
        "codes that have a density", "a Gaussian encoder; or a categorical decoder, and a rate or an entropy of categorical codes");

    /// <summary>Refuses codes that have no states.</summary>
    internal void CheckCategorical(Variable latent, string method) => Require.That(Latent(latent).Options.Noise is EncoderNoise.StatesNoise, $"The {method} of {latent}, whose encoder is Gaussian",
        "codes of finitely many states", "a categorical encoder, or a rate against N(0, I) or a learned Gaussian");

    /// <summary>Refuses codes that are deterministic: what they know of their input is infinite, or no function of the weights.</summary>
    internal void CheckNoise(Variable latent, string method) => Require.That(Latent(latent).Options.Noise is not EncoderNoise.NoNoise, $"The {method} of {latent}, whose encoder is deterministic",
        "a code with noise: of a deterministic one the information is infinite, or no function of the weights", "an encoder with noise, EncoderNoise.OfInput(5), or a decoder without a rate");

    /// <summary>Refuses codes that are not diagonal Gaussians.</summary>
    internal void CheckDiagonal(Variable latent, string method)
    {
        CheckGaussian(latent, method);
        CheckNoise(latent, method);
        Require.That(Latent(latent).Options.Noise is not EncoderNoise.FullNoise, $"The {method} of {latent}, whose encoder has a full covariance",
            "codes of diagonal covariance", "an encoder of other noise, or a rate against N(0, I), a learned Gaussian, a mixture of them or a backward encoder");
    }

    internal int Classes(Variable variable) => Kind(variable) is { IsCategorical: true } kind
        ? kind.Dimension
        : throw new DataException($"{variable}, which is {Counted.Of(Kind(variable).Dimension, "number")}", "classes, to be told from a code", "labels as whole numbers, or a Gaussian decoder for numbers");
}

/// <summary>A variable as a model sees it.</summary>
/// <param name="Dimension">Numbers, or classes.</param>
/// <param name="IsCategorical">Whether it is classes.</param>
/// <param name="IsPixels">Whether it is an image's bytes, seen as numbers from −1 to 1.</param>
internal readonly record struct VariableKind(int Dimension, bool IsCategorical, bool IsPixels = false);

/// <summary>What a term has in a model: its networks, in the model's parameters or in parameters of their own.</summary>
internal abstract class TermModel : IDisposable
{
    /// <summary>Parameters that follow the term itself, whatever the objective does with it; null where they are the model's and follow the objective.</summary>
    internal virtual FlatParameters? Own => null;

    internal virtual void Attach(FlatParameters parameters) { }

    internal abstract TermPass Pass(ObjectivePass pass);

    /// <summary>What is added to the mean of the term's values: an entropy that the data has and no parameter moves. NaN where it is not known.</summary>
    internal virtual double Constant(Observations data, Variable? weights) => 0;

    public virtual void Dispose() { }
}

/// <summary>A term that tells classes from codes.</summary>
internal interface IClassifier
{
    /// <summary>Probabilities of the last forward, in expectation over each example's codes, [R,B,C], double precision.</summary>
    Tensor Probabilities { get; }

    /// <summary>The classes, [R,B,C].</summary>
    Tensor Target { get; }
}

/// <summary>A term that tells a Gaussian of numbers from each code.</summary>
internal interface IGaussianDecoder
{
    /// <summary>Decodes the codes as they are: means and log-deviations, as networks see the numbers, [R,S,B,d]; of states, which examples share, [R,S,1,d].</summary>
    (Tensor Mean, Tensor LogDeviation) Predict();
}

/// <summary>A term whose value is a function of a mean over all rows.</summary>
internal interface IPooled
{
    /// <summary>The sum over the batch of what is averaged, [R,K], double precision.</summary>
    Tensor Sum();

    /// <summary>The mean over all rows, [R,K], at which the next forwards give each example's share of the term, [R,B].</summary>
    Tensor? Mean { set; }
}

/// <summary>A term on batches of one size.</summary>
internal abstract class TermPass : IDisposable
{
    /// <summary>The term of each example, <c>[R,B]</c>, or of the batch, <c>[R,1]</c>; nats, without the constant. In the term's own memory until the next forward, or in the caller's scope.</summary>
    internal abstract Tensor Forward();

    /// <summary>From ∂/∂values, <c>[R,B]</c> or <c>[R,1]</c> for all examples alike: writes its parameters' gradients, and adds those of the latent variables to theirs where it reaches them.
    /// Follows a <see cref="Forward"/>.</summary>
    /// <remarks>Parameters of its own are given the gradient of the term itself.</remarks>
    internal abstract void Backward(Tensor upstream, bool reaches);

    /// <summary>A place for the values of each example of codes [R,B,K]: [R,B].</summary>
    private protected static Tensor ValuesOf(Tensor codes) => zeros([codes.shape[0], codes.shape[1]], device: codes.device).DetachFromDisposeScope();

    /// <summary>Whether its steps make tensors, which a scope is to free.</summary>
    internal virtual bool MakesTensors => true;

    /// <summary>What it remembers from batch to batch, to go on from; null where it remembers nothing. Setting it copies.</summary>
    internal virtual Tensor? Memory
    {
        get => null;
        set { }
    }

    public virtual void Dispose() { }
}
