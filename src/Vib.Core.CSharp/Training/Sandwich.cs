namespace Vib.Core;

/// <summary>Information from below and from above.</summary>
/// <param name="Below">The lower bound.</param>
/// <param name="Above">The upper bound; an <see cref="Side.Estimate"/> where only samples are known, since no upper bound follows from samples alone.</param>
public sealed record Sandwich(Estimate Below, Estimate Above)
{
    /// <summary>From one value to the other, nats; negative where the errors of two tight bounds cross them.</summary>
    public double Width => Above.Value - Below.Value;

    /// <summary>One line: both values with their signs, and where they come from.</summary>
    /// <returns>For example <c>I(X;Y) ≥ 1.83 ± 0.01 nat, ≤ 2.17 ± 0.01 nat   TNCE and L1Out, exact log r; n 12 800; truth 2.00</c>.</returns>
    public override string ToString() => EstimateLine.Of(this);
}
