using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>x = log G, y = log E, where G ~ Gamma(θ, 1) and E is exponential with rate G.</summary>
/// <remarks>I(X;Y) = ψ(θ) − log θ + 1/θ  (Darbellay and Vajda 2000; the logarithms are bijections). E is Pareto: p(e) = θ/(1+e)^{θ+1}, and
/// log r = x − e^{x+y} − log θ + (θ+1) log(1 + e^y). The smaller θ, the more information: 1/(2θ) nearly where θ is large, 0.42 nat at θ = 1, −log θ − 0.58 nearly where it is small.</remarks>
public sealed class LogGammaExponential : Truth
{
    /// <summary>A shape.</summary>
    /// <param name="shape">θ > 0.</param>
    /// <exception cref="DomainException">θ is not positive.</exception>
    public LogGammaExponential(double shape)
    {
        Require.Positive(shape, "The shape", "1 for 0.42 nat");
        Shape = shape;
    }

    /// <summary>The shape that shares exactly this much, found by bisection.</summary>
    /// <param name="nats">0 &lt; I ≤ 500, nats.</param>
    /// <returns>The pair with that θ.</returns>
    /// <exception cref="DomainException">I is not in (0, 500].</exception>
    public static LogGammaExponential WithInformation(double nats)
    {
        Require.That(nats is > 0 and <= 500, $"The information in nats is {nats}", "a number in (0, 500]", "1");
        var (most, least) = (-nats - 1, Math.Max(1, 1 - Math.Log(nats))); // of log θ: I falls from above to below
        for (var k = 0; k < 100; k++)
        {
            var middle = (most + least) / 2;
            (most, least) = InformationAt(Math.Exp(middle)) > nats ? (middle, least) : (most, middle);
        }
        return new(Math.Exp(least));
    }

    /// <summary>θ.</summary>
    public double Shape { get; }

    /// <inheritdoc/>
    public override int XDimension => 1;

    /// <inheritdoc/>
    public override int YDimension => 1;

    /// <inheritdoc/>
    public override double Information => InformationAt(Shape);

    private static double InformationAt(double shape) => GammaFunction.Digamma(shape + 1) - Math.Log(shape); // ψ(θ + 1) = ψ(θ) + 1/θ

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"log-gamma and exponential with shape {Shape:0.###}");

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => true;

    /// <inheritdoc/>
    public override double? EntropyOfY => GammaFunction.Digamma(Shape + 1) - GammaFunction.Digamma(1) + 1 - Math.Log(Shape); // E y = ψ(1) − ψ(θ), E log(1 + e^y) = 1/θ

    // θ e^y/(1 + e^y)^{θ+1}
    private protected override Tensor LogDensityOf(Tensor y) => (y - JensenShannonObjective.Softplus(y) * (Shape + 1) + Math.Log(Shape)).select(-1, 0);

    // log G = log Gamma(θ + 1) + (log U)/θ: no shape is so small that the draw is zero
    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        var uniform = (-y.uniform_(0, 1, generator)).log1p() / Shape; // log of a uniform in (0, 1]
        x.copy_(_standard_gamma(full(x.shape, Shape + 1, x.dtype, x.device), generator).log() + uniform);
        y.copy_((-y.uniform_(0, 1, generator)).log1p().neg().clamp(min: 1e-30).log() - x);
    }

    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var ys = y.transpose(-2, -1); // [..,1,B]
        return x - (x + ys).exp() + (JensenShannonObjective.Softplus(ys) * (Shape + 1) - Math.Log(Shape));
    }
}
