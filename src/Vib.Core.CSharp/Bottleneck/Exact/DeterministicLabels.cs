using static System.FormattableString;

namespace Vib.Core;

/// <summary>The information curve where the label is a function of the input, Y = f(X): I_Y = min(I_X, H(Y)).</summary>
/// <remarks>Reached by a Z that is Y with probability I_X/H(Y) and blank otherwise. For every 0 &lt; β &lt; 1 the plain Lagrangian has its optimum at the corner
/// I_X = I_Y = H(Y), so that no sweep of β traces the curve; with the cost u(r) = r² it is at I_X = 1/(2β) where that is below H(Y)  (Kolchinsky, Tracey and Van Kuyk 2019,
/// arXiv:1808.07593). In general, on the slope, u′(I_X) = 1/β.</remarks>
public sealed class DeterministicLabels : InformationCurve
{
    /// <summary>Labels of known entropy.</summary>
    /// <param name="entropy">H(Y) &gt; 0, nats; ln 10 for ten classes of equal size.</param>
    /// <exception cref="DomainException">The entropy is not positive and finite.</exception>
    public DeterministicLabels(double entropy)
    {
        Require.Positive(entropy, "The entropy of the labels", "labels of at least two classes, or Math.Log(classes) where they are equally frequent");
        EntropyOfY = entropy;
    }

    /// <summary>Labels with given probabilities.</summary>
    /// <param name="probabilities">p(y), at least two positive, summing to 1 within 1e-9.</param>
    /// <returns>The curve of labels with their entropy.</returns>
    /// <exception cref="DomainException">They are not probabilities, or leave nothing to know.</exception>
    public static DeterministicLabels OfProbabilities(IReadOnlyList<double> probabilities)
    {
        JointTable.RequireProbabilities(probabilities, "p(y)");
        return new(Logarithms.Entropy([.. probabilities]));
    }

    /// <summary>H(Y), nats.</summary>
    public double EntropyOfY { get; }

    /// <inheritdoc/>
    public override double Information => EntropyOfY;

    /// <inheritdoc/>
    public override double SufficientRate => EntropyOfY;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"deterministic labels, I(Z;Y) = min(I(X;Z), {EntropyOfY:0.####} nat)");

    private protected override double Height(double rate) => Math.Min(rate, EntropyOfY);

    private protected override double Slope(double rate) => rate < EntropyOfY ? 1 : 0;

    private protected override double Inverse(double information) => information;
}
