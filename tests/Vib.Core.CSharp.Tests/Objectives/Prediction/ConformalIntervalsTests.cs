using Xunit;

namespace Vib.Core.Tests;

/// <summary>The guarantee of split conformal intervals, at stated false-alarm rates.</summary>
public sealed class ConformalIntervalsTests
{
    // Given n calibration rows, the coverage of a fresh row is Beta(k, n + 1 − k), k = ⌈(n + 1)(1 − α)⌉, of mean k/(n + 1) ≥ 1 − α, whatever the model says (rows are continuous and independent). The share covered
    // of m fresh rows in each of T trials then has the mean k/(n + 1) and the variance v = Var Beta + E[c(1 − c)]/m; the mean over trials is held to 5 √(v/T): a false-alarm rate of 6e-7 for each model, 2e-6
    // for all. The seeds are fixed.
    [Theory]
    [InlineData(0.3)] // far too sure
    [InlineData(1)]
    [InlineData(4)] // far too wide
    public void Coverage_is_what_the_guarantee_says_however_wrong_the_model(double s)
    {
        const int n = 49, fresh = 200, trials = 400;
        const double level = 0.9;
        var k = Math.Ceiling((n + 1) * level); // 45
        var mean = k / (n + 1);
        var beta = k * (n + 1 - k) / ((n + 1.0) * (n + 1) * (n + 2));
        var inside = (mean * (1 - mean) - beta) / fresh;
        var covered = Enumerable.Range(0, trials).Average(trial => ConformalIntervals.Fit(PredictedNumbersTests.Drawn(2 * trial, n, s), level).Of(PredictedNumbersTests.Drawn(2 * trial + 1, fresh, s)).Coverage);
        Assert.True(mean >= level);
        Assert.Equal(mean, covered, 5 * Math.Sqrt((beta + inside) / trials));
        if (s < 1) Assert.True(PredictedNumbersTests.Drawn(1, 2000, s).Intervals(level).Coverage < 0.6); // what it repairs
    }

    // By hand: intervals of N(0, 1) at 50 % end at ±0.6745; of 3 rows the rank is ⌈4 · 0.5⌉ = 2, the middle one of the distances outside.
    [Fact]
    public void The_correction_is_the_ranked_distance()
    {
        var predicted = new PredictedNumbers(new double[3, 1, 1], new double[,,] { { { 1 } }, { { 1 } }, { { 1 } } }, new double[,] { { 0 }, { 2 }, { -1 } });
        var fitted = ConformalIntervals.Fit(predicted, 0.5);
        var z = NormalQuantile.Of(0.75);
        Assert.Equal(1 - z, fitted.Corrections[0], 1e-12);
        Assert.Equal(1, fitted.Of(predicted).High[0, 0], 1e-12);
        Assert.Equal(-1, fitted.Of(predicted).Low[1, 0], 1e-12);
    }

    [Fact]
    public void Too_few_rows_are_refused()
    {
        var message = Assert.Throws<DataException>(() => ConformalIntervals.Fit(PredictedNumbersTests.Drawn(1, 8), 0.9)).Message;
        Assert.Contains("at least 9", message);
        Assert.NotNull(ConformalIntervals.Fit(PredictedNumbersTests.Drawn(1, 9), 0.9)); // the largest of nine
        Assert.Throws<DataException>(() => ConformalIntervals.Fit(new(new double[1, 1, 1], new double[1, 1, 1] { { { 1 } } }), 0.4));
        Assert.Throws<DomainException>(() => ConformalIntervals.Fit(PredictedNumbersTests.Drawn(1, 9), 0));
    }
}
