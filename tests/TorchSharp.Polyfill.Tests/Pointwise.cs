using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Pointwise
{
    public static TheoryData<string> Unary => [.. UnaryOperators.All.Keys];

    [Theory, MemberData(nameof(Unary))]
    public void An_operator_on_one_tensor_agrees_with_double_precision(string name)
    {
        var (apply, exact, from, to) = UnaryOperators.All[name];
        foreach (var count in new[] { 1, 7, 100 }) // fewer than a vector, a vector's tail, several vectors
        {
            var x = Expect.Drawn(count, count, from, to);
            using var wide = tensor(x);
            using var narrow = wide.to_type(ScalarType.Float32);
            Expect.Near([.. x.Select(exact)], apply(wide), 1e-14);
            Expect.Near([.. x.Select(v => exact((float)v))], apply(narrow), 1e-6);
            Assert.Equal(x, Expect.Numbers(wide)); // the argument is as it was
        }
    }

    private static readonly Tensor a = Expect.Matrix(2, 1, 2, 3, 4, 5, 6), row = tensor([10.0, 20, 40]), column = Expect.Matrix(2, 1, 2);

    [Fact]
    public void Operators_on_two_tensors_broadcast()
    {
        Expect.Is(a + row, [2, 3], 11, 22, 43, 14, 25, 46);
        Expect.Is(a.add(column), [2, 3], 2, 3, 4, 6, 7, 8);
        Expect.Is(a.add(row, 0.5), [2, 3], 6, 12, 23, 9, 15, 26);
        Expect.Is(a - row, [2, 3], -9, -18, -37, -6, -15, -34);
        Expect.Is(a * column, [2, 3], 1, 2, 3, 8, 10, 12);
        Expect.Is(row / column, [2, 3], 10, 20, 40, 5, 10, 20);
        Expect.Is(maximum(a, column.mul(3)), [2, 3], 3, 3, 3, 6, 6, 6);
        Expect.Is(minimum(a, column.mul(3)), [2, 3], 1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Operators_in_place_change_and_return_their_own_tensor()
    {
        using var x = a.clone();
        Assert.Same(x, x.add_(row));
        Expect.Is(x.sub_(row), [2, 3], 1, 2, 3, 4, 5, 6);
        Expect.Is(x.add_(row, -0.5), [2, 3], -4, -8, -17, -1, -5, -14);
        Assert.Same(x, x.mul_(column));
        Expect.Is(x, [2, 3], -4, -8, -17, -2, -10, -28);
        Expect.Is(x.div_(column), [2, 3], -4, -8, -17, -1, -5, -14);
        Expect.Is(x.addcmul_(a, row, 0.5), [2, 3], 1, 12, 43, 19, 45, 106);
        Expect.Is(x.addcdiv_(row, column, -1), [2, 3], -9, -8, 3, 14, 35, 86);
        Expect.Is(x.copy_(row), [2, 3], 10, 20, 40, 10, 20, 40);
    }

    [Fact]
    public void A_view_of_a_tensor_is_changed_in_place_with_it()
    {
        using var flat = zeros([6], ScalarType.Float64);
        flat.narrow(0, 2, 3).add_(1).mul_(tensor([1.0, 2, 3]));
        Expect.Is(flat, [6], 0, 0, 1, 2, 3, 0);
    }

    [Fact]
    public void Integers_add_subtract_and_multiply_as_integers()
    {
        using var x = tensor([1L, 2, 3]);
        foreach (var y in new[] { x + x, x.add(x, 1), x * tensor([2L]), x.mul(2) })
        {
            Assert.Equal(ScalarType.Int64, y.dtype);
            Expect.Is(y, [3], 2, 4, 6);
        }
        Expect.Is(x - tensor([1L]), [3], 0, 1, 2);
        Assert.Equal(ScalarType.Float32, (x / tensor([2L])).dtype);
    }

    [Fact]
    public void Small_arguments_keep_their_digits_in_log1p_and_expm1()
    {
        using var x = tensor([1e-12, -1e-12]);
        Expect.Near([1, -1], x.log1p() * 1e12, 1e-11);
        Expect.Near([1, -1], x.expm1() * 1e12, 1e-11);
    }

    [Fact]
    public void Selecting_by_a_mask_takes_each_element_from_its_side()
    {
        var mask = a.gt(3);
        Expect.Is(where(mask, a, row), [2, 3], 10, 20, 40, 4, 5, 6);
        Expect.Is(a.masked_fill(mask, double.NegativeInfinity), [2, 3], 1, 2, 3, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity);
        Expect.Is(a.clone().masked_fill_(mask, -1), [2, 3], 1, 2, 3, -1, -1, -1);
    }
}
