namespace Vib.Core;

/// <summary>The correlated Gaussian with y replaced by y³, elementwise: a bijection, so the information is the same and only the critic's task is harder.</summary>
/// <remarks>Poole et al. 2019, §4. The cube has heavy tails; standardise it before it reaches a network.</remarks>
public sealed class CubicGaussian : MappedTruth
{
    /// <summary>The cubic twin of a Gaussian.</summary>
    /// <param name="gaussian">The Gaussian whose Y is cubed.</param>
    public CubicGaussian(CorrelatedGaussian gaussian) : base(gaussian, Bijection.Identity, Bijection.Cube) { }
}
