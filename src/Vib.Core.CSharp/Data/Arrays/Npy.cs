using static System.FormattableString;

namespace Vib.Core;

/// <summary>Files of one array, as numpy writes them: .npy.</summary>
/// <remarks>Versions 1 to 3, numbers and truth values of every size, either byte order, either order of the axes. Nothing that a file holds is run; no memory is asked for that its length
/// does not warrant; a file is written whole or not at all. Complex numbers, text, dates, records and objects are refused by name.</remarks>
public static class Npy
{
    private const string Wanted = "a .npy file";

    /// <summary>Reads an array into memory.</summary>
    /// <param name="path">The file, below 2 GiB; <see cref="NpyMap"/> reads larger ones.</param>
    /// <returns>The array, with the last index fastest whatever the file has.</returns>
    /// <exception cref="DataException">The file is missing, cut short, too long, or no .npy file of numbers; the message names the byte.</exception>
    /// <exception cref="DomainException">The array is larger than 2 GiB.</exception>
    public static NpyArray Read(string path)
    {
        using var file = WholeFile.Open(path, Wanted);
        return Read(file, path, file.Length);
    }

    /// <summary>Reads an array from a stream that ends with it.</summary>
    /// <param name="stream">Where to read from, at the array's first byte.</param>
    /// <param name="name">What the stream is called in messages.</param>
    /// <param name="length">Bytes from here to the stream's end.</param>
    /// <returns>The array.</returns>
    /// <exception cref="DataException">As in <see cref="Read(string)"/>.</exception>
    /// <exception cref="DomainException">The array is larger than 2 GiB.</exception>
    public static NpyArray Read(Stream stream, string name, long length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            var header = NpyHeader.Read(stream, name, length);
            NpyArray.CheckSize(header.Count, header.Kind, $"{name}, an array of {header.Kind.Type} [{string.Join(",", header.Shape)}]");
            var data = header.Kind.Allocate(header.Count);
            var bytes = ElementKind.Bytes(data, header.Kind.Size);
            var got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (got < bytes.Length) throw new DataException(Invariant($"{name} ends at byte {header.DataOffset + got}"), Invariant($"{header.DataOffset + bytes.Length} bytes"), "fetching the file again");
            if (header.IsSwapped) ElementOrder.Swap(bytes, header.Kind.Size);
            CheckTruth(header, bytes, name, header.DataOffset);
            if (!header.FortranOrder || header.Shape.Length < 2) return new(header.Kind, data, header.Shape);
            var turned = header.Kind.Allocate(header.Count);
            ElementOrder.FromFortran(bytes, header.Shape, 0, ElementKind.Bytes(turned, header.Kind.Size), header.Kind.Size);
            return new(header.Kind, turned, header.Shape);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new DataException($"{name} cannot be read ({error.Message.TrimEnd('.')})", Wanted, "fetching the file again, and a look at its permissions and its disk", error);
        }
    }

    /// <summary>A byte of truth that is neither 0 nor 1 would be neither equal to true nor to false.</summary>
    internal static void CheckTruth(NpyHeader header, ReadOnlySpan<byte> bytes, string name, long offset)
    {
        if (header.Kind.Type == ElementType.Boolean && bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var bad)
            throw new DataException(Invariant($"{name} holds the byte {bytes[bad]} as a truth value, at byte {offset + bad}"), "0 or 1", "a.astype('u1') before saving, if it holds numbers");
    }

    /// <summary>Writes an array, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="array">What to write.</param>
    /// <param name="layout">Byte order, order of the axes, version; null for little-endian, last index fastest, version 1.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    /// <exception cref="DomainException">There is no such version.</exception>
    public static void Write(string path, NpyArray array, NpyLayout? layout = null)
    {
        Check(array, layout);
        WholeFile.Write(path, file => Write(file, array, layout));
    }

    /// <summary>Writes an array to a stream.</summary>
    /// <param name="stream">Where to write to.</param>
    /// <param name="array">What to write.</param>
    /// <param name="layout">As in <see cref="Write(string, NpyArray, NpyLayout?)"/>.</param>
    /// <exception cref="DomainException">There is no such version.</exception>
    public static void Write(Stream stream, NpyArray array, NpyLayout? layout = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Check(array, layout);
        var (kind, chosen) = (array.Kind, layout ?? new());
        stream.Write(NpyHeader.Write(kind, array.Shape, chosen));
        ReadOnlySpan<byte> bytes = array.Bytes;
        if (chosen.FortranOrder && array.Shape.Count > 1)
        {
            var turned = new byte[bytes.Length]; // an array of the reversed shape whose first index runs fastest is this one
            ElementOrder.FromFortran(bytes, [.. array.Shape.Reverse()], 0, turned, kind.Size);
            bytes = turned;
        }
        if (kind.Size > 1 && chosen.BigEndian == BitConverter.IsLittleEndian)
        {
            var swapped = bytes.ToArray();
            ElementOrder.Swap(swapped, kind.Size);
            bytes = swapped;
        }
        stream.Write(bytes);
    }

    private static void Check(NpyArray array, NpyLayout? layout)
    {
        ArgumentNullException.ThrowIfNull(array);
        layout?.Check();
    }
}
