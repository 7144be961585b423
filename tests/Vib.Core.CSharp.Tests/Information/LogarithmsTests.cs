using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class LogarithmsTests
{
    [Fact]
    public void Small_arguments_lose_nothing_and_infinite_ones_stay() // x − x²/2, x + x²/2
    {
        Assert.Equal(1e-10 - 0.5e-20, Logarithms.LogP1(1e-10), 1e-25);
        Assert.Equal(1e-10 + 0.5e-20, Logarithms.ExpM1(1e-10), 1e-25);
        Assert.Equal((double.PositiveInfinity, double.NegativeInfinity), (Logarithms.LogP1(double.PositiveInfinity), Logarithms.LogP1(-1)));
        Assert.Equal((double.PositiveInfinity, -1), (Logarithms.ExpM1(double.PositiveInfinity), Logarithms.ExpM1(double.NegativeInfinity)));
        Assert.Equal((double.PositiveInfinity, -1, 0), (Logarithms.ExpM1(800), Logarithms.ExpM1(-800), Logarithms.ExpM1(0)));
    }

    [Fact]
    public void Entropies_and_divergences_are_the_sums_that_define_them()
    {
        Assert.Equal(Math.Log(2), Logarithms.Entropy([0.5, 0, 0.5]), 1e-16);
        Assert.Equal(0.5 * Math.Log(0.5 / 0.2) + 0.5 * Math.Log(0.5 / 0.3), Logarithms.Divergence([0.5, 0.5, 0], [0.2, 0.3, 0.5]), 1e-15);
        Assert.Equal(double.PositiveInfinity, Logarithms.Divergence([0.5, 0.5], [1, 0]));
        Assert.Equal(0, Logarithms.Divergence([0.5, 0.5, 0], [0.5, 0.5, 0]));
    }

    // q = (0.2, 0.8), p = q ± d: KL = Σ_k (±d)^k/(k(k − 1)) Σ q^{1−k}, where the plain sum keeps no digit at d = 1e-9.
    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-6)]
    [InlineData(1.9e-4)]
    [InlineData(2.1e-4)] // on both sides of the series' end
    [InlineData(2e-3)]
    public void A_small_divergence_keeps_its_digits(double d)
    {
        var exact = Enumerable.Range(2, 12).Sum(k => (Math.Pow(-d / 0.2, k) * 0.2 + Math.Pow(d / 0.8, k) * 0.8) / (k * (k - 1)));
        Assert.Equal(1, Logarithms.Divergence([0.2 + d, 0.8 - d], [0.2, 0.8]) / exact, 1e-15 / d + 1e-12); // 0.8 − d is rounded by 1e-16
    }

    [Fact]
    public void Entropy_and_divergence_from_the_uniform_add_up() => Law.Holds(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        double[] p = [.. Tables.Drawn(1, 5, seed).Cast<double>()];
        Assert.Equal(Math.Log(5), Logarithms.Entropy(p) + Logarithms.Divergence(p, [0.2, 0.2, 0.2, 0.2, 0.2]), 1e-14);
    });
}
