using Xunit;

namespace Vib.Core.Tests;

public sealed class DrawnDigitsTests
{
    private static readonly DrawnDigitsOptions Clean = new() { Noise = 0, Background = 0 };

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        Assert.Equal(DrawnDigits.Draw(500, 7).Pixels, DrawnDigits.Draw(500, 7).Pixels);
        Assert.Equal(DrawnDigits.Draw(500, 7).Labels, DrawnDigits.Draw(500, 7).Labels);
    }

    /// <summary>Changes only together with a line in the changelog: published numbers were measured on these images.</summary>
    [Fact]
    public void The_first_hundred_digits_of_seed_one_are_frozen() =>
        Assert.Equal("a95bc5c0ac288252", DrawnDigits.Draw(100, 1).Fingerprint());

    [Fact]
    public void Different_seeds_give_different_images_and_orders()
    {
        var (one, two) = (DrawnDigits.Draw(100, 1), DrawnDigits.Draw(100, 2));
        Assert.NotEqual(one.Labels, two.Labels);
        for (var i = 0; i < 100; i++)
            Assert.False(one.ImageAt(i).SequenceEqual(two.ImageAt(i)));
    }

    [Fact]
    public void No_image_of_a_set_is_drawn_twice()
    {
        var set = DrawnDigits.Draw(2000, 3, Clean);
        Assert.Equal(2000, Enumerable.Range(0, 2000).Select(i => Convert.ToHexString(set.ImageAt(i))).Distinct().Count());
    }

    [Fact]
    public void A_shorter_set_is_the_beginning_of_a_longer_one()
    {
        var (shorter, longer) = (DrawnDigits.Draw(123, 5), DrawnDigits.Draw(1000, 5));
        Assert.Equal(longer.Take(123).Pixels, shorter.Pixels);
        Assert.Equal(longer.Take(123).Labels, shorter.Labels);
    }

    [Fact]
    public void Every_ten_images_hold_each_class_once_in_changing_order()
    {
        var tens = DrawnDigits.Draw(1000, 4).Labels.Chunk(10).ToArray();
        Assert.All(tens, ten => Assert.Equal("00010203040506070809", Convert.ToHexString([.. ten.Order()])));
        Assert.True(tens.Select(Convert.ToHexString).Distinct().Count() > 90);
    }

    [Fact]
    public void Without_noise_every_image_has_paper_of_zero_and_ink_of_the_asked_strength()
    {
        var set = DrawnDigits.Draw(1000, 6, Clean with { FaintestInk = 200, Thinnest = 2 });
        for (var i = 0; i < set.Count; i++)
        {
            var image = set.ImageAt(i);
            Assert.InRange(image.ToArray().Max(), 200, 255);
            Assert.InRange(image.Count((byte)0), 350, 740); // of 784
        }
    }

    [Fact]
    public void Digits_stay_on_the_page()
    {
        var set = DrawnDigits.Draw(2000, 8, Clean);
        double border = 0, all = 0;
        for (var p = 0; p < set.Pixels.Length; p++)
        {
            var (row, column) = (p / 28 % 28, p % 28);
            all += set.Pixels[p];
            if (row is 0 or 27 || column is 0 or 27) border += set.Pixels[p];
        }
        Assert.InRange(border / all, 0, 0.02);
    }

    [Fact]
    public void The_noise_has_the_asked_deviation()
    {
        var set = DrawnDigits.Draw(2000, 9, Clean with { Noise = 10, Shift = 0 }); // unshifted digits leave the corners empty
        var corners = Enumerable.Range(0, 2000).Select(i => (double)set.ImageAt(i)[0]).ToArray();
        Assert.InRange(corners.Average(x => x * x), 50 - 8, 50 + 8); // the half below zero is clipped: 10²/2 = 50, standard error 1.9
    }

    /// <summary>Means of classes are a poor classifier here, so the classes overlap pixel by pixel; but far better than chance, so the labels are
    /// right.</summary>
    [Fact]
    public void The_nearest_class_mean_is_much_better_than_chance_and_much_worse_than_reading()
    {
        var (train, test) = (DrawnDigits.Draw(5000, 10), DrawnDigits.Draw(1000, 11));
        var means = new double[10][];
        for (var c = 0; c < 10; c++)
        {
            var members = Enumerable.Range(0, train.Count).Where(i => train.Labels[i] == c).ToArray();
            means[c] = [.. Enumerable.Range(0, 784).Select(p => members.Average(i => (double)train.Pixels[i * 784 + p]))];
        }
        var right = Enumerable.Range(0, test.Count).Count(i => Nearest(means, test.ImageAt(i)) == test.Labels[i]);
        Assert.InRange(right / 1000.0, 0.50, 0.80);
    }

    private static int Nearest(double[][] means, ReadOnlySpan<byte> image)
    {
        var (best, least) = (-1, double.PositiveInfinity);
        for (var c = 0; c < means.Length; c++)
        {
            var distance = 0.0;
            for (var p = 0; p < image.Length; p++) distance += (image[p] - means[c][p]) * (image[p] - means[c][p]);
            if (distance < least) (best, least) = (c, distance);
        }
        return best;
    }

    [Fact]
    public void An_empty_set_may_be_drawn() => Assert.Equal(0, DrawnDigits.Draw(0, 1).Count);

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_count_that_makes_no_sense_is_refused_with_its_value(int count) =>
        Assert.Contains($"{count}", Assert.Throws<DomainException>(() => DrawnDigits.Draw(count, 1)).Came);

    public static TheoryData<DrawnDigitsOptions, string> BadOptions => new()
    {
        { new() { Rotation = 1.5 }, "Rotation = 1.5" },
        { new() { Shear = -0.1 }, "Shear = -0.1" },
        { new() { Scale = 1 }, "Scale = 1" },
        { new() { Shift = 29 }, "Shift = 29" },
        { new() { Jitter = double.NaN }, "Jitter = NaN" },
        { new() { Thinnest = -1 }, "Thinnest = -1" },
        { new() { Thickest = 1 }, "Thickest = 1" },
        { new() { Blur = -1 }, "Blur = -1" },
        { new() { FaintestInk = 256 }, "FaintestInk = 256" },
        { new() { Background = -1 }, "Background = -1" },
        { new() { Noise = double.PositiveInfinity }, "Noise = Infinity" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void An_option_that_makes_no_sense_is_refused_by_name(DrawnDigitsOptions options, string came) =>
        Assert.Equal(came, Assert.Throws<DomainException>(() => DrawnDigits.Draw(1, 1, options)).Came);
}
