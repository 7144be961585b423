namespace Vib.Core.Tests;

/// <summary>Small matrices by the plainest methods, to hold better ones to.</summary>
internal static class Matrix
{
    internal static double[,] Product(double[,] a, double[,] b) =>
        Of(a.GetLength(0), b.GetLength(1), (i, j) => Enumerable.Range(0, b.GetLength(0)).Sum(k => a[i, k] * b[k, j]));

    internal static double[,] Transposed(double[,] a) => Of(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    internal static double[,] Sum(double[,] a, double[,] b, double scale = 1) => Of(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] + scale * b[i, j]);

    internal static double[,] Diagonal(params double[] entries) => Of(entries.Length, entries.Length, (i, j) => i == j ? entries[i] : 0);

    internal static double[,] Identity(int n) => Of(n, n, (i, j) => i == j ? 1 : 0);

    internal static double[,] Block(double[,] a, int row, int column, int rows, int columns) => Of(rows, columns, (i, j) => a[row + i, column + j]);

    /// <summary>Uniform in (−1, 1).</summary>
    internal static double[,] Drawn(int rows, int columns, long seed)
    {
        var random = new SplitMix64(seed, 7, 0);
        return Of(rows, columns, (_, _) => random.Between(-1, 1));
    }

    /// <summary>G Gᵀ + I/10: every eigenvalue from 1/10 to n² + 1/10.</summary>
    internal static double[,] Covariance(int n, long seed)
    {
        var drawn = Drawn(n, n, seed);
        return Sum(Product(drawn, Transposed(drawn)), Identity(n), 0.1);
    }

    /// <summary>By elimination with pivots.</summary>
    internal static (double[,] Inverse, double Determinant) Inverted(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (a, inverse, determinant) = ((double[,])matrix.Clone(), Identity(n), 1.0);
        for (var c = 0; c < n; c++)
        {
            var pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(a[r, c]));
            if (pivot != c) determinant = -determinant;
            for (var k = 0; k < n; k++)
            {
                (a[c, k], a[pivot, k]) = (a[pivot, k], a[c, k]);
                (inverse[c, k], inverse[pivot, k]) = (inverse[pivot, k], inverse[c, k]);
            }
            var head = a[c, c];
            determinant *= head;
            for (var k = 0; k < n; k++) (a[c, k], inverse[c, k]) = (a[c, k] / head, inverse[c, k] / head);
            for (var r = 0; r < n; r++)
            {
                var factor = a[r, c];
                for (var k = 0; k < n && r != c; k++) (a[r, k], inverse[r, k]) = (a[r, k] - factor * a[c, k], inverse[r, k] - factor * inverse[c, k]);
            }
        }
        return (inverse, determinant);
    }

    internal static double LogDeterminant(double[,] matrix) => Math.Log(Inverted(matrix).Determinant);

    internal static double Largest(double[,] a) => a.Cast<double>().Max(Math.Abs);

    private static double[,] Of(int rows, int columns, Func<int, int, double> entry)
    {
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) matrix[i, j] = entry(i, j);
        return matrix;
    }
}
