using static System.FormattableString;

namespace Vib.Core;

/// <summary>How well a score tells two kinds of examples apart, as the rate of a bottleneck does examples from elsewhere.</summary>
/// <remarks>AUROC = P(s_outside &gt; s_inside) + ½ P(s_outside = s_inside)  (Hanley and McNeil 1982): 1 where every score outside is above every score inside, ½ where scores say
/// nothing. Any increasing map of the scores leaves it as it is. Its standard error is that of DeLong, DeLong and Clarke-Pearson 1988.</remarks>
/// <param name="Value">AUROC, from 0 to 1.</param>
/// <param name="StandardError">Its standard error; 0 where the scores do not overlap, NaN where there is one example of a kind.</param>
public readonly record struct RocArea(double Value, double StandardError)
{
    /// <summary>The area of two sets of scores.</summary>
    /// <param name="inside">Scores of examples like those trained on; finite, at least one.</param>
    /// <param name="outside">Scores of the others; larger is meant to be stranger.</param>
    /// <returns>The area and its standard error. O(n log n) time.</returns>
    /// <exception cref="ShapeException">A set is empty.</exception>
    /// <exception cref="DataException">A score is not a number; its row is named.</exception>
    public static RocArea Of(double[] inside, double[] outside)
    {
        if (inside.Length < 1 || outside.Length < 1)
            throw new ShapeException(Invariant($"{inside.Length} scores inside and {outside.Length} outside"), "at least one of each", "scores of both kinds");
        RequireNumbers(inside, "A score inside");
        RequireNumbers(outside, "A score outside");
        var both = ConfidenceBins.MiddleRanks([.. inside, .. outside]);
        var (insideRanks, outsideRanks) = (ConfidenceBins.MiddleRanks(inside), ConfidenceBins.MiddleRanks(outside));
        double[] below = [.. outsideRanks.Select((rank, j) => (both[inside.Length + j] - rank) / inside.Length)];      // the part of those inside that are below this one outside
        double[] above = [.. insideRanks.Select((rank, i) => 1 - (both[i] - rank) / outside.Length)];                  // the part of those outside that are above this one inside
        var ((value, outer), (_, inner)) = (Moments.Mean(below), Moments.Mean(above));
        return new(value, Math.Sqrt(outer * outer + inner * inner));
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"AUROC {Value:0.####} ± {StandardError:0.####}");

    internal static void RequireNumbers(double[] values, string name)
    {
        var bad = Array.FindIndex(values, double.IsNaN);
        if (bad >= 0) throw new DataException(Invariant($"{name} that is not a number, at row {bad} (counted from 0)"), "numbers", "a look at how it was computed");
    }
}
