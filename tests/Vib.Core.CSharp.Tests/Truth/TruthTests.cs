using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Drawing from sources whose information is known.</summary>
public sealed class TruthTests
{
    private static readonly CorrelatedGaussian gaussian = new(3, 0.6);

    public static TheoryData<Truth> All => [gaussian, new CubicGaussian(gaussian)];

    // Mean, variance and all 15 correlations of six columns, each within 4 standard errors: 27 × 6 × 10⁻⁵ = 0.2 % false alarms for a seed not chosen beforehand.
    [Theory]
    [InlineData(0.6)]
    [InlineData(-0.9)]
    [InlineData(0)]
    public void Draws_are_standard_normal_and_correlated_pair_by_pair(double correlation)
    {
        const int n = 40_000;
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var (x, y) = (zeros([n, 3], ScalarType.Float64), zeros([n, 3], ScalarType.Float64));
        new CorrelatedGaussian(3, correlation).Draw(x, y, generator);
        double[][] columns = [.. new[] { x, y }.SelectMany(t => Enumerable.Range(0, 3).Select(k => Numbers.Of(t.select(1, k))))];
        for (var a = 0; a < 6; a++)
        {
            Assert.Equal(0, columns[a].Average(), 4 / Math.Sqrt(n));
            Assert.Equal(1, columns[a].Average(v => v * v), 4 * Math.Sqrt(2.0 / n));
            for (var b = 0; b < a; b++)
            {
                var expected = a - b == 3 ? correlation : 0;
                var product = columns[a].Zip(columns[b], (p, q) => p * q).Average(); // variance (1 + ρ²)/n
                Assert.Equal(expected, product, 4 * Math.Sqrt((1 + expected * expected) / n));
            }
        }
    }

    [Fact]
    public void The_cubic_twin_draws_the_same_pairs_with_y_cubed()
    {
        using var scope = NewDisposeScope();
        var ((x, y), (u, v)) = (Draw(gaussian, 100), Draw(new CubicGaussian(gaussian), 100));
        Numbers.Same(x, u);
        Numbers.Near(y.pow(3), v, (_, cube) => 4 * Numbers.Epsilon * Math.Abs(cube));
    }

    // The cube root costs (8 ε) of y, which ρ‖x‖‖y‖/(1 − ρ²) magnifies: at most 64 ε × 3 × 5²/(1 − 0.36) with five-sigma points.
    [Fact]
    public void The_cubic_twin_gives_corresponding_points_the_same_ratio()
    {
        using var scope = NewDisposeScope();
        var (x, y) = Draw(gaussian, 200);
        y.select(0, 0).zero_(); // where the cube root has no derivative
        Numbers.Near(gaussian.LogRatio(x, y), new CubicGaussian(gaussian).LogRatio(x, y * y * y), 64 * Numbers.Epsilon * 75 / 0.64);
    }

    [Fact]
    public void The_cubic_twin_has_the_same_information()
    {
        var cubic = new CubicGaussian(gaussian);
        Assert.Equal(gaussian.Information, cubic.Information);
        Assert.Equal(gaussian.Information, cubic.KnownInformation);
        Assert.Equal((3, 3), (cubic.XDimension, cubic.YDimension));
        Assert.EndsWith("Y cubed, I(X;Y) = 0.6694 nat", cubic.ToString());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_seed_gives_the_same_pairs_and_another_gives_others(Truth truth)
    {
        var (first, again, other) = (truth.Sample(50, 7), truth.Sample(50, 7), truth.Sample(50, 8));
        Assert.Equal(first.X, again.X);
        Assert.Equal(first.Y, again.Y);
        Assert.NotEqual(first.X, other.X);
        Assert.Equal((50, 3, 3, truth.KnownInformation, truth.Description), (first.Count, first.XDimension, first.YDimension, first.KnownInformation, first.Description));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Sampling_leaves_no_tensors(Truth truth) => LiveTensors.Stay(() => truth.Sample(100));

    [Fact]
    public void No_pairs_cannot_be_drawn()
    {
        var error = Assert.Throws<DomainException>(() => gaussian.Sample(0));
        Assert.Equal("The number of pairs is 0", error.Came);
        Assert.Contains("at least 1", error.Wanted);
    }

    [Theory]
    [InlineData(new long[] { 5, 3 }, new long[] { 4, 3 })]
    [InlineData(new long[] { 5, 2 }, new long[] { 5, 3 })]
    [InlineData(new long[] { 5, 3 }, new long[] { 5, 4 })]
    [InlineData(new long[] { 2, 5, 3 }, new long[] { 2, 5, 3 })]
    [InlineData(new long[] { 3 }, new long[] { 3 })]
    public void Buffers_of_another_shape_are_refused(long[] xShape, long[] yShape)
    {
        using var generator = new Generator(1);
        using var x = zeros(xShape);
        using var y = zeros(yShape);
        LiveTensors.Stay(() =>
        {
            var error = Assert.Throws<ShapeException>(() => gaussian.Draw(x, y, generator));
            Assert.Equal($"x of shape [{string.Join(",", xShape)}] and y of shape [{string.Join(",", yShape)}]", error.Came);
            Assert.Equal("[B,3] and [B,3]", error.Wanted);
        });
    }

    private static (Tensor X, Tensor Y) Draw(Truth truth, int count)
    {
        using var generator = new Generator(3);
        var (x, y) = (zeros([count, 3], ScalarType.Float64), zeros([count, 3], ScalarType.Float64));
        truth.Draw(x, y, generator);
        return (x, y);
    }
}
