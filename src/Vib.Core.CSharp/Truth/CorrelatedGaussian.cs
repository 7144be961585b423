using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>d independent pairs of standard normals with correlation ρ: the field's yardstick.</summary>
/// <remarks>x ~ N(0, I), y = ρ x + √(1 − ρ²) ε.  I(X;Y) = −(d/2) log(1 − ρ²)  and
/// log r(x,y) = −(d/2) log(1 − ρ²) − (‖y‖² − 2ρ x·y + ρ²‖x‖²)/(2(1 − ρ²)) + ‖y‖²/2  (Poole et al. 2019, §4).
/// Var log r = dρ² under the joint; Var r = e^{2I} − 1 under the product.</remarks>
public sealed class CorrelatedGaussian : Truth
{
    private readonly Scalar shared, own; // of y: ρ, and √(1 − ρ²); made once, for a draw that makes nothing

    /// <summary>d pairs with correlation ρ.</summary>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="correlation">−1 &lt; ρ &lt; 1.</param>
    /// <exception cref="DomainException">d is below 1, or |ρ| is not below 1.</exception>
    public CorrelatedGaussian(int dimension, double correlation)
    {
        Require.AtLeast(1, dimension, "The dimension of the Gaussian", "a positive number");
        Require.That(Math.Abs(correlation) < 1, $"A correlation of {correlation}", "−1 < ρ < 1", "CorrelatedGaussian.WithInformation, which finds ρ from nats");
        (Dimension, Correlation) = (dimension, correlation);
        (shared, own) = (correlation, Math.Sqrt(1 - correlation * correlation));
    }

    /// <summary>d pairs that share exactly this much, ρ = √(1 − e^{−2I/d}).</summary>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="nats">I ≥ 0, nats.</param>
    /// <returns>The Gaussian with that ρ ≥ 0.</returns>
    /// <exception cref="DomainException">d is below 1, or I is negative, or so large that ρ rounds to 1.</exception>
    public static CorrelatedGaussian WithInformation(int dimension, double nats)
    {
        Require.AtLeast(1, dimension, "The dimension of the Gaussian", "a positive number");
        Require.AtLeast(0, nats, "The information in nats", "0 for independent variables");
        return new(dimension, Math.Sqrt(-Logarithms.ExpM1(-2 * nats / dimension)));
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>ρ.</summary>
    public double Correlation { get; }

    /// <inheritdoc/>
    public override int XDimension => Dimension;

    /// <inheritdoc/>
    public override int YDimension => Dimension;

    /// <inheritdoc/>
    public override double Information => -0.5 * Dimension * Logarithms.LogP1(-Correlation * Correlation);

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"{Dimension}-d Gaussian with ρ = {Correlation:0.####}");

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => true;

    /// <inheritdoc/>
    public override double? EntropyOfY => Dimension * NormalEntropy(1);

    /// <summary>½ log 2πe σ², of one coordinate.</summary>
    internal static double NormalEntropy(double variance) => 0.5 * Math.Log(2 * Math.PI * Math.E * variance);

    /// <summary>log N(y; 0, σ² I), [..,B].</summary>
    internal static Tensor LogNormal(Tensor y, double variance) =>
        y.square().sum(-1) * (-0.5 / variance) - 0.5 * y.shape[^1] * Math.Log(2 * Math.PI * variance);

    private protected override Tensor LogDensityOf(Tensor y) => LogNormal(y, 1);

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        x.normal_(generator: generator);
        y.normal_(generator: generator).mul_(own).add_(x, shared);
    }

    private protected override bool FillsInPlace => true;

    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var squared = Correlation * Correlation;
        var xs = x.square().sum(-1).unsqueeze(-1);                       // [..,B,1]
        var ys = y.square().sum(-1).unsqueeze(-2);                       // [..,1,B]
        var product = x.matmul(y.transpose(-2, -1));                     // [..,B,B]
        // ‖y‖²/2 − ‖y‖²/(2(1−ρ²)) = −ρ²‖y‖²/(2(1−ρ²)): symmetric in x and y, as it must be
        return (product * (2 * Correlation) - (xs + ys) * squared) / (2 * (1 - squared)) + Information;
    }
}
