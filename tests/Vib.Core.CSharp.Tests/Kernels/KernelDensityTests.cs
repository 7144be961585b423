using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class KernelDensityTests
{
    private static readonly double unitNormal = CorrelatedGaussian.NormalEntropy(1);

    [Fact]
    public void A_value_by_hand()
    {
        double[,] samples = { { 0 }, { 1 }, { 3 }, { 7 } };
        double[] at = [0, 1, 3, 7];
        const double b = 1.3;
        double P(int i) => Enumerable.Range(0, 4).Where(j => j != i).Sum(j => Math.Exp(-(at[i] - at[j]) * (at[i] - at[j]) / (2 * b * b))) / (3 * b * Math.Sqrt(2 * Math.PI));
        double[] expected = [.. Enumerable.Range(0, 4).Select(i => -Math.Log(P(i)))];
        var options = new DensityOptions { Bandwidth = b, Whiten = false };
        Numbers.Near(expected, KernelDensity.Local(samples, options), (_, _) => 1e-13);
        var estimate = KernelDensity.Entropy(samples, options);
        Assert.Equal(expected.Average(), estimate.Value, 1e-13);
        Assert.Equal((Side.Upper, Side.Estimate), (estimate.Side, KernelDensity.Entropy(samples).Side));
        Assert.Contains("kernel density, b = 1.3 (as given); n 4", estimate.ToString(), StringComparison.Ordinal);

        var deviation = Math.Sqrt(at.Sum(x => (x - 2.75) * (x - 2.75)) / 3); // in one dimension whitening is a change of unit
        Assert.Equal(expected.Average(), KernelDensity.Entropy(samples, new() { Bandwidth = b / deviation }).Value, 1e-13);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Gaussians_have_their_entropy_but_for_what_smoothing_adds(int dimension)
    {
        double[] Skewed(double[] z) => [.. z.Select((value, j) => (j + 1) * value + (j > 0 ? 0.7 * z[j - 1] : 0) + 5)]; // det of the map: d!
        var truth = dimension * unitNormal + GammaFunction.Log(dimension + 1);
        foreach (var rule in Enum.GetValues<BandwidthRule>())
        {
            var estimates = Enumerable.Range(1, 20).Select(seed => KernelDensity.Entropy(Draws.Normal(1000, dimension, seed, Skewed), new() { Rule = rule })).ToArray();
            var (mean, error) = Numbers.Mean([.. estimates.Select(e => e.Value)]);
            // E −log p̂ − h is the divergence of p from the smoothed density: for the best b about 0.01, 0.03 and 0.07 nat here, never below 0
            Assert.InRange(mean - truth, -4 * error, 0.03 * dimension + 4 * error);
            Assert.InRange(estimates.Average(e => e.StandardError) / (error * Math.Sqrt(20)), 0.6, 1.6);
        }
    }

    [Fact]
    public void At_a_width_chosen_beforehand_the_mean_is_above_the_entropy()
    {
        foreach (var width in new[] { 0.1, 0.3, 1 })
        {
            double[] values = [.. Enumerable.Range(1, 20).Select(seed => KernelDensity.Entropy(Draws.Normal(200, 1, seed), new() { Bandwidth = width, Whiten = false }).Value)];
            var (mean, error) = Numbers.Mean(values);
            Assert.True(mean > unitNormal - 4 * error, $"{mean} ± {error} at {width}");
        }
    }

    [Theory]
    [InlineData(BandwidthRule.MaximumLikelihood), InlineData(BandwidthRule.LeastSquares)]
    public void The_width_is_where_its_criterion_is_best(BandwidthRule rule)
    {
        foreach (var seed in Enumerable.Range(1, 6))
        {
            var rows = Rows.Of(Draws.Normal(150, 2, seed, z => seed % 2 == 0 ? [z[0], z[1]] : [Math.Sign(z[0]) * 2 + 0.2 * z[1], z[0] * z[0]]), "x");
            double Criterion(double b)
            {
                var (likelihood, squared, normal) = (0.0, 0.0, 1 / (2 * Math.PI * b * b));
                for (var i = 0; i < 150; i++)
                {
                    var (near, wide) = (0.0, 0.0);
                    for (var j = 0; j < 150; j++)
                    {
                        var (u, v) = (rows.Row(i)[0] - rows.Row(j)[0], rows.Row(i)[1] - rows.Row(j)[1]);
                        if (j != i) near += Math.Exp(-(u * u + v * v) / (2 * b * b)) * normal / 149;
                        wide += Math.Exp(-(u * u + v * v) / (4 * b * b)) * normal / 2 / 150;
                    }
                    likelihood += Math.Log(near);
                    squared += wide - 2 * near;
                }
                return rule == BandwidthRule.LeastSquares ? squared : -likelihood;
            }
            var width = Bandwidth.Of(rows, new(rows), new() { Rule = rule });
            var grid = Enumerable.Range(-150, 301).Select(k => width * Math.Exp(0.01 * k)).ToArray();
            Assert.InRange(Array.IndexOf(grid, grid.MinBy(Criterion)), 148, 152); // 1 % of b, and the grid's own
        }
    }

    [Fact]
    public void The_rule_looks_at_a_part_and_the_estimate_at_all()
    {
        var samples = Draws.Normal(3000, 2, 1);
        var (part, all) = (KernelDensity.Entropy(samples, new() { SelectionSamples = 500 }), KernelDensity.Entropy(samples, new() { SelectionSamples = 3000 }));
        Assert.Equal(1, part.Seed);
        Assert.Null(all.Seed);
        Assert.Equal(all.Value, part.Value, 0.2 * all.StandardError); // the criterion is flat where it is best
        Assert.Equal(part.Value, KernelDensity.Entropy(samples, new() { SelectionSamples = 500, Threads = 1 }).Value);
        Assert.Equal(3000, part.Count);
    }

    [Fact]
    public void No_sample_is_dropped_however_far_it_is()
    {
        var samples = Draws.Normal(100, 1, 1);
        samples[7, 0] = 4000;
        var local = KernelDensity.Local(samples, new() { Bandwidth = 0.3, Whiten = false });
        Assert.InRange(local[7], 3990.0 * 3990 / (2 * 0.09), 4010.0 * 4010 / (2 * 0.09)); // e^{−9·10⁷} has no double
        Assert.True(double.IsFinite(KernelDensity.Entropy(samples, new() { Bandwidth = 1e-7 }).Value));
    }

    [Fact]
    public void Whitened_entropy_moves_with_a_linear_map_by_its_log_determinant_and_information_not_at_all()
    {
        double[] Map(double[] z) => [3 * z[0] + z[1], -2 * z[1] + 0.1 * z[2], 0.01 * z[2]];
        Assert.Equal(KernelDensity.Entropy(Draws.Normal(300, 3, 1)).Value + Math.Log(3 * 2 * 0.01), KernelDensity.Entropy(Draws.Normal(300, 3, 1, Map)).Value, 1e-9);
        var (x, y) = (Draws.Normal(300, 2, 2, z => [z[0], z[1]]), Draws.Normal(300, 2, 2, z => [z[0] + 0.3 * Math.Sin(9 * z[1])]));
        var moved = Draws.Normal(300, 2, 2, z => [2 * z[0] - z[1], 0.1 * z[1] + 4]);
        Assert.Equal(KernelDensity.Information(x, y).Value, KernelDensity.Information(moved, y).Value, 1e-8);
        Assert.Equal(KernelDensity.Information(x, y).Value, KernelDensity.Information(y, x).Value, 1e-8);
    }

    [Fact]
    public void Information_is_three_entropies_each_with_a_width_of_its_own()
    {
        var pairs = new CorrelatedGaussian(1, 0.8).Sample(1000, 1);
        var (x, y) = LocalValues.Of(pairs);
        double H(Rows rows) => -KernelDensity.LogDensities(rows, new()).Values.Average();
        var estimate = KernelDensity.Information(pairs);
        Assert.Equal(H(x) + H(y) - H(x.Beside(y)), estimate.Value, 1e-12);
        Assert.NotEqual(KernelDensity.LogDensities(x, new()).Width, KernelDensity.LogDensities(x.Beside(y), new()).Width, 0.02);
        Assert.Equal(-0.5 * Math.Log(1 - 0.64), estimate.Truth!.Value, 1e-12);
        var estimates = Enumerable.Range(1, 12).Select(seed => KernelDensity.Information(new CorrelatedGaussian(1, 0.8).Sample(800, seed))).ToArray();
        var (mean, error) = Numbers.Mean([.. estimates.Select(e => e.Value)]);
        Assert.InRange(mean - estimate.Truth.Value, -0.04 - 4 * error, 4 * error); // smoothing costs the joint density more
        Assert.InRange(estimates.Average(e => e.StandardError) / (error * Math.Sqrt(12)), 0.5, 1.8);
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        var none = KernelDensity.Information(Draws.Normal(300, 1, 1), Draws.Normal(300, 1, 2), new() { Permutations = 19, Parts = 10 });
        Assert.InRange(none.Null!.PValue, 0.051, 1);
        Assert.InRange(Math.Abs(none.Value), 0, 3 * none.StandardError);
        Assert.Equal(0.05, KernelDensity.Information(Draws.Normal(300, 1, 1), Draws.Normal(300, 1, 1, z => [z[0] * z[0] + 0.1 * Math.Sin(50 * z[0])]), new() { Permutations = 19 }).Null!.PValue, 1e-12);
    }

    [Fact]
    public void Classes_are_told_by_their_densities()
    {
        // two unit normals 2a apart: I = ln 2 − E log(1 + e^{−2a²−2az}), by Simpson's rule
        const double a = 1;
        var (truth, step) = (Math.Log(2), 0.01);
        for (var k = 0; k <= 2000; k++)
            truth -= (k is 0 or 2000 ? 1 : k % 2 == 1 ? 4 : 2) * step / 3 * Math.Exp(-Math.Pow(-10 + k * step, 2) / 2) / Math.Sqrt(2 * Math.PI) * Logarithms.LogP1(Math.Exp(-2 * a * a - 2 * a * (-10 + k * step)));
        int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i % 2)];
        Estimate One(int seed)
        {
            var x = Draws.Normal(1000, 1, seed);
            for (var i = 0; i < 1000; i++) x[i, 0] += a * (2 * labels[i] - 1);
            return KernelDensity.OfLabel(x, labels);
        }
        var estimates = Enumerable.Range(1, 12).Select(One).ToArray();
        var (mean, error) = Numbers.Mean([.. estimates.Select(e => e.Value)]);
        Assert.InRange(mean - truth, -0.02 - 4 * error, 4 * error);
        Assert.InRange(estimates.Average(e => e.StandardError) / (error * Math.Sqrt(12)), 0.5, 1.8);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var x = Draws.Normal(50, 2, 1);
        foreach (var width in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Contains("The bandwidth is", Assert.Throws<DomainException>(() => KernelDensity.Entropy(x, new() { Bandwidth = width })).Message, StringComparison.Ordinal);
        Assert.Contains("3 samples", Assert.Throws<DomainException>(() => KernelDensity.Entropy(new double[3, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("discrete", Assert.Throws<DataException>(() => KernelDensity.Entropy(Draws.Normal(100, 1, 1, z => [Math.Round(z[0])]))).Message, StringComparison.Ordinal);
        Assert.Contains("the narrower it is", Assert.Throws<DataException>(() => KernelDensity.Entropy(Doubled(Draws.Normal(50, 1, 1)))).Message, StringComparison.Ordinal);
        Assert.Contains("same in all", Assert.Throws<DataException>(() => KernelDensity.Entropy(new double[9, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("positive definite", Assert.Throws<DomainException>(() => KernelDensity.Entropy(Draws.Normal(100, 1, 1, z => [z[0], 2 * z[0]]))).Message, StringComparison.Ordinal);
        Assert.Contains("equals column", Assert.Throws<DataException>(() => KernelDensity.Information(x, x)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => KernelDensity.Entropy(x, new() { Rule = (BandwidthRule)8 }));
        Assert.Throws<DomainException>(() => KernelDensity.Entropy(x, new() { SelectionSamples = 1 }));
        Assert.Throws<DomainException>(() => KernelDensity.Entropy(x, new() { Permutations = 3 }));
        Assert.Throws<ShapeException>(() => KernelDensity.OfLabel(x, [1]));
        Assert.Throws<DomainException>(() => KernelDensity.OfLabel(x, [.. Enumerable.Range(0, 50).Select(i => i < 3 ? 1 : 0)]));
        x[4, 1] = double.NaN;
        Assert.Throws<DataException>(() => KernelDensity.Entropy(x));
    }

    private static double[,] Doubled(double[,] samples)
    {
        var n = samples.GetLength(0);
        var twice = new double[2 * n, 1];
        for (var i = 0; i < 2 * n; i++) twice[i, 0] = samples[i % n, 0];
        return twice;
    }
}
