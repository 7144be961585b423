namespace Vib.Core;

/// <summary>How information is estimated by neighbours.</summary>
public sealed record NeighbourOptions
{
    /// <summary>k, which neighbour's distance is read. Few: less bias, most of all where the information is large; many: less spread.</summary>
    public int K { get; init; } = 3;

    /// <summary>What is done to the columns of x, y and z before distances are taken; none of it changes what they share. Entropies and divergences do not use it; information by entropies of whitened coordinates has Standard as it is.</summary>
    public Scaling Scaling { get; init; } = Scaling.Standard;

    /// <summary>Whether entropies are taken of whitened coordinates, and corrected by ½ log det of the covariance.</summary>
    public bool Whiten { get; init; } = true;

    /// <summary>Noise added to each value, nearly normal, in standard deviations of its column: 1e-8 breaks ties; 0 for none.</summary>
    public double Noise { get; init; }

    /// <summary>Estimates on pairs with y permuted, among which the value is ranked; 0 for none.</summary>
    public int Permutations { get; init; }

    /// <summary>Random parts of the pairs, each left out once, for a jackknife standard error of I(X;Y): as many estimates more. 0 for s/√N of the local values, which is up to a third
    /// too small, since neighbours share neighbours.</summary>
    public int Parts { get; init; }

    /// <summary>The seed of the noise, of the parts and of the permutations: the same gives the same bits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads; null for one a core. The bits do not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>How neighbours are found. The bits do not depend on it.</summary>
    public SearchMethod Search { get; init; } = SearchMethod.Automatic;

    internal bool Random => Noise > 0 || Permutations > 0 || Parts > 0;

    internal void Check(int count, bool permutes = true)
    {
        const int fewest = 4;
        Require.That(count >= fewest, $"{Counted.Of(count, "sample")}", "at least 4", "more samples: so few say nothing");
        Require.That(K >= 1 && K < count, $"k = {K} with {Counted.Of(count, "sample")}", "1 ≤ k < N", "k = 3, or more samples");
        Require.AtLeast(0, Noise, "The noise", "1e-8 to break ties, 0 for none");
        Require.AtLeast(0, Permutations, "The number of permutations", "19 for p down to 0.05, 99 for 0.01");
        Require.That(permutes || Permutations == 0, $"{Counted.Of(Permutations, "permutation")}", "0: only pairs can be broken up", "Permutations on an estimate of I(X;Y)");
        Require.That(Parts == 0 || permutes && Parts > 1 && count - (count + Parts - 1) / Parts > Math.Max(K, fewest - 1) && Parts <= count, $"{Counted.Of(Parts, "part")} of {Counted.Of(count, "sample")} with k = {K}", "0, or from 2 to N, each leaving more than k samples and at least 4, of an estimate of I(X;Y)",
            "Parts = 10, or 0 for the error of the local values");
        Require.That(Enum.IsDefined(Scaling), $"Scaling {(int)Scaling}", "None, Standard, Rank or Arctan", "Scaling.Standard");
        if (Threads is { } threads) Require.AtLeast(1, threads, "The number of threads", "the number of cores, or leave it out");
    }

    internal NeighbourSearch In(Rows rows, Norm norm) => new(rows, norm, Search, Threads);
}
