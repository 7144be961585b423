using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class DevicesTests
{
    [Theory]
    [InlineData("tpu")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("")]
    public void A_device_that_no_one_knows_is_refused(string name)
    {
        var error = Assert.Throws<DeviceException>(() => MutualInformation.Estimate(Small.OneNat, options: new() { Device = name }));
        Assert.Equal($"A device called '{name}'", error.Came);
        Assert.Equal("cpu, cuda or cuda:N", error.Wanted);
    }

    [Fact]
    public void A_kind_of_device_that_is_not_supported_is_refused()
    {
        var error = Assert.Throws<DeviceException>(() => Devices.Resolve("mps"));
        Assert.Equal(("The device 'mps'", "cpu or cuda:N"), (error.Came, error.Wanted));
    }

    [Fact]
    public void Cuda_where_there_is_none_is_refused_with_what_to_do()
    {
        Assert.SkipWhen(cuda.is_available(), "this machine has CUDA");
        foreach (var name in (string[])["cuda", "cuda:0", "cuda:3", "CUDA"])
        {
            var error = Assert.Throws<DeviceException>(() => MutualInformation.Estimate(Small.OneNat, options: new() { Device = name }));
            Assert.Equal($"The device '{name}', where this libtorch sees 0 CUDA devices", error.Came);
            Assert.Contains("LIBTORCH", error.Advice);
        }
    }

    [Fact]
    public void A_card_beyond_the_last_is_refused()
    {
        Assert.SkipUnless(cuda.is_available(), "this machine has no CUDA");
        var error = Assert.Throws<DeviceException>(() => Devices.Resolve($"cuda:{cuda.device_count()}"));
        Assert.Equal(cuda.device_count() is > 0 and var count ? $"an index below {count}, or cpu" : "cpu", error.Wanted);
    }

    [Fact]
    public void The_cpu_is_always_there() => Assert.Equal(DeviceType.CPU, Devices.Resolve("cpu").type);
}
