namespace Vib.Core;

/// <summary>L of a positive definite matrix M = L Lᵀ, and what follows from it.</summary>
internal sealed class Cholesky
{
    internal Cholesky(double[,] matrix)
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
        Lower = lower;
    }

    /// <summary>L, [n,n].</summary>
    internal double[,] Lower { get; }

    /// <summary>log det M.</summary>
    internal double LogDeterminant => 2 * Enumerable.Range(0, Lower.GetLength(0)).Sum(i => Math.Log(Lower[i, i]));

    /// <summary>L⁻¹ B, [n,m].</summary>
    internal double[,] SolveLower(double[,] right)
    {
        var (n, m) = (right.GetLength(0), right.GetLength(1));
        var solved = new double[n, m];
        for (var c = 0; c < m; c++)
            for (var i = 0; i < n; i++)
            {
                var rest = right[i, c];
                for (var k = 0; k < i; k++) rest -= Lower[i, k] * solved[k, c];
                solved[i, c] = rest / Lower[i, i];
            }
        return solved;
    }

    /// <summary>M⁻¹, column by column.</summary>
    internal double[,] Inverse()
    {
        var n = Lower.GetLength(0);
        var inverse = new double[n, n];
        for (var c = 0; c < n; c++) inverse[c, c] = 1;
        inverse = SolveLower(inverse);
        for (var c = 0; c < n; c++)
            for (var i = n - 1; i >= 0; i--)
            {
                var rest = inverse[i, c];
                for (var k = i + 1; k < n; k++) rest -= Lower[k, i] * inverse[k, c];
                inverse[i, c] = rest / Lower[i, i];
            }
        return inverse;
    }
}
