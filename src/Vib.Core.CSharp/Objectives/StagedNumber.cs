using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A number that the host sets between steps, in a place that the step reads: what a step may not have as a constant of its own.</summary>
internal sealed class StagedNumber(double start, Device device) : IDisposable
{
    private readonly bool byHand = Kernels.ByHand(device.type);

    /// <summary>[1].</summary>
    internal Tensor Place { get; } = full([1], start, device: device).DetachFromDisposeScope();

    internal void Set(double value)
    {
        if (byHand) MemoryMarshal.Cast<byte, float>(Place.bytes)[0] = (float)value;
        else Place.fill_(value);
    }

    public void Dispose() => Place.Dispose();
}
