using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Conversions
{
    [Fact]
    public void Values_are_converted_as_C_does()
    {
        using var x = tensor([-1.7, 0, 2.9]);
        Expect.Is(x.to_type(ScalarType.Int64), [3], -1, 0, 2);
        Expect.Is(x.to(ScalarType.Bool), [3], 1, 0, 1);
        Expect.Is(x.to(ScalarType.Float32), [3], -1.7f, 0, 2.9f);
        Expect.Is(tensor([300L, 5]).to_type(ScalarType.Byte), [2], 44, 5);
    }

    [Fact]
    public void The_same_type_shares_memory_unless_a_copy_is_asked_for()
    {
        using var x = tensor([1.0, 2]);
        var (shared, copied, onCpu) = (x.to_type(ScalarType.Float64), x.to_type(ScalarType.Float64, copy: true), x.to(CPU, copy: true));
        x.fill_(5);
        Expect.Is(shared, [2], 5, 5);
        Expect.Is(copied, [2], 1, 2);
        Expect.Is(onCpu, [2], 1, 2);
        Expect.Is(x.cpu(), [2], 5, 5);
    }

    [Fact]
    public void The_source_is_disposed_when_asked_for_and_the_result_lives()
    {
        var x = tensor([1.0, 2]);
        var y = x.to_type(ScalarType.Float64, disposeAfter: true);
        Assert.True(x.IsInvalid);
        var z = y.to("cpu", disposeAfter: true);
        Assert.True(y.IsInvalid);
        Expect.Is(z, [2], 1, 2);
    }

    [Fact]
    public void One_element_is_read_as_a_number_of_its_type()
    {
        Assert.Equal(2.5, tensor([2.5]).item<double>());
        Assert.Equal(2.5f, full([1, 1], 2.5).item<float>());
        Assert.Equal(7L, tensor([7L]).sum().item<long>());
        Assert.True(tensor([1.0]).gt(0).item<bool>());
        Assert.Equal(6.0, Expect.Matrix(2, 1, 2, 3, 4, 5, 6).t().select(0, 2).select(0, 1).item<double>());
        Assert.Throws<ArgumentException>(() => zeros([2]).item<float>());
        Assert.Throws<ArgumentException>(() => zeros([1]).item<double>());
    }

    [Fact]
    public void Devices_are_read_from_their_names()
    {
        Assert.Equal((DeviceType.CPU, -1), (device("cpu").type, device("cpu").index));
        Assert.Equal((DeviceType.CUDA, 0), (device("cuda").type, device("CUDA").index));
        Assert.Equal("cuda:1", device(DeviceType.CUDA, 1).ToString());
        Assert.Equal((DeviceType.CUDA, 0), (CUDA.type, CUDA.index));
        foreach (var wrong in new[] { "", "gpu", "cuda:", "cuda:-1", "cuda:x", "cuda:1:2", "1", "cuda:99999999999" })
            Assert.Contains($"'{wrong}' is no device", Assert.Throws<ArgumentException>(() => device(wrong)).Message);
    }
}
