using System.Numerics;
using System.Runtime.InteropServices;

namespace Vib.Core;

/// <summary>The checksum of TensorBoard's records.</summary>
/// <remarks>CRC-32C (Castagnoli, RFC 3720, B.4); masked, so that the checksum of data that holds checksums is no fixed point: rotated by 15 bits, plus a constant
/// (tensorflow/core/lib/hash/crc32c.h).</remarks>
internal static class Crc32C
{
    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        foreach (var item in bytes[(8 * words.Length)..]) crc = BitOperations.Crc32C(crc, item);
        return ~crc;
    }

    internal static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Of(bytes), 15) + 0xa282ead8;
}
