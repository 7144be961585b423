namespace Vib.Core;

/// <summary>How entropies and information are read from counts.</summary>
public sealed record DiscreteOptions
{
    /// <summary>The estimator of each entropy.</summary>
    public EntropyEstimator Estimator { get; init; } = EntropyEstimator.PlugIn;

    /// <summary>Estimates with y permuted, among which I(X;Y) is ranked; 0 for none.</summary>
    public int Permutations { get; init; }

    /// <summary>The seed of the permutations.</summary>
    public long Seed { get; init; } = 1;

    internal void Check(int count, bool permutes = true)
    {
        Require.That(count >= 2, $"{Counted.Of(count, "sample")}", "at least 2", "more samples: one says nothing about the others");
        Require.AtLeast(0, Permutations, "The number of permutations", "19 for p down to 0.05, 99 for 0.01");
        Require.That(permutes || Permutations == 0, $"{Counted.Of(Permutations, "permutation")}", "0: only pairs can be broken up", "Permutations on an estimate of I(X;Y)");
    }
}
