using Xunit;

namespace Vib.Core.Tests;

public sealed class KozachenkoLeonenkoTests
{
    private static readonly double unitNormal = CorrelatedGaussian.NormalEntropy(1);

    [Fact]
    public void A_value_by_hand()
    {
        double[,] samples = { { 0 }, { 1 }, { 3 }, { 7 } };
        double[] nearest = [1, 1, 2, 4];
        var expected = nearest.Average(Math.Log) + Math.Log(2) + Math.Log(3) - GammaFunction.Digamma(1);
        Assert.Equal(expected, KozachenkoLeonenko.Estimate(samples, new() { K = 1, Whiten = false }).Value, 1e-14);
        Assert.Equal(expected, KozachenkoLeonenko.Estimate(samples, new() { K = 1 }).Value, 1e-14); // in one dimension whitening is a change of unit
        Assert.Equal(expected, KozachenkoLeonenko.Local(samples, new() { K = 1 }).Average(), 1e-14);
        Assert.Equal(Math.Log(Math.PI), KozachenkoLeonenko.LogBall(2), 1e-14);
        Assert.Equal(Math.Log(4 * Math.PI / 3), KozachenkoLeonenko.LogBall(3), 1e-14);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Gaussians_and_cubes_have_their_entropy(int dimension)
    {
        double[] Skewed(double[] z) => [.. z.Select((value, j) => (j + 1) * value + (j > 0 ? 0.7 * z[j - 1] : 0) + 5)]; // det of the map: d!
        var truth = dimension * unitNormal + GammaFunction.Log(dimension + 1);
        Draws.Hold(truth, [.. Enumerable.Range(1, 10).Select(seed => KozachenkoLeonenko.Estimate(Draws.Normal(2000, dimension, seed, Skewed)))]);
        if (dimension < 3) // a cube's faces, beyond which there is nothing, bias its entropy
            Draws.Hold(0, [.. Enumerable.Range(1, 10).Select(seed => KozachenkoLeonenko.Estimate(Draws.Uniform(2000, dimension, seed)))]);
    }

    [Fact]
    public void Whitened_entropy_moves_with_a_linear_map_by_its_log_determinant()
    {
        double[] Map(double[] z) => [3 * z[0] + z[1], -2 * z[1] + 0.1 * z[2], 0.01 * z[2]];
        var (before, after) = (KozachenkoLeonenko.Estimate(Draws.Normal(500, 3, 1)), KozachenkoLeonenko.Estimate(Draws.Normal(500, 3, 1, Map)));
        Assert.Equal(before.Value + Math.Log(3 * 2 * 0.01), after.Value, 1e-9);
        Assert.Equal(before.StandardError, after.StandardError, 1e-9);
        var turned = KozachenkoLeonenko.Estimate(Draws.Normal(500, 3, 1, z => [0.6 * z[0] - 0.8 * z[1], 0.8 * z[0] + 0.6 * z[1], z[2]]), new() { Whiten = false });
        Assert.Equal(KozachenkoLeonenko.Estimate(Draws.Normal(500, 3, 1), new() { Whiten = false }).Value, turned.Value, 1e-9);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("x is discrete", Assert.Throws<DataException>(() => KozachenkoLeonenko.Estimate(Draws.Normal(100, 1, 1, z => [Math.Round(z[0])]))).Message, StringComparison.Ordinal);
        Assert.Contains("positive definite", Assert.Throws<DomainException>(() => KozachenkoLeonenko.Estimate(Draws.Normal(100, 1, 1, z => [z[0], 2 * z[0]]))).Message, StringComparison.Ordinal);
        Assert.Contains("permutations", Assert.Throws<DomainException>(() => KozachenkoLeonenko.Estimate(Draws.Normal(100, 1, 1), new() { Permutations = 9 })).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => KozachenkoLeonenko.Estimate(new double[3, 1]));
        Assert.Contains("8 of 100 samples of x have 3 or more exact copies", Assert.Throws<DataException>(() => KozachenkoLeonenko.Estimate(Draws.Normal(100, 1, 1, z => z[0] is var x && x > 1.2 ? [2.0] : [x]))).Message, StringComparison.Ordinal);
    }
}
