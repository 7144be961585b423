namespace Vib.Core.Tests;

/// <summary>z = A x + N(0, noise) of a Gaussian [x; y]: what it knows, by determinants, and the best one, by descent.</summary>
internal sealed class LinearCode(double[,] covariance, int xDimension)
{
    private readonly double[,] x = Matrix.Block(covariance, 0, 0, xDimension, xDimension);
    private readonly double[,] xGivenY = GivenY(covariance, xDimension);

    /// <summary>I(X;Z) = ½ log det(A Σ_x Aᵀ + N)/det N and I(Z;Y) = ½ log det(A Σ_x Aᵀ + N)/det(A Σ_{x|y} Aᵀ + N).</summary>
    internal (double Rate, double Information) Read(double[,] projection, double[,] noise)
    {
        double Log(double[,] sigma) => Matrix.LogDeterminant(Matrix.Sum(Matrix.Product(Matrix.Product(projection, sigma), Matrix.Transposed(projection)), noise));
        return (0.5 * (Log(x) - Matrix.LogDeterminant(noise)), 0.5 * (Log(x) - Log(xGivenY)));
    }

    /// <summary>β I(X;Z) − I(Z;Y) with unit noise.</summary>
    internal double Lagrangian(double[,] projection, double beta)
    {
        var (rate, information) = Read(projection, Matrix.Identity(projection.GetLength(0)));
        return beta * rate - information;
    }

    /// <summary>The lowest Lagrangian that gradient descent finds from random encoders; d/dA ½ log det(I + A Σ Aᵀ) = (I + A Σ Aᵀ)⁻¹ A Σ.</summary>
    internal double Descend(double beta, int starts, int steps) => Enumerable.Range(0, starts).Min(start =>
    {
        var projection = Matrix.Drawn(xDimension, xDimension, start + 100);
        var (value, step) = (Lagrangian(projection, beta), 1.0);
        for (var k = 0; k < steps; k++)
        {
            var slope = Matrix.Sum(Gradient(projection, xGivenY), Gradient(projection, x), beta - 1);
            for (; step > 1e-12; step /= 2)
            {
                var next = Matrix.Sum(projection, slope, -step);
                if (Lagrangian(next, beta) is var reached && reached < value)
                {
                    (projection, value, step) = (next, reached, 2.2 * step);
                    break;
                }
            }
        }
        return value;
    });

    private static double[,] Gradient(double[,] projection, double[,] sigma)
    {
        var forward = Matrix.Product(projection, sigma);
        return Matrix.Product(Matrix.Inverted(Matrix.Sum(Matrix.Product(forward, Matrix.Transposed(projection)), Matrix.Identity(projection.GetLength(0)))).Inverse, forward);
    }

    internal static double[,] GivenY(double[,] covariance, int dx)
    {
        var dy = covariance.GetLength(0) - dx;
        var cross = Matrix.Block(covariance, 0, dx, dx, dy);
        var explained = Matrix.Product(Matrix.Product(cross, Matrix.Inverted(Matrix.Block(covariance, dx, dx, dy, dy)).Inverse), Matrix.Transposed(cross));
        return Matrix.Sum(Matrix.Block(covariance, 0, 0, dx, dx), explained, -1);
    }
}
