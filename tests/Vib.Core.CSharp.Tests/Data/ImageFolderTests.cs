using System.Buffers.Binary;
using System.IO.Compression;
using Xunit;

namespace Vib.Core.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A PNG file (W3C, PNG, 3rd edition) of 8-bit grey (type 0) or RGB (type 2) pixels, no filter.</summary>
    private static byte[] Png(int width, int height, byte[] pixels, byte type = 0)
    {
        var stride = width * (type == 0 ? 1 : 3);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            for (var row = 0; row < height; row++) zlib.Write([0, .. pixels[(row * stride)..((row + 1) * stride)]]);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", [.. Big(width), .. Big(height), 8, type, 0, 0, 0]), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Big(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(name), .. content];
        using var summed = new Crc32Stream(new MemoryStream(body));
        summed.CopyTo(Stream.Null);
        return [.. Big(content.Length), .. body, .. Big((int)summed.Value)];
    }

    private void Add(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], content);
    }

    [Fact]
    public void Subfolders_are_classes_in_the_order_of_their_names()
    {
        Add("dog/b.png", Png(3, 2, [1, 2, 3, 4, 5, 6]));
        Add("cat/z.PNG", Png(3, 2, [7, 8, 9, 10, 11, 12]));
        Add("cat/a.png", Png(3, 2, [255, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 255, 128, 128, 128, 1, 1, 1], type: 2));
        Add("cat/notes.txt", []);
        var (images, classes, files) = ImageFolder.Read(folder.Path);
        Assert.Equal(["cat", "dog"], classes);
        Assert.Equal(["a.png", "z.PNG", "b.png"], files.Select(Path.GetFileName));
        Assert.Equal((3, 2, 3, 2), (images.Count, images.Height, images.Width, images.Classes));
        Assert.Equal([0, 0, 1], images.Labels);
        Assert.Equal([255, 0, 0, 255, 128, 1, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6], images.Pixels);
    }

    [Fact]
    public void A_folder_of_pictures_alone_is_one_class()
    {
        Add("a.png", Png(1, 1, [7]));
        var (images, classes, _) = ImageFolder.Read(folder.Path);
        Assert.Equal((1, 1, 7), (images.Count, images.Classes, images.Pixels[0]));
        Assert.Equal([Path.GetFileName(folder.Path)], classes);
    }

    private string Refused() => Assert.Throws<DataException>(() => ImageFolder.Read(folder.Path)).Message;

    [Fact]
    public void What_is_wrong_is_said_with_the_file()
    {
        Assert.Contains("has no PNG file", Refused());
        Add("a/x.png", Png(3, 2, new byte[6]));
        Add("b/y.png", Png(2, 2, new byte[4]));
        Assert.Contains($"{folder["b/y.png"]} is of 2×2. Wanted: 2×3, as {folder["a/x.png"]} is", Refused());
        Add("b/y.png", "GIF89a, or whatever it is that lies here"u8.ToArray());
        Assert.Contains($"{folder["b/y.png"]} does not begin as a PNG", Refused());
        Add("b/y.png", Png(3, 2, new byte[6])[..50]);
        Assert.Contains($"{folder["b/y.png"]} cannot be decoded", Refused());
        Add("b/y.png", [.. Png(3, 2, new byte[6])[..16], .. Big(60_000), .. Big(60_000), .. Png(3, 2, new byte[6])[24..]]);
        Assert.Contains("claims 60000×60000 pixels", Refused());
        Add("c.png", Png(3, 2, new byte[6]));
        Assert.Contains("c.png lies beside", Refused());
        File.Delete(folder["c.png"]);
        Assert.Contains($"No folder {folder["nowhere"]}", Assert.Throws<DataException>(() => ImageFolder.Read(folder["nowhere"])).Message);
        Directory.Delete(folder["b"], recursive: true);
        Directory.CreateDirectory(folder["empty"]);
        Assert.Contains($"{folder["empty"]} has no PNG file", Refused());
    }
}
