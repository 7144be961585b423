using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>x ~ Exp(1), y = 0 with probability p and otherwise Poisson with rate x.</summary>
/// <remarks><para>The source is that of Gao et al. 2017 (arXiv:1709.06212, §5). The value printed there and in the benchmark of Czyż et al. 2023, (1−p)·0.3012, is that of X with
/// both Y and whether the count was lost, and only an upper bound of I(X;Y): a zero does not say which kind of zero it is.</para>
/// <para>Exactly, with P(y = k) = p[k=0] + (1−p) 2^{−k−1} and X|Y=k ~ Gamma(k+1, 2) for k ≥ 1:
/// I = (1−p) Σ_{k≥1} 2^{−k−1} [ k ψ(k+1) − log k! + log 2 − (k+1)/2 ] + ((p²−1)/4 − (p²/2) log p)/(1−p) − ((1+p)/2) log((1+p)/2),
/// 0.301245 nat at p = 0, 0.22978 at 0.15 and 0.11638 at 0.5 (0.25606 and 0.15062 as printed).</para></remarks>
public sealed class ZeroInflatedPoisson : Truth
{
    /// <summary>A Poisson count that is sometimes lost.</summary>
    /// <param name="inflation">p in [0, 1).</param>
    /// <exception cref="DomainException">p is not in [0, 1).</exception>
    public ZeroInflatedPoisson(double inflation)
    {
        Require.That(inflation is >= 0 and < 1, $"An inflation of {inflation}", "a number in [0, 1)", "0.15, as in the paper");
        Inflation = inflation;
    }

    /// <summary>p.</summary>
    public double Inflation { get; }

    /// <inheritdoc/>
    public override int XDimension => 1;

    /// <inheritdoc/>
    public override int YDimension => 1;

    /// <inheritdoc/>
    public override double Information
    {
        get
        {
            var (p, counts) = (Inflation, 0.0);
            for (var k = 60; k >= 1; k--) // terms fall as 2^{−k} log k
                counts += Math.Pow(2, -k - 1) * (k * GammaFunction.Digamma(k + 1) - GammaFunction.Log(k + 1) + Nats.PerBit - (k + 1) / 2.0);
            var zeros = ((p * p - 1) / 4 - (p == 0 ? 0 : p * p / 2 * Math.Log(p))) / (1 - p) - (1 + p) / 2 * Math.Log((1 + p) / 2);
            return (1 - p) * counts + zeros;
        }
    }

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"Poisson counts of an exponential rate, {Inflation:0.###} of them lost");

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => true;

    /// <inheritdoc/>
    public override double? EntropyOfY
    {
        get
        {
            var (p, counts) = (Inflation, 0.0);
            for (var k = 80; k >= 1; k--) counts += Math.Pow(2, -k - 1) * ((k + 1) * Nats.PerBit - Math.Log(1 - p));
            return (1 - p) * counts - (1 + p) / 2 * Math.Log((1 + p) / 2);
        }
    }

    internal override bool HasDiscreteY => true;

    // p [k = 0] + (1 − p) 2^{−k−1}
    private protected override Tensor LogDensityOf(Tensor y)
    {
        var ys = y.select(-1, 0);
        var counts = (ys + 1) * -Nats.PerBit + Math.Log(1 - Inflation);
        var possible = ys.ge(0).to_type(y.dtype) * (ys.to_type(ScalarType.Int64).eq(ys)).to_type(y.dtype);
        return where(ys.eq(0), full(ys.shape, Math.Log((1 + Inflation) / 2), y.dtype, y.device), counts).masked_fill(possible.eq(0), double.NegativeInfinity);
    }

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        x.copy_((-x.uniform_(0, 1, generator)).log1p().neg());
        var counts = x.poisson(generator);
        y.copy_(counts.masked_fill(y.uniform_(0, 1, generator).lt(Inflation), 0));
    }

    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var ys = y.transpose(-2, -1);                                                                                            // [..,1,B]
        var counts = x.clamp(min: 1e-30).log() * ys - x + ((ys + 1) * Nats.PerBit - (ys + 1).lgamma());                          // log e^{−x}x^k/k! − log 2^{−k−1}
        var zeros = ((-x).exp() * (1 - Inflation) + Inflation).log() - Math.Log((1 + Inflation) / 2);                            // [..,B,1]
        return where(ys.eq(0).expand(counts.shape), zeros.expand(counts.shape), counts);
    }
}
