namespace Vib.Core;

/// <summary>n pairs (x, y) in plain arrays: what a user brings, or what a <see cref="Truth"/> drew.</summary>
public sealed class Pairs : PairSource
{
    /// <summary>Pairs from row-major arrays.</summary>
    /// <param name="x">n·dx numbers; row i is x_i.</param>
    /// <param name="xDimension">dx ≥ 1.</param>
    /// <param name="y">n·dy numbers; row i is y_i.</param>
    /// <param name="yDimension">dy ≥ 1.</param>
    /// <param name="description">What the data are, in a few words.</param>
    /// <param name="information">I(X;Y), nats, where it is known exactly.</param>
    /// <exception cref="ShapeException">The arrays do not hold whole rows, or not the same number of rows, or none.</exception>
    /// <exception cref="DataException">A value is NaN or infinite; its row and column are named.</exception>
    public Pairs(float[] x, int xDimension, float[] y, int yDimension, string description = "data", double? information = null)
    {
        var (xRows, yRows) = (Rows(x, xDimension, "x"), Rows(y, yDimension, "y"));
        if (xRows != yRows || xRows == 0)
            throw new ShapeException($"{Counted.Of(xRows, "row")} of x and {Counted.Of(yRows, "row")} of y", "as many rows of x as of y, and at least one", "the same samples, in the same order, in both arrays");
        CheckFinite(x, xDimension, "x");
        CheckFinite(y, yDimension, "y");
        (X, XDimension, Y, YDimension, Description, KnownInformation, Count) = (x, xDimension, y, yDimension, description, information, xRows);
    }

    /// <summary>Pairs from rectangular arrays, as F# and C# write them.</summary>
    /// <param name="x">[n,dx].</param>
    /// <param name="y">[n,dy].</param>
    /// <returns>Pairs of single-precision copies.</returns>
    /// <exception cref="ShapeException">The arrays do not have the same number of rows, or none.</exception>
    /// <exception cref="DataException">A value is NaN or infinite; its row and column are named.</exception>
    public static Pairs FromArrays(double[,] x, double[,] y) => new(Flat(x), x.GetLength(1), Flat(y), y.GetLength(1));

    /// <summary>Pairs of numbers.</summary>
    /// <param name="x">n numbers.</param>
    /// <param name="y">n numbers.</param>
    /// <returns>Pairs of single-precision copies, x and y 1-d.</returns>
    /// <exception cref="ShapeException">There are not as many of one as of the other, or none.</exception>
    /// <exception cref="DataException">A value is NaN or infinite; its row is named.</exception>
    public static Pairs FromScalars(IEnumerable<double> x, IEnumerable<double> y) => new([.. x.Select(value => (float)value)], 1, [.. y.Select(value => (float)value)], 1);

    /// <summary>x, row-major, n·dx numbers.</summary>
    public float[] X { get; }

    /// <summary>y, row-major, n·dy numbers.</summary>
    public float[] Y { get; }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override int XDimension { get; }

    /// <inheritdoc/>
    public override int YDimension { get; }

    /// <inheritdoc/>
    public override double? KnownInformation { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Counted.Of(Count, "pair")}, x {XDimension}-d, y {YDimension}-d ({Description}{(KnownInformation is { } i ? $", I(X;Y) = {i:0.####} nat" : "")})");

    private static int Rows(float[] values, int dimension, string name)
    {
        if (dimension < 1 || values.Length % dimension != 0)
            throw new ShapeException($"{Counted.Of(values.Length, "number")} of {name} in rows of {dimension}", $"whole rows of d ≥ 1 numbers", "the array and the dimension that belong together");
        return values.Length / dimension;
    }

    private static void CheckFinite(float[] values, int dimension, string name)
    {
        var bad = values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (bad >= 0)
            throw new DataException(FormattableString.Invariant($"{name} holds {values[bad]} at row {bad / dimension}, column {bad % dimension} (counted from 0)"),
                "finite numbers only", "dropping that row, or imputing it, before the information is measured");
    }

    internal static float[] Flat(double[,] values)
    {
        var flat = new float[values.Length];
        var i = 0;
        foreach (var value in values) flat[i++] = (float)value;
        return flat;
    }
}
