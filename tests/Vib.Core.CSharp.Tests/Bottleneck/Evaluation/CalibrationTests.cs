using Xunit;

namespace Vib.Core.Tests;

public sealed class CalibrationTests
{
    [Fact]
    public void By_hand() // confidences 0.9, 0.8 in one bin of five, 0.6 in another
    {
        var predictions = new Predictions(new[,] { { 0.9, 0.1 }, { 0.8 + 0.05, 0.15 }, { 0.4, 0.6 }, { 0.4, 0.6 } }, [0, 1, 1, 0]);
        var calibration = Calibration.Of(predictions, 5);
        Assert.Equal([new(2, 0.6, 0.5), new(2, 0.875, 0.5)], calibration.Bins);
        Assert.Equal((2 * 0.1 + 2 * 0.375) / 4, calibration.Error, 1e-15);
        Assert.Equal(0.375, calibration.LargestError, 1e-15);
        Assert.Equal("ECE 0.2375, largest 0.375, 2 bins", calibration.ToString());
    }

    [Fact]
    public void A_bin_holds_its_upper_end()
    {
        var predictions = new Predictions(new[,] { { 0.5, 0.5 }, { 1, 0 }, { 0.5001, 0.4999 } }, [0, 0, 0]);
        Assert.Equal([1, 2], Calibration.Of(predictions, 2).Bins.Select(bin => bin.Count)); // 0.5 | 0.5001, 1
    }

    [Theory]
    [InlineData(Binning.EqualWidth)]
    [InlineData(Binning.EqualMass)]
    public void One_confidence_is_off_by_its_distance_from_the_accuracy(Binning binning)
    {
        var predictions = new Predictions(Tables.Map(new double[1, 1], 8, 2, (_, c) => c == 0 ? 0.75 : 0.25), [0, 0, 0, 0, 0, 1, 1, 1]);
        foreach (var bins in (int[])[1, 4, 15]) Assert.Equal(0.75 - 5.0 / 8, Calibration.Of(predictions, bins, binning).Error, 1e-15);
    }

    [Fact]
    public void Bins_of_equal_mass_hold_equally_many_where_no_two_are_equal()
    {
        var bins = Calibration.Of(Drawn.Calibrated(120, 1), 10, Binning.EqualMass).Bins;
        Assert.All(bins, bin => Assert.Equal(12, bin.Count));
        Assert.Equal(bins.OrderBy(bin => bin.Confidence), bins);
        Assert.Equal(10, bins.Count);
    }

    // Under calibration a bin of n_k is off by a mean of at most √(¼/n_k), and ECE by at most ½ √(B/N) = 0.011 in the mean (Cauchy–Schwarz), less by much where it is above 0.02; scores that
    // are certain and wrong half of the time are off by ½.
    [Theory]
    [InlineData(Binning.EqualWidth)]
    [InlineData(Binning.EqualMass)]
    public void What_is_true_is_calibrated_and_boasting_is_not(Binning binning)
    {
        Assert.InRange(Calibration.Of(Drawn.Calibrated(30_000, 2), 15, binning).Error, 0, 0.02);
        var boasting = new Predictions(Tables.Map(new double[1, 1], 1000, 2, (_, c) => c), [.. Enumerable.Range(0, 1000).Select(i => i % 2)]);
        Assert.Equal(0.5, Calibration.Of(boasting, 15, binning).Error, 1e-15);
    }

    // Names do, where two probabilities are the largest: the first is taken.
    [Fact]
    public void The_order_does_not_matter() => Law.Holds(Drawn.Cases, c =>
    {
        var (predictions, shuffled) = (Drawn.Of(c.Count, c.Classes, c.Seed), Drawn.Shuffled(c.Count, c.Classes, c.Seed, renamed: false));
        foreach (var binning in Enum.GetValues<Binning>())
            foreach (var bins in (int[])[1, 3, 15])
                Assert.Equal(Calibration.Of(predictions, bins, binning).Error, Calibration.Of(shuffled, bins, binning).Error, 1e-13);
    }, 300);

    [Fact]
    public void The_error_is_between_that_of_one_bin_and_one() => Law.Holds(Drawn.Cases, c =>
    {
        var predictions = Drawn.Of(c.Count, c.Classes, c.Seed);
        var one = Calibration.Of(predictions, 1).Error;
        Assert.Equal(Math.Abs(predictions.Accuracy - predictions.Confidences.Average()), one, 1e-13);
        foreach (var binning in Enum.GetValues<Binning>())
        {
            var calibration = Calibration.Of(predictions, 7, binning);
            Assert.InRange(calibration.Error, one - 1e-13, calibration.LargestError + 1e-13); // the triangle inequality
            Assert.Equal(predictions.Count, calibration.Bins.Sum(bin => bin.Count));
        }
    }, 300);

    [Fact]
    public void No_bin_is_refused() => Assert.Equal("The number of bins is 0", Assert.Throws<DomainException>(() => Calibration.Of(Drawn.Of(5, 2, 1), 0)).Came);
}
