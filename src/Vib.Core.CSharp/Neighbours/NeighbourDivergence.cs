using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Kullback–Leibler divergence between the sources of two samples, by neighbours.</summary>
/// <remarks>D[P ‖ Q] = mean_i [d log(ν_i/ρ_i)] + log(M/(N − 1)), with ρ_i and ν_i the Euclidean distances from x_i to its k-th nearest other and to the k-th nearest of the M points of Q
/// (Wang, Kulkarni and Verdú 2009, eq. 21). Both samples are whitened by P's covariance, which changes no divergence. The variance is s²/N of the local values and, for the sample of Q,
/// Var_Q(p/q)/M = (E_P(p/q) − 1)/M, with p/q as the neighbours show it. About O(N log M) in few dimensions, O(N (N + M) d) at most; memory O((N + M) d).</remarks>
public static class NeighbourDivergence
{
    /// <summary>D[P ‖ Q].</summary>
    /// <param name="samples">[N,d], from P.</param>
    /// <param name="reference">[M,d], from Q.</param>
    /// <param name="options">k, whitening, noise; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">There is no row or no column, or the samples have not the same columns.</exception>
    /// <exception cref="DomainException">There are fewer than 4 samples of either or no more than k, an option makes no sense, or the covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, a sample is constant or discrete, or x_i has k copies among its own or among the others.</exception>
    public static Estimate Estimate(double[,] samples, double[,] reference, NeighbourOptions? options = null)
    {
        var clock = Stopwatch.StartNew();
        var (chosen, x, y) = (options ?? new(), Rows.Of(samples, "x"), Rows.Of(reference, "the reference"));
        if (x.Dimension != y.Dimension) throw new ShapeException($"{Counted.Of(x.Dimension, "column")} of x and {y.Dimension} of the reference", "the same columns in both", "the same features, in the same order");
        chosen.Check(x.Count, permutes: false);
        chosen.Check(y.Count, permutes: false);
        (x, y) = (Coordinates.Blurred(x, chosen, 0), Coordinates.Blurred(y, chosen, 1));
        var diagnoses = SampleChecks.Of(("x", x)).Concat(SampleChecks.Of(("the reference", y))).ToArray();
        if (chosen.Whiten) (x, y) = Coordinates.Whitened(x, y);
        var local = Local(x, y, chosen);
        var (value, error) = Moments.Mean(local);
        var shrink = chosen.K > 1 ? (chosen.K - 1.0) / chosen.K : 1; // 1/ρ^d is too large by this on average: E = k/(k − 1) of what it should be
        var ofReference = Math.Max(0, local.Average(r => shrink * Math.Exp(r)) - 1) / y.Count;
        return LocalValues.Of(Invariant($"k-NN divergence, k = {chosen.K}"), "D[P‖Q]", value, Math.Sqrt(error * error + ofReference), x.Count, chosen, clock, diagnoses);
    }

    private static double[] Local(Rows x, Rows y, NeighbourOptions options)
    {
        var (own, other) = (options.In(x, Norm.Euclidean).KthDistances(options.K), options.In(y, Norm.Euclidean).KthDistances(options.K, x));
        SampleChecks.NoneAtZero(own, options.K, "x");
        SampleChecks.NoneAtZero(other, options.K, "x among the reference");
        var constant = Math.Log(y.Count / (x.Count - 1.0));
        return [.. own.Select((rho, i) => constant + x.Dimension * Math.Log(other[i] / rho))];
    }
}
