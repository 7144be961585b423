using static System.FormattableString;

namespace Vib.Core;

/// <summary>How much each pair tells: estimates of log p(x,y)/p(x)p(y), pair by pair.</summary>
/// <param name="Rows">Rows of the data, counted from 0: the held-out pairs, in the order of the split; with folds all but those that fill no batch.</param>
/// <param name="Values">The pointwise information of each of these rows, mean over replicates, nats; may be negative.</param>
/// <param name="Deviations">Its standard deviation over replicates, nats: what training leaves open. NaN with one replicate.</param>
/// <param name="Estimate">The bound that the critic was trained for, on the same pairs.</param>
public sealed record PointwiseProfile(IReadOnlyList<int> Rows, IReadOnlyList<double> Values, IReadOnlyList<double> Deviations, Estimate Estimate)
{
    /// <inheritdoc/>
    public override string ToString() => Invariant($"pointwise information of {Counted.Of(Rows.Count, "pair")}, from {Values.Min():0.00} to {Values.Max():0.00} nat, mean {Values.Average():0.00}");
}
