using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>log p(x,y)/p(x)p(y) against densities worked out from covariance matrices, and against what it must average to.</summary>
public sealed class LogRatioTests
{
    public sealed record Case(int Dimension, double Correlation, int Seed);

    private static readonly Arbitrary<Case> any = Arb.From(
        from d in Gen.Choose(1, 5) from rho in Gen.Choose(-99, 99) from seed in Gen.Choose(1, int.MaxValue - 1) select new Case(d, rho / 100.0, seed),
        c => c.Dimension > 1 ? [c with { Dimension = 1 }, c with { Dimension = c.Dimension - 1 }] : []);

    private static Tensor Points(int seed, params long[] shape) => Numbers.Drawn(shape, seed, 4, ScalarType.Float64);

    [Fact]
    public void It_is_the_ratio_of_the_densities() => Law.Holds(any, c =>
    {
        var (d, b) = (c.Dimension, 4);
        var (x, y) = (Points(c.Seed, b, d), Points(c.Seed + 1, b, d));
        var (xs, ys) = (Numbers.Of(x).Chunk(d).ToArray(), Numbers.Of(y).Chunk(d).ToArray());
        var covariance = new double[2 * d, 2 * d];
        for (var k = 0; k < 2 * d; k++) (covariance[k, k], covariance[k, (k + d) % (2 * d)]) = (1, c.Correlation);
        var expected = from i in xs from j in ys select LogDensity([.. i, .. j], covariance) - LogDensity(i, null) - LogDensity(j, null);
        // points have ‖x‖², ‖y‖² ≤ 16 d; the quadratic form of the covariance's inverse multiplies that by at most 1/(1 − |ρ|)
        var tolerance = 64 * Numbers.Epsilon * 32 * d / (1 - Math.Abs(c.Correlation));
        Numbers.Near([.. expected], Numbers.Of(new CorrelatedGaussian(d, c.Correlation).LogRatio(x, y)), (_, _) => tolerance);
    });

    /// <summary>−½ (n log 2π + log det C + zᵀC⁻¹z) by a Cholesky factor; C the identity where it is not given.</summary>
    private static double LogDensity(double[] z, double[,]? covariance)
    {
        var n = z.Length;
        var (factor, solved, log) = (new double[n, n], new double[n], n * Math.Log(2 * Math.PI));
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = covariance is null ? (i == j ? 1 : 0) : covariance[i, j];
                for (var k = 0; k < j; k++) rest -= factor[i, k] * factor[j, k];
                factor[i, j] = i == j ? Math.Sqrt(rest) : rest / factor[j, j];
            }
            solved[i] = z[i];
            for (var k = 0; k < i; k++) solved[i] -= factor[i, k] * solved[k];
            solved[i] /= factor[i, i];
            log += 2 * Math.Log(factor[i, i]) + solved[i] * solved[i];
        }
        return -log / 2;
    }

    [Fact]
    public void It_is_symmetric_in_x_and_y() => Law.Holds(any, c =>
    {
        var (truth, x, y) = (new CorrelatedGaussian(c.Dimension, c.Correlation), Points(c.Seed, 5, c.Dimension), Points(c.Seed + 1, 5, c.Dimension));
        Numbers.Near(truth.LogRatio(x, y), truth.LogRatio(y, x).t(), 64 * Numbers.Epsilon * 32 * c.Dimension / (1 - Math.Abs(c.Correlation)));
    });

    [Fact]
    public void Replicates_are_scored_each_by_itself() => Law.Holds(any, c =>
    {
        var (truth, x, y) = (new CorrelatedGaussian(c.Dimension, c.Correlation), Points(c.Seed, 3, 5, c.Dimension), Points(c.Seed + 1, 3, 5, c.Dimension));
        var all = truth.LogRatio(x, y);
        for (var r = 0; r < 3; r++)
            Numbers.Near(truth.LogRatio(x.select(0, r), y.select(0, r)), all.select(0, r), 64 * Numbers.Epsilon * 32 * c.Dimension / (1 - Math.Abs(c.Correlation)));
    });

    // 40 000 pairs; each line within 4 standard errors: 6 × 10⁻⁵ false alarms, for a seed not chosen beforehand.
    [Theory]
    [InlineData(20, 4.0)]
    [InlineData(5, 0.5)]
    [InlineData(1, 2.0)]
    public void Under_the_joint_it_has_mean_I_and_variance_d_rho_squared(int dimension, double nats)
    {
        using var scope = NewDisposeScope();
        var truth = CorrelatedGaussian.WithInformation(dimension, nats);
        var (x, y) = Draw(truth, 40_000);
        var ratios = Numbers.Of(truth.LogRatio(x, y));
        var (mean, error) = Numbers.Mean(ratios);
        Assert.Equal(nats, mean, 4 * error);
        var (variance, varianceError) = Numbers.Mean([.. ratios.Select(r => (r - mean) * (r - mean))]);
        Assert.Equal(dimension * truth.Correlation * truth.Correlation, variance, 4 * varianceError);
    }

    [Theory]
    [InlineData(5, 0.5)]
    [InlineData(20, 1.0)]
    public void Under_the_product_the_ratio_has_mean_one_and_a_spread_that_is_known(int dimension, double nats)
    {
        using var scope = NewDisposeScope();
        var truth = CorrelatedGaussian.WithInformation(dimension, nats);
        var ((x, _), (_, y)) = (Draw(truth, 40_000, 1), Draw(truth, 40_000, 2));
        var (mean, _) = Numbers.Mean([.. Numbers.Of(truth.LogRatio(x, y)).Select(Math.Exp)]);
        Assert.Equal(1, mean, 4 * Diagnosis.PartitionDeviation(nats, 40_000)); // √((e^{2I} − 1)/n), exact here
    }

    [Theory]
    [InlineData(new long[] { 5, 2 }, new long[] { 5, 2 })] // would multiply, and mean nothing
    [InlineData(new long[] { 5, 3 }, new long[] { 5, 2 })]
    [InlineData(new long[] { 5, 3 }, new long[] { 1, 5, 3 })]
    [InlineData(new long[] { 2, 5, 3 }, new long[] { 3, 5, 3 })]
    [InlineData(new long[] { 3 }, new long[] { 3 })]
    public void Points_of_another_shape_are_refused(long[] xShape, long[] yShape)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (zeros(xShape), zeros(yShape));
        foreach (var truth in (Truth[])[new CorrelatedGaussian(3, 0.5), new CubicGaussian(new(3, 0.5))])
        {
            var error = Assert.Throws<ShapeException>(() => truth.LogRatio(x, y));
            Assert.Equal($"x of shape [{string.Join(",", xShape)}] and y of shape [{string.Join(",", yShape)}]", error.Came);
            Assert.Equal("[B,3] and [B,3], or [R,B,3] and [R,B,3]", error.Wanted);
        }
    }

    /// <summary>n pairs as n batches of one, so that no pair is scored against another.</summary>
    private static (Tensor X, Tensor Y) Draw(Truth truth, int count, ulong seed = 1)
    {
        using var generator = new Generator(seed);
        var (x, y) = (zeros([count, truth.XDimension], ScalarType.Float64), zeros([count, truth.YDimension], ScalarType.Float64));
        truth.Draw(x, y, generator);
        return (x.unsqueeze(1), y.unsqueeze(1));
    }
}
