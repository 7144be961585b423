using static System.FormattableString;

namespace Vib.Core;

/// <summary>The error among the examples that a model is most confident of, for every part that it is let off the others.</summary>
/// <remarks>Risk at coverage k/N: the errors among the k most confident, over k  (El-Yaniv and Wiener 2010). Among examples of equal confidence every order is as likely, and the risk is
/// the mean over them. The area is the mean over coverages 1/N, 2/N, …, 1; the least area for the same number of errors puts them all last  (Geifman, Uziel and El-Yaniv 2019).</remarks>
/// <param name="Risks">[N]: the risk at coverage 1/N, 2/N, …, 1, each from 0 to 1.</param>
/// <param name="Area">AURC, the mean risk.</param>
/// <param name="LeastArea">That of the best order of the same predictions.</param>
public sealed record SelectiveRisk(IReadOnlyList<double> Risks, double Area, double LeastArea)
{
    /// <summary>The risk over all examples: the error rate.</summary>
    public double FullRisk => Risks[^1];

    /// <summary>E-AURC: what the confidence could still gain by a better order.</summary>
    public double ExcessArea => Area - LeastArea;

    /// <summary>Selective risk by the largest probability.</summary>
    /// <param name="predictions">Probabilities and labels.</param>
    /// <returns>The curve and its area. O(N log N) time.</returns>
    public static SelectiveRisk Of(Predictions predictions) => Build([.. predictions.Confidences], [.. predictions.Hits]);

    /// <summary>Selective risk by any other confidence, as by minus the rate of each example.</summary>
    /// <param name="confidences">[N], finite; larger is surer.</param>
    /// <param name="hits">[N]: which predictions are right.</param>
    /// <returns>The curve and its area. O(N log N) time.</returns>
    /// <exception cref="ShapeException">There is no example, or not as many of both.</exception>
    /// <exception cref="DataException">A confidence is not a number; its row is named.</exception>
    public static SelectiveRisk Of(double[] confidences, bool[] hits)
    {
        if (confidences.Length < 1 || hits.Length != confidences.Length)
            throw new ShapeException(Invariant($"{confidences.Length} confidences and {hits.Length} hits"), "as many of both, at least one", "one of each for every example");
        RocArea.RequireNumbers(confidences, "A confidence");
        return Build(confidences, hits);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"AURC {Area:0.####}, excess {ExcessArea:0.####}, risk at full coverage {FullRisk:0.####}");

    private static SelectiveRisk Build(double[] confidences, bool[] hits)
    {
        var risks = new double[hits.Length];
        var (before, covered) = (0.0, 0);
        foreach (var group in Enumerable.Range(0, hits.Length).GroupBy(i => confidences[i]).OrderByDescending(group => group.Key))
        {
            var (count, errors) = (group.Count(), group.Count(i => !hits[i]));
            for (var k = 1; k <= count; k++) risks[covered + k - 1] = (before + errors * (double)k / count) / (covered + k);
            (before, covered) = (before + errors, covered + count);
        }
        var right = hits.Length - (int)before;
        var least = Enumerable.Range(1, hits.Length).Average(k => Math.Max(0, k - right) / (double)k);
        return new(risks, risks.Average(), least);
    }
}
