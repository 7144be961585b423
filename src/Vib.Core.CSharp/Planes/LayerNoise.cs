using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What a layer's noise is measured in.</summary>
public enum NoiseKind
{
    /// <summary>σZ: of one size everywhere. The layer has a density given its input, and information about it is finite.</summary>
    Additive,

    /// <summary>σ t⊙Z: each activation has noise in proportion to itself, none where it is 0. What the code of the lossy-compression paper adds; not the noise of its theory.</summary>
    RelativeElementwise,

    /// <summary>σ rms(t) Z: additive, in proportion to the root mean square of the layer's activations over the pass.</summary>
    RelativeRms,
}

/// <summary>Noise on the layers of a network, in training and in use: it is a part of the network.</summary>
/// <remarks>T_l = f_l(T_{l−1}) + σZ_l  (Goldfeld et al. 2019, arXiv:1810.05728). Of a network without noise, information between a continuous input and a layer is infinite, or H(X) where the input is discrete.</remarks>
public sealed record LayerNoise
{
    /// <summary>Noise of a kind.</summary>
    /// <param name="kind">What it is measured in.</param>
    /// <param name="sigma">σ, positive.</param>
    /// <exception cref="DomainException">σ is not positive, or there is no such kind.</exception>
    public LayerNoise(NoiseKind kind, double sigma)
    {
        Require.That(Enum.IsDefined(kind), $"Noise of kind {(int)kind}", "Additive, RelativeElementwise or RelativeRms", "NoiseKind.Additive");
        Require.Positive(sigma, "σ of a layer's noise", "0.1; a network without noise is one whose Noise is null");
        (Kind, Sigma) = (kind, sigma);
    }

    /// <summary>σZ on every activation.</summary>
    /// <param name="sigma">σ, positive.</param>
    /// <returns>The noise.</returns>
    /// <exception cref="DomainException">σ is not positive.</exception>
    public static LayerNoise Additive(double sigma) => new(NoiseKind.Additive, sigma);

    /// <summary>What it is measured in.</summary>
    public NoiseKind Kind { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <summary>For example <c>additive noise, σ = 0.1</c>.</summary>
    /// <returns>The kind and σ.</returns>
    public override string ToString() => Kind switch
    {
        NoiseKind.Additive => Invariant($"additive noise, σ = {Sigma:0.####}"),
        NoiseKind.RelativeElementwise => Invariant($"noise of {Sigma:0.####} of each activation"),
        _ => Invariant($"noise of {Sigma:0.####} of the layer's root mean square"),
    };

    /// <summary>The activation with its noise, and the deviation of it: null where it is not the same everywhere.</summary>
    internal (Tensor Noisy, double? Deviation) On(Tensor clean, Generator generator)
    {
        var z = empty(clean.shape, clean.dtype, clean.device).normal_(0, 1, generator);
        switch (Kind)
        {
            case NoiseKind.Additive: return (clean.add(z, Sigma), Sigma);
            case NoiseKind.RelativeElementwise: return (clean.add(clean.mul(z), Sigma), null); // no constant: the gradient is that of what is computed
            default:
                using (no_grad())
                {
                    var deviation = Sigma * Math.Sqrt(clean.detach().to_type(ScalarType.Float64).square().mean().item<double>());
                    return (clean.add(z, deviation), deviation);
                }
        }
    }
}
