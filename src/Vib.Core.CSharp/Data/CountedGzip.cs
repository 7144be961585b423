using System.IO.Compression;

namespace Vib.Core;

/// <summary>Unpacks gzip and holds its end to the length that it names: <see cref="GZipStream"/> does not miss an end that was cut off.</summary>
internal sealed class CountedGzip(string path, FileStream file) : Stream
{
    private readonly GZipStream unpacked = new(file, CompressionMode.Decompress, leaveOpen: true);
    private long count;

    public override int Read(Span<byte> buffer)
    {
        var read = unpacked.Read(buffer);
        count += read;
        if (read == 0 && buffer.Length > 0) Idx.CheckGzipEnd(path, file, count);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
            file.Dispose();
        }
        base.Dispose(disposing);
    }
}
