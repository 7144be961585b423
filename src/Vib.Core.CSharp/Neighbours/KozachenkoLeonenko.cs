using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Differential entropy by neighbours.</summary>
/// <remarks>h = mean_i [d log ρ_i] + log V_d + log(N − 1) − ψ(k), with ρ_i the Euclidean distance from x_i to its k-th nearest other and V_d = π^{d/2}/Γ(d/2 + 1)  (Kozachenko and Leonenko 1987).
/// Of whitened coordinates by default: h(X) = h(L⁻¹X) + ½ log det Cov X. The standard error is s/√N of the local values. About O(N log N) in few dimensions, O(N² d) at most; memory O(N d).</remarks>
public static class KozachenkoLeonenko
{
    /// <summary>h(X).</summary>
    /// <param name="samples">[N,d]; row i is x_i.</param>
    /// <param name="options">k, whitening, noise; the defaults if null.</param>
    /// <returns>The estimate, nats; negative where the density is above 1 on average.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 samples or no more than k, an option makes no sense, or the covariance is singular, where the entropy is −∞.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, or the samples are constant, discrete, or hold more than k copies of one.</exception>
    public static Estimate Estimate(double[,] samples, NeighbourOptions? options = null)
    {
        var clock = Stopwatch.StartNew();
        var (chosen, rows, diagnoses) = Prepared(samples, options);
        var (value, error) = Moments.Mean(LogDensities(rows, chosen, [chosen.K], [1]));
        return LocalValues.Of(Invariant($"Kozachenko–Leonenko, k = {chosen.K}"), "h(X)", -value, error, rows.Count, chosen, clock, diagnoses);
    }

    /// <summary>The local values, whose mean is the estimate: −log p(x_i) as its neighbours show it.</summary>
    /// <param name="samples">[N,d]; row i is x_i.</param>
    /// <param name="options">k, whitening, noise; the defaults if null.</param>
    /// <returns>[N], nats.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 samples or no more than k, an option makes no sense, or the covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, or the samples are constant, discrete, or hold more than k copies of one.</exception>
    public static double[] Local(double[,] samples, NeighbourOptions? options = null)
    {
        var (chosen, rows, _) = Prepared(samples, options);
        return Array.ConvertAll(LogDensities(rows, chosen, [chosen.K], [1]), value => -value);
    }

    internal static (NeighbourOptions Options, Rows Rows, IReadOnlyList<Diagnosis> Diagnoses) Prepared(double[,] samples, NeighbourOptions? options)
    {
        var (chosen, rows) = (options ?? new(), Rows.Of(samples, "x"));
        chosen.Check(rows.Count, permutes: false);
        var blurred = Coordinates.Blurred(rows, chosen, 0);
        return (chosen, blurred, SampleChecks.Of(("x", blurred)));
    }

    /// <summary>Σ_j w_j log p_j(x_i), with p_j as the j-th neighbour shows it; the weights sum to 1.</summary>
    internal static double[] LogDensities(Rows rows, NeighbourOptions options, int[] neighbours, double[] weights)
    {
        var (whitened, lost) = options.Whiten ? Coordinates.Whitened(rows) : (rows, 0);
        var (n, d) = (rows.Count, rows.Dimension);
        var distances = options.In(whitened, Norm.Euclidean).Distances(neighbours.Max());
        SampleChecks.NoneAtZero([.. Enumerable.Range(0, n).Select(i => distances[i, neighbours.Min() - 1])], neighbours.Min(), "x");
        var constant = -LogBall(d) - Math.Log(n - 1) - lost;
        return [.. Enumerable.Range(0, n).Select(i => constant + neighbours.Zip(weights, (j, w) => w * (GammaFunction.Digamma(j) - d * Math.Log(distances[i, j - 1]))).Sum())];
    }

    /// <summary>log V_d, of the unit ball.</summary>
    internal static double LogBall(int dimension) => dimension / 2.0 * Math.Log(Math.PI) - GammaFunction.Log(dimension / 2.0 + 1);
}
