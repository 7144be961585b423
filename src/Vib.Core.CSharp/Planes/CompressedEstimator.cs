using static System.FormattableString;

namespace Vib.Core;

/// <summary>How information is estimated from compressed activations.</summary>
public enum CompressedMethod
{
    /// <summary>h(P_kT) − h(σZ), by weighted neighbours: nothing of the input is compressed, but the layer must be the only one with noise before or in it, additive.</summary>
    NoiseEntropy,

    /// <summary>h(X') + h(P_kT) − h(X',P_kT), each by weighted neighbours, X' the input's first principal components.</summary>
    WeightedEntropies,

    /// <summary>Kraskov, Stögbauer and Grassberger's first, of X' and P_kT.</summary>
    Ksg,
}

/// <summary>Information of activations that are compressed to a few principal components first, with the certificate of what that can have lost.</summary>
/// <remarks>The lossy-compression paper's way  (Butakov et al. 2024, arXiv:2305.08013), with a bracket that it does not have: I(X;P_kT) ≤ I(X;T) ≤ I(X;P_kT) + ½ Σ_{i>k} log(1 + λ_i/σ²), <see cref="PcaCertificate"/>.
/// Compressing the input too can only lose more: I(X';P_kT) ≤ I(X;P_kT). I(P_kT;Y) is h(P_kT) − Σ p(y) h(P_kT|y) by weighted neighbours, each class by itself, or that of mixed data for KSG.</remarks>
public sealed record CompressedEstimator : PlaneEstimator
{
    /// <summary>How information is estimated.</summary>
    public CompressedMethod Method { get; init; } = CompressedMethod.NoiseEntropy;

    /// <summary>k, the layer's principal components; all of a layer that has fewer units.</summary>
    public int Axes { get; init; } = 4;

    /// <summary>The input's principal components, where the method compresses it.</summary>
    public int InputAxes { get; init; } = 4;

    /// <summary>How neighbours are read; weighted entropies want a K that is large for the dimension.</summary>
    public NeighbourOptions Neighbours { get; init; } = new() { K = 20 };

    /// <inheritdoc/>
    public override string Name => Invariant($"{(Method == CompressedMethod.Ksg ? "KSG" : Method == CompressedMethod.NoiseEntropy ? "weighted entropy less the noise's" : "weighted entropies")}, {Counted.Of(Axes, "axis")}, k = {Neighbours.K}");

    internal override Reading Of(LayerSample sample)
    {
        Require.AtLeast(1, InputAxes, "The number of the input's axes", "4");
        Require.That(Enum.IsDefined(Method), $"Method {(int)Method}", "NoiseEntropy, WeightedEntropies or Ksg", "CompressedMethod.NoiseEntropy");
        var (layer, _, certificate) = sample.Compressed(Axes);
        var input = Measured(OfInput, sample, () => OfInputs(sample, layer));
        var output = Measured(OfOutput, sample, () => OfLabels(sample, layer));
        return new(Told(input, sample) with { Ceiling = sample.Exhaustive ? sample.EntropyOfX : input.Ceiling }, output with { Ceiling = sample.EntropyOfY }, sample.Noise, certificate);
    }

    private Estimate OfInputs(LayerSample sample, Rows layer)
    {
        if (Method == CompressedMethod.NoiseEntropy)
        {
            Require.That(sample.IsGaussianGivenInput, $"{sample.Layer} with {sample.Noise}{(sample.NoiseBefore ? " after layers with noise" : "")}", "additive noise in this layer and none before it, so that h(T|X) is known", "CompressedMethod.WeightedEntropies, or sample propagation");
            var entropy = WeightedEntropy.Estimate(layer.ToArray(), Neighbours);
            return entropy with { Value = entropy.Value - PairwiseBounds.NoiseEntropy(layer.Dimension, sample.Deviation!.Value) };
        }
        var inputs = Pca.Fit(sample.Inputs, Math.Min(InputAxes, Math.Min(sample.Inputs.Dimension, sample.Count - 1))).Project(sample.Inputs);
        return Method == CompressedMethod.Ksg
            ? Ksg.Estimate(inputs.ToArray(), layer.ToArray(), KsgVariant.First, Neighbours)
            : WeightedEntropy.Information(inputs.ToArray(), layer.ToArray(), Neighbours);
    }

    private Estimate OfLabels(LayerSample sample, Rows layer)
    {
        if (Method == CompressedMethod.Ksg)
        {
            var classes = new double[sample.Count, 1];
            for (var i = 0; i < sample.Count; i++) classes[i, 0] = sample.Labels[i];
            return MixedInformation.Estimate(layer.ToArray(), classes, Neighbours with { Scaling = Scaling.Standard });
        }
        return WeightedEntropy.OfLabel(layer, sample.Labels, Neighbours);
    }
}
