using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Products
{
    private static readonly Tensor a = Expect.Matrix(2, 1, 2, 3, 4, 5, 6), b = Expect.Matrix(3, 1, 0, 2, 1, 0, 3);

    [Fact]
    public void A_matrix_product_is_rows_times_columns() => Expect.Is(a.mm(b), [2, 2], 5, 11, 14, 23);

    [Fact]
    public void A_batched_product_is_one_product_a_slice()
    {
        using var first = stack([a, a * 2]);
        using var second = stack([b, b * -1]);
        Expect.Is(first.bmm(second), [2, 2, 2], 5, 11, 14, 23, -10, -22, -28, -46);
    }

    [Fact]
    public void Matmul_takes_vectors_matrices_and_batches()
    {
        using var v = tensor([1.0, 1, 1]);
        Expect.Is(v.matmul(v), [], 3);
        Expect.Is(a.matmul(v), [2], 6, 15);
        Expect.Is(v.matmul(b), [2], 3, 4);
        Expect.Is(a.matmul(b), [2, 2], 5, 11, 14, 23);
        Expect.Is(stack([a, a]).matmul(b), [2, 2, 2], 5, 11, 14, 23, 5, 11, 14, 23);
    }

    [Fact]
    public void Addmm_scales_what_is_there_and_the_product()
    {
        using var bias = tensor([100.0, 200]);
        Expect.Is(bias.addmm(a, b), [2, 2], 105, 211, 114, 223);
        Expect.Is(bias.addmm(a, b, beta: 0.5f, alpha: 2), [2, 2], 60, 122, 78, 146);
        using var batch = ones([2, 2, 2], float64);
        Expect.Is(batch.baddbmm(stack([a, a]), stack([b, b]), beta: 2, alpha: -1), [2, 2, 2], -3, -9, -12, -21, -3, -9, -12, -21);
    }

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.Float64)]
    public void A_product_into_memory_that_is_there_overwrites_even_NaN(ScalarType type)
    {
        var (x, y) = (a.to_type(type), b.to_type(type));
        using var into = full([2, 2], double.NaN, type);
        Assert.Same(into, into.addmm_(x, y, beta: 0));
        Expect.Is(into, [2, 2], 5, 11, 14, 23);
        into.addmm_(x, y, beta: 1, alpha: -1);
        Expect.Is(into, [2, 2], 0, 0, 0, 0);
    }

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.Float64)]
    public void A_product_into_a_view_fills_just_that_view(ScalarType type)
    {
        using var frame = full([4, 5], double.NaN, type);
        using var window = frame.narrow(0, 1, 2).narrow(1, 2, 2); // rows 5 apart
        window.addmm_(a.to_type(type), b.to_type(type), beta: 0);
        window.t().addmm_(b.t().to_type(type), a.t().to_type(type), beta: 1); // (ab)ᵀ = bᵀaᵀ, into a transposed view of the same
        Expect.Is(window.contiguous(), [2, 2], 10, 22, 28, 46);
        Assert.Equal(16, frame.isnan().sum().item<long>());
    }

    [Fact]
    public void An_empty_inner_axis_makes_zeros()
    {
        Expect.Is(zeros([2, 0]).mm(zeros([0, 2])), [2, 2], 0, 0, 0, 0);
        using var into = full([2, 2], double.NaN);
        Expect.Is(into.addmm_(zeros([2, 0]), zeros([0, 2]), beta: 0), [2, 2], 0, 0, 0, 0);
        Assert.Equal([0L, 2], zeros([0, 3]).mm(zeros([3, 2])).shape);
    }
}
