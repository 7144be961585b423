using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Principal components: the axes along which samples vary most, and how much.</summary>
/// <remarks>Eigenvectors and eigenvalues of the sample covariance, Σ (x − mean)(x − mean)ᵀ/(N − 1)  (Pearson 1901; Hotelling 1933). In double precision, of the N × N products where there are fewer samples than
/// columns. Each axis has its largest number positive. O(N m² + m³) with m the smaller of N and d.</remarks>
public sealed class Pca
{
    private readonly double[][] axes; // [k], unit rows of d

    private Pca(double[] mean, double[] variances, double[][] axes, int count) => (Mean, Variances, this.axes, Count) = (mean, variances, axes, count);

    /// <summary>The axes of these samples.</summary>
    /// <param name="samples">[N,d], N ≥ 2.</param>
    /// <param name="components">How many axes to keep; null for all, min(d, N − 1).</param>
    /// <returns>Mean, variances along all axes, and the axes that are kept.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There is a single sample, or there are not so many axes.</exception>
    public static Pca Fit(double[,] samples, int? components = null) => Fit(Rows.Of(samples, "The samples"), components);

    /// <summary>The axes of samples in single precision, row after row.</summary>
    /// <param name="values">N·d numbers.</param>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="components">How many axes to keep; null for all, min(d, N − 1).</param>
    /// <returns>Mean, variances along all axes, and the axes that are kept.</returns>
    /// <exception cref="ShapeException">The numbers do not divide into rows, or there are none.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There is a single sample, or there are not so many axes.</exception>
    public static Pca Fit(float[] values, int dimension, int? components = null) => Fit(Checked(values, dimension), components);

    /// <summary>[d], the samples' mean.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>[d], the variance along every axis, kept or not, decreasing.</summary>
    public IReadOnlyList<double> Variances { get; }

    /// <summary>N, the samples that the axes are of.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Dimension => Mean.Count;

    /// <summary>How many axes there are.</summary>
    public int Components => axes.Length;

    /// <summary>An axis.</summary>
    /// <param name="component">Counted from 0, the one of largest variance first.</param>
    /// <returns>[d], of length 1.</returns>
    /// <exception cref="DomainException">It was not kept.</exception>
    public IReadOnlyList<double> Axis(int component)
    {
        Require.That(component >= 0 && component < Components, $"Axis {component}", Invariant($"0 to {Components - 1}"), "an axis that was kept");
        return axes[component];
    }

    /// <summary>The part of the variance along the first axes.</summary>
    /// <param name="components">How many, 0 to d.</param>
    /// <returns>0 to 1; 1 where nothing varies.</returns>
    /// <exception cref="DomainException">There are not so many.</exception>
    public double Explained(int components)
    {
        Require.That(components >= 0 && components <= Dimension, $"The first {Counted.Of(components, "axis")}", Invariant($"0 to {Dimension}"), "a number of axes up to the dimension");
        var all = Variances.Sum();
        return all > 0 ? Variances.Take(components).Sum() / all : 1;
    }

    /// <summary>Coordinates along the axes that are kept.</summary>
    /// <param name="samples">[M,d].</param>
    /// <returns>[M,k], of the samples less the mean.</returns>
    /// <exception cref="ShapeException">The samples have not d columns, or there are none.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    public double[,] Project(double[,] samples)
    {
        var projected = Project(Rows.Of(samples, "The samples"));
        var coordinates = new double[projected.Count, Components];
        Buffer.BlockCopy(projected.Values, 0, coordinates, 0, projected.Values.Length * sizeof(double));
        return coordinates;
    }

    /// <summary>The points of the axes' plane with these coordinates: of all its points, those nearest to what was projected.</summary>
    /// <param name="coordinates">[M,k], as <see cref="Project(double[,])"/> gives them.</param>
    /// <returns>[M,d].</returns>
    /// <exception cref="ShapeException">The coordinates have not k columns.</exception>
    public double[,] Reconstruct(double[,] coordinates)
    {
        if (coordinates.GetLength(1) != Components) throw new ShapeException($"Coordinates of shape [{coordinates.GetLength(0)},{coordinates.GetLength(1)}]", $"[M,{Components}], a column for each axis", "what Project gave");
        var points = new double[coordinates.GetLength(0), Dimension];
        for (var i = 0; i < points.GetLength(0); i++)
            for (var j = 0; j < Dimension; j++)
            {
                points[i, j] = Mean[j];
                for (var k = 0; k < Components; k++) points[i, j] += coordinates[i, k] * axes[k][j];
            }
        return points;
    }

    /// <summary>What is lost at most by projecting L + σZ on the axes that are kept, in information about anything that L holds.</summary>
    /// <param name="sigma">σ, the deviation of the noise in each column of L; positive.</param>
    /// <returns>The certificate, ½ Σ_{i>k} log(1 + λ_i/σ²).</returns>
    /// <exception cref="DomainException">σ is not positive: without noise the information need not be finite.</exception>
    public PcaCertificate Certificate(double sigma) => new(Variances, Components, sigma);

    /// <summary>One line: dimensions, axes, the part of the variance along them.</summary>
    /// <returns>For example <c>4 of 32 axes, 93.1 % of the variance of 10000 samples</c>.</returns>
    public override string ToString() => Invariant($"{Components} of {Counted.Of(Dimension, "axis")}, {100 * Explained(Components):0.0} % of the variance of {Counted.Of(Count, "sample")}");

    internal Rows Project(Rows rows)
    {
        if (rows.Dimension != Dimension) throw new ShapeException($"Samples of {Counted.Of(rows.Dimension, "column")}", $"{Dimension}, as the samples that the axes are of", "the same variable");
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var centred = Tensor(rows).sub(tensor([.. Mean]));
        var across = tensor([.. axes.SelectMany(axis => axis)], [Components, Dimension], ScalarType.Float64);
        return new(centred.mm(across.t()).contiguous().data<double>().ToArray(), Components); // [M,k]
    }

    internal static Pca Fit(Rows rows, int? components)
    {
        Require.That(rows.Count >= 2, $"{rows.Count} sample", "at least 2", "more samples");
        var most = Math.Min(rows.Dimension, rows.Count - 1);
        Require.That(components is null || components >= 1 && components <= most, $"{Counted.Of(components ?? 0, "axis")} of {Counted.Of(rows.Count, "sample")} of {Counted.Of(rows.Dimension, "column")}", Invariant($"1 to {most}"), "fewer axes, or more samples");
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var samples = Tensor(rows);
        var mean = samples.mean([0]);
        var centred = samples.sub(mean); // [N,d]
        var wide = rows.Count <= rows.Dimension;
        var products = (wide ? centred.mm(centred.t()) : centred.t().mm(centred)).mul(1.0 / (rows.Count - 1)).contiguous().data<double>().ToArray();
        var (values, vectors) = SymmetricEigen.Of([.. products.Chunk(wide ? rows.Count : rows.Dimension)], components ?? most);
        if (wide) vectors = Across(vectors, centred);
        foreach (var axis in vectors) Orient(axis);
        var variances = new double[rows.Dimension];
        for (var i = 0; i < most; i++) variances[i] = Math.Max(values[i], 0); // below 0 by rounding alone
        return new(mean.data<double>().ToArray(), variances, vectors, rows.Count);
    }

    /// <summary>Axes in the space of the columns from those in the space of the samples, orthonormal again (Gram and Schmidt, twice) where variances are rounding errors.</summary>
    private static double[][] Across(double[][] vectors, Tensor centred)
    {
        var (n, d) = (centred.shape[0], (int)centred.shape[1]);
        var rows = tensor([.. vectors.SelectMany(vector => vector)], [vectors.Length, n], ScalarType.Float64).mm(centred).contiguous().data<double>().ToArray().Chunk(d).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var before = Length(rows[i]);
            for (var pass = 0; pass < 2; pass++)
                for (var j = 0; j < i; j++) Remove(rows[i], rows[j]);
            for (var coordinate = 0; !(Length(rows[i]) > 1e-10 * (i > 0 ? before : 0)) && coordinate < d; coordinate++) // nothing left: any direction that is free
            {
                Array.Clear(rows[i]);
                (rows[i][coordinate], before) = (1, 1);
                for (var pass = 0; pass < 2; pass++)
                    for (var j = 0; j < i; j++) Remove(rows[i], rows[j]);
                if (Length(rows[i]) > 0.5 / Math.Sqrt(d)) break;
            }
            var length = Length(rows[i]);
            for (var c = 0; c < d; c++) rows[i][c] /= length;
        }
        return rows;
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));

    private static void Remove(double[] from, double[] axis)
    {
        var along = 0.0;
        for (var c = 0; c < axis.Length; c++) along += from[c] * axis[c];
        for (var c = 0; c < axis.Length; c++) from[c] -= along * axis[c];
    }

    private static void Orient(double[] axis)
    {
        var largest = 0;
        for (var c = 1; c < axis.Length; c++)
            if (Math.Abs(axis[c]) > Math.Abs(axis[largest])) largest = c;
        if (axis[largest] < 0)
            for (var c = 0; c < axis.Length; c++) axis[c] = -axis[c];
    }

    private static Tensor Tensor(Rows rows) => tensor(rows.Values, [rows.Count, rows.Dimension], ScalarType.Float64);

    private static Rows Checked(float[] values, int dimension)
    {
        if (dimension < 1 || values.Length == 0 || values.Length % dimension != 0) throw new ShapeException($"{Counted.Of(values.Length, "number")} in rows of {dimension}", "N·d numbers, at least one row", "the number of columns as the dimension");
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var bad)
            throw new DataException(Invariant($"The samples hold {values[bad]} at row {bad / dimension}, column {bad % dimension} (counted from 0)"), "finite numbers only", "dropping that row, or imputing it");
        return Rows.Of(values, dimension);
    }
}
