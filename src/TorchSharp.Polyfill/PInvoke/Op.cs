using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.PInvoke;

internal enum Tag { None, Tensor, Int, Double, Bool, IntList, TensorList, Generator, Device }

/// <summary>An argument as the native side reads it: 16 bytes, on the caller's stack.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct RawArgument
{
    [FieldOffset(0)] internal Tag Tag;
    [FieldOffset(4)] internal int Count;
    [FieldOffset(8)] internal long Integer;
    [FieldOffset(8)] internal double Real;
    [FieldOffset(8)] internal nint Pointer;
}

/// <summary>An argument of an operator. It keeps its owner alive for as long as the call that it stands in.</summary>
internal readonly struct Argument
{
    internal readonly RawArgument Raw;
    internal readonly object? Owner;

    private Argument(RawArgument raw, object? owner = null) => (Raw, Owner) = (raw, owner);

    public static implicit operator Argument(Tensor? t) =>
        t is null ? default : new(new() { Tag = Tag.Tensor, Pointer = t.Handle }, t);
    public static implicit operator Argument(Generator? g) =>
        g is null ? default : new(new() { Tag = Tag.Generator, Pointer = g.Handle }, g);
    public static implicit operator Argument(Scalar? s) => s is null ? default : new(s.Raw);
    public static implicit operator Argument(long i) => new(new() { Tag = Tag.Int, Integer = i });
    public static implicit operator Argument(double d) => new(new() { Tag = Tag.Double, Real = d });
    public static implicit operator Argument(bool b) => new(new() { Tag = Tag.Bool, Integer = b ? 1 : 0 });
    public static implicit operator Argument(ScalarType? type) => type is { } t ? (long)t : default(Argument);
    public static implicit operator Argument(Device? device) =>
        device is null ? default : new(new() { Tag = Tag.Device, Integer = (long)device.type, Count = device.index });

    /// <summary>The call's blob, read as a list of integers.</summary>
    internal static Argument Ints(int count) => new(new() { Tag = Tag.IntList, Count = count });

    /// <summary>The call's blob, read as a list of tensors.</summary>
    internal static Argument Tensors(int count) => new(new() { Tag = Tag.TensorList, Count = count });
}

/// <summary>An ATen operator by its schema's name; looked up in libtorch at its first call.</summary>
internal sealed unsafe class Op(string name, string overload = "")
{
    private nint handle;

    private nint Handle => handle != 0 ? handle : LookUp();

    // Two threads may both look it up; the one that comes second leaves a few bytes behind.
    private nint LookUp()
    {
        var found = Native.Check(Native.vib_operator("aten::" + name, overload));
        Volatile.Write(ref handle, found);
        return found;
    }

    internal Tensor Unary(Tensor x)
    {
        var result = Native.vib_unary(Handle, x.Handle);
        GC.KeepAlive(x);
        return new(Native.Check(result));
    }

    internal Tensor Binary(Tensor x, Tensor y)
    {
        var result = Native.vib_binary(Handle, x.Handle, y.Handle);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return new(Native.Check(result));
    }

    internal Tensor Sum(Tensor x, Tensor y)
    {
        var result = Native.vib_sum(Handle, x.Handle, y.Handle);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return new(Native.Check(result));
    }

    internal Tensor BinaryInPlace(Tensor self, Tensor y)
    {
        Native.Check(Native.vib_binary_inplace(Handle, self.Handle, y.Handle));
        GC.KeepAlive(self); // the caller may drop what it gets back, a temporary view for instance
        GC.KeepAlive(y);
        return self;
    }

    internal Tensor ProductInPlace(Tensor self, Tensor a, Tensor b, double beta, double alpha)
    {
        Native.Check(Native.vib_product_inplace(Handle, self.Handle, a.Handle, b.Handle, beta, alpha));
        GC.KeepAlive(self);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return self;
    }

    internal Tensor Call(params ReadOnlySpan<Argument> arguments) => CallWith([], arguments);

    /// <summary>One result; lists among the arguments are read from <paramref name="blob"/>.</summary>
    internal Tensor CallWith(ReadOnlySpan<long> blob, params ReadOnlySpan<Argument> arguments)
    {
        RawArgument result;
        Invoke(blob, null, arguments, &result, 1);
        return new(result.Pointer);
    }

    internal (Tensor, Tensor) CallPair(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc RawArgument[2];
        Invoke([], null, arguments, results, 2);
        return (new(results[0].Pointer), new(results[1].Pointer));
    }

    /// <summary>An in-place operator: its result is <paramref name="self"/>, which is also its first argument.</summary>
    internal Tensor Mutate(Tensor self, params ReadOnlySpan<Argument> rest)
    {
        Invoke([], self, rest, null, 0);
        return self;
    }

    /// <summary>An operator that answers with a plain number or truth value.</summary>
    internal RawArgument CallPlain(params ReadOnlySpan<Argument> arguments)
    {
        RawArgument result;
        Invoke([], null, arguments, &result, 1);
        return result;
    }

    // `self`, where there is one, comes before the other arguments.
    private void Invoke(ReadOnlySpan<long> blob, Tensor? self, ReadOnlySpan<Argument> rest, RawArgument* results, int capacity)
    {
        var first = self is null ? 0 : 1;
        var raw = stackalloc RawArgument[first + rest.Length];
        if (self is not null) raw[0] = ((Argument)self).Raw;
        for (var i = 0; i < rest.Length; i++) raw[first + i] = rest[i].Raw;
        fixed (long* lists = blob)
            Native.Check(Native.vib_call(Handle, raw, first + rest.Length, lists, results, capacity));
        GC.KeepAlive(self);
        foreach (ref readonly var argument in rest) GC.KeepAlive(argument.Owner);
    }
}
