namespace Vib.Core;

/// <summary>n triples (x, y, z) in plain arrays, for I(X;Y|Z).</summary>
public sealed class Triples
{
    /// <summary>Triples from row-major arrays.</summary>
    /// <param name="x">n·dx numbers; row i is x_i.</param>
    /// <param name="xDimension">dx ≥ 1.</param>
    /// <param name="y">n·dy numbers; row i is y_i.</param>
    /// <param name="yDimension">dy ≥ 1.</param>
    /// <param name="z">n·dz numbers; row i is z_i.</param>
    /// <param name="zDimension">dz ≥ 1.</param>
    /// <param name="description">What the data are, in a few words.</param>
    /// <param name="information">I(X;Y|Z), nats, where it is known exactly.</param>
    /// <exception cref="ShapeException">The arrays do not hold whole rows, or not the same number of rows, or none.</exception>
    /// <exception cref="DataException">A value is NaN or infinite; its row and column are named.</exception>
    public Triples(float[] x, int xDimension, float[] y, int yDimension, float[] z, int zDimension, string description = "data", double? information = null)
    {
        XAndZ = new(x, xDimension, z, zDimension, description);
        _ = new Pairs(y, yDimension, z, zDimension, description); // y's own checks, by its own columns
        XAndYZ = new(x, xDimension, Beside(y, yDimension, z, zDimension), yDimension + zDimension, description);
        KnownInformation = information;
    }

    /// <summary>Triples from rectangular arrays, as F# and C# write them.</summary>
    /// <param name="x">[n,dx].</param>
    /// <param name="y">[n,dy].</param>
    /// <param name="z">[n,dz].</param>
    /// <returns>Triples of single-precision copies.</returns>
    /// <exception cref="ShapeException">The arrays do not have the same number of rows, or none.</exception>
    /// <exception cref="DataException">A value is NaN or infinite; its row and column are named.</exception>
    public static Triples FromArrays(double[,] x, double[,] y, double[,] z) =>
        new(Pairs.Flat(x), x.GetLength(1), Pairs.Flat(y), y.GetLength(1), Pairs.Flat(z), z.GetLength(1));

    /// <summary>x against z.</summary>
    public Pairs XAndZ { get; }

    /// <summary>x against y and z side by side.</summary>
    public Pairs XAndYZ { get; }

    /// <summary>n.</summary>
    public int Count => XAndZ.Count;

    /// <summary>I(X;Y|Z), nats, where it is known exactly; null where it is not.</summary>
    public double? KnownInformation { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Counted.Of(Count, "triple")}, x {XAndZ.XDimension}-d, y {XAndYZ.YDimension - XAndZ.YDimension}-d, z {XAndZ.YDimension}-d ({XAndZ.Description}{(KnownInformation is { } i ? $", I(X;Y|Z) = {i:0.####} nat" : "")})");

    private static float[] Beside(float[] y, int yDimension, float[] z, int zDimension)
    {
        var (rows, width) = (y.Length / yDimension, yDimension + zDimension);
        var both = new float[rows * width];
        for (var i = 0; i < rows; i++)
        {
            y.AsSpan(i * yDimension, yDimension).CopyTo(both.AsSpan(i * width));
            z.AsSpan(i * zDimension, zDimension).CopyTo(both.AsSpan(i * width + yDimension));
        }
        return both;
    }
}
