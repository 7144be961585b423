using System.Numerics;

namespace Vib.Core;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix: reflections to three diagonals, then implicit shifted rotations  (Householder 1958; Wilkinson 1968; Golub and Van Loan, §8.3).</summary>
internal static class SymmetricEigen
{
    private const double Epsilon = 1.0 / (1L << 52);
    private const int MostSteps = 60; // for each eigenvalue; two or three do: this only ends a loop on numbers that are not finite

    /// <summary>All eigenvalues, decreasing, and the unit eigenvectors of the first <paramref name="vectors"/>, each a row. O(n³). The matrix, given by its rows, is used up.</summary>
    internal static (double[] Values, double[][] Vectors) Of(double[][] matrix, int vectors)
    {
        var (diagonal, beside, reflectors) = Tridiagonal(matrix);
        var turned = vectors > 0 ? Identity(matrix.Length) : null;
        Diagonalise(diagonal, beside, turned);
        var order = Enumerable.Range(0, diagonal.Length).OrderByDescending(i => diagonal[i]).ToArray();
        var rows = turned is null ? [] : order[..vectors].Select(i => Reflected(turned[i], reflectors)).ToArray();
        return (Array.ConvertAll(order, i => diagonal[i]), rows);
    }

    /// <summary>A = Q T Qᵀ, Q a product of reflections 1 − β v vᵀ, of which the k-th leaves the first k + 1 coordinates alone.</summary>
    private static (double[] Diagonal, double[] Beside, (double[] V, double Beta)[] Reflectors) Tridiagonal(double[][] a)
    {
        var n = a.Length;
        var (diagonal, beside, reflectors) = (new double[n], new double[Math.Max(n - 1, 0)], new (double[], double)[Math.Max(n - 2, 0)]);
        for (var k = 0; k < n - 2; k++)
        {
            var v = a[k].AsSpan(k + 1).ToArray();
            var norm = Math.Sqrt(Dot(v, v));
            beside[k] = v[0] > 0 ? -norm : norm;
            v[0] -= beside[k];
            var square = Dot(v, v);
            var beta = square > 0 ? 2 / square : 0;
            reflectors[k] = (v, beta);
            if (beta == 0) continue;
            var w = new double[v.Length];
            for (var i = 0; i < w.Length; i++) w[i] = beta * Dot(a[k + 1 + i].AsSpan(k + 1), v);
            Add(w, v, -beta / 2 * Dot(w, v));
            for (var i = 0; i < w.Length; i++)
            {
                var row = a[k + 1 + i].AsSpan(k + 1);
                Add(row, w, -v[i]);
                Add(row, v, -w[i]);
            }
        }
        for (var i = 0; i < n; i++) diagonal[i] = a[i][i];
        if (n > 1) beside[n - 2] = a[n - 2][n - 1];
        return (diagonal, beside, reflectors);
    }

    private static void Diagonalise(double[] d, double[] e, double[][]? rows)
    {
        var (last, steps) = (d.Length - 1, 0);
        while (last > 0)
        {
            for (var i = 0; i < last; i++)
                if (Math.Abs(e[i]) <= Epsilon * (Math.Abs(d[i]) + Math.Abs(d[i + 1]))) e[i] = 0;
            if (e[last - 1] == 0 || steps++ == MostSteps)
            {
                (last, steps) = (last - 1, 0);
                continue;
            }
            var first = last - 1;
            while (first > 0 && e[first - 1] != 0) first--;
            Step(d, e, rows, first, last);
        }
    }

    /// <summary>One implicit step on an unreduced block, with Wilkinson's shift.</summary>
    private static void Step(double[] d, double[] e, double[][]? rows, int first, int last)
    {
        var (half, end) = ((d[last - 1] - d[last]) / 2, e[last - 1]);
        var shift = d[last] - end * end / (half + Math.CopySign(Hypotenuse(half, end), half));
        var (x, z) = (d[first] - shift, e[first]);
        for (var k = first; k < last; k++)
        {
            var r = Hypotenuse(x, z);
            var (c, s) = r > 0 ? (x / r, z / r) : (1, 0);
            if (k > first) e[k - 1] = r;
            var (a, b, off) = (d[k], d[k + 1], e[k]);
            d[k] = c * c * a + 2 * c * s * off + s * s * b;
            d[k + 1] = s * s * a - 2 * c * s * off + c * c * b;
            e[k] = c * s * (b - a) + (c * c - s * s) * off;
            if (k < last - 1)
            {
                (x, z) = (e[k], s * e[k + 1]);
                e[k + 1] *= c;
            }
            if (rows is not null) Rotate(rows[k], rows[k + 1], c, s);
        }
    }

    private static double[] Reflected(double[] row, (double[] V, double Beta)[] reflectors)
    {
        for (var k = reflectors.Length - 1; k >= 0; k--)
        {
            var (v, beta) = reflectors[k];
            if (beta != 0) Add(row.AsSpan(k + 1), v, -beta * Dot(row.AsSpan(k + 1), v));
        }
        return row;
    }

    private static double[][] Identity(int n)
    {
        var rows = new double[n][];
        for (var i = 0; i < n; i++) (rows[i] = new double[n])[i] = 1;
        return rows;
    }

    private static double Hypotenuse(double a, double b)
    {
        var (large, small) = Math.Abs(a) > Math.Abs(b) ? (Math.Abs(a), Math.Abs(b)) : (Math.Abs(b), Math.Abs(a));
        return large == 0 ? 0 : large * Math.Sqrt(1 + small / large * (small / large));
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (sums, i, step) = (Vector<double>.Zero, 0, Vector<double>.Count);
        for (; i <= a.Length - step; i += step) sums += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>a ← a + factor b.</summary>
    private static void Add(Span<double> a, ReadOnlySpan<double> b, double factor)
    {
        var (times, i, step) = (new Vector<double>(factor), 0, Vector<double>.Count);
        for (; i <= a.Length - step; i += step) (new Vector<double>(a[i..]) + times * new Vector<double>(b[i..])).CopyTo(a[i..]);
        for (; i < a.Length; i++) a[i] += factor * b[i];
    }

    private static void Rotate(Span<double> a, Span<double> b, double c, double s)
    {
        var (cosine, sine, i, step) = (new Vector<double>(c), new Vector<double>(s), 0, Vector<double>.Count);
        for (; i <= a.Length - step; i += step)
        {
            var (x, y) = (new Vector<double>(a[i..]), new Vector<double>(b[i..]));
            (cosine * x + sine * y).CopyTo(a[i..]);
            (cosine * y - sine * x).CopyTo(b[i..]);
        }
        for (; i < a.Length; i++) (a[i], b[i]) = (c * a[i] + s * b[i], c * b[i] - s * a[i]);
    }
}
