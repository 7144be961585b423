using Xunit;

namespace Vib.Core.Tests;

/// <summary>Arrays of every type, with the values at which readers go wrong.</summary>
internal static class NpySamples
{
    internal static readonly NpyArray[] All =
    [
        NpyArray.Of([true, false, true, true, false, false], [2, 3]),
        NpyArray.Of<sbyte>([sbyte.MinValue, -1, 0, 1, 2, sbyte.MaxValue], [3, 2]),
        NpyArray.Of<short>([short.MinValue, -1, 0, 258, 2, short.MaxValue], [1, 6]),
        NpyArray.Of<int>([int.MinValue, -1, 0, 0x01020304, 2, int.MaxValue], [6, 1]),
        NpyArray.Of<long>([long.MinValue, -1, 0, 0x0102030405060708, 2, long.MaxValue], [6]),
        NpyArray.Of<byte>([0, 1, 2, 127, 128, 255], [2, 1, 3]),
        NpyArray.Of<ushort>([0, 1, 258, 32767, 32768, 65535], [1, 2, 3]),
        NpyArray.Of<uint>([0, 1, 0x01020304, int.MaxValue, 1u << 31, uint.MaxValue], [3, 2]),
        NpyArray.Of<ulong>([0, 1, 0x0102030405060708, long.MaxValue, 1ul << 63, ulong.MaxValue], [2, 3]),
        NpyArray.Of([(Half)0.1f, Half.Epsilon, Half.MaxValue, Half.NegativeInfinity, Half.NaN, -(Half)0f], [2, 3]),
        NpyArray.Of([0.1f, float.Epsilon, float.MaxValue, float.NegativeInfinity, float.NaN, -0f], [3, 2]),
        NpyArray.Of([0.1, double.Epsilon, double.MaxValue, double.NegativeInfinity, double.NaN, -0.0], [2, 3]),
        NpyArray.Of(Enumerable.Range(0, 120).Select(i => (float)i).ToArray(), [2, 3, 4, 5]),
        NpyArray.Of([2.5], []),
        NpyArray.Of(Array.Empty<float>(), [0, 4]),
    ];

    internal static readonly NpyLayout[] Layouts =
        [.. from big in (bool[])[false, true] from fortran in (bool[])[false, true] from version in (int?[])[1, 2, 3] select new NpyLayout { BigEndian = big, FortranOrder = fortran, Version = version }];

    internal static void Same(NpyArray expected, NpyArray actual)
    {
        Assert.Equal((expected.Type, string.Join(",", expected.Shape)), (actual.Type, string.Join(",", actual.Shape)));
        Assert.Equal(expected.Bytes.ToArray(), actual.Bytes.ToArray());
    }

    internal static byte[] File(string header, byte[] data, byte version = 1) =>
        [0x93, .. "NUMPY"u8, version, 0, .. version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes(header.Length), .. System.Text.Encoding.Latin1.GetBytes(header), .. data];
}
