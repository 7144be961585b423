using System.Diagnostics;

namespace Vib.Core;

/// <summary>Entropy of a discrete variable from how often its states were seen.</summary>
/// <remarks>The estimators are those of <see cref="EntropyEstimator"/>; the standard error is the jackknife's, each sample left out once. O(N).</remarks>
public static class DiscreteEntropy
{
    /// <summary>H(X) of samples.</summary>
    /// <param name="states">[N], any numbers that name states.</param>
    /// <param name="options">The estimator; the defaults if null.</param>
    /// <returns>The estimate, nats; the plug-in is at most ln N.</returns>
    /// <exception cref="DomainException">There are fewer than 2 samples, or an option makes no sense.</exception>
    public static Estimate Estimate(IReadOnlyList<int> states, DiscreteOptions? options = null) => Of(SampleStates.Of(states), options ?? new());

    /// <summary>H(X) of counts.</summary>
    /// <param name="counts">How often each state was seen; states that were not seen may be there or not.</param>
    /// <param name="options">The estimator; the defaults if null.</param>
    /// <returns>The estimate, nats.</returns>
    /// <exception cref="DomainException">A count is negative, they sum to less than 2 or to more than 2³¹ − 1, or an option makes no sense.</exception>
    public static Estimate OfCounts(IReadOnlyList<int> counts, DiscreteOptions? options = null)
    {
        for (var i = 0; i < counts.Count; i++) Require.That(counts[i] >= 0, $"A count of {counts[i]} at {i} (counted from 0)", "counts of at least 0", "a look at how they were made");
        Require.That(counts.Sum(n => (long)n) <= Array.MaxLength, $"Counts that sum to {counts.Sum(n => (long)n)}", "at most 2³¹ samples in all", "a part of them: the error is below every other by then");
        return Estimate([.. counts.SelectMany((n, state) => Enumerable.Repeat(state, n))], options);
    }

    internal static Estimate Of(SampleStates states, DiscreteOptions options, string quantity = "H(X)")
    {
        var clock = Stopwatch.StartNew();
        options.Check(states.OfSample.Length, permutes: false);
        return EntropySum.Of(quantity, options, clock, Math.Log(states.OfSample.Length), new EntropySum.Term(1, states));
    }
}
