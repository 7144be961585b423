using System.Runtime.InteropServices;
using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.empty.CallWith(size, Argument.Ints(size.Length), dtype, default, device), requires_grad, names);

    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.zeros.CallWith(size, Argument.Ints(size.Length), dtype, default, device), requires_grad, names);

    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.ones.CallWith(size, Argument.Ints(size.Length), dtype, default, device), requires_grad, names);

    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.full.CallWith(size, Argument.Ints(size.Length), value, dtype, default, device), requires_grad, names);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.eye.Call(rows, columns < 0 ? rows : columns, dtype, default, device), requires_grad, names);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Ops.arange.Call(start, stop, step, dtype, default, device), requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.zeros_like.Call(input, dtype, default, device), requires_grad, names);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.ones_like.Call(input, dtype, default, device), requires_grad, names);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.empty_like.Call(input, dtype, default, device), requires_grad, names);

    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Copied<float>(rawArray, [rawArray.Length], ScalarType.Float32, dtype, device, requires_grad, names);

    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Copied<double>(rawArray, [rawArray.Length], ScalarType.Float64, dtype, device, requires_grad, names);

    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Copied<long>(dataArray, [dataArray.Length], ScalarType.Int64, dtype, device, requires_grad, names);

    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Copied<byte>(rawArray, [rawArray.Length], ScalarType.Byte, dtype, device, requires_grad, names);

    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Copied<float>(rawArray, dimensions.ToArray(), ScalarType.Float32, dtype, device, requires_grad, names);

    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Copied<double>(rawArray, dimensions.ToArray(), ScalarType.Float64, dtype, device, requires_grad, names);

    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Copied<byte>(rawArray, dimensions.ToArray(), ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor over the array's own memory, which stays pinned for as long as libtorch holds it.</summary>
    public static unsafe Tensor from_array(Array rawArray, Device? device = null)
    {
        var dtype = rawArray switch
        {
            float[] or float[,] or float[,,] => ScalarType.Float32,
            double[] or double[,] or double[,,] => ScalarType.Float64,
            long[] or long[,] => ScalarType.Int64,
            byte[] or byte[,] => ScalarType.Byte,
            _ => throw new NotSupportedException($"from_array takes arrays of float, double, long or byte; this is {rawArray.GetType().Name}"),
        };
        var sizes = Enumerable.Range(0, rawArray.Rank).Select(rawArray.GetLongLength).ToArray();
        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        fixed (long* s = sizes)
        {
            var handle = Native.vib_from_memory((void*)pin.AddrOfPinnedObject(), s, sizes.Length, (int)dtype, &Unpin, GCHandle.ToIntPtr(pin));
            var shared = new Tensor(Native.Check(handle)); // if it failed, the native side has called Unpin
            return device is null || device.type == DeviceType.CPU ? shared : shared.to(device, disposeAfter: true);
        }
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint pin) => GCHandle.FromIntPtr(pin).Free();

    private static Tensor Copied<T>(ReadOnlySpan<T> values, long[] size, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        var count = 1L;
        foreach (var n in size) count *= n;
        if (count != values.Length) throw new ArgumentException($"mismatched total size creating a tensor from an array: {values.Length} values for [{string.Join("x", size)}]");
        var copy = empty(size, own);
        values.CopyTo(MemoryMarshal.Cast<byte, T>(copy.bytes));
        if (dtype is { } type && type != own) copy = copy.to_type(type, disposeAfter: true);
        if (device is { type: not DeviceType.CPU }) copy = copy.to(device, disposeAfter: true);
        return Made(copy, requires_grad, names);
    }

    private static Tensor Made(Tensor made, bool requires_grad, string[]? names = null)
    {
        if (names is not null) throw new NotSupportedException("named dimensions are not part of the polyfill");
        return requires_grad ? made.requires_grad_() : made;
    }
}
