using static System.FormattableString;

namespace Vib.Core;

/// <summary>What predictions of numbers are worth: means over rows and numbers, with standard errors over rows.</summary>
/// <remarks>All but coverage are proper: least in expectation where what is predicted is p(y|x)  (Gneiting and Raftery 2007).</remarks>
public sealed record RegressionScores
{
    /// <summary>N, rows.</summary>
    public required int Count { get; init; }

    /// <summary>1 − α of the intervals.</summary>
    public required double Level { get; init; }

    /// <summary>The share of numbers inside their intervals, and its standard error.</summary>
    public required (double Value, double StandardError) Coverage { get; init; }

    /// <summary>high − low + (2/α) (how far y lies outside), in y's units, and its standard error.</summary>
    public required (double Value, double StandardError) IntervalScore { get; init; }

    /// <summary>The continuous ranked probability score ∫ (F(t) − 1[t ≥ y])² dt of the mixture, in closed form, in y's units, and its standard error  (Grimit et al. 2006).</summary>
    public required (double Value, double StandardError) Crps { get; init; }

    /// <summary>−log q(y|x) of the mixture, nats a number, of a density in y's units, and its standard error.</summary>
    public required (double Value, double StandardError) LogLoss { get; init; }

    /// <summary>√ of the mean of (y − E y)², in y's units.</summary>
    public required double RootMeanSquare { get; init; }

    /// <summary>The mean of |y − median|, in y's units.</summary>
    public required double MeanAbsolute { get; init; }

    internal static RegressionScores Of(PredictedNumbers predicted, double level)
    {
        var (targets, intervals, medians, means) = (predicted.Known("scores"), predicted.Intervals(level), predicted.Quantiles(0.5), predicted.Means());
        (double, double) Mean(Func<int, int, double> of)
        {
            var rows = Enumerable.Range(0, predicted.Count).Select(i => Enumerable.Range(0, predicted.Dimension).Average(j => of(i, j))).ToArray();
            return Moments.Mean(rows);
        }
        return new()
        {
            Count = predicted.Count,
            Level = level,
            Coverage = Mean((i, j) => targets[i, j] >= intervals.Low[i, j] && targets[i, j] <= intervals.High[i, j] ? 1 : 0),
            IntervalScore = Mean((i, j) => intervals.ScoreOf(intervals.Low[i, j], intervals.High[i, j], targets[i, j])),
            Crps = Mean((i, j) => predicted.Mixture(i, j).RankedProbabilityScore(targets[i, j])),
            LogLoss = Mean((i, j) => -predicted.Mixture(i, j).LogDensity(targets[i, j])),
            RootMeanSquare = Math.Sqrt(Mean((i, j) => (targets[i, j] - means[i, j]) * (targets[i, j] - means[i, j])).Item1),
            MeanAbsolute = Mean((i, j) => Math.Abs(targets[i, j] - medians[i, j])).Item1,
        };
    }

    /// <summary>All of them.</summary>
    /// <returns>A line, in the invariant culture.</returns>
    public override string ToString() =>
        Invariant($"{100 * Coverage.Value:0.0} ± {100 * Coverage.StandardError:0.0} % inside intervals of {100 * Level:0.##} %; CRPS {Crps.Value:G4} ± {Crps.StandardError:G2}; interval score {IntervalScore.Value:G4} ± {IntervalScore.StandardError:G2}; log loss {LogLoss.Value:0.000} ± {LogLoss.StandardError:0.000} nat; RMSE {RootMeanSquare:G4}; {Counted.Of(Count, "row")}");
}
