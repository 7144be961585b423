using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Comparison
{
    private static readonly Tensor x = tensor([1.0, 2, 3, double.NaN, double.PositiveInfinity]);

    private static void Holds(Tensor actual, params int[] truths)
    {
        Assert.Equal(ScalarType.Bool, actual.dtype);
        Assert.Equal(truths.Select(t => t == 1), actual.data<bool>().ToArray());
    }

    [Fact]
    public void Against_a_number_each_element_is_true_or_false_and_NaN_is_unequal_to_all()
    {
        Holds(x.eq(2), 0, 1, 0, 0, 0);
        Holds(x.gt(2), 0, 0, 1, 0, 1);
        Holds(x.ge(2), 0, 1, 1, 0, 1);
        Holds(x.lt(2), 1, 0, 0, 0, 0);
        Holds(x.le(2), 1, 1, 0, 0, 0);
    }

    [Fact]
    public void Against_a_tensor_elements_are_compared_in_pairs()
    {
        using var y = tensor([1.0, 3, 3, double.NaN, double.PositiveInfinity]);
        Holds(x.eq(y), 1, 0, 1, 0, 1);
        Holds(x.ne(y), 0, 1, 0, 1, 0);
    }

    [Fact]
    public void Non_finite_elements_are_found()
    {
        Holds(x.isnan(), 0, 0, 0, 1, 0);
        Holds(x.isfinite(), 1, 1, 1, 0, 0);
    }

    [Fact]
    public void Two_tensors_are_equal_when_shape_and_values_are()
    {
        using var y = tensor([1.0, 2, 3]);
        Assert.True(y.Equals(y.clone()));
        Assert.False(y.Equals(y + 1));
        Assert.False(y.Equals(y.reshape(3, 1)));
        Assert.False(x.Equals(x.clone())); // NaN
        Assert.False(y.Equals((Tensor)null!));
    }

    [Fact]
    public void All_and_any_reduce_truth_values()
    {
        using var table = Expect.Matrix(2, 1, 0, 0, 0).gt(0);
        Holds(table.all(), 0);
        Holds(table.any(), 1);
        Holds(table.any(1), 1, 0);
        Assert.Equal([2L, 1], table.any(1, keepdim: true).shape);
    }
}
