using System.Diagnostics;

namespace Vib.Core;

/// <summary>Mutual information of discrete variables from how often their states were seen together.</summary>
/// <remarks>I(X;Y) = H(X) + H(Y) − H(X,Y) and I(X;Y|Z) = H(X,Z) + H(Y,Z) − H(X,Y,Z) − H(Z), each by the same estimator. The plug-in's bias is upwards, about
/// (K_xy − K_x − K_y + 1)/2N over the states that occur; corrected values can be below 0 and are left there. The standard error is the jackknife's. O(N).</remarks>
public static class DiscreteInformation
{
    /// <summary>I(X;Y).</summary>
    /// <param name="x">[N], any numbers that name states.</param>
    /// <param name="y">[N], likewise.</param>
    /// <param name="options">Estimator and permutations; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">There are not as many of one as of the other.</exception>
    /// <exception cref="DomainException">There are fewer than 2 samples, or an option makes no sense.</exception>
    public static Estimate Estimate(IReadOnlyList<int> x, IReadOnlyList<int> y, DiscreteOptions? options = null)
    {
        Same(x.Count, y.Count, "y");
        return Of(SampleStates.Of(x), SampleStates.Of(y), options ?? new());
    }

    /// <summary>I(X;Y|Z).</summary>
    /// <param name="x">[N], any numbers that name states.</param>
    /// <param name="y">[N], likewise.</param>
    /// <param name="z">[N], likewise.</param>
    /// <param name="options">The estimator; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">There are not as many of one as of another.</exception>
    /// <exception cref="DomainException">There are fewer than 2 samples, or an option makes no sense.</exception>
    public static Estimate Conditional(IReadOnlyList<int> x, IReadOnlyList<int> y, IReadOnlyList<int> z, DiscreteOptions? options = null)
    {
        var (clock, chosen) = (Stopwatch.StartNew(), options ?? new());
        Same(x.Count, y.Count, "y");
        Same(x.Count, z.Count, "z");
        chosen.Check(x.Count, permutes: false);
        var (ofX, ofY, ofZ) = (SampleStates.Of(x), SampleStates.Of(y), SampleStates.Of(z));
        var withX = ofX.With(ofZ);
        return EntropySum.Of("I(X;Y|Z)", chosen, clock, Math.Log(Math.Min(ofX.Distinct, ofY.Distinct)), new(1, withX), new(1, ofY.With(ofZ)), new(-1, withX.With(ofY)), new(-1, ofZ));
    }

    internal static Estimate Of(SampleStates x, SampleStates y, DiscreteOptions options, string quantity = "I(X;Y)")
    {
        var clock = Stopwatch.StartNew();
        options.Check(x.OfSample.Length);
        EntropySum.Term[] Terms(SampleStates other) => [new(1, x), new(1, other), new(-1, x.With(other))];
        var estimate = EntropySum.Of(quantity, options, clock, Math.Log(Math.Min(x.Distinct, y.Distinct)), Terms(y));
        if (options.Permutations == 0) return estimate;
        var permuted = Enumerable.Range(0, options.Permutations).Select(p => Permuted(p)).ToArray();
        return estimate with { Null = PermutationNull.Of(estimate.Value, permuted), Seed = options.Seed, Seconds = clock.Elapsed.TotalSeconds };

        double Permuted(int p) => EntropySum.Value(Terms(y.At(LocalValues.Permuted(x.OfSample.Length, new(options.Seed, (ulong)RandomStream.Permutation, p)))), options.Estimator).Value;
    }

    internal static void Same(int expected, int came, string name)
    {
        if (came != expected) throw new ShapeException($"{came} states of {name} beside {expected} of x", "as many", "the same samples, in the same order, in both");
    }
}
