using static System.FormattableString;

namespace Vib.Core;

/// <summary>What is wrong with given pairs that can be seen before any work is done on them.</summary>
/// <remarks>O(n d log n) for the columns' quartiles; one column of doubles at a time is copied.</remarks>
internal static class PairChecks
{
    // A row in a thousand that is read too high, by ln B at most for InfoNCE, moves the mean by 5 thousandths of a nat at B = 128.
    private const double ToleratedCopies = 1e-3;

    // The rows of a variable that recur this often on average are taken for the states of a discrete one.
    private const int Recurring = 5;

    /// <summary>Diagnoses of constant columns, copied rows and heavy tails.</summary>
    /// <exception cref="DataException">X or Y is constant altogether.</exception>
    internal static IReadOnlyList<Diagnosis> Of(Pairs pairs, EstimationOptions options)
    {
        var (xs, ys) = (new Columns("x", pairs.X, pairs.XDimension), new Columns("y", pairs.Y, pairs.YDimension));
        List<Diagnosis> found = [];
        if (Constant(pairs, xs, ys) is { Count: > 0 } constant) found.Add(Diagnosis.ConstantColumns(constant));
        if (Copies(pairs) is { } copies) found.Add(Diagnosis.DuplicatedRows(copies, pairs.Count));
        if (options.Scaling is Scaling.None or Scaling.Standard && HeavyTail.Of(xs, ys) is { } tails) found.Add(tails);
        return found;
    }

    private static List<string> Constant(Pairs pairs, Columns xs, Columns ys)
    {
        var (x, y) = (xs.Constant(), ys.Constant());
        if (x.Count == pairs.XDimension || y.Count == pairs.YDimension)
            throw new DataException(Invariant($"{(x.Count == pairs.XDimension ? "x" : "y")} is the same in all {pairs.Count} pairs"), "variables that vary: I(X;Y) is exactly 0 where one of them is constant",
                "the column that was meant, or a look at how it was read");
        return [.. x, .. y];
    }

    /// <summary>Pairs that equal an earlier one, or null where they are too few to matter or where both variables are discrete, whose pairs meet by chance.</summary>
    private static int? Copies(Pairs pairs)
    {
        int Repeated(bool x, bool y) => pairs.Count - new HashSet<int>(Enumerable.Range(0, pairs.Count), new SameRow(pairs, x, y)).Count;
        bool Discrete(bool x) => (long)Recurring * (pairs.Count - Repeated(x, !x)) <= pairs.Count;
        var repeated = Repeated(x: true, y: true);
        return repeated == 0 || repeated < ToleratedCopies * pairs.Count || Discrete(x: true) && Discrete(x: false) ? null : repeated;
    }

    /// <summary>Rows by number, equal where x, y or both have the same bits.</summary>
    private sealed class SameRow(Pairs pairs, bool x, bool y) : IEqualityComparer<int>
    {
        private ReadOnlySpan<byte> X(int row) => x ? Bytes(pairs.X, pairs.XDimension, row) : [];

        private ReadOnlySpan<byte> Y(int row) => y ? Bytes(pairs.Y, pairs.YDimension, row) : [];

        private static ReadOnlySpan<byte> Bytes(float[] values, int dimension, int row) =>
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan(row * dimension, dimension));

        public bool Equals(int a, int b) => X(a).SequenceEqual(X(b)) && Y(a).SequenceEqual(Y(b));

        public int GetHashCode(int row)
        {
            var hash = new HashCode();
            hash.AddBytes(X(row));
            hash.AddBytes(Y(row));
            return hash.ToHashCode();
        }
    }
}
