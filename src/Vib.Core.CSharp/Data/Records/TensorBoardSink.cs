using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Vib.Core;

/// <summary>A file of events that TensorBoard opens: a scalar for every value, and histograms for whoever writes them.</summary>
/// <remarks>Records of a length, its masked CRC-32C, an Event as protocol buffers have it, and its masked CRC-32C (tensorflow/core/lib/io/record_writer.h, util/event.proto,
/// framework/summary.proto). Single precision, as TensorBoard's scalars are. Each sink begins a file of its own in the folder.</remarks>
public sealed class TensorBoardSink : IProgressSink
{
    private const int Buckets = 30;
    private static int made;

    private readonly FileStream file;
    private readonly MemoryStream body = new(), summary = new(), item = new();
    private readonly Func<double> clock;

    /// <summary>Begins a file in a folder.</summary>
    /// <param name="folder">The folder to point TensorBoard to; it is made.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public TensorBoardSink(string folder) : this(folder, () => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds) { }

    internal TensorBoardSink(string folder, Func<double> clock)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        this.clock = clock;
        File = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{(long)clock():D10}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref made)}"));
        try
        {
            Directory.CreateDirectory(folder);
            file = new FileStream(File, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{File} cannot be written ({error.Message.TrimEnd('.')})", "a folder with room that may be written to", "another folder", error);
        }
        Text(body, 3, "brain.Event:2");
        Record(0);
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <inheritdoc/>
    public void Write(ProgressReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        Span<byte> single = stackalloc byte[4];
        foreach (var (name, value) in reading.Values)
        {
            Text(item, 1, name);
            Tag(item, 2, 5);
            BinaryPrimitives.WriteSingleLittleEndian(single, (float)value);
            item.Write(single);
            Nest(summary, 1, item);
        }
        if (summary.Length == 0) return;
        Nest(body, 5, summary);
        Record(reading.Step);
    }

    /// <summary>Writes how values are spread, in 30 buckets of equal width.</summary>
    /// <param name="name">The name in TensorBoard.</param>
    /// <param name="values">At least one; those that are not finite are left out.</param>
    /// <param name="step">The step that they belong to.</param>
    /// <exception cref="DomainException">No value is finite.</exception>
    /// <exception cref="DataException">The file cannot be written to, as where the disk is full.</exception>
    public void WriteHistogram(string name, IReadOnlyList<double> values, long step)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] finite = [.. values.Where(double.IsFinite)];
        Require.That(finite.Length > 0, $"A histogram of {values.Count} values of which none is finite", "at least one finite value", "a look at where the values come from");
        var (low, high) = (finite.Min(), finite.Max());
        var width = high > low ? (high - low) / Buckets : 1;
        var counts = new double[Buckets];
        foreach (var value in finite) counts[Math.Min(Buckets - 1, (int)((value - low) / width))]++;
        using var histogram = new MemoryStream();
        Number(histogram, 1, low);
        Number(histogram, 2, high);
        Number(histogram, 3, finite.Length);
        Number(histogram, 4, finite.Sum());
        Number(histogram, 5, finite.Sum(value => value * value));
        Packed(histogram, 6, [.. Enumerable.Range(1, Buckets).Select(i => low + i * width)]);
        Packed(histogram, 7, counts);
        Text(item, 1, name);
        Nest(item, 5, histogram);
        Nest(summary, 1, item);
        Nest(body, 5, summary);
        Record(step);
    }

    /// <summary>Writes the event whose last fields are in the body; time and step come first.</summary>
    private void Record(long step)
    {
        using var whole = new MemoryStream();
        Number(whole, 1, clock());
        if (step != 0) // which protocol buffers leave out
        {
            Tag(whole, 2, 0);
            Varint(whole, (ulong)step);
        }
        body.WriteTo(whole);
        body.SetLength(0);
        var content = whole.GetBuffer().AsSpan(0, (int)whole.Length);
        var record = new byte[16 + content.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Crc32C.Masked(record.AsSpan(0, 8)));
        content.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + content.Length), Crc32C.Masked(content));
        RecordFile.Append(file, record);
    }

    private static void Tag(Stream to, int field, int kind) => to.WriteByte((byte)(field << 3 | kind));

    private static void Varint(Stream to, ulong value)
    {
        for (; value >= 0x80; value >>= 7) to.WriteByte((byte)(value | 0x80));
        to.WriteByte((byte)value);
    }

    private static void Number(Stream to, int field, double value)
    {
        Tag(to, field, 1);
        Packed(to, [value]);
    }

    private static void Packed(Stream to, int field, double[] values)
    {
        Tag(to, field, 2);
        Varint(to, 8 * (ulong)values.Length);
        Packed(to, values);
    }

    private static void Packed(Stream to, double[] values)
    {
        Span<byte> bytes = stackalloc byte[8];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
            to.Write(bytes);
        }
    }

    private static void Text(Stream to, int field, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Tag(to, field, 2);
        Varint(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Nest(Stream to, int field, MemoryStream message)
    {
        Tag(to, field, 2);
        Varint(to, (ulong)message.Length);
        message.WriteTo(to);
        message.SetLength(0);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
