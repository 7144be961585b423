using System.Buffers.Binary;
using System.IO.Compression;

namespace Vib.Core.Tests;

/// <summary>A folder that is gone after the test, and IDX files to put into it.</summary>
public sealed class IdxFiles : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("vib-idx-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public static byte[] Images(uint count, uint height, uint width, byte[] pixels) => [.. Header(0x0803, count, height, width), .. pixels];

    public static byte[] Labels(params byte[] labels) => [.. Header(0x0801, (uint)labels.Length), .. labels];

    public static byte[] Header(params uint[] numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), numbers[i]);
        return bytes;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>Bytes that do not repeat, so that no permutation of them passes for the original.</summary>
    public static byte[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + i / 256))];
}
