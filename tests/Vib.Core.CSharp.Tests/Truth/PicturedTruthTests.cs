using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class PicturedTruthTests
{
    private static readonly RectanglePicture rectangle = new(12, 0.25);

    private static Tensor Render(Picture picture, Tensor numbers)
    {
        using var generator = new Generator(1UL);
        return picture.Render(numbers, generator);
    }

    private static Tensor Uniform(int count, int dimension, long seed) => (Numbers.Drawn([count, dimension], seed, 1, ScalarType.Float64) + 1) * 0.5;

    [Fact]
    public void A_rectangles_pixels_add_up_to_its_area() => Law.Holds(FsCheck.Fluent.Arb.From(FsCheck.Fluent.Gen.Choose(1, 1_000_000)), seed =>
    {
        using var scope = NewDisposeScope();
        var numbers = Uniform(20, 4, seed);
        var ((left, right), (top, bottom)) = (rectangle.Edges(numbers.select(1, 0), numbers.select(1, 1)), rectangle.Edges(numbers.select(1, 2), numbers.select(1, 3)));
        Numbers.Near((right - left) * (bottom - top) * 144, Render(rectangle, numbers).sum(-1), 144 * 144 * 4 * Numbers.Epsilon);
    });

    [Fact]
    public void A_pixel_is_the_part_of_it_that_is_covered() // by hand: u = 0, v = 0 is the edge at 0 and the shortest side, 3 pixels of 12; u = 1 − (1 − 1/9)², v = 9/16 is [1, 8.5] of 12
    {
        using var scope = NewDisposeScope();
        var image = Render(rectangle, tensor([1 - 64.0 / 81, 9.0 / 16, 0, 0], [1, 4], ScalarType.Float64)).view(12, 12);
        var (row, empty) = (Numbers.Of(image.select(0, 2)), Numbers.Of(image.select(0, 3)));
        Numbers.Near([0, 1, 1, 1, 1, 1, 1, 1, 0.5, 0, 0, 0], row, (_, _) => 1e-12);
        Numbers.Near(new double[12], empty, (_, _) => 1e-12);
    }

    /// <summary>Edges are uniform on the triangle {0 ≤ a, a + δ ≤ b ≤ 1}: shares of its 4 equal-area parts, means and the mean side, 40 000 draws, 4.5 standard errors each.</summary>
    [Fact]
    public void Edges_are_uniform_where_they_may_be_with_a_mean_side_of_delta_and_a_third_of_the_rest()
    {
        using var scope = NewDisposeScope();
        const int n = 40_000;
        var numbers = Uniform(n, 2, 5);
        var (from, to) = rectangle.Edges(numbers.select(1, 0), numbers.select(1, 1));
        var (a, b, room) = (Numbers.Of(from), Numbers.Of(to), 1 - rectangle.Least);
        var (mean, error) = Numbers.Mean([.. a.Zip(b, (low, high) => high - low)]);
        Assert.Equal(rectangle.Least + room / 3, mean, 4.5 * error);
        Assert.True(error < 1e-3);
        // p = a/room, q = (b − δ)/room on {0 ≤ p ≤ q ≤ 1}: halves of both make three triangles and a square of twice the area
        int Part(double p, double q) => (p < 0.5 ? 0 : 1) + (q < 0.5 ? 0 : 2);
        var shares = a.Zip(b, (low, high) => Part(low / room, (high - rectangle.Least) / room)).CountBy(part => part).ToDictionary();
        Assert.Equal(3, shares.Count); // q < p is never
        foreach (var (part, share) in ((int, double)[])[(0, 0.25), (3, 0.25), (2, 0.5)]) Assert.Equal(share, shares[part] / (double)n, 4.5 * Math.Sqrt(share * (1 - share) / n));
    }

    public static TheoryData<Picture, double> Pictures => new()
    {
        { new BlobPicture(2), 1e-12 }, { new BlobPicture(16), 1e-12 }, { new BlobPicture(16, 12.5), 1e-12 }, { new BlobPicture(9, 40), 1e-12 },
        { new RectanglePicture(3), 1e-10 }, { new RectanglePicture(32), 1e-10 }, { new RectanglePicture(32, 0.2), 1e-10 }, { new AntiPcaPicture(), 0 },
    };

    /// <summary>Edges next to the far border leave little room for v, whose rounding grows as 1/room: numbers to 0.99 are read back.</summary>
    [Theory, MemberData(nameof(Pictures))]
    public void What_decided_a_picture_can_be_read_from_it(Picture picture, double tolerance)
    {
        using var scope = NewDisposeScope();
        var numbers = Uniform(500, picture.Coordinates, 3) * 0.99;
        Numbers.Near(numbers, picture.Read(Render(picture, numbers)), tolerance);
        Assert.Equal(picture.Shape.Size, Render(picture, numbers).shape[1]);
    }

    [Fact]
    public void A_blob_is_brightest_at_its_centre_and_falls_off_as_told()
    {
        using var scope = NewDisposeScope();
        var image = Numbers.Of(Render(new BlobPicture(5), tensor([0.25, 1.0], [1, 2], ScalarType.Float64)));
        Assert.Equal(1, image[4 * 5 + 1], 1e-15); // column ¼, the last row
        Assert.Equal(Math.Exp(-10 * (0.25 * 0.25 + 1)), image[2], 1e-15); // column ½, row 0
    }

    /// <summary>Φ takes single precision's rounding of pixels to 10⁻⁶ or so near the middle.</summary>
    [Fact]
    public void The_numbers_behind_sampled_images_share_as_much_and_are_uniform()
    {
        foreach (var (picture, tolerance) in ((Picture, double)[])[(new BlobPicture(16), 0.2), (new RectanglePicture(32), 0.7)])
        {
            var truth = PicturedTruth.WithInformation(picture, 4);
            var numbers = truth.Numbers(truth.Sample(2000, 1));
            Assert.Equal((picture.Coordinates, truth.Information), (numbers.XDimension, numbers.KnownInformation));
            Assert.All(numbers.X, value => Assert.InRange(value, 0, 1));
            var (mean, error) = Numbers.Mean([.. numbers.X.Select(value => (double)value)]);
            Assert.Equal(0.5, mean, 4.5 * error);
            Assert.Equal(4, WeightedEntropy.Information(Normal(numbers)).Value, tolerance); // over six seeds off by 0.04 with a spread of 0.03, and by 0.11 with one of 0.14 in 8 dimensions: four spreads more
        }
    }

    /// <summary>Back to normals, which neighbours like better than edges.</summary>
    private static Pairs Normal(Pairs numbers)
    {
        float[] Scores(float[] values) => [.. values.Select(value => (float)NormalQuantile.Of(Math.Clamp(value, 1e-7, 1 - 1e-7)))];
        return new(Scores(numbers.X), numbers.XDimension, Scores(numbers.Y), numbers.YDimension);
    }

    [Fact]
    public void The_nuisance_has_nearly_all_of_the_variance_and_two_axes_all()
    {
        var pairs = PicturedTruth.WithInformation(new AntiPcaPicture(), 1).Sample(2000, 1);
        var pca = Pca.Fit(pairs.X, 32);
        Assert.InRange(pca.Explained(1), 0.95, 1);
        Assert.True(pca.Explained(2) > 1 - 1e-10);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("2 pixels", Assert.Throws<DomainException>(() => new BlobPicture(1)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => new BlobPicture(16, 100));
        Assert.Throws<DomainException>(() => new BlobPicture(16, double.NaN));
        Assert.Throws<DomainException>(() => new RectanglePicture(2));
        Assert.Contains("2/n", Assert.Throws<DomainException>(() => new RectanglePicture(32, 0.05)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => new RectanglePicture(32, 1));
        Assert.Throws<DomainException>(() => new AntiPcaPicture(2));
        Assert.Throws<DomainException>(() => PicturedTruth.WithInformation(new BlobPicture(), -1));
        Assert.Throws<ShapeException>(() => new PicturedTruth(new CorrelatedGaussian(3, 0.5), new BlobPicture(), new BlobPicture()));
        Assert.Throws<ShapeException>(() => PicturedTruth.WithInformation(new BlobPicture(), 1).Numbers(new CorrelatedGaussian(2, 0.5).Sample(10)));
    }
}
