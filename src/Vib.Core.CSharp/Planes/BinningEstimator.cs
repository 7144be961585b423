using static System.FormattableString;

namespace Vib.Core;

/// <summary>Information of binned activations: I(X;T̃) = H(T̃) − H(T̃|X) and I(T̃;Y).</summary>
/// <remarks>As the first information planes have it, by edges from −1 to 1  (Shwartz-Ziv and Tishby 2017), or by width 0.07  (Saxe et al. 2018). Of a deterministic network H(T̃|X) is 0 and the rows, where they are all there is,
/// give both numbers exactly. What they report is how the layer clusters its inputs at the bins' resolution  (Goldfeld et al. 2019). Of a network with noise, H(T̃|X) is counted over several passes of each row.</remarks>
public sealed record BinningEstimator : PlaneEstimator
{
    /// <summary>Bins of each unit.</summary>
    /// <param name="bins">The same for every layer, or found in each layer's values.</param>
    /// <param name="options">The estimator of entropy from counts; the plug-in if null.</param>
    public BinningEstimator(Bins bins, DiscreteOptions? options = null) => (Bins, Options) = (bins, options ?? new());

    /// <summary>Thirty edges from −1 to 1, for tanh.</summary>
    public static BinningEstimator ShwartzZivTishby { get; } = new(Bins.Edges([.. Enumerable.Range(0, 30).Select(i => -1 + 2 * i / 29.0)]));

    /// <summary>Bins of 0.07, for any activation.</summary>
    public static BinningEstimator Saxe { get; } = new(Bins.Width(0.07));

    /// <summary>The bins of each unit.</summary>
    public Bins Bins { get; }

    /// <summary>How entropies are read from counts.</summary>
    public DiscreteOptions Options { get; }

    /// <summary>Passes of each row through a network with noise.</summary>
    public int Passes { get; init; } = 8;

    /// <inheritdoc/>
    public override string Name => Invariant($"binned, {Bins}");

    internal override Reading Of(LayerSample sample)
    {
        Require.AtLeast(2, Passes, "The passes of each row", "8");
        var input = sample.IsDeterministic
            ? BinnedInformation.OfInput(sample.Noisy.ToArray(), Bins, Options with { Permutations = 0 })
            : Repeated(sample);
        var output = BinnedInformation.OfLabel(sample.Noisy.ToArray(), sample.Labels, Bins, Options);
        return new(Known(input, sample) with { Quantity = OfInput, Ceiling = sample.EntropyOfX }, Known(output, sample) with { Quantity = OfOutput, Ceiling = sample.EntropyOfY }, Ruler(sample));
    }

    /// <summary>Bins that are found in a layer's values are as wide as its values are far apart.</summary>
    private string Ruler(LayerSample sample) => Bins.Adapt ? Invariant($"{Bins} over {sample.Noisy.Values.Min():G4} to {sample.Noisy.Values.Max():G4}") : $"{Bins}";

    private Estimate Repeated(LayerSample sample)
    {
        var rows = Enumerable.Range(0, sample.Count).ToArray();
        var (_, noisy) = sample.Propagate(rows, Passes);
        return BinnedInformation.OfPasses(noisy, Passes, sample.Exhaustive, Bins, Options);
    }

    /// <summary>Of all there is, without noise, nothing is left to chance.</summary>
    private static Estimate Known(Estimate estimate, LayerSample sample) => sample.Exhaustive && sample.IsDeterministic
        ? estimate with { StandardError = 0, Diagnoses = [.. estimate.Diagnoses.Where(diagnosis => diagnosis.Kind != DiagnosisKind.Undersampled)] }
        : estimate;
}
