using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

/// <summary>The closed forms of a mixture of Gaussians, beside integrals and definitions.</summary>
public sealed class GaussianMixtureTests
{
    private static (double[] Means, double[] Deviations) Drawn(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, 6);
        return ([.. Enumerable.Range(0, count).Select(_ => 4 * random.NextDouble() - 2)], [.. Enumerable.Range(0, count).Select(_ => Math.Exp(2 * random.NextDouble() - 1.5))]);
    }

    /// <summary>Simpson's rule on 8000 stretches; of these smooth integrands its error is below 1e-9.</summary>
    private static double Integral(Func<double, double> f, double from, double to)
    {
        const int n = 8000;
        var (h, sum) = ((to - from) / n, f(from) + f(to));
        for (var i = 1; i < n; i++) sum += (i % 2 == 1 ? 4 : 2) * f(from + i * h);
        return sum * h / 3;
    }

    // Values of erfc from Abramowitz and Stegun's series, computed with 50 digits.
    [Theory]
    [InlineData(0.3, 0.67137324054087258)]
    [InlineData(1, 0.15729920705028513)]
    [InlineData(3, 2.2090496998585441e-5)]
    [InlineData(6, 2.1519736712498913e-17)]
    [InlineData(-1, 1.8427007929497149)]
    public void The_complementary_error_function_is_known_in_its_tail(double x, double value) => Assert.Equal(1, NormalDistribution.ErrorComplement(x) / value, 4e-15);

    [Fact]
    public void Cumulative_and_quantile_of_the_normal_undo_each_other()
    {
        foreach (var p in (double[])[1e-300, 1e-20, 1e-5, 0.01, 0.3, 0.5, 0.9, 0.9999]) Assert.Equal(1, NormalDistribution.Cumulative(NormalQuantile.Of(p)) / p, 1e-12);
    }

    [Fact]
    public void Quantiles_are_those_of_the_mixture() => Law.Holds(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var (means, deviations) = Drawn(seed);
        var mixture = new GaussianMixture(means, deviations);
        var last = double.NegativeInfinity;
        foreach (var p in (double[])[1e-6, 0.01, 0.05, 0.3, 0.5, 0.8, 0.95, 0.999])
        {
            var q = mixture.Quantile(p);
            Assert.Equal(p, mixture.Cumulative(q), 1e-14 + 1e-12 * p);
            Assert.True(q > last);
            last = q;
        }
    });

    // Two narrow Gaussians far apart: averaging their parameters or quantiles would put the 5 % to 95 % between −0.08 and 0.08; the mixture's own lie in the two humps.
    [Fact]
    public void Quantiles_of_two_humps_are_in_the_humps()
    {
        var mixture = new GaussianMixture([-1, 1], [0.05, 0.05]);
        Assert.Equal(-1 + 0.05 * NormalQuantile.Of(0.1), mixture.Quantile(0.05), 1e-12);
        Assert.Equal(1 + 0.05 * NormalQuantile.Of(0.9), mixture.Quantile(0.95), 1e-12);
        Assert.Equal(0, mixture.Mean);
        Assert.Equal(Math.Sqrt(1 + 0.0025), mixture.Deviation, 1e-12);
    }

    [Fact]
    public void Density_and_scores_are_what_their_definitions_integrate_to() => Law.Holds(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var (means, deviations) = Drawn(seed);
        double F(double t) => new GaussianMixture(means, deviations).Cumulative(t);
        double Density(double t) => new GaussianMixture(means, deviations).Density(t);
        var y = 6 * new Random(~seed).NextDouble() - 3;
        var mixture = new GaussianMixture(means, deviations);
        Assert.Equal(mixture.Cumulative(y), Integral(Density, -40, y), 1e-7);
        Assert.Equal(mixture.LogDensity(y), Math.Log(mixture.Density(y)), 1e-9);
        Assert.Equal(mixture.Mean, Integral(t => t * Density(t), -40, 40), 1e-7);
        Assert.Equal(Integral(t => F(t) * F(t), -40, y) + Integral(t => (1 - F(t)) * (1 - F(t)), y, 40), mixture.RankedProbabilityScore(y), 1e-7);
    }, count: 20);
}
