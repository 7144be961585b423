using Xunit;

namespace Vib.Core.Tests;

public sealed class NeighbourDivergenceTests
{
    [Theory]
    [InlineData(1, 0.0, 1.0), InlineData(1, 1.0, 1.0), InlineData(1, 0.0, 2.0), InlineData(2, 0.5, 1.5), InlineData(3, 0.0, 1.0)]
    public void Gaussians_have_their_divergence(int dimension, double shift, double scale) // N(0, I) from N(shift, scale² I)
    {
        var truth = dimension * (Math.Log(scale) + (1 + shift * shift) / (2 * scale * scale) - 0.5);
        Draws.Hold(truth, [.. Enumerable.Range(1, 10).Select(seed => NeighbourDivergence.Estimate(Draws.Normal(1500, dimension, seed),
            Draws.Normal(2500, dimension, 100 + seed, z => [.. z.Select(value => shift + scale * value)])))]);
    }

    [Fact]
    public void A_value_by_hand()
    {
        double[,] x = { { 0 }, { 1 }, { 3 }, { 7 } }, y = { { 0.5 }, { 2 }, { 6 }, { 20 }, { 30 } };
        var expected = new[] { 0.5 / 1, 0.5 / 1, 1.0 / 2, 1.0 / 4 }.Average(Math.Log) + Math.Log(5.0 / 3);
        Assert.Equal(expected, NeighbourDivergence.Estimate(x, y, new() { K = 1, Whiten = false }).Value, 1e-14);
        Assert.Equal(expected, NeighbourDivergence.Estimate(x, y, new() { K = 1 }).Value, 1e-14);
    }

    [Fact]
    public void A_linear_map_of_both_changes_nothing()
    {
        double[] Map(double[] z) => [100 * z[0] + z[1], z[1] - 3];
        double[] Wide(double[] z) => [2 * z[0], z[1]];
        var before = NeighbourDivergence.Estimate(Draws.Normal(300, 2, 1), Draws.Normal(300, 2, 2, Wide));
        var after = NeighbourDivergence.Estimate(Draws.Normal(300, 2, 1, Map), Draws.Normal(300, 2, 2, z => Map(Wide(z))));
        Assert.Equal(before.Value, after.Value, 1e-9);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var x = Draws.Normal(50, 1, 1);
        Assert.Contains("among the reference", Assert.Throws<DataException>(() => NeighbourDivergence.Estimate(x, x, new() { K = 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => NeighbourDivergence.Estimate(x, new double[50, 2]));
        Assert.Contains("at least 4", Assert.Throws<DomainException>(() => NeighbourDivergence.Estimate(x, Draws.Normal(3, 1, 2))).Message, StringComparison.Ordinal);
    }
}
