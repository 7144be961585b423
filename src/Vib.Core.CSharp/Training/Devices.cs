using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Devices by name, checked before any work is done.</summary>
internal static class Devices
{
    internal static Device Resolve(string name)
    {
        Device device;
        try { device = torch.device(name); }
        catch (ArgumentException) { throw new DeviceException($"A device called '{name}'", "cpu, cuda or cuda:N", "cpu, or cuda for an NVIDIA GPU"); }
        if (device.type == DeviceType.CPU) return device;
        if (device.type != DeviceType.CUDA) throw new DeviceException($"The device '{name}'", "cpu or cuda:N", "cpu");
        var count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (device.index >= count)
            throw new DeviceException($"The device '{name}', where this libtorch sees {Counted.Of(count, "CUDA device")}", count > 0 ? $"an index below {count}, or cpu" : "cpu",
                count > 0 ? "cuda:0" : "cpu, or a libtorch built with CUDA named by LIBTORCH on a machine with an NVIDIA driver");
        return device;
    }
}

/// <summary>The number of threads that libtorch uses, changed for a while.</summary>
/// <remarks>libtorch dismisses its threads and makes others whenever it is told a number, the same number too: ten milliseconds. So it is told only another.</remarks>
internal readonly struct ThreadCount : IDisposable
{
    private readonly int before;

    internal ThreadCount(int threads)
    {
        before = torch.get_num_threads();
        if (threads != before) torch.set_num_threads(threads);
    }

    public void Dispose()
    {
        if (torch.get_num_threads() != before) torch.set_num_threads(before);
    }
}
