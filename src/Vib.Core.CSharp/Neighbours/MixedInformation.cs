using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Mutual information by neighbours of variables that are continuous, discrete, or both at once, in any mixture.</summary>
/// <remarks>I = mean_i [ψ(k_i) + log N − ψ(n_x) − ψ(n_y)]. Where the k-th neighbour of (x, y) is at a distance above 0 in the maximum norm, k_i = k and n_x counts the points strictly nearer in x,
/// the pair itself with them; where it is at 0, k_i, n_x and n_y count the equals of (x, y), of x and of y, the pair itself with them  (Gao, Kannan, Oh and Viswanath 2017, algorithm 1, counted
/// as the authors' code counts). Where several points tie for the k-th place at a distance above 0, as beside a heavy value, all three count up to that distance, the edge included: the paper has no such
/// case, and its counts would differ in what they take. On continuous pairs it is <see cref="Ksg"/>'s first, but for log N − ψ(N) ≈ 1/2N. The standard error is s/√N of the local values.</remarks>
public static class MixedInformation
{
    /// <summary>I(X;Y) of given pairs.</summary>
    /// <param name="pairs">N ≥ 4 pairs.</param>
    /// <param name="options">k, scaling, noise, permutations; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, or an option makes no sense.</exception>
    public static Estimate Estimate(Pairs pairs, NeighbourOptions? options = null) =>
        Of(LocalValues.Of(pairs), options ?? new(), pairs.KnownInformation);

    /// <summary>I(X;Y) of samples in double precision.</summary>
    /// <param name="x">[N,dx]; row i is x_i.</param>
    /// <param name="y">[N,dy]; row i is y_i.</param>
    /// <param name="options">k, scaling, noise, permutations; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">The arrays do not have the same number of rows, or none, or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, or an option makes no sense.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    public static Estimate Estimate(double[,] x, double[,] y, NeighbourOptions? options = null) => Of(LocalValues.Of(x, y), options ?? new(), null);

    private static Estimate Of((Rows X, Rows Y) pairs, NeighbourOptions options, double? truth)
    {
        var clock = Stopwatch.StartNew();
        var (x, y) = LocalValues.Blurred(pairs.X, pairs.Y, options);
        return LocalValues.Information(Invariant($"mixed k-NN, k = {options.K}"), x, y, options, Local, [], truth, clock);
    }

    private static double[] Local(Rows x, Rows y, NeighbourOptions options)
    {
        var joint = options.In(x.Beside(y), Norm.Maximum);
        var radii = joint.KthDistances(options.K);
        var upTo = joint.CountsWithin(Array.ConvertAll(radii, Math.BitIncrement));
        bool Tied(int i) => radii[i] == 0 || upTo[i] > options.K;
        double[] within = [.. radii.Select((radius, i) => Tied(i) ? Math.BitIncrement(radius) : radius)];
        var (inX, inY) = (options.In(x, Norm.Maximum).CountsWithin(within), options.In(y, Norm.Maximum).CountsWithin(within));
        var ofN = Math.Log(x.Count);
        return [.. radii.Select((_, i) => GammaFunction.Digamma(Tied(i) ? upTo[i] + 1 : options.K) + ofN - GammaFunction.Digamma(inX[i] + 1) - GammaFunction.Digamma(inY[i] + 1))];
    }
}
