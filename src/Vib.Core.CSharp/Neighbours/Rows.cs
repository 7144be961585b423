using static System.FormattableString;

namespace Vib.Core;

/// <summary>N points of d coordinates, double precision, row after row.</summary>
internal sealed record Rows(double[] Values, int Dimension)
{
    internal int Count => Values.Length / Dimension;

    internal ReadOnlySpan<double> Row(int i) => Values.AsSpan(i * Dimension, Dimension);

    /// <summary>A copy of a rectangular array, checked.</summary>
    internal static Rows Of(double[,] values, string name)
    {
        var (n, d) = (values.GetLength(0), values.GetLength(1));
        if (n == 0 || d == 0) throw new ShapeException($"{name} of shape [{n},{d}]", "at least one row and one column", "an array whose rows are the samples");
        var rows = new double[n * d];
        Buffer.BlockCopy(values, 0, rows, 0, rows.Length * sizeof(double));
        var bad = rows.AsSpan().IndexOfAnyExceptInRange(double.MinValue, double.MaxValue);
        if (bad >= 0)
            throw new DataException(Invariant($"{name} holds {rows[bad]} at row {bad / d}, column {bad % d} (counted from 0)"), "finite numbers only", "dropping that row, or imputing it");
        return new(rows, d);
    }

    internal static Rows Of(float[] values, int dimension) => new(Array.ConvertAll(values, value => (double)value), dimension);

    internal double[,] ToArray()
    {
        var values = new double[Count, Dimension];
        Buffer.BlockCopy(Values, 0, values, 0, Values.Length * sizeof(double));
        return values;
    }

    internal double[] Column(int column)
    {
        var values = new double[Count];
        for (var i = 0; i < values.Length; i++) values[i] = Values[i * Dimension + column];
        return values;
    }

    /// <summary>Columns side by side.</summary>
    internal Rows Beside(Rows other)
    {
        var both = new double[Count * (Dimension + other.Dimension)];
        for (var i = 0; i < Count; i++)
        {
            Row(i).CopyTo(both.AsSpan(i * (Dimension + other.Dimension)));
            other.Row(i).CopyTo(both.AsSpan(i * (Dimension + other.Dimension) + Dimension));
        }
        return new(both, Dimension + other.Dimension);
    }

    /// <summary>Rows in another order, or some of them.</summary>
    internal Rows At(IReadOnlyList<int> places)
    {
        var chosen = new double[places.Count * Dimension];
        for (var i = 0; i < places.Count; i++) Row(places[i]).CopyTo(chosen.AsSpan(i * Dimension));
        return new(chosen, Dimension);
    }
}
