using static System.FormattableString;

namespace Vib.Core;

/// <summary>Information from below and from above.</summary>
/// <param name="Below">The lower bound.</param>
/// <param name="Above">The upper bound; an <see cref="Side.Estimate"/> where only samples are known, since no upper bound follows from samples alone.</param>
public sealed record Sandwich(Estimate Below, Estimate Above)
{
    /// <summary>From one value to the other, nats; negative where the errors of two tight bounds cross them.</summary>
    public double Width => Above.Value - Below.Value;

    /// <summary>Two lines, one for each side.</summary>
    public override string ToString() => Invariant($"{Below}\n{Above}");
}
