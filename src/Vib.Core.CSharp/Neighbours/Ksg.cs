using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>The two estimators of Kraskov, Stögbauer and Grassberger.</summary>
public enum KsgVariant
{
    /// <summary>One distance for both marginals: less spread.</summary>
    First,

    /// <summary>A distance for each marginal: less bias where x and y have many coordinates.</summary>
    Second,
}

/// <summary>Mutual information of continuous variables by neighbours: no training, no bound.</summary>
/// <remarks>First: I = ψ(k) + ψ(N) − mean_i [ψ(n_x + 1) + ψ(n_y + 1)], with n_x the others strictly nearer in x than the k-th neighbour of (x, y) in the maximum norm is.
/// Second: I = ψ(k) − 1/k + ψ(N) − mean_i [ψ(n_x) + ψ(n_y)], with n_x the others not farther in x than the farthest in x of the k neighbours  (Kraskov, Stögbauer and Grassberger 2004, eqs. 8 and 9).
/// Where several points tie for the k-th place, the second takes all of them, and their number for k. No more than ψ(N) − ψ(k + 1) can come out. The standard error is s/√N of
/// the local values. Consistent, on no side of the truth; the bias is downwards where the information is large. About O(N log N) in few dimensions, O(N² d) at most; memory O(N d).</remarks>
public static class Ksg
{
    /// <summary>I(X;Y) of given pairs.</summary>
    /// <param name="pairs">N ≥ 4 pairs.</param>
    /// <param name="variant">Which of the two.</param>
    /// <param name="options">k, scaling, noise, permutations; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, or an option makes no sense.</exception>
    /// <exception cref="DataException">A variable is constant or discrete, both share a column, or k pairs and more are equal.</exception>
    public static Estimate Estimate(Pairs pairs, KsgVariant variant = KsgVariant.First, NeighbourOptions? options = null) =>
        Of(LocalValues.Of(pairs), variant, options ?? new(), pairs.KnownInformation);

    /// <summary>I(X;Y) of samples in double precision.</summary>
    /// <param name="x">[N,dx]; row i is x_i.</param>
    /// <param name="y">[N,dy]; row i is y_i.</param>
    /// <param name="variant">Which of the two.</param>
    /// <param name="options">k, scaling, noise, permutations; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">The arrays do not have the same number of rows, or none, or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, or an option makes no sense.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, a variable is constant or discrete, both share a column, or k pairs and more are equal.</exception>
    public static Estimate Estimate(double[,] x, double[,] y, KsgVariant variant = KsgVariant.First, NeighbourOptions? options = null) =>
        Of(LocalValues.Of(x, y), variant, options ?? new(), null);

    /// <summary>The local values, whose mean is the estimate: how much each pair adds.</summary>
    /// <param name="pairs">N ≥ 4 pairs.</param>
    /// <param name="variant">Which of the two.</param>
    /// <param name="options">k, scaling, noise; the defaults if null.</param>
    /// <returns>[N], nats; estimates of log p(x,y)/p(x)p(y), each with an error of about 1/√k.</returns>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, or an option makes no sense.</exception>
    /// <exception cref="DataException">A variable is constant or discrete, both share a column, or k pairs and more are equal.</exception>
    public static double[] Local(Pairs pairs, KsgVariant variant = KsgVariant.First, NeighbourOptions? options = null)
    {
        var chosen = options ?? new();
        var (x, y, _) = Prepared(LocalValues.Of(pairs), chosen);
        return Values(variant)(Coordinates.Scaled(x, chosen.Scaling), Coordinates.Scaled(y, chosen.Scaling), chosen);
    }

    private static Estimate Of((Rows X, Rows Y) pairs, KsgVariant variant, NeighbourOptions options, double? truth)
    {
        var clock = Stopwatch.StartNew();
        var (x, y, diagnoses) = Prepared(pairs, options);
        var ceiling = GammaFunction.Digamma(x.Count) - GammaFunction.Digamma(options.K + 1);
        var estimate = LocalValues.Information(Invariant($"KSG {(variant == KsgVariant.First ? 1 : 2)}, k = {options.K}"), x, y, options, Values(variant), diagnoses, truth, clock) with { Ceiling = ceiling };
        return estimate.Value > ceiling - 1 ? estimate with { Diagnoses = [.. diagnoses, Diagnosis.NearNeighbourCeiling(estimate.Value, ceiling, x.Count)] } : estimate;
    }

    private static (Rows X, Rows Y, IReadOnlyList<Diagnosis> Diagnoses) Prepared((Rows X, Rows Y) pairs, NeighbourOptions options)
    {
        var (x, y) = LocalValues.Blurred(pairs.X, pairs.Y, options);
        return (x, y, SampleChecks.Of(("x", x), ("y", y)));
    }

    private static Func<Rows, Rows, NeighbourOptions, double[]> Values(KsgVariant variant)
    {
        Require.That(Enum.IsDefined(variant), $"KSG variant {(int)variant}", "First or Second", "KsgVariant.First");
        return variant == KsgVariant.First ? First : Second;
    }

    internal static double[] First(Rows x, Rows y, NeighbourOptions options)
    {
        var radii = Radii(x.Beside(y), options, out _);
        var (inX, inY) = (options.In(x, Norm.Maximum).CountsWithin(radii), options.In(y, Norm.Maximum).CountsWithin(radii));
        var constant = GammaFunction.Digamma(options.K) + GammaFunction.Digamma(x.Count);
        return [.. inX.Select((n, i) => constant - GammaFunction.Digamma(n + 1) - GammaFunction.Digamma(inY[i] + 1))];
    }

    private static double[] Second(Rows x, Rows y, NeighbourOptions options)
    {
        var radii = Radii(x.Beside(y), options, out var search);
        var (farX, farY, neighbours) = (new double[x.Count], new double[x.Count], new int[x.Count]);
        search.Neighbours(radii, (i, others) =>
        {
            neighbours[i] = others.Count;
            foreach (var other in others)
            {
                farX[i] = Math.Max(farX[i], PointSearch<MaximumNorm>.Between(x.Row(i), x.Row(other)));
                farY[i] = Math.Max(farY[i], PointSearch<MaximumNorm>.Between(y.Row(i), y.Row(other)));
            }
        });
        var inX = options.In(x, Norm.Maximum).CountsWithin(Array.ConvertAll(farX, Math.BitIncrement)); // the edge is within
        var inY = options.In(y, Norm.Maximum).CountsWithin(Array.ConvertAll(farY, Math.BitIncrement));
        var ofN = GammaFunction.Digamma(x.Count);
        return [.. neighbours.Select((k, i) => GammaFunction.Digamma(k) - 1.0 / k + ofN - GammaFunction.Digamma(inX[i]) - GammaFunction.Digamma(inY[i]))];
    }

    private static double[] Radii(Rows joint, NeighbourOptions options, out NeighbourSearch search)
    {
        search = options.In(joint, Norm.Maximum);
        var radii = search.KthDistances(options.K);
        SampleChecks.NoneAtZero(radii, options.K, "(x, y)");
        return radii;
    }
}
