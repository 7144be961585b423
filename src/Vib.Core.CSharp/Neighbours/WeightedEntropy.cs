using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Differential entropy by several neighbours at once, weighted so that the bias cancels to a higher order in the dimension.</summary>
/// <remarks>h = Σ_j w_j h_j, with h_j as <see cref="KozachenkoLeonenko"/> has it by the j-th neighbour; Σ_j w_j = 1, Σ_j w_j Γ(j + 2l/d)/Γ(j) = 0 for l = 1 … ⌊d/4⌋, and w_j = 0
/// but at j = ⌊k/d⌋, ⌊2k/d⌋, …, k; of all such weights those with the least Σ w²  (Berrett, Samworth and Yuan 2019, eq. 4). In up to 3 dimensions nothing is left to cancel, and w is 1 at k.
/// Where k is small for the dimension the weights explode: Σ w² above 10 is a diagnosis.</remarks>
public static class WeightedEntropy
{
    private const double Exploding = 10;

    /// <summary>k where nothing is said: Vib's choice. The paper asks for a k that grows with N, faster than log⁵ N (Berrett, Samworth and Yuan 2019), and names no number.</summary>
    public const int DefaultK = 20;

    /// <summary>The weights w_1 … w_k.</summary>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="k">The farthest neighbour, at least 1 + ⌊d/4⌋.</param>
    /// <returns>[k]; 0 off the support.</returns>
    /// <exception cref="DomainException">d is below 1, or k leaves fewer weights than there are conditions on them.</exception>
    public static double[] Weights(int dimension, int k)
    {
        Require.AtLeast(1, dimension, "The dimension", "the number of columns");
        var conditions = 1 + dimension / 4;
        Require.That(k >= conditions, $"k = {k} neighbours in {dimension} dimensions", Invariant($"at least {conditions}, one for each condition on the weights"), "k = 20 or more");
        var support = dimension < 4 ? [k] : Enumerable.Range(1, dimension).Select(j => (int)((long)j * k / dimension)).Where(j => j > 0).Distinct().ToArray();
        var rows = Enumerable.Range(0, conditions).Select(l => support.Select(j => Math.Exp(GammaFunction.Log(j + 2.0 * l / dimension) - GammaFunction.Log(j))).ToArray()).ToArray();
        var weights = new double[k];
        foreach (var (j, weight) in support.Zip(LeastSquares(rows))) weights[j - 1] = weight;
        return weights;
    }

    /// <summary>h(X).</summary>
    /// <param name="samples">[N,d]; row i is x_i.</param>
    /// <param name="options">k, which should be large for the dimension, whitening, noise; k = 20 and the defaults if null.</param>
    /// <returns>The estimate, nats, with Σ w² in its name.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 samples or no more than k, k is too small for the dimension, an option makes no sense, or the covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, or the samples are constant, discrete, or hold copies.</exception>
    public static Estimate Estimate(double[,] samples, NeighbourOptions? options = null)
    {
        var clock = Stopwatch.StartNew();
        var (chosen, rows, diagnoses) = KozachenkoLeonenko.Prepared(samples, options ?? Default);
        var (value, error) = Moments.Mean(LogDensities(rows, chosen, out var squares));
        return LocalValues.Of(Name(chosen.K, squares), "h(X)", -value, error, rows.Count, chosen, clock, Told(diagnoses, squares, chosen.K, rows.Dimension));
    }

    /// <summary>I(X;Y) = h(X) + h(Y) − h(X,Y), each of them weighted; the standard error is that of the three log densities' difference, pair by pair.</summary>
    /// <param name="pairs">N ≥ 4 pairs.</param>
    /// <param name="options">k, which should be large for the joint dimension, whitening, noise, permutations; k = 20 and the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped, with Σ w² of the joint weights in its name.</returns>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, k is too small for the dimension, an option makes no sense, or a covariance is singular.</exception>
    /// <exception cref="DataException">A variable is constant or discrete, both share a column, or there are copies.</exception>
    public static Estimate Information(Pairs pairs, NeighbourOptions? options = null) => Of(LocalValues.Of(pairs), options, pairs.KnownInformation);

    /// <summary>I(X;Y) of samples in double precision.</summary>
    /// <param name="x">[N,dx]; row i is x_i.</param>
    /// <param name="y">[N,dy]; row i is y_i.</param>
    /// <param name="options">k, which should be large for the joint dimension, whitening, noise, permutations; k = 20 and the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped, with Σ w² of the joint weights in its name.</returns>
    /// <exception cref="ShapeException">The arrays do not have the same number of rows, or none, or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, k is too small for the dimension, an option makes no sense, or a covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, a variable is constant or discrete, both share a column, or there are copies.</exception>
    public static Estimate Information(double[,] x, double[,] y, NeighbourOptions? options = null) => Of(LocalValues.Of(x, y), options, null);

    /// <summary>I(X;Y) = h(X) − Σ p(y) h(X|y) of discrete y, each class by itself; the standard error is that of the two log densities' difference, sample by sample.</summary>
    internal static Estimate OfLabel(Rows samples, IReadOnlyList<int> labels, NeighbourOptions options)
    {
        var clock = Stopwatch.StartNew();
        var (_, rows, diagnoses) = KozachenkoLeonenko.Prepared(samples.ToArray(), options);
        var local = Array.ConvertAll(LogDensities(rows, options, out var squares), value => -value);
        foreach (var (label, places) in Enumerable.Range(0, rows.Count).GroupBy(i => labels[i]).Select(of => (of.Key, of.ToArray())))
        {
            options.Check(places.Length, permutes: false);
            var within = rows.At(places);
            SampleChecks.Of((Invariant($"x within class {label}"), within));
            foreach (var (place, value) in places.Zip(LogDensities(within, options, out _))) local[place] += value;
        }
        var (mean, error) = Moments.Mean(local);
        return LocalValues.Of(Name(options.K, squares), "I(X;Y)", mean, error, rows.Count, options, clock, Told(diagnoses, squares, options.K, rows.Dimension));
    }

    private static Estimate Of((Rows X, Rows Y) pairs, NeighbourOptions? options, double? truth)
    {
        var clock = Stopwatch.StartNew();
        var chosen = options ?? Default;
        if (chosen.Scaling == Scaling.Standard) chosen = chosen with { Scaling = Scaling.None }; // whitening does it
        var (x, y) = LocalValues.Blurred(pairs.X, pairs.Y, chosen);
        var squares = Weights(x.Dimension + y.Dimension, chosen.K).Sum(w => w * w);
        var diagnoses = Told(SampleChecks.Of(("x", x), ("y", y)), squares, chosen.K, x.Dimension + y.Dimension);
        return LocalValues.Information(Name(chosen.K, squares), x, y, chosen, Differences, diagnoses, truth, clock);
    }

    private static NeighbourOptions Default => new() { K = DefaultK };

    private static double[] Differences(Rows x, Rows y, NeighbourOptions options)
    {
        var (joint, ofX, ofY) = (LogDensities(x.Beside(y), options, out _), LogDensities(x, options, out _), LogDensities(y, options, out _));
        return [.. joint.Select((value, i) => value - ofX[i] - ofY[i])];
    }

    private static double[] LogDensities(Rows rows, NeighbourOptions options, out double squares)
    {
        var weights = Weights(rows.Dimension, options.K);
        var neighbours = Enumerable.Range(1, options.K).Where(j => weights[j - 1] != 0).ToArray();
        squares = weights.Sum(w => w * w);
        return KozachenkoLeonenko.LogDensities(rows, options, neighbours, Array.ConvertAll(neighbours, j => weights[j - 1]));
    }

    private static string Name(int k, double squares) => Invariant($"weighted Kozachenko–Leonenko, k = {k}, Σw² = {squares:G3}");

    private static IReadOnlyList<Diagnosis> Told(IReadOnlyList<Diagnosis> diagnoses, double squares, int k, int dimension) =>
        squares > Exploding ? [.. diagnoses, Diagnosis.ExplodingWeights(squares, k, dimension)] : diagnoses;

    /// <summary>The shortest w with A w = (1, 0, …, 0). Its conditions are nearly one another's sums in many dimensions: what is left of them is solved for again.</summary>
    private static double[] LeastSquares(double[][] rows)
    {
        var weights = new double[rows[0].Length];
        for (var pass = 0; pass < 3; pass++)
        {
            double[] left = [.. rows.Select((row, l) => (l == 0 ? 1.0 : 0) - Dot(row, weights))];
            var correction = Shortest(rows, left);
            for (var i = 0; i < weights.Length; i++) weights[i] += correction[i];
        }
        return weights;
    }

    /// <summary>The shortest w with A w = b: an orthonormal basis of A's rows (Gram and Schmidt, twice), b along it.</summary>
    private static double[] Shortest(double[][] rows, double[] right)
    {
        var (basis, along, shortest) = (new List<double[]>(), new List<double>(), new double[rows[0].Length]);
        for (var l = 0; l < rows.Length; l++)
        {
            var (rest, wanted) = ((double[])rows[l].Clone(), right[l]);
            for (var pass = 0; pass < 2; pass++)
                for (var b = 0; b < basis.Count; b++)
                {
                    var part = Dot(rest, basis[b]);
                    for (var i = 0; i < rest.Length; i++) rest[i] -= part * basis[b][i];
                    wanted -= part * along[b];
                }
            var length = Math.Sqrt(Dot(rest, rest));
            basis.Add(Array.ConvertAll(rest, value => value / length));
            along.Add(wanted / length);
            for (var i = 0; i < shortest.Length; i++) shortest[i] += along[l] * basis[l][i];
        }
        return shortest;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (u, v) => u * v).Sum();
}
