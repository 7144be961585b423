using Xunit;

namespace Vib.Core.Tests;

public sealed class LabelledImagesTests
{
    private static LabelledImages Three(byte lastPixel = 11) => new("three", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, lastPixel], [2, 0, 1], 2, 2, 3);

    [Fact]
    public void An_image_is_its_own_rows() => Assert.Equal([4, 5, 6, 7], Three().ImageAt(1).ToArray());

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_image_that_is_not_there_is_refused(int index) =>
        Assert.Contains("0 to 2", Assert.Throws<DomainException>(() => { Three().ImageAt(index); }).Wanted);

    [Fact]
    public void Take_keeps_the_first()
    {
        var two = Three().Take(2);
        Assert.Equal([2, 0], two.Labels);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], two.Pixels);
        Assert.Equal((2, 3), (two.Count, two.Classes));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void Taking_more_than_there_are_is_refused(int count) => Assert.Throws<DomainException>(() => Three().Take(count));

    [Fact]
    public void The_fingerprint_follows_the_content_and_not_the_name()
    {
        Assert.Equal(Three().Fingerprint(), new LabelledImages("other", Three().Pixels, Three().Labels, 2, 2, 3).Fingerprint());
        Assert.NotEqual(Three().Fingerprint(), Three(lastPixel: 12).Fingerprint());
        Assert.NotEqual(Three().Fingerprint(), new LabelledImages("three", Three().Pixels, [2, 0, 2], 2, 2, 3).Fingerprint());
        Assert.NotEqual(Three().Fingerprint(), new LabelledImages("three", Three().Pixels, Three().Labels, 1, 4, 3).Fingerprint());
    }

    [Fact]
    public void Pixels_that_do_not_fit_the_labels_are_refused_with_both_numbers()
    {
        var error = Assert.Throws<ShapeException>(() => new LabelledImages("bad", new byte[11], new byte[3], 2, 2, 3));
        Assert.Contains("11 pixels for 3 labels", error.Came);
        Assert.Contains("12 pixels", error.Wanted);
    }

    [Fact]
    public void A_label_that_is_not_a_class_is_refused_with_its_position()
    {
        var error = Assert.Throws<DataException>(() => new LabelledImages("bad", new byte[2], [0, 3], 1, 1, 3));
        Assert.Contains("Label 3 at position 1 of bad", error.Came);
    }

    [Theory]
    [InlineData(0, 1, 10)]
    [InlineData(1, 0, 10)]
    [InlineData(-1, -1, 10)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 257)]
    public void Sizes_that_make_no_sense_are_refused(int height, int width, int classes) =>
        Assert.Throws<DomainException>(() => new LabelledImages("bad", new byte[1], new byte[1], height, width, classes));
}
