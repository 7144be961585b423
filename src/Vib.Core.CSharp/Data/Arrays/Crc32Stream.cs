namespace Vib.Core;

/// <summary>The checksum of zip files, passed on as a stream is read.</summary>
/// <remarks>CRC-32 with the polynomial 0xEDB88320, reflected (PKWARE, APPNOTE.TXT, 4.4.7). The runtime's own zip reader has been seen not to look at it.</remarks>
internal sealed class Crc32Stream(Stream inner) : Stream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n =>
    {
        var value = (uint)n;
        for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
        return value;
    })];

    private uint state = uint.MaxValue;

    /// <summary>The checksum of what was read.</summary>
    internal uint Value => ~state;

    public override int Read(Span<byte> buffer)
    {
        var got = inner.Read(buffer);
        var crc = state;
        foreach (var item in buffer[..got]) crc = crc >> 8 ^ Table[(byte)crc ^ item];
        state = crc;
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
