namespace Vib.Core;

/// <summary>Singular values by one-sided Jacobi rotations, which find small ones to as many digits as large ones  (Hestenes 1958; Demmel and Veselić 1992).</summary>
internal static class SingularValues
{
    private const double Epsilon = 1.0 / (1L << 52);
    private const int MostSweeps = 60; // ten do for hundreds of columns; this only ends a loop on numbers that are not finite

    /// <summary>All n singular values of a matrix [m,n], decreasing, and its right singular vectors, the columns of [n,n]. O(m n²) for each of some ten sweeps.</summary>
    internal static (double[] Values, double[,] Right) Of(double[,] matrix)
    {
        var (m, n) = (matrix.GetLength(0), matrix.GetLength(1));
        var (columns, right) = (new double[n][], new double[n][]); // of the matrix, and of the rotations so far
        for (var j = 0; j < n; j++)
        {
            (columns[j], right[j]) = (new double[m], new double[n]);
            for (var i = 0; i < m; i++) columns[j][i] = matrix[i, j];
            right[j][j] = 1;
        }
        var floor = Epsilon * Epsilon * columns.Sum(column => Dot(column, column)); // a product of columns that are rounding errors of zero ones
        for (var (sweep, turned) = (0, true); turned && sweep < MostSweeps; sweep++)
        {
            turned = false;
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                    if (Angle(columns[p], columns[q], floor) is { } angle)
                    {
                        turned = true;
                        Rotate(columns[p], columns[q], angle);
                        Rotate(right[p], right[q], angle);
                    }
        }
        var norms = Array.ConvertAll(columns, column => Math.Sqrt(Dot(column, column)));
        var order = Enumerable.Range(0, n).OrderByDescending(j => norms[j]).ToArray();
        var vectors = new double[n, n];
        for (var j = 0; j < n; j++)
            for (var i = 0; i < n; i++) vectors[i, j] = right[order[j]][i];
        return (Array.ConvertAll(order, j => norms[j]), vectors);
    }

    /// <summary>Cosine and sine of the rotation that makes two columns orthogonal; null where they are.</summary>
    private static (double Cosine, double Sine)? Angle(double[] p, double[] q, double floor)
    {
        var (alpha, beta, gamma) = (Dot(p, p), Dot(q, q), Dot(p, q));
        if (!(Math.Abs(gamma) > Math.Max(floor, p.Length * Epsilon * Math.Sqrt(alpha) * Math.Sqrt(beta)))) return null;
        var zeta = (beta - alpha) / (2 * gamma);
        var tangent = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        return (cosine, cosine * tangent);
    }

    private static void Rotate(double[] p, double[] q, (double Cosine, double Sine) angle)
    {
        for (var i = 0; i < p.Length; i++)
            (p[i], q[i]) = (angle.Cosine * p[i] - angle.Sine * q[i], angle.Sine * p[i] + angle.Cosine * q[i]);
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
