using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Entropy and information by a Gaussian kernel density in which every sample is left out where it is asked.</summary>
/// <remarks>h = −mean_i log p_{−i}(x_i), p_{−i}(x) = (1/(N − 1)) Σ_{j≠i} N(x; x_j, b²I), of whitened coordinates with ½ log det of the covariance added, as <see cref="KozachenkoLeonenko"/> does. Densities are summed
/// exactly over all pairs, and in logarithms where they would underflow: no sample is dropped. b is chosen by <see cref="BandwidthRule"/>, on a part of the samples where there are many. At a b chosen beforehand, without
/// whitening, the mean of the value is at least h(X), since it is a cross entropy: an upper bound; else an estimate, biased upwards by smoothing, the more so in more dimensions. The standard error is s/√N of the local
/// values. O(N² d) time, over all cores; O(N d) memory.</remarks>
public static class KernelDensity
{
    /// <summary>h(X).</summary>
    /// <param name="samples">[N,d]; row i is x_i.</param>
    /// <param name="options">The rule of the bandwidth, whitening; the defaults if null.</param>
    /// <returns>The estimate, nats, with b in its name.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 samples, an option makes no sense, or the covariance is singular, where the entropy is −∞.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, or the samples are constant, discrete, or all have copies.</exception>
    public static Estimate Entropy(double[,] samples, DensityOptions? options = null)
    {
        var (clock, chosen, rows) = (Stopwatch.StartNew(), options ?? new(), Rows.Of(samples, "x"));
        var common = chosen.Checked(rows.Count, permutes: false);
        var diagnoses = SampleChecks.Of(("x", rows));
        var (densities, width) = LogDensities(rows, chosen);
        var (value, error) = Moments.Mean(densities);
        return LocalValues.Of(Invariant($"kernel density, b = {width:G3} ({Name(chosen)})"), "h(X)", -value, error, rows.Count, common, clock, diagnoses) with
        {
            Side = chosen.Bandwidth is not null && !chosen.Whiten ? Side.Upper : Side.Estimate,
            Seed = chosen.Draws(rows.Count) ? chosen.Seed : null,
        };
    }

    /// <summary>The local values, whose mean is the entropy: −log p_{−i}(x_i).</summary>
    /// <param name="samples">[N,d]; row i is x_i.</param>
    /// <param name="options">The rule of the bandwidth, whitening; the defaults if null.</param>
    /// <returns>[N], nats.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 samples, an option makes no sense, or the covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, or the samples are constant, discrete, or all have copies.</exception>
    public static double[] Local(double[,] samples, DensityOptions? options = null)
    {
        var (chosen, rows) = (options ?? new(), Rows.Of(samples, "x"));
        chosen.Checked(rows.Count, permutes: false);
        SampleChecks.Of(("x", rows));
        return Array.ConvertAll(LogDensities(rows, chosen).Values, value => -value);
    }

    /// <summary>I(X;Y) = h(X) + h(Y) − h(X,Y), each of them whitened and with a bandwidth of its own; the standard error is that of the three log densities' difference, pair by pair.</summary>
    /// <param name="pairs">N ≥ 4 pairs.</param>
    /// <param name="options">The rule of the bandwidths, whitening, permutations, parts; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="DomainException">There are fewer than 4 pairs, an option makes no sense, or a covariance is singular.</exception>
    /// <exception cref="DataException">A variable is constant or discrete, or both share a column.</exception>
    public static Estimate Information(Pairs pairs, DensityOptions? options = null) => Of(LocalValues.Of(pairs), options ?? new(), pairs.KnownInformation);

    /// <summary>I(X;Y) of samples in double precision.</summary>
    /// <param name="x">[N,dx]; row i is x_i.</param>
    /// <param name="y">[N,dy]; row i is y_i.</param>
    /// <param name="options">The rule of the bandwidths, whitening, permutations, parts; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">The arrays do not have the same number of rows, or none, or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 pairs, an option makes no sense, or a covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, a variable is constant or discrete, or both share a column.</exception>
    public static Estimate Information(double[,] x, double[,] y, DensityOptions? options = null) => Of(LocalValues.Of(x, y), options ?? new(), null);

    /// <summary>I(X;Y) = h(X) − Σ p(y) h(X|y) of continuous x and discrete y, each class with a whitening and a bandwidth of its own.</summary>
    /// <param name="samples">[N,d]; row i is x_i.</param>
    /// <param name="labels">[N], the class of each row; any numbers, at least 4 rows of each.</param>
    /// <param name="options">The rule of the bandwidths, whitening; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">There is no row or no column, or not as many labels as rows.</exception>
    /// <exception cref="DomainException">A class has fewer than 4 rows, an option makes no sense, or a covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, or the samples are constant or discrete, within a class too.</exception>
    public static Estimate OfLabel(double[,] samples, IReadOnlyList<int> labels, DensityOptions? options = null)
    {
        var (clock, chosen, rows) = (Stopwatch.StartNew(), options ?? new(), Rows.Of(samples, "x"));
        var common = chosen.Checked(rows.Count, permutes: false);
        if (labels.Count != rows.Count) throw new ShapeException($"{Counted.Of(labels.Count, "label")} beside {Counted.Of(rows.Count, "row")}", "as many", "the same samples, in the same order, in both");
        var diagnoses = SampleChecks.Of(("x", rows));
        var local = Array.ConvertAll(LogDensities(rows, chosen).Values, value => -value);
        foreach (var (label, places) in Enumerable.Range(0, rows.Count).GroupBy(i => labels[i]).Select(of => (of.Key, of.ToArray())))
        {
            var within = rows.At(places);
            chosen.Checked(within.Count, permutes: false);
            SampleChecks.Of((Invariant($"x within class {label}"), within));
            foreach (var (place, value) in places.Zip(LogDensities(within, chosen).Values)) local[place] += value;
        }
        var (mean, error) = Moments.Mean(local);
        return LocalValues.Of($"kernel density ({Name(chosen)})", "I(X;Y)", mean, error, rows.Count, common, clock, diagnoses) with { Seed = chosen.Draws(rows.Count) ? chosen.Seed : null };
    }

    internal static (double[] Values, double Width) LogDensities(Rows rows, DensityOptions options)
    {
        var (whitened, lost) = options.Whiten ? Coordinates.Whitened(rows) : (rows, 0);
        var sums = new PairSums(whitened, options.Threads);
        var (n, d, width) = (rows.Count, rows.Dimension, Bandwidth.Of(whitened, sums, options));
        var constant = -Math.Log(n - 1) - d * (Math.Log(width) + 0.5 * Math.Log(2 * Math.PI)) - lost;
        return (Array.ConvertAll(sums.LogSums(whitened, [.. Enumerable.Range(0, n)], 1 / (2 * width * width)), sum => constant + sum), width);
    }

    private static Estimate Of((Rows X, Rows Y) pairs, DensityOptions options, double? truth)
    {
        var clock = Stopwatch.StartNew();
        var common = options.Checked(pairs.X.Count, permutes: true);
        var diagnoses = SampleChecks.Of(("x", pairs.X), ("y", pairs.Y));
        var estimate = LocalValues.Information($"kernel density ({Name(options)})", pairs.X, pairs.Y, common, (x, y, _) => Difference(x, y, options), diagnoses, truth, clock);
        return options.Draws(pairs.X.Count) ? estimate with { Seed = options.Seed } : estimate;
    }

    private static double[] Difference(Rows x, Rows y, DensityOptions options)
    {
        var (ofX, ofY, ofBoth) = (LogDensities(x, options).Values, LogDensities(y, options).Values, LogDensities(x.Beside(y), options).Values);
        return [.. ofBoth.Select((value, i) => value - ofX[i] - ofY[i])];
    }

    private static string Name(DensityOptions options) => (options.Bandwidth, options.Rule) switch
    {
        (not null, _) => "as given",
        (_, BandwidthRule.LeastSquares) => "least squares",
        (_, BandwidthRule.Silverman) => "Silverman",
        _ => "maximum likelihood",
    };
}
