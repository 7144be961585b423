using System.IO.Compression;
using System.Text;

namespace Vib.Core;

/// <summary>A file's text, gzipped or not.</summary>
internal static class TableText
{
    internal static StreamReader Open(string path)
    {
        if (!File.Exists(path)) throw new DataException($"{path} does not exist", "a file of separated values", "the path, and the folder that the program runs in");
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return new(isGzip ? new GZipStream(file, CompressionMode.Decompress) : file, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16);
    }
}
