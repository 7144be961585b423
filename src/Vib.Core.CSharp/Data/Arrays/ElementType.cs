using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What the elements of an array in a file are.</summary>
public enum ElementType
{
    /// <summary>A byte that is 0 or 1: numpy's <c>|b1</c>.</summary>
    Boolean,

    /// <summary>8-bit signed: <c>|i1</c>.</summary>
    Int8,

    /// <summary>16-bit signed: <c>i2</c>.</summary>
    Int16,

    /// <summary>32-bit signed: <c>i4</c>.</summary>
    Int32,

    /// <summary>64-bit signed: <c>i8</c>.</summary>
    Int64,

    /// <summary>8-bit unsigned: <c>|u1</c>.</summary>
    UInt8,

    /// <summary>16-bit unsigned: <c>u2</c>.</summary>
    UInt16,

    /// <summary>32-bit unsigned: <c>u4</c>.</summary>
    UInt32,

    /// <summary>64-bit unsigned: <c>u8</c>.</summary>
    UInt64,

    /// <summary>Half precision: <c>f2</c>.</summary>
    Half,

    /// <summary>Single precision: <c>f4</c>.</summary>
    Single,

    /// <summary>Double precision: <c>f8</c>.</summary>
    Double,
}

/// <summary>An element type's names and sizes.</summary>
internal sealed record ElementKind(ElementType Type, string Code, int Size, Type Clr, ScalarType? Scalar, Func<long, Array> Allocate)
{
    private static readonly ElementKind[] All =
    [
        Of<bool>(ElementType.Boolean, "b1", ScalarType.Bool),
        Of<sbyte>(ElementType.Int8, "i1", ScalarType.Int8),
        Of<short>(ElementType.Int16, "i2", ScalarType.Int16),
        Of<int>(ElementType.Int32, "i4", ScalarType.Int32),
        Of<long>(ElementType.Int64, "i8", ScalarType.Int64),
        Of<byte>(ElementType.UInt8, "u1", ScalarType.Byte),
        Of<ushort>(ElementType.UInt16, "u2", null),
        Of<uint>(ElementType.UInt32, "u4", null),
        Of<ulong>(ElementType.UInt64, "u8", null),
        Of<Half>(ElementType.Half, "f2", ScalarType.Float16),
        Of<float>(ElementType.Single, "f4", ScalarType.Float32),
        Of<double>(ElementType.Double, "f8", ScalarType.Float64),
    ];

    private static ElementKind Of<T>(ElementType type, string code, ScalarType? scalar) where T : unmanaged =>
        new(type, code, Unsafe.SizeOf<T>(), typeof(T), scalar, count => new T[count]);

    internal static ElementKind Of(ElementType type) => All[(int)type];
    internal static ElementKind? Named(string code) => Array.Find(All, kind => kind.Code == code);
    internal static ElementKind? Of(Type clr) => Array.Find(All, kind => kind.Clr == clr);
    internal static ElementKind? Of(ScalarType scalar) => Array.Find(All, kind => kind.Scalar == scalar);
    internal static string Names => string.Join(", ", All.Select(kind => kind.Code));

    /// <summary>The memory of an array of this kind, below 2 GiB.</summary>
    internal static Span<byte> Bytes(Array array, int size) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * size));
}
