using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Differential entropy by neighbours in the metric of each point's own neighbourhood: for densities that hug a curve or a sheet, as those of strongly dependent variables do.</summary>
/// <remarks>log p(x_i) = ψ(k) − log(N − 1) − log V_d − d log ρ_i − ½ log det S_i, with S_i the covariance of the m nearest others of x_i and ρ_i the distance √((x − x_i)ᵀ S_i⁻¹ (x − x_i)) of the k-th nearest of
/// all others in that metric. It is the estimator of Kozachenko and Leonenko with an ellipsoid in the ball's place: any fixed metric leaves it what it is, and this one makes the density nearly constant where the
/// ball is, though it be a thousand times thinner one way than another. The idea is that of Gao, Ver Steeg and Galstyan 2015 (arXiv:1411.2003) and of Lord, Sun and Bollt 2018 (arXiv:1711.08824), whose corrections
/// count what falls into a box or an ellipsoid drawn through the neighbours themselves; here k is counted anew, exactly, among all points. What the k nearest have in S_i biases it, by less the larger m is.
/// The standard error is s/√N of the local values. On no side of the truth. About O(N (log N + m d²)) in few dimensions.</remarks>
public static class GeometricEntropy
{
    private const double Ridge = 1e-12; // of the trace: copies have a flat neighbourhood

    /// <summary>m where nothing is said.</summary>
    public const int DefaultNeighbourhood = 50;

    /// <summary>h(X).</summary>
    /// <param name="samples">[N,d]; row i is x_i.</param>
    /// <param name="options">k, whitening, noise; the defaults if null.</param>
    /// <param name="neighbourhood">m, from k to N − 1, and above d + 1.</param>
    /// <returns>The estimate, nats; negative where the density is above 1 on average.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 samples or no more than k, m is too small for the dimension or k, or too large, an option makes no sense, or the covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, or the samples are constant, discrete, or hold more than k copies of one.</exception>
    public static Estimate Estimate(double[,] samples, NeighbourOptions? options = null, int neighbourhood = DefaultNeighbourhood)
    {
        var clock = Stopwatch.StartNew();
        var (chosen, rows, diagnoses) = KozachenkoLeonenko.Prepared(samples, options);
        Check(neighbourhood, chosen.K, rows.Count, rows.Dimension);
        var (value, error) = Moments.Mean(LogDensities(rows, chosen, neighbourhood));
        return LocalValues.Of(Name(chosen, neighbourhood), "h(X)", -value, error, rows.Count, chosen, clock, diagnoses);
    }

    /// <summary>I(X;Y) = h(X) + h(Y) − h(X,Y); the standard error is that of the three log densities' difference, pair by pair.</summary>
    /// <param name="pairs">N ≥ 4 pairs.</param>
    /// <param name="options">k, scaling (Rank brings columns with edges, or heavy tails, to normal ones, and what they share is the same), whitening, noise, permutations; the defaults if null.</param>
    /// <param name="neighbourhood">m, from k to N − 1, and above the joint dimension + 1.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, m is too small for the dimension or k, or too large, an option makes no sense, or a covariance is singular.</exception>
    /// <exception cref="DataException">A variable is constant or discrete, both share a column, or there are copies.</exception>
    public static Estimate Information(Pairs pairs, NeighbourOptions? options = null, int neighbourhood = DefaultNeighbourhood) =>
        Of(LocalValues.Of(pairs), options ?? new(), neighbourhood, pairs.KnownInformation);

    /// <summary>I(X;Y) of samples in double precision: what is shared beyond 8 nats or so lies in digits that single precision does not have.</summary>
    /// <param name="x">[N,dx]; row i is x_i.</param>
    /// <param name="y">[N,dy]; row i is y_i.</param>
    /// <param name="options">k, scaling (Rank brings columns with edges, or heavy tails, to normal ones, and what they share is the same), whitening, noise, permutations; the defaults if null.</param>
    /// <param name="neighbourhood">m, from k to N − 1, and above the joint dimension + 1.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">The arrays do not have the same number of rows, or none, or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, m is too small for the dimension or k, or too large, an option makes no sense, or a covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, a variable is constant or discrete, both share a column, or there are copies.</exception>
    public static Estimate Information(double[,] x, double[,] y, NeighbourOptions? options = null, int neighbourhood = DefaultNeighbourhood) =>
        Of(LocalValues.Of(x, y), options ?? new(), neighbourhood, null);

    private static Estimate Of((Rows X, Rows Y) pairs, NeighbourOptions options, int neighbourhood, double? truth)
    {
        var clock = Stopwatch.StartNew();
        var chosen = options.Scaling == Scaling.Standard ? options with { Scaling = Scaling.None } : options; // whitening does it
        var (x, y) = LocalValues.Blurred(pairs.X, pairs.Y, chosen);
        Check(neighbourhood, chosen.K, x.Count, x.Dimension + y.Dimension);
        return LocalValues.Information(Name(chosen, neighbourhood), x, y, chosen, Differences, SampleChecks.Of(("x", x), ("y", y)), truth, clock);

        double[] Differences(Rows xs, Rows ys, NeighbourOptions with)
        {
            var (joint, ofX, ofY) = (LogDensities(xs.Beside(ys), with, neighbourhood), LogDensities(xs, with, neighbourhood), LogDensities(ys, with, neighbourhood));
            return [.. joint.Select((value, i) => value - ofX[i] - ofY[i])];
        }
    }

    private static double[] LogDensities(Rows rows, NeighbourOptions options, int neighbourhood)
    {
        if (rows.Dimension == 1) return KozachenkoLeonenko.LogDensities(rows, options, [options.K], [1]); // a line has one metric
        var (whitened, lost) = options.Whiten ? Coordinates.Whitened(rows) : (rows, 0);
        var (search, metrics, near) = (options.In(whitened, Norm.Euclidean), new LocalMetric[rows.Count], new double[rows.Count]);
        var reach = search.KthDistances(Math.Min(neighbourhood, rows.Count - 1));
        search.Neighbours(reach, (i, others) =>
        {
            metrics[i] = new(whitened, others, Ridge);
            near[i] = metrics[i].Kth(whitened, i, others, options.K);
        });
        // whatever is nearer than that in the metric is within the ellipsoid's longest half-axis: where that is beyond the neighbourhood, all of it is looked at
        var farther = near.Select((radius, i) => radius * metrics[i].LongestAxis is var axis && axis > reach[i] ? axis : 0).ToArray();
        search.Neighbours(farther, (i, others) =>
        {
            if (farther[i] > 0) near[i] = metrics[i].Kth(whitened, i, others, options.K);
        });
        SampleChecks.NoneAtZero(near, options.K, "x");
        var constant = GammaFunction.Digamma(options.K) - KozachenkoLeonenko.LogBall(rows.Dimension) - Math.Log(rows.Count - 1) - lost;
        return [.. near.Select((radius, i) => constant - rows.Dimension * Math.Log(radius) - metrics[i].LogVolume)];
    }

    private static string Name(NeighbourOptions options, int neighbourhood) => Invariant($"geometric k-NN, k = {options.K}, m = {neighbourhood}");

    private static void Check(int neighbourhood, int k, int count, int dimension) =>
        Require.That(neighbourhood >= Math.Max(k, dimension + 2) && neighbourhood < count, $"A neighbourhood of {neighbourhood} among {count} samples in {dimension} dimensions with k = {k}",
            $"from {Math.Max(k, dimension + 2)} to {count - 1}: a covariance of that dimension, and the k nearest, come from it", count > DefaultNeighbourhood ? $"{DefaultNeighbourhood}, or more samples" : $"{Math.Max(Math.Max(k, dimension + 2), count / 2)} (in F#, Neighbours.geometricWith), or more samples");
}
