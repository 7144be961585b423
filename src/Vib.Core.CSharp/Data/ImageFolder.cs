using System.Buffers.Binary;
using StbImageSharp;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Folders of PNG pictures, a subfolder for each class.</summary>
/// <remarks>Pictures are read as grey: colours by their luminance, sixteen bits as eight, transparency ignored. Folders and files come in the order of their names (ordinal), so that the same
/// folder gives the same set.</remarks>
public static class ImageFolder
{
    private const long GreatestRatio = 1032; // of deflate (zlib technical details)
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    /// <summary>Reads the pictures of a folder; the classes are its subfolders, numbered by the order of their names, or one class where it has pictures of its own only.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The images, the names of the classes, and the file of each image.</returns>
    /// <exception cref="DataException">The folder or the pictures are missing, pictures differ in size or are broken; the message names the file.</exception>
    public static (LabelledImages Images, IReadOnlyList<string> Classes, IReadOnlyList<string> Files) Read(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder)) throw new DataException($"No folder {folder}", "a folder with a subfolder of PNG files for each class", "the full path");
        var (classes, files, labels) = Listed(folder);
        var first = Size(files[0]);
        var (width, height) = first;
        if ((Int128)files.Count * width * height > Array.MaxLength)
            throw new DataException(Invariant($"{folder} has {files.Count} pictures of {height}×{width}, more than one array can hold"), Invariant($"at most {Array.MaxLength} pixels"), "smaller pictures, or a part of them");
        foreach (var file in files) // all of them, before memory is taken for any
            if (Size(file) is var size && size != first)
                throw new DataException(Invariant($"{file} is of {size.Height}×{size.Width}"), Invariant($"{height}×{width}, as {files[0]} is"), "pictures of one size, as by: mogrify -resize");
        var pixels = new byte[files.Count * width * height];
        for (var i = 0; i < files.Count; i++) Decode(files[i], width, height).CopyTo(pixels.AsSpan(i * width * height));
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return (new(name, pixels, labels, height, width, classes.Count), classes, files);
    }

    private static (IReadOnlyList<string> Classes, List<string> Files, byte[] Labels) Listed(string folder)
    {
        string[] folders = [.. Directory.GetDirectories(folder).Where(sub => !Path.GetFileName(sub).StartsWith('.')).Order(StringComparer.Ordinal)];
        var own = Pictures(folder);
        if (folders.Length > 0 && own.Length > 0) throw new DataException($"{own[0]} lies beside the folders of the classes", "every picture in the folder of its class", "moving it");
        if (folders.Length > 256) throw new DataException(Invariant($"{folder} has {folders.Length} folders"), "at most 256 classes", "the folder that holds the folders of the classes");
        if (folders.Length == 0) (folders, _) = ([folder], own);
        var (files, labels) = (new List<string>(), new List<byte>());
        for (var label = 0; label < folders.Length; label++)
        {
            var pictures = Pictures(folders[label]);
            if (pictures.Length == 0) throw new DataException($"{folders[label]} has no PNG file", "at least one picture in every class", "files named NAME.png; other kinds are not read");
            files.AddRange(pictures);
            labels.AddRange(Enumerable.Repeat((byte)label, pictures.Length));
        }
        return ([.. folders.Select(sub => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(sub))))], files, [.. labels]);
    }

    private static string[] Pictures(string folder) =>
        [.. Directory.GetFiles(folder).Where(file => Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase) && !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <summary>What the file says of its size, held to what its bytes can unpack to.</summary>
    private static (int Width, int Height) Size(string file)
    {
        using var stream = WholeFile.Open(file, "a PNG file");
        Span<byte> head = stackalloc byte[25];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head[..16].SequenceEqual(Signature))
            throw new DataException($"{file} does not begin as a PNG file does", "the signature and the header, from byte 0", "saving it as PNG; its name alone does not make it one");
        var (width, height, depth) = (BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..]), head[24]);
        if (width is 0 or > 65_535 || height is 0 or > 65_535 || depth is not (1 or 2 or 4 or 8 or 16) || (Int128)width * height * depth / 8 > stream.Length * GreatestRatio)
            throw new DataException(Invariant($"{file} claims {height}×{width} pixels of {depth} bits, at byte 16, in {stream.Length} bytes"), "a size that the file can hold", "saving it again; it is cut short or damaged");
        return ((int)width, (int)height);
    }

    private static byte[] Decode(string file, int width, int height)
    {
        try
        {
            using var stream = WholeFile.Open(file, "a PNG file");
            var image = ImageResult.FromStream(stream, ColorComponents.Grey);
            if ((image.Width, image.Height, image.Data.Length) != (width, height, width * height)) throw new InvalidDataException("its size is not that of its header");
            return image.Data;
        }
        catch (Exception error) when (error is not VibException) // the decoder throws whatever it meets in a broken file
        {
            throw new DataException($"{file} cannot be decoded ({error.Message.TrimEnd('.')})", "a whole PNG file", "saving it again; it may be cut off", error);
        }
    }
}
