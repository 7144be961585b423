using static System.FormattableString;

namespace Vib.Core;

/// <summary>How one number becomes one of a few: the bins of each unit.</summary>
/// <remarks>A value on an edge is in the bin above it. What a binned network is said to know depends on the bins; two layers are compared only on the same ones.</remarks>
public abstract record Bins
{
    private Bins() { }

    /// <summary>Bins between given edges, and one below the first and one above the last  (30 edges from −1 to 1 in Shwartz-Ziv and Tishby 2017).</summary>
    /// <param name="edges">At least one, ascending.</param>
    /// <returns>The bins.</returns>
    /// <exception cref="DomainException">There is no edge, one is not finite, or they do not ascend.</exception>
    public static Bins Edges(IReadOnlyList<double> edges)
    {
        Require.That(edges.Count > 0 && edges.All(double.IsFinite), $"{edges.Count} edges", "at least one, all finite", "Bins.Equal(30), which finds its own");
        for (var i = 1; i < edges.Count; i++) Require.That(edges[i] > edges[i - 1], $"Edge {i} (counted from 0) of {edges[i]} after {edges[i - 1]}", "edges that ascend", "sorting them, without repeats");
        return new Edged([.. edges]);
    }

    /// <summary>⌊t/w⌋  (w = 0.07 in Saxe et al. 2018).</summary>
    /// <param name="width">w &gt; 0.</param>
    /// <returns>The bins.</returns>
    /// <exception cref="DomainException">The width is not positive and finite.</exception>
    public static Bins Width(double width)
    {
        Require.Positive(width, "The bins' width", "0.07, or Bins.Equal(30), which knows the range");
        return new Wide(width);
    }

    /// <summary>Bins of equal width over the range that the values have.</summary>
    /// <param name="bins">How many, at least 1.</param>
    /// <param name="perUnit">Whether each unit has its own range; else all units have the layer's.</param>
    /// <returns>The bins. A unit that does not vary has one.</returns>
    /// <exception cref="DomainException">There are no bins.</exception>
    public static Bins Equal(int bins, bool perUnit = true)
    {
        Require.AtLeast(1, bins, "The number of bins", "30");
        return new Ranged(bins, perUnit);
    }

    /// <summary>Bins that hold equally many of a unit's values, as far as equal values allow.</summary>
    /// <param name="bins">How many, at least 1.</param>
    /// <returns>The bins.</returns>
    /// <exception cref="DomainException">There are no bins.</exception>
    public static Bins Quantiles(int bins)
    {
        Require.AtLeast(1, bins, "The number of bins", "30");
        return new Even(bins);
    }

    /// <summary>The bin of each row's value in one column.</summary>
    internal abstract Func<int, long> Of(Rows rows, int column);

    private static int Below(double[] edges, double value) // how many edges are at most the value
    {
        var (from, to) = (0, edges.Length);
        while (from < to)
            if ((from + to) / 2 is var middle && edges[middle] <= value) from = middle + 1;
            else to = middle;
        return from;
    }

    private sealed record Edged(double[] At) : Bins
    {
        internal override Func<int, long> Of(Rows rows, int column) => i => Below(At, rows.Values[i * rows.Dimension + column]);

        public override string ToString() => Invariant($"{At.Length} edges from {At[0]:0.###} to {At[^1]:0.###}");
    }

    private sealed record Wide(double Each) : Bins
    {
        private const double Exact = 1L << 53; // beyond it ⌊t/w⌋ is not a whole number that a double tells from the next

        internal override Func<int, long> Of(Rows rows, int column)
        {
            var farthest = rows.Column(column).Max(value => Math.Abs(value / Each));
            Require.That(farthest < Exact, $"A value {farthest:G3} widths from 0 in column {column} (counted from 0)", "less than 2⁵³", "wider bins, or Bins.Equal(30)");
            return i => (long)Math.Floor(rows.Values[i * rows.Dimension + column] / Each);
        }

        public override string ToString() => Invariant($"bins of {Each:G4}");
    }

    private sealed record Ranged(int Number, bool PerUnit) : Bins
    {
        internal override Func<int, long> Of(Rows rows, int column)
        {
            var values = PerUnit ? rows.Column(column) : rows.Values;
            var (low, high) = (values.Min(), values.Max());
            var width = high / 2 - low / 2; // halves: the range itself may overflow
            return i => width > 0 ? Math.Min((long)(Number * ((rows.Values[i * rows.Dimension + column] / 2 - low / 2) / width)), Number - 1) : 0;
        }

        public override string ToString() => Invariant($"{Number} equal bins{(PerUnit ? "" : " of the layer's range")}");
    }

    private sealed record Even(int Number) : Bins
    {
        internal override Func<int, long> Of(Rows rows, int column)
        {
            var sorted = rows.Column(column);
            Array.Sort(sorted);
            double[] edges = [.. Enumerable.Range(1, Number - 1).Select(j => sorted[(int)((long)j * sorted.Length / Number)])];
            return i => Below(edges, rows.Values[i * rows.Dimension + column]);
        }

        public override string ToString() => Invariant($"{Number} bins of equal count");
    }
}
