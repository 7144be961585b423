using Xunit;

namespace Vib.Core.Tests;

public sealed class IdxTests : IDisposable
{
    private readonly IdxFiles _files = new();

    public void Dispose() => _files.Dispose();

    private static byte[] ThreeImages => IdxFiles.Images(3, 4, 5, IdxFiles.Ramp(60));

    private DataException Refused(byte[] content) =>
        Assert.Throws<DataException>(() => Idx.ReadImages(_files.Write("images", content)));

    [Theory]
    [InlineData(false, "images")]
    [InlineData(true, "images.gz")]
    [InlineData(true, "images")] // gzip is known by its content
    [InlineData(false, "images.gz")]
    public void Images_come_back_as_they_were_written(bool zipped, string name)
    {
        var read = Idx.ReadImages(_files.Write(name, zipped ? IdxFiles.Gzip(ThreeImages) : ThreeImages));

        Assert.Equal((3, 4, 5), (read.Count, read.Height, read.Width));
        Assert.Equal(IdxFiles.Ramp(60), read.Pixels);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Labels_come_back_as_they_were_written(bool zipped)
    {
        var content = IdxFiles.Labels(9, 0, 3);
        Assert.Equal([9, 0, 3], Idx.ReadLabels(_files.Write("labels", zipped ? IdxFiles.Gzip(content) : content), 10));
    }

    [Fact]
    public void Images_larger_than_the_first_buffer_come_back_whole_even_from_the_tightest_gzip()
    {
        var content = IdxFiles.Images(40, 1000, 1000, new byte[40_000_000]);
        content[^1] = 77;
        var read = Idx.ReadImages(_files.Write("images", IdxFiles.Gzip(content)));

        Assert.Equal(40_000_000, read.Pixels.Length);
        Assert.Equal(77, read.Pixels[^1]);
        Assert.Equal(39_999_999, read.Pixels.AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine(_files.Folder, "nowhere");
        Assert.Contains(path, Assert.Throws<DataException>(() => Idx.ReadImages(path)).Came);
    }

    [Fact]
    public void A_file_that_another_keeps_for_itself_is_named_as_unreadable()
    {
        var path = _files.Write("images", ThreeImages);
        using var kept = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("cannot be read", Assert.Throws<DataException>(() => Idx.ReadImages(path)).Came);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_truncated_file_is_named_with_the_missing_byte_count(bool zipped)
    {
        var error = Refused(zipped ? IdxFiles.Gzip(ThreeImages[..^7]) : ThreeImages[..^7]);
        Assert.Contains("images is cut short: 7 of the 60 bytes", error.Message);
        Assert.Contains(_files.Folder, error.Message);
    }

    [Theory]
    [InlineData(false, "1 bytes")]
    [InlineData(true, "at least one byte")]
    public void Trailing_bytes_are_refused(bool zipped, string counted)
    {
        byte[] content = [.. ThreeImages, 0];
        Assert.Contains($"goes on for {counted} after the 60", Refused(zipped ? IdxFiles.Gzip(content) : content).Came);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(15, 15)]
    public void A_file_that_ends_inside_its_header_is_refused(int length, int named) =>
        Assert.Contains($"ends after {named} bytes, inside its header", Refused(ThreeImages[..length]).Came);

    [Fact]
    public void A_wrong_magic_number_is_shown_beside_the_right_one()
    {
        var error = Refused([.. IdxFiles.Header(0x0d03, 1, 1, 1), 0]);
        Assert.Contains("00000d03", error.Came);
        Assert.Contains("00000803 (images)", error.Wanted);
    }

    [Fact]
    public void Labels_given_for_images_are_recognised()
    {
        var error = Refused(IdxFiles.Labels(1, 2, 3));
        Assert.Contains("00000801 (labels)", error.Came);
        Assert.Contains("swapping", error.Advice);
    }

    [Fact]
    public void A_label_out_of_range_is_named_with_its_position()
    {
        var error = Assert.Throws<DataException>(() => Idx.ReadLabels(_files.Write("labels", IdxFiles.Labels(0, 9, 10, 3)), 10));
        Assert.Contains("label 10 at position 2", error.Came);
        Assert.Contains("0 to 9", error.Wanted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void A_number_of_classes_that_makes_no_sense_is_refused(int classes) =>
        Assert.Throws<DomainException>(() => Idx.ReadLabels(_files.Write("labels", IdxFiles.Labels(0)), classes));

    [Theory]
    [InlineData(false, 0xffffffffu, 0xffffffffu, 0xffffffffu, "more than one array can hold")] // the product overflows 64 bits
    [InlineData(true, 0xffffffffu, 0xffffffffu, 0xffffffffu, "more than one array can hold")]
    [InlineData(false, 2_000_000u, 28u, 28u, "1567999940 of the 1568000000 bytes")]
    [InlineData(true, 2_000_000u, 28u, 28u, "gzip of")]
    public void An_absurd_header_is_refused_before_memory_is_asked_for(bool zipped, uint count, uint height, uint width, string reason)
    {
        var content = IdxFiles.Images(count, height, width, IdxFiles.Ramp(60));
        var path = _files.Write("images", zipped ? IdxFiles.Gzip(content) : content);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains(reason, Assert.Throws<DataException>(() => Idx.ReadImages(path)).Came);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_header_that_gzip_could_but_does_not_fulfil_takes_memory_only_for_what_comes()
    {
        var noise = new byte[1_000_000];
        for (var (i, state) = (0, 1u); i < noise.Length; i++)
            noise[i] = (byte)((state = state * 1664525 + 1013904223) >> 24); // incompressible, so the file could hold a gigabyte
        var path = _files.Write("images", IdxFiles.Gzip(IdxFiles.Images(1000, 1000, 1000, noise)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("999000000 of the 1000000000", Assert.Throws<DataException>(() => Idx.ReadImages(path)).Came);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
    }

    [Fact]
    public void A_header_without_elements_is_refused() =>
        Assert.Contains("no elements (3×0×5)", Refused(IdxFiles.Header(0x0803, 3, 0, 5)).Came);

    [Theory]
    [InlineData(10)] // the header's flags end here; deflate's first byte
    [InlineData(-8)] // the checksum
    [InlineData(-1)] // the length
    public void Gzip_that_was_changed_is_refused(int at)
    {
        var packed = IdxFiles.Gzip(ThreeImages);
        packed[at < 0 ? packed.Length + at : at] ^= 0xff;
        Assert.Contains("gzip, but damaged", Refused(packed).Came);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(30)]
    public void Gzip_that_was_cut_is_refused(int missing) =>
        Assert.Contains("cut", Refused(IdxFiles.Gzip(ThreeImages)[..^missing]).Came);

    [Fact]
    public void Gzip_with_something_after_it_is_refused() =>
        Assert.Contains("something follows", Refused([.. IdxFiles.Gzip(ThreeImages), 1, 2, 3]).Came);
}
