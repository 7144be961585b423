using System.Text;

namespace Vib.Core.Tests;

/// <summary>A reader of TensorBoard's files that shares nothing with the writer: checksums bit by bit, protocol buffers field by field.</summary>
internal static class EventFile
{
    internal sealed record Event(double Time, long Step, string Version, List<(string Tag, float? Scalar, Dictionary<int, double[]>? Histogram)> Values);

    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xffffffffu;
        foreach (var item in bytes)
        {
            crc ^= item;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
        }
        return crc ^ 0xffffffff;
    }

    private static uint Unmask(uint masked)
    {
        var rotated = masked - 0xa282ead8;
        return rotated >> 17 | rotated << 15;
    }

    internal static List<Event> Read(byte[] bytes)
    {
        var found = new List<Event>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BitConverter.ToUInt64(bytes, at);
            if (Unmask(BitConverter.ToUInt32(bytes, at + 8)) != Crc(bytes.AsSpan(at, 8))) throw new InvalidDataException($"checksum of the length at {at}");
            if (Unmask(BitConverter.ToUInt32(bytes, at + 12 + length)) != Crc(bytes.AsSpan(at + 12, length))) throw new InvalidDataException($"checksum of the event at {at}");
            found.Add(Parse(bytes[(at + 12)..(at + 12 + length)]));
            at += 16 + length;
        }
        return found;
    }

    private static Event Parse(byte[] message)
    {
        var fields = Fields(message);
        var values = Nested(fields, 5).SelectMany(summary => Nested(Fields(summary), 1)).Select(Fields).Select(value => (
            Encoding.UTF8.GetString(Nested(value, 1).Single()),
            value.Any(f => f.Field == 2) ? BitConverter.ToSingle(Nested(value, 2).Single()) : (float?)null,
            Nested(value, 5).Select(h => Fields(h).ToDictionary(f => f.Field, f => f.Bytes.Chunk(8).Select(eight => BitConverter.ToDouble(eight)).ToArray())).SingleOrDefault()));
        return new(BitConverter.ToDouble(Nested(fields, 1).Single()), (long)fields.SingleOrDefault(f => f.Field == 2).Number, string.Concat(Nested(fields, 3).Select(Encoding.UTF8.GetString)), [.. values]);
    }

    private static IEnumerable<byte[]> Nested(List<(int Field, byte[] Bytes, ulong Number)> fields, int field) => fields.Where(f => f.Field == field).Select(f => f.Bytes);

    private static List<(int Field, byte[] Bytes, ulong Number)> Fields(byte[] message)
    {
        var (found, at) = (new List<(int, byte[], ulong)>(), 0);
        ulong Varint()
        {
            var (value, shift) = (0ul, 0);
            for (; ; shift += 7)
            {
                value |= (ulong)(message[at] & 0x7f) << shift;
                if (message[at++] < 0x80) return value;
            }
        }
        while (at < message.Length)
        {
            var tag = (int)Varint();
            var number = (tag & 7) is 0 or 2 ? Varint() : 0;
            var length = (tag & 7) switch { 0 => 0, 1 => 8, 2 => (int)number, 5 => 4, var kind => throw new InvalidDataException($"wire type {kind}") };
            found.Add((tag >> 3, message[at..(at + length)], number));
            at += length;
        }
        return found;
    }
}
