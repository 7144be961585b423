using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a contiguous tensor on the CPU, in place.</summary>
public sealed class TensorAccessor<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (TypeOf(tensor.dtype) != typeof(T))
            throw new ArgumentException($"The tensor holds {tensor.dtype}, not {typeof(T).Name}.");
        this.tensor = tensor;
    }

    private Span<T> Span => MemoryMarshal.Cast<byte, T>(tensor.bytes);

    public long Count => tensor.numel();

    internal T this[int index]
    {
        get
        {
            var element = Span[index];
            GC.KeepAlive(tensor);
            return element;
        }
    }

    public T[] ToArray()
    {
        var all = Span.ToArray();
        GC.KeepAlive(tensor);
        return all;
    }

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Span[(int)tensorIndex..].CopyTo(array[arrayIndex..]);
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        array[arrayIndex..].CopyTo(Span[(int)tensorIndex..]);
        GC.KeepAlive(tensor);
    }

    private static Type? TypeOf(torch.ScalarType dtype) => dtype switch
    {
        torch.ScalarType.Byte => typeof(byte),
        torch.ScalarType.Int8 => typeof(sbyte),
        torch.ScalarType.Int16 => typeof(short),
        torch.ScalarType.Int32 => typeof(int),
        torch.ScalarType.Int64 => typeof(long),
        torch.ScalarType.Float32 => typeof(float),
        torch.ScalarType.Float64 => typeof(double),
        torch.ScalarType.Bool => typeof(bool),
        _ => null,
    };
}
