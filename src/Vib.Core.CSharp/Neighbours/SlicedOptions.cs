namespace Vib.Core;

/// <summary>How sliced information is estimated.</summary>
public sealed record SlicedOptions
{
    /// <summary>Pairs of random directions.</summary>
    public int Slices { get; init; } = 100;

    /// <summary>Coordinates that are left of each variable: 1 for sliced information, more for k-sliced; all of them where a variable has no more.</summary>
    public int Dimension { get; init; } = 1;

    /// <summary>What is done to columns before they are projected. Unlike I(X;Y), sliced information depends on it.</summary>
    public Scaling Scaling { get; init; } = Scaling.None;

    /// <summary>k, which neighbour's distance is read in each slice.</summary>
    public int K { get; init; } = 3;

    /// <summary>Estimates with y permuted, the same slices each, among which the value is ranked; 0 for none.</summary>
    public int Permutations { get; init; }

    /// <summary>The seed of directions and permutations.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads; null for one a core. The bits do not depend on it.</summary>
    public int? Threads { get; init; }

    internal NeighbourOptions Checked(int count)
    {
        Require.AtLeast(2, Slices, "The number of slices", "100: the spread over slices is part of the error");
        Require.AtLeast(1, Dimension, "The dimension of a slice", "1");
        Require.That(Enum.IsDefined(Scaling), $"Scaling {(int)Scaling}", "None, Standard, Rank or Arctan", "Scaling.None");
        var inSlice = new NeighbourOptions { K = K, Threads = Threads, Permutations = Permutations };
        inSlice.Check(count);
        return inSlice with { Permutations = 0 };
    }
}
