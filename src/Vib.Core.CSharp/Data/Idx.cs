using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Images as an IDX file holds them.</summary>
/// <param name="Pixels">[N·H·W] bytes, image by image, row by row.</param>
/// <param name="Count">N.</param>
/// <param name="Height">H, rows.</param>
/// <param name="Width">W, columns.</param>
public readonly record struct IdxImages(byte[] Pixels, int Count, int Height, int Width);

/// <summary>Reader of IDX files, the format of MNIST and its relatives.</summary>
/// <remarks>A file is four magic bytes (0, 0, the element type, the number of axes), one big-endian 32-bit size for each axis, then the elements
/// (LeCun, Cortes and Burges, yann.lecun.com/exdb/mnist). Gzip is recognised by its first two bytes, 1f 8b, whatever the file is called.</remarks>
public static class Idx
{
    private const uint ImageMagic = 0x0803; // unsigned bytes, three axes
    private const uint LabelMagic = 0x0801; // unsigned bytes, one axis
    private const int FirstBuffer = 1 << 24;

    /// <summary>Reads images of unsigned bytes: N, rows, columns.</summary>
    /// <param name="path">The file, gzip or not.</param>
    /// <returns>Pixels row by row, image after image, and the sizes.</returns>
    /// <exception cref="DataException">The file is missing, is not an IDX file of images, is cut short or too long, is damaged, or declares
    /// a size that it cannot hold.</exception>
    public static IdxImages ReadImages(string path)
    {
        var (sizes, pixels) = Read(path, ImageMagic);
        return new IdxImages(pixels, sizes[0], sizes[1], sizes[2]);
    }

    /// <summary>Reads labels of one unsigned byte each.</summary>
    /// <param name="path">The file, gzip or not.</param>
    /// <param name="classes">How many classes there are; every label must be below it.</param>
    /// <returns>[N].</returns>
    /// <exception cref="DomainException">The number of classes is not between 1 and 256.</exception>
    /// <exception cref="DataException">As for images; or a label is not below <paramref name="classes"/>.</exception>
    public static byte[] ReadLabels(string path, int classes)
    {
        LabelledImages.CheckClasses(classes);
        var (_, labels) = Read(path, LabelMagic);
        if (Array.FindIndex(labels, l => l >= classes) is >= 0 and var bad)
            throw new DataException(
                Invariant($"{path} holds label {labels[bad]} at position {bad}"),
                Invariant($"0 to {classes - 1}, for {classes} classes"),
                "the label file of this data set, or more classes");
        return labels;
    }

    private static (int[] Sizes, byte[] Elements) Read(string path, uint magic)
    {
        if (!File.Exists(path))
            throw new DataException($"No file {path}", "an IDX file, gzip or not", "the full path");
        try
        {
            using var file = File.OpenRead(path);
            var zipped = IsGzip(file);
            using Stream stream = zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
            var sizes = ReadHeader(path, stream, magic);
            var elements = ReadElements(path, stream, IdxSize.Checked(path, sizes, file.Length, zipped));
            if (zipped) CheckGzipEnd(path, file, 4 + 4 * sizes.Length + elements.LongLength);
            return (Array.ConvertAll(sizes, s => (int)s), elements);
        }
        catch (InvalidDataException e)
        {
            throw new DataException(
                $"{path} is gzip, but damaged ({e.Message.TrimEnd('.')})", "an undamaged file", "fetching it again and comparing its checksum", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read ({e.Message.TrimEnd('.')})", "a readable file", "its permissions and its disk", e);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        var zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return zipped;
    }

    private static uint[] ReadHeader(string path, Stream stream, uint magic)
    {
        Span<byte> header = stackalloc byte[16];
        header = header[..(magic == ImageMagic ? 16 : 8)];
        var got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (got >= 4) CheckMagic(path, BinaryPrimitives.ReadUInt32BigEndian(header), magic);
        if (got < header.Length)
            throw new DataException(
                Invariant($"{path} ends after {got} bytes, inside its header"),
                Invariant($"{header.Length} bytes of header, then the elements"),
                "fetching the file again");
        var sizes = new uint[header.Length / 4 - 1];
        for (var axis = 0; axis < sizes.Length; axis++)
            sizes[axis] = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * axis)..]);
        return sizes;
    }

    private static void CheckMagic(string path, uint came, uint wanted)
    {
        if (came == wanted) return;
        throw new DataException(
            Invariant($"{path} starts with the magic number {came:x8}{Known(came)}"),
            Invariant($"{wanted:x8}{Known(wanted)}"),
            came is ImageMagic or LabelMagic
                ? "swapping the images and the labels"
                : "an IDX file of unsigned bytes, plain or gzip (not zip, not tar)");
    }

    private static string Known(uint magic) => magic switch
    {
        ImageMagic => " (images)",
        LabelMagic => " (labels)",
        _ => "",
    };

    private static byte[] ReadElements(string path, Stream stream, int declared)
    {
        var elements = new byte[Math.Min(declared, FirstBuffer)];
        var got = stream.ReadAtLeast(elements, elements.Length, throwOnEndOfStream: false);
        while (got == elements.Length && got < declared)
        {
            Array.Resize(ref elements, (int)Math.Min(declared, 2L * got)); // memory follows what has come, not what is promised
            got += stream.ReadAtLeast(elements.AsSpan(got), elements.Length - got, throwOnEndOfStream: false);
        }
        if (got < declared)
            throw IdxSize.CutShort(path, declared - got, declared);
        if (stream.ReadByte() >= 0) // this read also makes gzip verify its checksum
            throw IdxSize.TooLong(path, "at least one byte", declared);
        return elements;
    }

    /// <summary>Gzip ends with the length of what it holds (RFC 1952); <see cref="GZipStream"/> does not miss it when it was cut off.</summary>
    internal static void CheckGzipEnd(string path, FileStream file, long held)
    {
        Span<byte> end = stackalloc byte[4];
        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != (uint)held)
            throw new DataException(
                Invariant($"{path} does not end with the length of its {held} bytes, as gzip does: its end is cut off, or something follows it"),
                "one whole gzip file",
                "fetching it again; if it is several gzip files joined, unpack it and read the plain file");
    }
}
