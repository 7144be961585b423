using static System.FormattableString;

namespace Vib.Core;

/// <summary>Information of a layer with additive noise by a kernel density of its first principal components: I(X;T) = h(P_kT) − h(P_kT|X) and I(T;Y) = h(P_kT) − Σ p(y) h(P_kT|y).</summary>
/// <remarks>h(P_kT) and h(P_kT|y) are those of <see cref="KernelDensity"/>, each with a width of its own, biased upwards by smoothing; h(P_kT|X) needs no density: it is the noise's own, (k/2) log 2πeσ², where no earlier layer has
/// any, and otherwise that of the mixture which passes of the same row make, by <see cref="SamplePropagation"/>. What the axes that are left out can hold is in the certificate. O(N² k).</remarks>
public sealed record DensityEstimator : PlaneEstimator
{
    /// <summary>k, the layer's principal components; all of a layer that has fewer units.</summary>
    public int Axes { get; init; } = 4;

    /// <summary>The width of the kernel and its rule, and threads.</summary>
    public DensityOptions Density { get; init; } = new();

    /// <summary>Rows x whose h(P_kT|X = x) is estimated, where earlier layers have noise.</summary>
    public int Inputs { get; init; } = 32;

    /// <summary>Passes of each of them.</summary>
    public int Passes { get; init; } = 128;

    /// <inheritdoc/>
    public override string Name => Invariant($"kernel density less the noise's, {Counted.Of(Axes, "axis")}");

    internal override Reading Of(LayerSample sample)
    {
        var (layer, pca, certificate) = sample.Compressed(Axes);
        var input = Measured(OfInput, sample, () => OfInputs(sample, layer, pca));
        var output = Measured(OfOutput, sample, () => KernelDensity.OfLabel(layer.ToArray(), sample.Labels, Density));
        return new(Told(input, sample) with { Ceiling = sample.Exhaustive ? sample.EntropyOfX : input.Ceiling }, output with { Ceiling = sample.EntropyOfY }, sample.Noise, certificate);
    }

    private Estimate OfInputs(LayerSample sample, Rows layer, Pca pca)
    {
        Require.That(sample.Deviation > 0, $"{sample.Layer} with {sample.Noise}", "additive noise in this layer, so that h(T|X) is known", "LayerNoise.Additive(0.1), or bins");
        var (entropy, sigma) = (KernelDensity.Entropy(layer.ToArray(), Density), sample.Deviation!.Value);
        if (!sample.NoiseBefore) return entropy with { Value = entropy.Value - PairwiseBounds.NoiseEntropy(layer.Dimension, sigma) };
        var options = new PropagationOptions { Seed = sample.Seed, Threads = Density.Threads };
        double[] within = [.. sample.Repeated(Inputs, Passes).Select(passes => SamplePropagation.Entropy(pca.Project(passes).ToArray(), sigma, options).Value)];
        var (mean, spread) = Moments.Mean(within);
        return entropy with { Value = entropy.Value - mean, StandardError = Math.Sqrt(entropy.StandardError * entropy.StandardError + spread * spread), Seed = sample.Seed };
    }
}
