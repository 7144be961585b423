using static System.FormattableString;

namespace Vib.Core;

/// <summary>How far a statistic is off by chance, as its spread over subsamples tells.</summary>
/// <param name="Value">The statistic of all rows.</param>
/// <param name="StandardError">That of the value.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Values">The statistic of each subsample; their mean tells how a bias moves with the number of rows.</param>
public sealed record Subsampled(double Value, double StandardError, double Low, double High, IReadOnlyList<double> Values)
{
    /// <inheritdoc/>
    public override string ToString() => Invariant($"{Value:0.###} ± {StandardError:0.###}, from {Low:0.###} to {High:0.###} ({Values.Count} subsamples)");
}
