using Xunit;

namespace Vib.Core.Tests;

public sealed class SplitMix64Tests
{
    [Fact]
    public void The_sequence_from_state_zero_is_the_published_one()
    {
        var random = default(SplitMix64);
        Assert.Equal([0xe220a8397b1dcdafUL, 0x6e789e6aa1b965f4UL, 0x06c45d188009454fUL], [random.Next(), random.Next(), random.Next()]);
    }

    [Fact]
    public void Seeds_streams_and_items_all_matter()
    {
        SplitMix64[] generators = [new(1, 1, 1), new(2, 1, 1), new(1, 2, 1), new(1, 1, 2), new(-1, 1, 1)];
        Assert.Equal(5, generators.Select(g => g.Next()).Distinct().Count());
    }

    // A fixed seed, so this passes or fails for good; at 4 standard errors a random seed would fail once in 10⁴.
    [Fact]
    public void Nearly_normal_numbers_have_mean_zero_and_variance_one()
    {
        const int n = 200_000;
        var random = new SplitMix64(1, 1, 1);
        double sum = 0, squares = 0;
        for (var i = 0; i < n; i++)
        {
            var x = random.NearNormal();
            sum += x;
            squares += x * x;
        }
        Assert.InRange(sum / n, -4 / Math.Sqrt(n), 4 / Math.Sqrt(n));
        Assert.InRange(squares / n, 1 - 4 * Math.Sqrt(1.7 / n), 1 + 4 * Math.Sqrt(1.7 / n)); // kurtosis 2.7
    }

    [Fact]
    public void Below_reaches_every_number_about_equally_often()
    {
        var random = new SplitMix64(3, 1, 1);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Below(7)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400)); // four standard deviations of 93
    }
}
