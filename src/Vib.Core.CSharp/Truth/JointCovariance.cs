using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The covariance of [x; y], its factor and the quadratic forms of its inverses.</summary>
internal sealed class JointCovariance
{
    private readonly double[,] factor, inverse, xInverse, yInverse; // L of Σ = L Lᵀ; Σ⁻¹; Σ_xx⁻¹; Σ_yy⁻¹

    internal JointCovariance(double[,] covariance, int xDimension)
    {
        var n = covariance.GetLength(0);
        if (n != covariance.GetLength(1) || n < 2)
            throw new ShapeException($"A covariance of {n} by {covariance.GetLength(1)}", "a square matrix over x and y, at least 2 by 2", "[[Σxx, Σxy], [Σyx, Σyy]]");
        Require.That(xDimension > 0 && xDimension < n, $"The dimension of X is {xDimension}, of {n} in all", $"a number from 1 to n − 1", "the number of leading coordinates that are x");
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
                Require.That(Math.Abs(covariance[i, j] - covariance[j, i]) <= 1e-12 * Math.Sqrt(Math.Abs(covariance[i, i] * covariance[j, j])),
                    $"A covariance with {covariance[i, j]} at [{i},{j}] and {covariance[j, i]} at [{j},{i}]", "a symmetric matrix", "the mean of it and its transpose");
        (XDimension, YDimension) = (xDimension, n - xDimension);
        factor = Cholesky(covariance);
        var (x, y) = (Cholesky(Block(covariance, 0, xDimension)), Cholesky(Block(covariance, xDimension, n - xDimension)));
        (inverse, xInverse, yInverse) = (Inverse(factor), Inverse(x), Inverse(y));
        Information = LogDiagonal(x) + LogDiagonal(y) - LogDiagonal(factor);
        YLogDeterminant = 2 * LogDiagonal(y);
    }

    internal int XDimension { get; }
    internal int YDimension { get; }

    /// <summary>½ (log det Σ_xx + log det Σ_yy − log det Σ), nats.</summary>
    internal double Information { get; }

    /// <summary>log det Σ_yy.</summary>
    internal double YLogDeterminant { get; }

    /// <summary>Normals with this covariance: [B,dx] and [B,dy], overwritten.</summary>
    internal void Fill(Tensor x, Tensor y, Generator generator)
    {
        var normal = zeros([x.shape[0], XDimension + YDimension], x.dtype, x.device).normal_(generator: generator);
        var both = normal.matmul(Matrix(factor, x).t()); // [B,dx+dy]
        x.copy_(both.narrow(1, 0, XDimension));
        y.copy_(both.narrow(1, XDimension, YDimension));
    }

    /// <summary>xᵀΣ_xx⁻¹x [..,B,1], yᵀΣ_yy⁻¹y [..,1,B], and [x;y]ᵀΣ⁻¹[x;y] of every pair [..,B,B].</summary>
    internal (Tensor X, Tensor Y, Tensor Joint) Forms(Tensor x, Tensor y)
    {
        var (dx, dy) = (XDimension, YDimension);
        double[,] Part(int row, int column, int rows, int columns)
        {
            var part = new double[rows, columns];
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++) part[i, j] = inverse[row + i, column + j];
            return part;
        }
        var cross = x.matmul(Matrix(Part(0, dx, dx, dy), x)).matmul(y.transpose(-2, -1)); // [..,B,B]
        var joint = cross * 2 + Square(x, Part(0, 0, dx, dx)).unsqueeze(-1) + Square(y, Part(dx, dx, dy, dy)).unsqueeze(-2);
        return (Square(x, xInverse).unsqueeze(-1), Square(y, yInverse).unsqueeze(-2), joint);
    }

    /// <summary>yᵀΣ_yy⁻¹y, [..,B].</summary>
    internal Tensor YForm(Tensor y) => Square(y, yInverse);

    private static Tensor Square(Tensor rows, double[,] matrix) => (rows.matmul(Matrix(matrix, rows)) * rows).sum(-1);

    private static Tensor Matrix(double[,] matrix, Tensor like) =>
        tensor([.. matrix.Cast<double>()], [matrix.GetLength(0), matrix.GetLength(1)], like.dtype, like.device);

    private static double[,] Block(double[,] matrix, int start, int count)
    {
        var block = new double[count, count];
        for (var i = 0; i < count; i++)
            for (var j = 0; j < count; j++) block[i, j] = matrix[start + i, start + j];
        return block;
    }

    private static double[,] Cholesky(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var lower = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[i, j];
                for (var k = 0; k < j; k++) rest -= lower[i, k] * lower[j, k];
                if (i == j)
                    Require.That(rest > 1e-14 * matrix[i, i], $"A covariance whose coordinate {i} has {rest} left once those before it are known", "a positive definite matrix",
                        "a little more on its diagonal, or fewer coordinates: with one determined by others the information is infinite");
                lower[i, j] = i == j ? Math.Sqrt(rest) : rest / lower[j, j];
            }
        return lower;
    }

    private static double LogDiagonal(double[,] lower) => Enumerable.Range(0, lower.GetLength(0)).Sum(i => Math.Log(lower[i, i]));

    /// <summary>(L Lᵀ)⁻¹, column by column.</summary>
    private static double[,] Inverse(double[,] lower)
    {
        var n = lower.GetLength(0);
        var inverse = new double[n, n];
        for (var c = 0; c < n; c++)
        {
            for (var i = 0; i < n; i++)
            {
                var rest = i == c ? 1.0 : 0;
                for (var k = 0; k < i; k++) rest -= lower[i, k] * inverse[k, c];
                inverse[i, c] = rest / lower[i, i];
            }
            for (var i = n - 1; i >= 0; i--)
            {
                var rest = inverse[i, c];
                for (var k = i + 1; k < n; k++) rest -= lower[k, i] * inverse[k, c];
                inverse[i, c] = rest / lower[i, i];
            }
        }
        return inverse;
    }
}
