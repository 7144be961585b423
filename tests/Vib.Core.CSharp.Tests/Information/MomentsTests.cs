using Xunit;

namespace Vib.Core.Tests;

/// <summary>Errors of means, of quotients of means, and of functions of them.</summary>
public sealed class MomentsTests
{
    private static readonly double[] values = [3, 1, 4, 1, 5, 9, 2, 6];

    private static Moments.Load[] Weighed(Func<int, double> weight) => [.. values.Select((v, i) => new Moments.Load(weight(i) * v, weight(i)))];

    [Fact]
    public void Equal_weights_are_none()
    {
        var plain = Moments.Mean(values);
        foreach (var weight in (double[])[1, 0.3])
        {
            var (mean, error) = Moments.Mean(Weighed(_ => weight));
            Assert.Equal(plain.Mean, mean, 1e-12);
            Assert.Equal(plain.StandardError, error, 1e-12);
        }
    }

    [Fact]
    public void A_constant_has_no_error_whatever_its_weights() =>
        Assert.Equal(0, Moments.Mean([.. values.Select(weight => new Moments.Load(7 * weight, weight))]).StandardError, 1e-12);

    [Fact]
    public void Rows_of_no_weight_count_in_nothing_but_their_number()
    {
        var (mean, error) = Moments.Mean(Weighed(i => i < 4 ? 2 : 0));
        var (expected, own) = Moments.Mean(values[..4]);
        Assert.Equal(expected, mean, 1e-12);
        Assert.Equal(own * Math.Sqrt(3.0 / 4 * 8 / 7), error, 1e-12); // n/(n − 1) is that of all rows
    }

    // Of a sum of means the jackknife is exact, however the rows go together; of a function it is the delta method's up to O(1/n).
    [Fact]
    public void Leaving_out_a_row_at_a_time_is_the_error_of_a_sum_and_the_slope_s_of_a_function()
    {
        IReadOnlyList<Moments.Load>[] both = [Weighed(_ => 1), [.. values.Select(v => new Moments.Load(-v * v, 1))]];
        Assert.Equal(Moments.Mean([.. values.Select(v => 2 * v - v * v)]).StandardError, Moments.JackknifeError(both, means => 2 * means[0] + means[1]), 1e-12);
        Moments.Load[] many = [.. Enumerable.Range(0, 20_000).Select(i => new Moments.Load(Math.Sin(i), 1))];
        var (mean, error) = Moments.Mean(many);
        Assert.Equal(Math.Exp(mean) * error, Moments.JackknifeError([many], means => Math.Exp(means[0])), 1e-3 * error);
    }

    [Fact]
    public void One_row_has_no_error_that_anyone_knows()
    {
        Assert.Equal(double.NaN, Moments.Mean([new Moments.Load(1, 1)]).StandardError);
        Assert.Equal(double.NaN, Moments.JackknifeError([[new(1, 1)]], means => means[0]));
    }
}
