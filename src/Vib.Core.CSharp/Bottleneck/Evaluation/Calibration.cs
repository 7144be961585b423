using static System.FormattableString;

namespace Vib.Core;

/// <summary>Examples of similar confidence.</summary>
/// <param name="Count">How many.</param>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="Accuracy">The part of them that is predicted rightly.</param>
public readonly record struct CalibrationBin(int Count, double Confidence, double Accuracy);

/// <summary>Whether what is predicted with probability p is right in p of all cases.</summary>
/// <remarks>ECE = Σ_k (n_k/N) |accuracy_k − confidence_k| over bins of the confidence  (Naeini, Cooper and Hauskrecht 2015; Guo, Pleiss, Sun and Weinberger 2017). A binned estimate
/// of finite samples is biased upwards, the more the finer the bins.</remarks>
/// <param name="Error">The expected calibration error, ECE, from 0 to 1.</param>
/// <param name="LargestError">The largest |accuracy − confidence| of a bin.</param>
/// <param name="Bins">The bins that are not empty, of growing confidence: the reliability diagram.</param>
public sealed record Calibration(double Error, double LargestError, IReadOnlyList<CalibrationBin> Bins)
{
    /// <summary>Calibration of the confidence.</summary>
    /// <param name="predictions">Probabilities and labels.</param>
    /// <param name="bins">B ≥ 1; 15 in the papers.</param>
    /// <param name="binning">Bins of equal width, or of equal numbers of examples.</param>
    /// <returns>The error and the reliability diagram. O(N log N) time.</returns>
    /// <exception cref="DomainException">There is no bin.</exception>
    public static Calibration Of(Predictions predictions, int bins = 15, Binning binning = Binning.EqualWidth)
    {
        double[] confidences = [.. predictions.Confidences];
        var places = ConfidenceBins.Of(confidences, bins, binning);
        CalibrationBin[] filled = [.. Enumerable.Range(0, predictions.Count).GroupBy(i => places[i]).OrderBy(group => group.Key)
            .Select(group => new CalibrationBin(group.Count(), group.Average(i => confidences[i]), group.Average(i => predictions.Hits[i] ? 1.0 : 0)))];
        static double Off(CalibrationBin bin) => Math.Abs(bin.Accuracy - bin.Confidence);
        return new(filled.Sum(bin => bin.Count * Off(bin)) / predictions.Count, filled.Max(Off), filled);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"ECE {Error:0.####}, largest {LargestError:0.####}, {Counted.Of(Bins.Count, "bin")}");
}
