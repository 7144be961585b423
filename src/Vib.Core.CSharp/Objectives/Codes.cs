namespace Vib.Core;

/// <summary>The Gaussians of N rows, e(z|x) = N(μ(x), L(x) L(x)ᵀ): what an encoder says of each, before any noise is drawn.</summary>
public sealed class Codes
{
    internal Codes(float[,] means, float[,,] factors) => (Means, Factors) = (means, factors);

    /// <summary>μ of each row, [N,K].</summary>
    public float[,] Means { get; }

    /// <summary>L of each row, [N,K,K]: lower triangular; diagonal where the encoder's covariance is, and zero where it has no noise.</summary>
    public float[,,] Factors { get; }

    /// <summary>N.</summary>
    public int Count => Means.GetLength(0);

    /// <summary>K.</summary>
    public int Dimension => Means.GetLength(1);

    /// <summary>The covariance of one row's code.</summary>
    /// <remarks>Σ = L Lᵀ, in double precision. O(K³).</remarks>
    /// <param name="row">From 0.</param>
    /// <returns>[K,K], symmetric.</returns>
    /// <exception cref="DomainException">There is no such row.</exception>
    public double[,] Covariance(int row)
    {
        Require.That(row >= 0 && row < Count, $"Row {row} of the codes of {Counted.Of(Count, "row")}", "a row from 0 to the last", "0");
        var covariance = new double[Dimension, Dimension];
        for (var a = 0; a < Dimension; a++)
            for (var b = 0; b < Dimension; b++)
                for (var k = 0; k <= Math.Min(a, b); k++) covariance[a, b] += (double)Factors[row, a, k] * Factors[row, b, k];
        return covariance;
    }

    /// <summary>Sizes.</summary>
    /// <returns>For example <c>codes of 10000 rows, K = 2</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"codes of {Counted.Of(Count, "row")}, K = {Dimension}");
}
