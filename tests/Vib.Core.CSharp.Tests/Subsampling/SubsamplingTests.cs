using Xunit;

namespace Vib.Core.Tests;

public sealed class SubsamplingTests
{
    [Fact]
    public void Of_a_mean_the_error_is_the_known_one()
    {
        var values = Draws.Normal(400, 1, 1);
        var told = Subsampling.Of(400, rows => rows.Average(i => values[i, 0]), new() { Draws = 2000 });
        double[] all = [.. Enumerable.Range(0, 400).Select(i => values[i, 0])];
        Assert.Equal(all.Average(), told.Value, 1e-12);
        // 2000 draws know their deviation to 1.6 %: four of those
        Assert.InRange(told.StandardError / Numbers.Mean(all).Error, 1 - 4 * 0.016, 1 + 4 * 0.016);
        Assert.InRange((told.High - told.Low) / (2 * 1.96 * told.StandardError), 0.9, 1.1);
        Assert.InRange(told.Value, told.Low, told.High);
    }

    [Fact]
    public void Intervals_hold_the_truth_as_often_as_they_say()
    {
        // of 200 intervals at 0.9, fewer than 162 or more than 196 hold it once in a thousand
        var held = Enumerable.Range(1, 200).Count(seed =>
        {
            var values = Draws.Normal(100, 1, seed);
            var told = Subsampling.Of(100, rows => rows.Average(i => values[i, 0]), new() { Draws = 200, Confidence = 0.9, Seed = seed });
            return told.Low <= 0 && 0 <= told.High;
        });
        Assert.InRange(held, 162, 196);
    }

    [Fact]
    public void Of_neighbours_the_error_is_of_the_size_of_the_spread()
    {
        var told = Enumerable.Range(1, 30).Select(seed => Subsampling.Of(new CorrelatedGaussian(1, 0.8).Sample(400, seed), pairs => Ksg.Estimate(pairs), new() { Seed = seed })).ToArray();
        var (_, error) = Numbers.Mean([.. told.Select(t => t.Value)]);
        Assert.InRange(told.Average(t => t.StandardError) / (error * Math.Sqrt(30)), 0.7, 1.7);
        var entropy = Subsampling.Of(Draws.Normal(300, 2, 1), samples => KozachenkoLeonenko.Estimate(samples), new() { Draws = 20 });
        Assert.Equal(KozachenkoLeonenko.Estimate(Draws.Normal(300, 2, 1)).Value, entropy.Value, 1e-12);
        Assert.Equal(20, entropy.Values.Count);
        Assert.Contains("20 subsamples", entropy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_row_comes_twice()
    {
        Subsampling.Of(50, rows =>
        {
            Assert.Equal(rows.Length, rows.Distinct().Count());
            Assert.True(rows.Length is 50 or 20);
            return 0;
        }, new() { Part = 0.4 });
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        static double None(int[] rows) => 0;
        Assert.Throws<DomainException>(() => Subsampling.Of(10, None, new() { Draws = 1 }));
        Assert.Throws<DomainException>(() => Subsampling.Of(10, None, new() { Part = 1 }));
        Assert.Throws<DomainException>(() => Subsampling.Of(10, None, new() { Part = 0.01 }));
        Assert.Throws<DomainException>(() => Subsampling.Of(10, None, new() { Confidence = 1 }));
    }
}
