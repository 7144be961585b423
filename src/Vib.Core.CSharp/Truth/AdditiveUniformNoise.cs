using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>x ~ U(0, 1), y = x + n, n ~ U(−ε, ε).</summary>
/// <remarks>I(X;Y) = ε − log 2ε for ε ≤ ½ and 1/(4ε) above  (Czyż et al. 2023, arXiv:2306.11078, §3). r is 1 over the length of [0, 1] ∩ [y − ε, y + ε] where |y − x| ≤ ε
/// and 0 elsewhere, so log r is −∞ for most pairs when ε is small.</remarks>
public sealed class AdditiveUniformNoise : Truth
{
    /// <summary>A uniform with uniform noise.</summary>
    /// <param name="noise">ε > 0.</param>
    /// <exception cref="DomainException">ε is not positive.</exception>
    public AdditiveUniformNoise(double noise)
    {
        Require.Positive(noise, "The half-width of the noise", "0.75, as in the benchmark of Czyż et al.");
        Noise = noise;
    }

    /// <summary>ε.</summary>
    public double Noise { get; }

    /// <inheritdoc/>
    public override int XDimension => 1;

    /// <inheritdoc/>
    public override int YDimension => 1;

    /// <inheritdoc/>
    public override double Information => Noise <= 0.5 ? Noise - Math.Log(2 * Noise) : 1 / (4 * Noise);

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"uniform with uniform noise of ±{Noise:0.###}");

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => true;

    /// <inheritdoc/>
    public override double? EntropyOfY // of a trapezium: log of the wider of the two uniforms, and half the ratio of the narrower to it
    {
        get
        {
            var (narrow, wide) = (Math.Min(1, 2 * Noise), Math.Max(1, 2 * Noise));
            return Math.Log(wide) + narrow / (2 * wide);
        }
    }

    private protected override Tensor LogDensityOf(Tensor y) => (Length(y).clamp(min: 0) * (0.5 / Noise)).log().select(-1, 0);

    /// <summary>Of [0, 1] ∩ [y − ε, y + ε].</summary>
    private Tensor Length(Tensor y) => (y + Noise).clamp(max: 1) - (y - Noise).clamp(min: 0);

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        x.uniform_(0, 1, generator);
        y.uniform_(-Noise, Noise, generator).add_(x);
    }

    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var rounding = (x.dtype == ScalarType.Float64 ? 1e-15 : 5e-7) * (1 + Noise); // y is x + n rounded: a pair on the edge must not fall off it
        var ys = y.transpose(-2, -1);                                                 // [..,1,B]
        var apart = (x - ys).abs().gt(Noise + rounding);                              // [..,B,B]
        return Length(ys).clamp(min: rounding).log().neg().expand(apart.shape).masked_fill(apart, double.NegativeInfinity);
    }
}
