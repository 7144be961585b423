using NumSharp;
using Xunit;

namespace Vib.Core.Tests;

/// <summary>What Vib writes another library reads to the same bits, and the other way round.</summary>
public sealed class NumSharpTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static byte[] Bits(NDArray array, ElementType type) => type switch
    {
        ElementType.Boolean => Bytes(array.ToArray<bool>()),
        ElementType.Int8 => Bytes(array.ToArray<sbyte>()),
        ElementType.Int16 => Bytes(array.ToArray<short>()),
        ElementType.Int32 => Bytes(array.ToArray<int>()),
        ElementType.Int64 => Bytes(array.ToArray<long>()),
        ElementType.UInt8 => Bytes(array.ToArray<byte>()),
        ElementType.UInt16 => Bytes(array.ToArray<ushort>()),
        ElementType.UInt32 => Bytes(array.ToArray<uint>()),
        ElementType.UInt64 => Bytes(array.ToArray<ulong>()),
        ElementType.Half => Bytes(array.ToArray<Half>()),
        ElementType.Single => Bytes(array.ToArray<float>()),
        _ => Bytes(array.ToArray<double>()),
    };

    private static byte[] Bytes<T>(T[] values) where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values).ToArray();

    private static IEnumerable<NpyArray> Samples => NpySamples.All.Where(array => array.Count > 0);

    [Fact]
    public void It_reads_what_Vib_writes()
    {
        foreach (var array in Samples)
            foreach (var layout in NpySamples.Layouts)
            {
                Npy.Write(folder["a.npy"], array, layout);
                var read = np.load_npy(folder["a.npy"]);
                Assert.Equal(array.Shape, read.shape.Select(n => (long)n));
                Assert.Equal(array.Bytes.ToArray(), Bits(read, array.Type));
            }
    }

    [Fact]
    public void Vib_reads_what_it_writes()
    {
        foreach (var array in Samples)
        {
            Npy.Write(folder["a.npy"], array);
            np.save(folder["b.npy"], np.load_npy(folder["a.npy"]));
            NpySamples.Same(array, Npy.Read(folder["b.npy"]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_do_both_with_several_arrays(bool compressed)
    {
        var arrays = Samples.Select((array, i) => ($"a{i}", array)).ToDictionary();
        Npz.Write(folder["a.npz"], arrays, compressed);
        using (var read = np.load_npz(folder["a.npz"]))
        {
            foreach (var (name, array) in arrays) Assert.Equal(array.Bytes.ToArray(), Bits(read[name], array.Type));
            var theirs = arrays.ToDictionary(pair => pair.Key, pair => read[pair.Key]);
            if (compressed) np.savez_compressed(folder["b.npz"], theirs);
            else np.savez(folder["b.npz"], theirs);
        }
        var back = Npz.Read(folder["b.npz"]);
        foreach (var (name, array) in arrays) NpySamples.Same(array, back[name]);
    }
}
