using Xunit;

namespace Vib.Core.Tests;

public sealed class StandardisedTests
{
    [Fact]
    public void Whitened_coordinates_have_unit_covariance_and_lose_the_volume()
    {
        var (white, volume) = Standardised.Whitened(Draws.Normal(500, 2, 1, z => [3 * z[0] + z[1] + 4, 0.1 * z[1]]));
        var (unit, before) = Standardised.Whitened(Draws.Normal(500, 2, 1));
        Assert.Equal(before + Math.Log(0.3), volume, 1e-9);
        for (var a = 0; a < 2; a++)
            for (var b = 0; b < 2; b++) Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, 500).Sum(i => white[i, a] * white[i, b]) / 499, 1e-9);
        Assert.Equal(KozachenkoLeonenko.Estimate(unit, new() { Whiten = false }).Value, KozachenkoLeonenko.Estimate(white, new() { Whiten = false }).Value, 1e-9); // a turn apart
    }

    [Fact]
    public void Ranks_know_nothing_but_the_order()
    {
        var (x, bent) = (Draws.Normal(300, 2, 1), Draws.Normal(300, 2, 1, z => [Math.Exp(z[0]), z[1] * z[1] * z[1]]));
        Assert.Equal(Standardised.Scaled(x, Scaling.Rank), Standardised.Scaled(bent, Scaling.Rank));
        Assert.Equal(x, Standardised.Scaled(x, Scaling.None));
        Assert.Equal(0, Enumerable.Range(0, 300).Average(i => Standardised.Scaled(bent, Scaling.Standard)[i, 0]), 1e-9);
        var y = Draws.Normal(300, 2, 1, z => [z[0] + 0.5 * Math.Sin(20 * z[1])]);
        var options = new NeighbourOptions { Scaling = Scaling.Rank };
        Assert.Equal(Ksg.Estimate(x, y, KsgVariant.First, options).Value, Ksg.Estimate(bent, y, KsgVariant.First, options).Value, 1e-12);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<DomainException>(() => Standardised.Whitened(Draws.Normal(50, 1, 1, z => [z[0], -z[0]])));
        Assert.Throws<DomainException>(() => Standardised.Scaled(Draws.Normal(50, 1, 1), (Scaling)9));
        Assert.Throws<ShapeException>(() => Standardised.Scaled(new double[0, 1], Scaling.Rank));
    }
}
