using Xunit;

namespace Vib.Core.Tests;

public sealed class BrierScoreTests
{
    [Theory]
    [InlineData(0, 0)]  // sure and right
    [InlineData(1, 2)]  // sure and wrong
    public void Certainty_costs_nothing_or_two(int label, double score) => Assert.Equal(score, BrierScore.Of(new(new[,] { { 1.0, 0.0 } }, [label])).Total);

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void Equal_probabilities_cost_one_less_one_over_the_classes(int classes)
    {
        var score = BrierScore.Of(new(Tables.Map(new double[1, 1], 5, classes, (_, _) => 1.0 / classes), [0, 1, 0, 1, 1]));
        Assert.Equal(1 - 1.0 / classes, score.Total, 1e-15);
        Assert.Equal(0, score.Resolution, 1e-15);
    }

    // The frequencies of the classes, predicted for all: nothing but the uncertainty. 0.6, 0.4: 2 · 0.24.
    [Fact]
    public void The_frequencies_predicted_cost_the_uncertainty()
    {
        var score = BrierScore.Of(new(Tables.Map(new double[1, 1], 5, 2, (_, c) => c == 0 ? 0.6 : 0.4), [0, 1, 0, 1, 0]));
        Assert.Equal(0.48, score.Uncertainty, 1e-15);
        Assert.Equal(0.48, score.Total, 1e-15);
        Assert.Equal((0, 0, 0), (Math.Round(score.Reliability, 15), Math.Round(score.Resolution, 15), Math.Round(score.WithinBins, 15)));
        Assert.Equal("Brier 0.48: reliability 0, resolution 0, uncertainty 0.48", score.ToString());
    }

    [Fact]
    public void The_parts_add_up_whatever_the_bins() => Law.Holds(Drawn.Cases, c =>
    {
        var predictions = Drawn.Of(c.Count, c.Classes, c.Seed);
        foreach (var binning in Enum.GetValues<Binning>())
            foreach (var bins in (int[])[1, 2, 15])
            {
                var score = BrierScore.Of(predictions, bins, binning);
                Assert.Equal(score.Total, score.Reliability - score.Resolution + score.Uncertainty + score.WithinBins, 1e-13);
                Assert.True(score.Reliability >= 0 && score.Resolution >= 0 && score.Resolution <= score.Uncertainty + 1e-13);
                Assert.InRange(score.Total, 0, 2 + 1e-13);
            }
    }, 200);

    // Probabilities in eighths, bins of eighths: one probability in each.
    [Fact]
    public void Where_every_bin_holds_one_probability_nothing_varies_within() => Law.Holds(Drawn.Cases, c =>
        Assert.Equal(0, BrierScore.Of(Drawn.Of(c.Count, c.Classes, c.Seed), 64).WithinBins, 1e-13), 200);

    [Fact]
    public void Neither_order_nor_names_matter() => Law.Holds(Drawn.Cases, c =>
    {
        foreach (var binning in Enum.GetValues<Binning>())
        {
            var (score, shuffled) = (BrierScore.Of(Drawn.Of(c.Count, c.Classes, c.Seed), 5, binning), BrierScore.Of(Drawn.Shuffled(c.Count, c.Classes, c.Seed, renamed: true), 5, binning));
            Assert.Equal(score.Total, shuffled.Total, 1e-13);
            Assert.Equal(score.Reliability, shuffled.Reliability, 1e-13);
            Assert.Equal(score.Resolution, shuffled.Resolution, 1e-13);
        }
    }, 200);

    // Its mean over labels from q is Σ q(1 − q) + Σ (p − q)²: least where p = q. Ten labels in the proportions of q.
    [Fact]
    public void No_prediction_beats_the_truth()
    {
        int[] labels = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
        double Score(double[] p) => BrierScore.Of(new(Tables.Map(new double[1, 1], 10, 3, (_, c) => p[c]), labels)).Total;
        var best = Score([0.5, 0.3, 0.2]);
        Assert.Equal(0.62, best, 1e-15);
        for (var i = 0; i <= 16; i++)
            for (var j = 0; i + j <= 16; j++)
            {
                var (a, b, rest) = (i / 16.0, j / 16.0, (16 - i - j) / 16.0);
                Assert.Equal(best + Math.Pow(a - 0.5, 2) + Math.Pow(b - 0.3, 2) + Math.Pow(rest - 0.2, 2), Score([a, b, rest]), 1e-13);
            }
    }
}
