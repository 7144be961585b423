using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Milliseconds that a device works: by its own events on a GPU, where the host only asks for work, else by the host's clock.</summary>
internal sealed class DeviceClock
{
    private readonly Device device;
    private readonly long started;
    private readonly nint events;

    private DeviceClock(Device device)
    {
        this.device = device;
        if (Engine.IsThere && device.type == DeviceType.CUDA) events = Engine.StartClock(device.index);
        else
        {
            Wait();
            started = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Waits until the device is idle, then starts.</summary>
    internal static DeviceClock Start(Device device) => new(device);

    /// <summary>Waits until the device has done what it was asked to, and tells how long that took. Once.</summary>
    internal double Milliseconds()
    {
        if (events != 0) return Engine.StopClock(events);
        Wait();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private void Wait()
    {
        if (device.type == DeviceType.CUDA) torch.cuda.synchronize(device);
    }
}
