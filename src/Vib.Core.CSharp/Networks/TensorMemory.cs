using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A tensor's own memory, of a CPU's.</summary>
internal static class TensorMemory
{
    /// <summary>The numbers of a contiguous tensor in single precision, where they lie.</summary>
    internal static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
