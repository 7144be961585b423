using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Vib.Core;

/// <summary>Elements put in the order that memory wants them in.</summary>
internal static class ElementOrder
{
    /// <summary>Turns the bytes of every element around.</summary>
    internal static void Swap(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                var twos = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(twos, twos);
                break;
            case 4:
                var fours = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(fours, fours);
                break;
            case 8:
                var eights = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(eights, eights);
                break;
        }
    }

    /// <summary>Rows of an array whose first index runs fastest, with the last index fastest.</summary>
    /// <param name="from">The whole array.</param>
    /// <param name="shape">Its axes; at least one.</param>
    /// <param name="start">The first row.</param>
    /// <param name="to">Whole rows.</param>
    /// <param name="size">Bytes of an element.</param>
    internal static void FromFortran(ReadOnlySpan<byte> from, IReadOnlyList<long> shape, long start, Span<byte> to, int size)
    {
        switch (size)
        {
            case 1:
                Rows(from, shape, start, to);
                break;
            case 2:
                Rows(MemoryMarshal.Cast<byte, ushort>(from), shape, start, MemoryMarshal.Cast<byte, ushort>(to));
                break;
            case 4:
                Rows(MemoryMarshal.Cast<byte, uint>(from), shape, start, MemoryMarshal.Cast<byte, uint>(to));
                break;
            default:
                Rows(MemoryMarshal.Cast<byte, ulong>(from), shape, start, MemoryMarshal.Cast<byte, ulong>(to));
                break;
        }
    }

    private static void Rows<T>(ReadOnlySpan<T> from, IReadOnlyList<long> shape, long start, Span<T> to) where T : unmanaged
    {
        if (to.IsEmpty) return;
        var rest = shape.Skip(1).Aggregate(1L, (product, n) => product * n);
        var rows = to.Length / rest;
        var index = new long[shape.Count]; // of the axes after the first, the last fastest
        for (var column = 0L; column < rest; column++)
        {
            var place = 0L;
            for (var axis = shape.Count - 1; axis >= 1; axis--) place = place * shape[axis] + index[axis];
            var source = from[(int)(place * shape[0] + start)..];
            for (var row = 0; row < rows; row++) to[(int)(row * rest + column)] = source[row];
            for (var axis = shape.Count - 1; axis >= 1 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }
    }
}
