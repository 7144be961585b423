namespace Vib.Core;

/// <summary>The correlated Gaussian with y replaced by y³, elementwise: a bijection, so the information is the same and only the critic's task is harder.</summary>
/// <remarks>Poole et al. 2019, §4. The cube has heavy tails; standardise it before it reaches a network.</remarks>
public sealed class CubicGaussian : MappedTruth
{
    private readonly double normalEntropy;

    /// <summary>The cubic twin of a Gaussian.</summary>
    /// <param name="gaussian">The Gaussian whose Y is cubed.</param>
    public CubicGaussian(CorrelatedGaussian gaussian) : base(gaussian, Bijection.Identity, Bijection.Cube) => normalEntropy = gaussian.EntropyOfY!.Value;

    /// <inheritdoc/>
    /// <remarks>h(Y³) = h(Y) + d E log 3Y², and E log Y² = ψ(½) + log 2 of a standard normal.</remarks>
    public override double? EntropyOfY => normalEntropy + YDimension * (Math.Log(3) + GammaFunction.Digamma(0.5) + Nats.PerBit);
}
