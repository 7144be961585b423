using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Which distance between the components of a mixture bounds its entropy.</summary>
public enum PairwiseDistance
{
    /// <summary>An upper bound.</summary>
    KullbackLeibler,

    /// <summary>A lower bound.</summary>
    Bhattacharyya,
}

/// <summary>Information about a layer with Gaussian noise, from both sides, by the distances between its means.</summary>
/// <remarks>T = f(X) + σZ with X uniform on the N rows, t_i = f(x_i): −mean_i log mean_j exp(−‖t_i − t_j‖²/8σ²) ≤ I(X;T) ≤ −mean_i log mean_j exp(−‖t_i − t_j‖²/2σ²)
/// (Kolchinsky and Tracey 2017, with Bhattacharyya's and Kullback and Leibler's distances). Both are 0 where all rows are equal and ln N where σ tells all of them apart; no mixture of N holds more. Of the N rows as they
/// are both are exact, and have no error; the standard error is that of rows that are a sample, by the delta method with the part that each row has in the density of the others, s/√N of −log f_i − mean_k
/// K_ki/f_k. A network without noise holds ln N, or infinitely much: σ is a choice of the one who measures, and two layers are compared only at the same. O(N² d) time, O(N d) memory, double precision.</remarks>
public static class PairwiseBounds
{
    internal const double Near = 0.9; // of ln N

    /// <summary>I(X;T), from below and from above.</summary>
    /// <param name="means">[N,d]; row i is f(x_i), without its noise.</param>
    /// <param name="noise">σ &gt; 0, the standard deviation of the noise of each unit; a variance of 0.1 is σ = 0.316.</param>
    /// <param name="threads">Null for one a core. The bits do not depend on it.</param>
    /// <returns>Both bounds, nats.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are fewer than 2 rows, or σ is not positive and finite, or so small or large that σ² is not.</exception>
    public static Sandwich OfInput(double[,] means, double noise, int? threads = null)
    {
        var clock = Stopwatch.StartNew();
        var rows = Checked(means, noise, threads);
        var (lower, upper) = Both(rows, noise, threads);
        Estimate One(double[] local, double error, PairwiseDistance distance) => Made("I(X;T)", Name(distance, noise), Sided(distance), local.Average(), error, rows.Count, clock);
        return new(One(lower.Local, lower.Error, PairwiseDistance.Bhattacharyya), One(upper.Local, upper.Error, PairwiseDistance.KullbackLeibler));
    }

    /// <summary>h(T) = I(X;T) + (d/2) log 2πeσ², from below and from above.</summary>
    /// <param name="means">[N,d]; row i is f(x_i), without its noise.</param>
    /// <param name="noise">σ &gt; 0.</param>
    /// <param name="threads">Null for one a core. The bits do not depend on it.</param>
    /// <returns>Both bounds, nats.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are fewer than 2 rows, or σ is not positive and finite, or so small or large that σ² is not.</exception>
    public static Sandwich Entropy(double[,] means, double noise, int? threads = null)
    {
        var both = OfInput(means, noise, threads);
        var ofNoise = NoiseEntropy(means.GetLength(1), noise);
        Estimate Moved(Estimate estimate) => estimate with { Quantity = "h(T)", Value = estimate.Value + ofNoise, Ceiling = estimate.Ceiling + ofNoise, Batch = 0 };
        return new(Moved(both.Below), Moved(both.Above));
    }

    /// <summary>I(T;Y) ≈ the bound on I(X;T) less the mean of the same bound within each class: a difference of two bounds, and so on no side.</summary>
    /// <param name="means">[N,d]; row i is f(x_i), without its noise.</param>
    /// <param name="labels">[N], the class of each row; any numbers.</param>
    /// <param name="noise">σ &gt; 0.</param>
    /// <param name="distance">Which of the bounds.</param>
    /// <param name="threads">Null for one a core. The bits do not depend on it.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">There is no row or no column, or not as many labels as rows.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are fewer than 2 rows, or σ is not positive and finite, or so small or large that σ² is not.</exception>
    public static Estimate OfLabel(double[,] means, IReadOnlyList<int> labels, double noise, PairwiseDistance distance = PairwiseDistance.KullbackLeibler, int? threads = null)
    {
        var clock = Stopwatch.StartNew();
        var rows = Checked(means, noise, threads);
        Require.That(Enum.IsDefined(distance), $"Distance {(int)distance}", "KullbackLeibler or Bhattacharyya", "PairwiseDistance.KullbackLeibler");
        if (labels.Count != rows.Count) throw new ShapeException($"{Counted.Of(labels.Count, "label")} beside {Counted.Of(rows.Count, "row")}", "as many", "the same samples, in the same order, in both");
        (double[] Local, double[] Influence) Of(Rows some) => distance == PairwiseDistance.Bhattacharyya ? Bound(some, Rate(2 * noise), threads) : Bound(some, Rate(noise), threads);
        var (local, influence) = Of(rows);
        foreach (var place in Enumerable.Range(0, rows.Count).GroupBy(i => labels[i]).Select(of => of.ToArray()))
        {
            var within = Of(rows.At(place));
            for (var k = 0; k < place.Length; k++)
            {
                local[place[k]] -= within.Local[k];
                influence[place[k]] -= within.Influence[k];
            }
        }
        return Made("I(T;Y)", Name(distance, noise), Side.Estimate, local.Average(), Moments.Mean(influence).StandardError, rows.Count, clock) with { Ceiling = double.PositiveInfinity, Batch = 0, Diagnoses = [] };
    }

    /// <summary>(d/2) log 2πeσ².</summary>
    internal static double NoiseEntropy(int dimension, double noise) => dimension * (0.5 * Math.Log(2 * Math.PI * Math.E) + Math.Log(noise));

    /// <summary>1/2σ².</summary>
    internal static double Rate(double noise) => 1 / (2 * noise * noise);

    internal static Estimate Made(string quantity, string name, Side side, double value, double error, int count, Stopwatch clock) => new()
    {
        Value = value,
        Side = side,
        Bound = name,
        Quantity = quantity,
        StandardError = error,
        Count = count,
        Batch = count,
        Ceiling = Math.Log(count),
        Seconds = clock.Elapsed.TotalSeconds,
        Diagnoses = value > Near * Math.Log(count) ? [Diagnosis.NearLogN(value, count)] : [],
    };

    internal static Rows Checked(double[,] means, double noise, int? threads)
    {
        var rows = Rows.Of(means, "t");
        Require.That(rows.Count >= 2, $"{Counted.Of(rows.Count, "row")}", "at least 2", "more samples: one says nothing about the others");
        Require.Positive(noise, "The noise's standard deviation", "a part of the layer's own deviation, as 0.1 of it");
        Require.That(double.IsNormal(Rate(noise)) && double.IsNormal(Rate(2 * noise)), $"The noise's standard deviation is {noise}", "one whose square is a normal number", "activations in other units");
        if (threads is { } number) Require.AtLeast(1, number, "The number of threads", "the number of cores, or leave it out");
        return rows;
    }

    private static ((double[] Local, double Error) Lower, (double[] Local, double Error) Upper) Both(Rows rows, double noise, int? threads)
    {
        var (sums, n) = (new PairSums(rows, threads), rows.Count);
        var powers = sums.Of(rows, null, new FourthTerm(Rate(2 * noise)));
        double[] Of(int output) => [.. Enumerable.Range(0, n).Select(i => Math.Log(n) - Math.Log(powers[2 * i + output]))];
        var (lower, upper) = (Of(0), Of(1));
        return ((lower, Error(sums, rows, lower, Rate(2 * noise))), (upper, Error(sums, rows, upper, Rate(noise))));
    }

    private static (double[] Local, double[] Influence) Bound(Rows rows, double c, int? threads)
    {
        var (sums, n) = (new PairSums(rows, threads), rows.Count);
        var local = Array.ConvertAll(sums.Of(rows, null, new GaussianTerm(c)), sum => Math.Log(n) - Math.Log(sum)); // a row is near itself: the sum is at least 1
        return (local, Influence(sums, rows, local, c));
    }

    private static double Error(PairSums sums, Rows rows, double[] local, double c) => Moments.Mean(Influence(sums, rows, local, c)).StandardError;

    /// <summary>−log f_i − mean_k K_ki/f_k.</summary>
    private static double[] Influence(PairSums sums, Rows rows, double[] local, double c)
    {
        var part = sums.Of(rows, null, new WeightedTerm(c, 0, sums.Padded(Array.ConvertAll(local, Math.Exp))));
        return [.. local.Select((value, i) => value - part[i] / rows.Count)];
    }

    private static Side Sided(PairwiseDistance distance) => distance == PairwiseDistance.Bhattacharyya ? Side.Lower : Side.Upper;

    private static string Name(PairwiseDistance distance, double noise) => Invariant($"pairwise {(distance == PairwiseDistance.Bhattacharyya ? "Bhattacharyya" : "KL")}, σ = {noise:G4}");
}
