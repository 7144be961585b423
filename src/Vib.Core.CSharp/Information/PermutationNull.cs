using static System.FormattableString;

namespace Vib.Core;

/// <summary>The null of independence: what critics find that were trained and read on pairs with y permuted.</summary>
/// <param name="Values">The value of each permutation, nats.</param>
/// <param name="Value">The value on the pairs as they are that is ranked among them: that of the first replicate, made in just the same way; nats.</param>
/// <param name="PValue">(1 + the number of permutations that reach the value)/(1 + their number): under independence at most p with probability p, for any n. A
/// permutation whose value is not a number counts as one that reaches it.</param>
public sealed record PermutationNull(IReadOnlyList<double> Values, double Value, double PValue)
{
    /// <summary>The mean over permutations, nats.</summary>
    public double Mean => Values.Average();

    /// <summary>The standard deviation over permutations, nats; NaN for one.</summary>
    public double StandardDeviation => Moments.Mean(Values).StandardError * Math.Sqrt(Values.Count);

    internal static PermutationNull Of(double value, IReadOnlyList<double> permutations) =>
        new(permutations, value, (1.0 + permutations.Count(other => !(other < value))) / (1 + permutations.Count));

    /// <inheritdoc/>
    public override string ToString() => Invariant($"p = {PValue:0.###} ({Counted.Of(Values.Count, "permutation")}: {Mean:0.00} ± {StandardDeviation:0.00} nat)");
}
