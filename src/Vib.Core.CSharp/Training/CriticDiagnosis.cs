namespace Vib.Core;

/// <summary>When an estimate deserves a warning.</summary>
internal static class CriticDiagnosis
{
    // With the optimal critic and B = 64, InfoNCE reads 3.08 at I = 4 and 3.74 at I = 6, which is 74 % and 90 % of ln 64: from about 85 % on it hardly moves with I.
    private const double CeilingPart = 0.85;
    private const double FlatScores = 1e-3;

    // Half a nat of spread, predicted or measured, is where a reading stops being one.
    private const double WideSpread = 0.5;

    // Training on independent pairs learns some of them by heart, and reads others a little below 0: no reason to warn.
    private const double BelowChance = 1, Errors = 3;

    internal static IEnumerable<Diagnosis> Of(Estimate estimate, Bound bound, double scoreDeviation, TrainingRun run, EstimationOptions options)
    {
        if (run.InterruptedAt is { } end) yield return Diagnosis.Interrupted(end, options.Steps);
        if (run.Training.Refusal is { } reason) yield return Diagnosis.NotRecorded(reason);
        if (run.NonFiniteStep is { } step) yield return Diagnosis.NonFinite(step, $"{bound.Name} bound");
        if (IsNearCeiling(estimate)) yield return Diagnosis.NearCeiling(estimate.Value, estimate.Ceiling, estimate.Batch);
        if (scoreDeviation < FlatScores) yield return Diagnosis.CollapsedCritic(scoreDeviation);
        if (bound.HasHeavyPartition && (Diagnosis.PartitionDeviation(estimate.Value, estimate.Count) > WideSpread || estimate.StandardError > WideSpread))
            yield return Diagnosis.HeavyPartition(estimate.Value, estimate.Count, estimate.StandardError);
        if ((estimate.Side == Side.Lower || bound.HasHeavyPartition) && estimate.Value < -BelowChance - Errors * estimate.StandardError) yield return Diagnosis.BelowZero(estimate.Value, estimate.StandardError);
        if (estimate.Side == Side.Lower && estimate.Value > Math.Log(estimate.Count)) yield return Diagnosis.AboveLogN(estimate.Value, estimate.Count);
        if (!run.StoppedEarly && run.InterruptedAt is null && Rise(run.Trace) is { } rise) yield return Diagnosis.StillRising(rise.Gain, rise.Looks * options.LookEvery, run.Trace[^1].Step);
    }

    internal static bool IsNearCeiling(Estimate estimate) => estimate.Value > CeilingPart * estimate.Ceiling;

    /// <summary>The gain of the last quarter of the looks over the quarter before, where it is above three of its standard errors and above 1 % of the value.</summary>
    private static (double Gain, int Looks)? Rise(IReadOnlyList<TracePoint> trace)
    {
        var quarter = trace.Count / 4;
        if (quarter < 3) return null;
        var (late, lateError) = Moments.Mean([.. trace.TakeLast(quarter).Select(t => t.Value)]);
        var (early, earlyError) = Moments.Mean([.. trace.SkipLast(quarter).TakeLast(quarter).Select(t => t.Value)]);
        var gain = late - early;
        return gain > 3 * Math.Sqrt(lateError * lateError + earlyError * earlyError) && gain > 0.01 * Math.Abs(late) ? (gain, quarter) : null;
    }
}
