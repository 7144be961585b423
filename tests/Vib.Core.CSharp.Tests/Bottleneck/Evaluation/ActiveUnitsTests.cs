using Xunit;

namespace Vib.Core.Tests;

public sealed class ActiveUnitsTests
{
    [Fact]
    public void Units_above_the_threshold_are_active_the_strongest_first()
    {
        var units = ActiveUnits.Of(new[,] { { 0.0, 1, 0.02, 3 }, { 0, 2, 0, 5 } });
        Assert.Equal([0, 1.5, 0.01, 4], units.MeanKl);
        Assert.Equal([3, 1], units.Indices); // a mean of just the threshold is not above it
        Assert.Equal("2 of 4 units active (mean KL above 0.01 nat)", units.ToString());
        Assert.Equal(3, ActiveUnits.Of(new[,] { { 0.0, 1, 0.02, 3 }, { 0, 2, 0, 5 } }, 0).Count);
    }

    // The exact encoder of three Gaussian pairs: KL of a component over x is its rate, E ½(μ² + s² − 1 − log s²) with E μ² = 1 − s²; active are those that the closed form has so.
    [Fact]
    public void The_units_of_an_exact_encoder_are_its_active_components()
    {
        var optimum = new GaussianBottleneck(Math.Sqrt(0.9), Math.Sqrt(0.5), Math.Sqrt(0.2)).Optimum(0.3);
        var kl = new double[2, 3];
        for (var k = 0; k < 3; k++)
            for (var i = 0; i < 2; i++) // two x that have the mean of μ²: ±√(1 − s²)
                kl[i, k] = 0.5 * (1 - optimum.NoiseVariances[k] + optimum.NoiseVariances[k] - 1 - Math.Log(optimum.NoiseVariances[k]));
        var units = ActiveUnits.Of(kl);
        Assert.Equal(optimum.Active, units.Count);
        Assert.Equal(optimum.Rate, units.MeanKl.Sum(), 1e-14);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ShapeException>(() => ActiveUnits.Of(new double[0, 2]));
        Assert.Throws<ShapeException>(() => ActiveUnits.Of(new double[2, 0]));
        Assert.Throws<DomainException>(() => ActiveUnits.Of(new double[1, 1], -1));
        Assert.StartsWith("KL of NaN at row 1, column 0", Assert.Throws<DataException>(() => ActiveUnits.Of(new[,] { { 0 }, { double.NaN } })).Came);
    }
}
