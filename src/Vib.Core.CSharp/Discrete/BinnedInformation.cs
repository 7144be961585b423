using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Information of activations that are put into bins, unit by unit, and then read as one discrete state T̃ a row.</summary>
/// <remarks>A deterministic network's continuous activations hold all that X is, or infinitely much; what the bins report is how a layer clusters its inputs at the bins' resolution
/// (Goldfeld et al. 2019). States are told apart by all their bins, never by a hash alone. The standard error takes the rows for a sample; where they are every input there is, the plug-in is exact and
/// has no error. O(N d).</remarks>
public static class BinnedInformation
{
    /// <summary>The state of each row: its bins in all units together.</summary>
    /// <param name="activations">[N,d]; row i is t_i.</param>
    /// <param name="bins">The bins of each unit.</param>
    /// <returns>[N], states numbered from 0 in order of first appearance.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">A value is too many widths from 0.</exception>
    public static int[] States(double[,] activations, Bins bins) => Of(Rows.Of(activations, "t"), bins).OfSample;

    /// <summary>H(T̃), which is I(X;T̃) where the network is deterministic and no input comes twice.</summary>
    /// <param name="activations">[N,d]; row i is t_i.</param>
    /// <param name="bins">The bins of each unit.</param>
    /// <param name="options">The estimator of entropy; the defaults if null.</param>
    /// <returns>The estimate, nats, called I(X;T̃); the plug-in is at most ln N.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are fewer than 2 rows, a value is too many widths from 0, or an option makes no sense.</exception>
    public static Estimate OfInput(double[,] activations, Bins bins, DiscreteOptions? options = null) =>
        Timed(bins, () => DiscreteEntropy.Of(Of(Rows.Of(activations, "t"), bins), options ?? new(), "I(X;T̃)"));

    /// <summary>I(X;T̃) = H(T̃) − H(T̃|X) where inputs come several times, with noise or in several passes.</summary>
    /// <param name="activations">[N,d]; row i is t_i.</param>
    /// <param name="inputs">[N], which input each row is of; any numbers.</param>
    /// <param name="bins">The bins of each unit.</param>
    /// <param name="options">The estimator of entropy, and permutations; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">There is no row or no column, or not as many inputs as rows.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are fewer than 2 rows, a value is too many widths from 0, or an option makes no sense.</exception>
    public static Estimate OfInput(double[,] activations, IReadOnlyList<int> inputs, Bins bins, DiscreteOptions? options = null) =>
        With(activations, inputs, bins, options, "I(X;T̃)");

    /// <summary>I(T̃;Y) = H(T̃) − Σ p(y) H(T̃|y).</summary>
    /// <param name="activations">[N,d]; row i is t_i.</param>
    /// <param name="labels">[N], the class of each row; any numbers.</param>
    /// <param name="bins">The bins of each unit.</param>
    /// <param name="options">The estimator of entropy, and permutations; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped; the plug-in is at most the log of the number of classes.</returns>
    /// <exception cref="ShapeException">There is no row or no column, or not as many labels as rows.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are fewer than 2 rows, a value is too many widths from 0, or an option makes no sense.</exception>
    public static Estimate OfLabel(double[,] activations, IReadOnlyList<int> labels, Bins bins, DiscreteOptions? options = null) =>
        With(activations, labels, bins, options, "I(T̃;Y)");

    /// <summary>I(X;T̃) of rows that come in so many passes each, one after the other: a row is drawn once, and its passes together. Where the rows are all there is, only the passes are left to chance.</summary>
    internal static Estimate OfPasses(Rows rows, int passes, bool exhaustive, Bins bins, DiscreteOptions options)
    {
        var (states, inputs) = (Of(rows, bins), SampleStates.Of([.. Enumerable.Range(0, rows.Count).Select(i => i / passes)]));
        var estimate = Timed(bins, () => DiscreteInformation.Of(inputs, states, options, "I(X;T̃)"));
        var left = EntropySum.Value([new(1, inputs), new(1, states), new(-1, inputs.With(states))], options.Estimator).Without;
        var (mean, squares) = (left.Average(), 0.0);
        foreach (var row in left.Chunk(passes))
        {
            var shared = row.Average();
            squares += exhaustive ? row.Sum(value => (value - shared) * (value - shared)) : (shared - mean) * (shared - mean) * passes * passes;
        }
        var groups = exhaustive ? passes : rows.Count / passes;
        return estimate with { StandardError = Math.Sqrt(squares * groups / (groups - 1.0)) };
    }

    internal static SampleStates Of(Rows rows, Bins bins)
    {
        var states = new SampleStates(new int[rows.Count], 1);
        for (var column = 0; column < rows.Dimension && states.Distinct < rows.Count; column++) states = states.With(bins.Of(rows, column));
        return states;
    }

    private static Estimate With(double[,] activations, IReadOnlyList<int> others, Bins bins, DiscreteOptions? options, string quantity) => Timed(bins, () =>
    {
        var states = Of(Rows.Of(activations, "t"), bins);
        DiscreteInformation.Same(states.OfSample.Length, others.Count, quantity == "I(T̃;Y)" ? "y" : "the inputs");
        return DiscreteInformation.Of(SampleStates.Of(others), states, options ?? new(), quantity);
    });

    private static Estimate Timed(Bins bins, Func<Estimate> estimate)
    {
        var clock = Stopwatch.StartNew();
        var made = estimate();
        return made with { Bound = Invariant($"{made.Bound}, {bins}"), Seconds = clock.Elapsed.TotalSeconds };
    }
}
