using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

/// <summary>Intervals and scores of predictions whose mixtures are given.</summary>
public sealed class PredictedNumbersTests
{
    /// <summary>Rows of y ~ N(x, 1), x ~ N(0, 1), predicted as N(x, s²).</summary>
    internal static PredictedNumbers Drawn(int seed, int rows, double s = 1)
    {
        var random = new Random(seed);
        double Normal() => NormalQuantile.Of(Math.Max(random.NextDouble(), 1e-18));
        var (means, deviations, targets) = (new double[rows, 1, 1], new double[rows, 1, 1], new double[rows, 1]);
        for (var i = 0; i < rows; i++) (means[i, 0, 0], deviations[i, 0, 0], targets[i, 0]) = (Normal(), s, means[i, 0, 0] + Normal());
        for (var i = 0; i < rows; i++) targets[i, 0] = means[i, 0, 0] + Normal();
        return new(means, deviations, targets);
    }

    // Of n independent rows the share inside is binomial: 5 of its standard deviations, a false-alarm rate of 6e-7. The seed is fixed.
    [Fact]
    public void True_predictions_are_covered_as_often_as_they_say_and_score_what_theory_says()
    {
        const int n = 20_000;
        var predicted = Drawn(1, n);
        foreach (var level in (double[])[0.5, 0.9, 0.99]) Assert.Equal(level, predicted.Intervals(level).Coverage, 5 * Math.Sqrt(level * (1 - level) / n));
        var scores = predicted.Scores(0.9);
        Assert.Equal(1 / Math.Sqrt(Math.PI), scores.Crps.Value, 5 * scores.Crps.StandardError); // E CRPS of the true N(m, s²) is s/√π
        Assert.Equal(0.5 * Math.Log(2 * Math.PI * Math.E), scores.LogLoss.Value, 5 * scores.LogLoss.StandardError);
        Assert.Equal(1, scores.RootMeanSquare, 5 / Math.Sqrt(2 * n));
        Assert.Equal(Math.Sqrt(2 / Math.PI), scores.MeanAbsolute, 5 * Math.Sqrt((1 - 2 / Math.PI) / n));
        foreach (var wrong in (double[])[0.7, 1.4])
        {
            var worse = Drawn(1, n, wrong).Scores(0.9); // the same rows
            Assert.True(worse.Crps.Value > scores.Crps.Value && worse.IntervalScore.Value > scores.IntervalScore.Value && worse.LogLoss.Value > scores.LogLoss.Value, $"{worse}");
        }
    }

    // 2/α times the pinball losses at α/2 and 1 − α/2 is the interval score, row by row.
    [Fact]
    public void The_interval_score_is_two_pinball_losses() => Law.Holds(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var predicted = Drawn(seed, 50, 0.6);
        var level = 0.05 + 0.9 * new Random(seed).NextDouble();
        Assert.Equal(2 / (1 - level) * (predicted.PinballLoss((1 - level) / 2) + predicted.PinballLoss((1 + level) / 2)), predicted.Intervals(level).Score, 1e-9);
    });

    [Fact]
    public void What_is_wrong_is_told()
    {
        var one = new double[1, 1, 1] { { { 1 } } };
        Assert.Throws<ShapeException>(() => new PredictedNumbers(one, new double[1, 1, 2]));
        Assert.Throws<ShapeException>(() => new PredictedNumbers(one, one, new double[2, 1]));
        Assert.Throws<DataException>(() => new PredictedNumbers(one, new double[1, 1, 1]));
        var unknown = new PredictedNumbers(one, one);
        Assert.Contains("data with Y", Assert.Throws<DataException>(() => unknown.Scores()).Message);
        Assert.Throws<DataException>(() => unknown.PinballLoss(0.5));
        Assert.Throws<DataException>(() => unknown.Intervals().Coverage);
        Assert.Throws<DomainException>(() => unknown.Intervals(1));
        Assert.Throws<DomainException>(() => unknown.Quantiles(0));
        Assert.Equal(["y mean", "y deviation", "y low", "y high"], unknown.ToTable().Columns.Select(column => column.Name));
    }
}
