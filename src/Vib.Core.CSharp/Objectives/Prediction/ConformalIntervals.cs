using static System.FormattableString;

namespace Vib.Core;

/// <summary>Intervals with a finite-sample guarantee: those of a model, made wider or narrower by what rows that it did not learn from ask for.</summary>
/// <remarks>Split conformal prediction of quantiles  (Vovk et al. 2005; Romano, Patterson and Candès 2019): with E_i = max(low(x_i) − y_i, y_i − high(x_i)) of n calibration rows and Q the ⌈(n + 1)(1 − α)⌉-th
/// least of them, the interval is [low(x) − Q, high(x) + Q]. Guarantee: where calibration rows and the new row are exchangeable and the model saw none of them, P(y inside) ≥ 1 − α over the draw of
/// calibration rows and new row together, and ≤ 1 − α + 1/(n + 1) where no two E are equal; whatever the model, and however wrong. It holds on average over x, not at each x, and for each of several numbers on
/// its own, not for all at once. Given the calibration rows, coverage varies as Beta(k, n + 1 − k), k = ⌈(n + 1)(1 − α)⌉.</remarks>
public sealed class ConformalIntervals
{
    private ConformalIntervals(double[] corrections, double level, int count) => (Corrections, Level, Count) = (corrections, level, count);

    /// <summary>Q, what is added at both ends, of each number, in y's units; negative where the model's own intervals are too wide.</summary>
    public IReadOnlyList<double> Corrections { get; }

    /// <summary>1 − α.</summary>
    public double Level { get; }

    /// <summary>n, calibration rows.</summary>
    public int Count { get; }

    /// <summary>Reads the correction on calibration rows. O(n log n), and two quantiles of each mixture.</summary>
    /// <param name="calibration">Predictions of rows that the model was not trained on, with the numbers that came.</param>
    /// <param name="level">1 − α, in (0, 1).</param>
    /// <returns>What makes intervals of that level of other predictions by the same model.</returns>
    /// <exception cref="DataException">The numbers that came are not known, or there are fewer than (1 − α)/α rows, so that no finite interval has the guarantee.</exception>
    /// <exception cref="DomainException">A level outside (0, 1).</exception>
    public static ConformalIntervals Fit(PredictedNumbers calibration, double level = 0.9)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        PredictedNumbers.CheckLevel(level);
        var (targets, n) = (calibration.Known("calibration"), calibration.Count);
        var rank = (int)Math.Ceiling((n + 1) * level - 1e-9); // 0.9 · 10 is 9
        if (rank > n) throw new DataException(Invariant($"{Counted.Of(n, "row")} to calibrate intervals of {100 * level:0.##} % on"), Invariant($"at least {(int)Math.Ceiling(level / (1 - level) - 1e-9)}: with fewer, only infinite intervals have the guarantee"), "more rows, or a lower level");
        var own = calibration.Intervals(level);
        double Correction(int j)
        {
            double[] outside = [.. Enumerable.Range(0, n).Select(i => Math.Max(own.Low[i, j] - targets[i, j], targets[i, j] - own.High[i, j]))];
            Array.Sort(outside);
            return outside[rank - 1];
        }
        return new([.. Enumerable.Range(0, calibration.Dimension).Select(Correction)], level, n);
    }

    /// <summary>Corrected intervals of predictions by the same model.</summary>
    /// <param name="predicted">Of rows that it was neither trained nor calibrated on.</param>
    /// <returns>An interval for each number; empty, its upper end below the lower, where a negative correction is more than half of the model's own.</returns>
    /// <exception cref="ShapeException">Another number of numbers.</exception>
    public PredictionIntervals Of(PredictedNumbers predicted)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        if (predicted.Dimension != Corrections.Count) throw new ShapeException(Invariant($"Predictions of {Counted.Of(predicted.Dimension, "number")} for corrections of {Corrections.Count}"), Invariant($"{Corrections.Count}, as in calibration"), "predictions by the same model");
        var own = predicted.Intervals(Level);
        double[,] Moved(double[,] ends, int sign)
        {
            var moved = (double[,])ends.Clone();
            for (var i = 0; i < predicted.Count; i++)
                for (var j = 0; j < predicted.Dimension; j++) moved[i, j] += sign * Corrections[j];
            return moved;
        }
        return new(Moved(own.Low, -1), Moved(own.High, 1), Level, predicted.Targets, predicted.Names);
    }

    /// <summary>Level, rows and corrections.</summary>
    /// <returns>A line, in the invariant culture.</returns>
    public override string ToString() => Invariant($"conformal intervals of {100 * Level:0.##} % by {Counted.Of(Count, "row")}: ends moved by {string.Join(", ", Corrections.Select(q => q.ToString("G4", System.Globalization.CultureInfo.InvariantCulture)))}");
}
