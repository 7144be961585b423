using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The covariance of [x; y], its factor and the quadratic forms of its inverses.</summary>
internal sealed class JointCovariance
{
    private readonly double[,] factor, inverse, xInverse, yInverse; // L of Σ = L Lᵀ; Σ⁻¹; Σ_xx⁻¹; Σ_yy⁻¹
    private readonly Lazy<(double[] Correlations, double[,] Directions)> canonical;

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
        var joint = new Cholesky(covariance);
        var (x, y) = (new Cholesky(Block(covariance, 0, 0, xDimension, xDimension)), new Cholesky(Block(covariance, xDimension, xDimension, YDimension, YDimension)));
        (factor, inverse, xInverse, yInverse) = (joint.Lower, joint.Inverse(), x.Inverse(), y.Inverse());
        Information = (x.LogDeterminant + y.LogDeterminant - joint.LogDeterminant) / 2;
        YLogDeterminant = y.LogDeterminant;
        canonical = new(() => Canonical(x, y, Block(covariance, 0, xDimension, xDimension, YDimension)));
    }

    internal int XDimension { get; }
    internal int YDimension { get; }

    /// <summary>½ (log det Σ_xx + log det Σ_yy − log det Σ), nats.</summary>
    internal double Information { get; }

    /// <summary>log det Σ_yy.</summary>
    internal double YLogDeterminant { get; }

    /// <summary>ρ_1 ≥ ρ_2 ≥ … ≥ 0, min(dx, dy) of them: the singular values of Σ_xx^{−1/2} Σ_xy Σ_yy^{−1/2}  (Hotelling 1936).</summary>
    internal double[] CanonicalCorrelations => canonical.Value.Correlations;

    /// <summary>The matrix that takes x to its canonical variables, which are uncorrelated with variance 1; [min(dx, dy), dx].</summary>
    internal double[,] CanonicalDirections => canonical.Value.Directions;

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
        var cross = x.matmul(Matrix(Block(inverse, 0, dx, dx, dy), x)).matmul(y.transpose(-2, -1)); // [..,B,B]
        var joint = cross * 2 + Square(x, Block(inverse, 0, 0, dx, dx)).unsqueeze(-1) + Square(y, Block(inverse, dx, dx, dy, dy)).unsqueeze(-2);
        return (Square(x, xInverse).unsqueeze(-1), Square(y, yInverse).unsqueeze(-2), joint);
    }

    /// <summary>yᵀΣ_yy⁻¹y, [..,B].</summary>
    internal Tensor YForm(Tensor y) => Square(y, yInverse);

    private static Tensor Square(Tensor rows, double[,] matrix) => (rows.matmul(Matrix(matrix, rows)) * rows).sum(-1);

    private static Tensor Matrix(double[,] matrix, Tensor like) =>
        tensor([.. matrix.Cast<double>()], [matrix.GetLength(0), matrix.GetLength(1)], like.dtype, like.device);

    private static double[,] Block(double[,] matrix, int row, int column, int rows, int columns)
    {
        var block = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) block[i, j] = matrix[row + i, column + j];
        return block;
    }

    /// <summary>With u = L_x⁻¹x and v = L_y⁻¹y, both white, Cov(u, v) = L_x⁻¹ Σ_xy L_y⁻ᵀ; its left singular vectors w give the canonical wᵀu.</summary>
    private static (double[], double[,]) Canonical(Cholesky x, Cholesky y, double[,] cross)
    {
        var (dx, dy) = (cross.GetLength(0), cross.GetLength(1));
        var white = y.SolveLower(Transposed(x.SolveLower(cross)));      // [dy,dx]
        var (values, vectors) = SingularValues.Of(white);               // right vectors of Cov(v, u), [dx,dx]
        var whitening = x.SolveLower(Identity(dx));                     // L_x⁻¹, [dx,dx]
        var directions = new double[Math.Min(dx, dy), dx];
        for (var i = 0; i < directions.GetLength(0); i++)
            for (var j = 0; j < dx; j++)
                for (var k = j; k < dx; k++) directions[i, j] += vectors[k, i] * whitening[k, j];
        return (values[..Math.Min(dx, dy)], directions);
    }

    private static double[,] Transposed(double[,] matrix)
    {
        var transposed = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (var i = 0; i < matrix.GetLength(0); i++)
            for (var j = 0; j < matrix.GetLength(1); j++) transposed[j, i] = matrix[i, j];
        return transposed;
    }

    private static double[,] Identity(int n)
    {
        var identity = new double[n, n];
        for (var i = 0; i < n; i++) identity[i, i] = 1;
        return identity;
    }
}
