using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Shapes
{
    private static readonly Tensor x = Expect.Matrix(2, 1, 2, 3, 4, 5, 6);

    [Fact]
    public void A_tensor_tells_its_shape()
    {
        using var cube = zeros([2, 3, 4]);
        Assert.Equal([2L, 3, 4], cube.shape);
        Assert.Equal([2L, 3, 4], cube.size());
        Assert.Equal([12L, 4, 1], cube.stride());
        Assert.Equal((3L, 3L, 24L, 4L), (cube.dim(), cube.ndim, cube.numel(), cube.ElementSize));
        Assert.Equal((2L, 4L), (cube.size(0), cube.size(-1)));
        Assert.Throws<IndexOutOfRangeException>(() => cube.size(3));
        Assert.Equal((DeviceType.CPU, "cpu"), (cube.device_type, cube.device.ToString()));
        Assert.Equal("[2x3x4], type = Float32, device = cpu", cube.ToString());
    }

    [Fact]
    public void Views_share_memory_and_copies_do_not()
    {
        using var own = x.clone();
        foreach (var view in new[] { own.view(3, 2), own.reshape(6), own.t(), own.permute(1, 0), own.narrow(0, 0, 1), own.select(0, 0), own.expand(4, 2, 3),
            own.unsqueeze(0), own.flatten(), own.diagonal(), own.transpose(0, 1), own.slice(1, 0, 3, 2), own.detach(), own.contiguous() })
        {
            own.fill_(7);
            Assert.All(Expect.Numbers(view), v => Assert.Equal(7, v));
        }
        Expect.Is(x, [2, 3], 1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Axes_are_rearranged()
    {
        Expect.Is(x.t(), [3, 2], 1, 4, 2, 5, 3, 6);
        Expect.Is(x.transpose(0, -1), [3, 2], 1, 4, 2, 5, 3, 6);
        Expect.Is(x.view(1, 2, 3).permute(2, 0, 1), [3, 1, 2], 1, 4, 2, 5, 3, 6);
        Expect.Is(x.view(-1, 2), [3, 2], 1, 2, 3, 4, 5, 6);
        Expect.Is(x.t().reshape(6), [6], 1, 4, 2, 5, 3, 6);
        Expect.Is(x.unsqueeze(-1), [2, 3, 1], 1, 2, 3, 4, 5, 6);
        Expect.Is(x.view(1, 6, 1).squeeze(), [6], 1, 2, 3, 4, 5, 6);
        Expect.Is(x.view(1, 6, 1).squeeze(0), [6, 1], 1, 2, 3, 4, 5, 6);
        Expect.Is(x.view(2, 3, 1).flatten(0, 1), [6, 1], 1, 2, 3, 4, 5, 6);
        Expect.Is(x.narrow(0, 1, 1).expand(2, 3), [2, 3], 4, 5, 6, 4, 5, 6);
        Assert.False(x.t().is_contiguous());
        Assert.True(x.t().contiguous().is_contiguous());
    }

    [Fact]
    public void Parts_are_taken_by_place()
    {
        Expect.Is(x.narrow(1, 1, 2), [2, 2], 2, 3, 5, 6);
        Expect.Is(x.select(1, -1), [2], 3, 6);
        Expect.Is(x.slice(1, 0, 3, 2), [2, 2], 1, 3, 4, 6);
        Expect.Is(x.flip(1), [2, 3], 3, 2, 1, 6, 5, 4);
        Expect.Is(x.flip(0, 1), [2, 3], 6, 5, 4, 3, 2, 1);
        Expect.Is(x.diagonal(), [2], 1, 5);
        Expect.Is(x.diagonal(1), [2], 2, 6);
        Expect.Is(x.tril(), [2, 3], 1, 0, 0, 4, 5, 0);
        Expect.Is(x.triu(1), [2, 3], 0, 2, 3, 0, 0, 6);
    }

    [Fact]
    public void Parts_are_taken_and_put_by_an_index_tensor()
    {
        Expect.Is(x.index_select(1, tensor([2L, 0])), [2, 2], 3, 1, 6, 4);
        using var index = tensor([2L, 0]).view(2, 1);
        Expect.Is(x.gather(1, index), [2, 1], 3, 4);
        Expect.Is(x.clone().scatter_(1, index, Expect.Matrix(2, -1, -2)), [2, 3], 1, 2, -1, -2, 5, 6);
    }

    [Fact]
    public void Values_are_sorted_along_an_axis_and_found_among_the_sorted()
    {
        using var mixed = Expect.Matrix(2, 3, 1, 2, 5, 5, 4);
        var (values, indices) = mixed.sort();
        Expect.Is(values, [2, 3], 1, 2, 3, 4, 5, 5);
        Expect.Is(indices.narrow(0, 0, 1), [1, 3], 1, 2, 0);
        Expect.Is(mixed.sort(0, descending: true).Values, [2, 3], 5, 5, 4, 3, 1, 2);
        Expect.Is(mixed.sort(stable: true).Indices.narrow(0, 1, 1), [1, 3], 2, 0, 1); // equals keep their order
        using var sought = Expect.Matrix(2, 2, 9, 5, 0);
        Expect.Is(searchsorted(values, sought), [2, 2], 1, 3, 1, 0);
        Expect.Is(searchsorted(values, sought, right: true), [2, 2], 2, 3, 3, 0);
        Expect.Is(searchsorted(mixed, sought, right: true, sorter: indices), [2, 2], 2, 3, 3, 0);
        Assert.Equal(ScalarType.Int32, searchsorted(values, sought, out_int32: true).dtype);
    }

    [Fact]
    public void Tensors_are_joined_along_an_axis_or_a_new_one()
    {
        Expect.Is(cat([x, x.narrow(0, 0, 1)]), [3, 3], 1, 2, 3, 4, 5, 6, 1, 2, 3);
        Expect.Is(cat([x, x.narrow(1, 0, 1)], 1), [2, 4], 1, 2, 3, 1, 4, 5, 6, 4);
        Expect.Is(stack([x.select(0, 0), x.select(0, 1)], 1), [3, 2], 1, 4, 2, 5, 3, 6);
        Expect.Is(stack(Enumerable.Range(0, 100).Select(i => full([1], i, float64))).sum(), [], 4950);
    }
}
