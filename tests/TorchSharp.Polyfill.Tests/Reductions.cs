using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Reductions
{
    private static readonly Tensor x = Expect.Matrix(2, 1, 2, 6, 4, 8, 3);

    [Fact]
    public void Sums_are_over_everything_or_over_the_axes_named()
    {
        Expect.Is(x.sum(), [], 24);
        Expect.Is(x.sum(0L), [3], 5, 10, 9);
        Expect.Is(x.sum(-1), [2], 9, 15);
        Expect.Is(x.sum(1, keepdim: true), [2, 1], 9, 15);
        Expect.Is(x.sum([0L, 1]), [], 24);
        Expect.Is(x.sum([0L, 1], keepdim: true), [1, 1], 24);
    }

    [Fact]
    public void A_bare_zero_is_read_as_a_type_and_not_as_an_axis() => // C# turns the literal 0 into any enum, in TorchSharp as here
        Assert.Equal((0, ScalarType.Byte), (x.sum(0).dim(), x.sum(0).dtype));

    [Fact]
    public void Means_are_over_everything_or_over_the_axes_named()
    {
        Expect.Is(x.mean(), [], 4);
        Expect.Is(x.mean([0]), [3], 2.5, 5, 4.5);
        Expect.Is(x.mean([1], keepdim: true), [2, 1], 3, 5);
        Expect.Is(x.mean([0, 1]), [], 4);
    }

    [Fact]
    public void Variances_divide_by_one_less_than_the_count_unless_told_otherwise()
    {
        Expect.Near([34 / 5.0], x.var(), 1e-15);
        Expect.Near([34 / 6.0], x.var(unbiased: false), 1e-15);
        Expect.Near([7, 7], x.var(1), 1e-15);
        Expect.Near([14 / 3.0, 14 / 3.0], x.var(1, unbiased: false), 1e-15);
        Assert.Equal([2L, 1], x.var(1, keepdim: true).shape);
        Assert.Equal(ScalarType.Float32, x.var(1, type: ScalarType.Float32).dtype);
    }

    [Fact]
    public void A_sum_and_a_mean_are_taken_in_the_type_asked_for()
    {
        Assert.Equal(ScalarType.Float32, x.sum(ScalarType.Float32).dtype);
        Assert.Equal(ScalarType.Float32, x.sum(0L, type: ScalarType.Float32).dtype);
        Assert.Equal(ScalarType.Float32, x.mean([0], type: ScalarType.Float32).dtype);
        using var many = full([1 << 12], 16777216f); // 2¹² · 2²⁴ + 1 is no float
        Assert.Equal(68719476736.0 + 1, cat([many, ones([1])]).sum(ScalarType.Float64).item<double>());
        Assert.Equal(ScalarType.Int64, x.gt(2).sum().dtype);
        Expect.Is(x.gt(2).sum(), [], 4);
    }

    [Fact]
    public void Extremes_are_found_with_their_places()
    {
        Expect.Is(x.max(), [], 8);
        Expect.Is(x.min(), [], 1);
        var (largest, at) = x.max(1);
        Expect.Is(largest, [2], 6, 8);
        Expect.Is(at, [2], 2, 1);
        var (smallest, where) = x.min(0, keepdim: true);
        Expect.Is(smallest, [1, 3], 1, 2, 3);
        Expect.Is(where, [1, 3], 0, 0, 1);
        Expect.Is(x.argmax(1), [2], 2, 1);
        Expect.Is(x.argmax(0, keepdim: true), [1, 3], 1, 1, 0);
        Assert.Equal(ScalarType.Int64, at.dtype);
    }

    [Fact]
    public void Cumulative_log_sums_of_exponentials_are_those_of_each_beginning()
    {
        for (var k = 1; k <= 3; k++) Expect.Near(x.narrow(1, 0, k).logsumexp(1).data<double>().ToArray(), x.logcumsumexp(1).select(1, k - 1).clone(), 1e-15);
        Expect.Near(x.narrow(1, 0, 2).logsumexp(1).data<double>().ToArray(), x.select(1, 0).logaddexp(x.select(1, 1)), 1e-15);
        Expect.Is(Expect.Matrix(2, 0, -1e4, 1e4, 1e4).logcumsumexp(0), [2, 2], 0, -1e4, 1e4, 1e4);
    }

    [Fact]
    public void Nothing_sums_to_zero_and_has_no_mean()
    {
        Expect.Is(zeros([0, 2]).sum(0L), [2], 0, 0);
        Assert.True(double.IsNaN(zeros([0], float64).mean().item<double>()));
    }
}
