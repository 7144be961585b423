using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class CorrelatedGaussianTests
{
    [Theory]
    [InlineData(2, .42576)]
    [InlineData(4, .57418)]
    [InlineData(6, .67171)]
    [InlineData(8, .74207)]
    [InlineData(10, .79506)]
    public void The_correlations_of_the_field_s_staircase_come_out(double nats, double correlation) // specs/mi-bounds.md §3, five decimals
    {
        Assert.Equal(correlation, CorrelatedGaussian.WithInformation(20, nats).Correlation, 0.5e-5 + 1e-9);
        Assert.Equal(nats, new CorrelatedGaussian(20, correlation).Information, 1e-3); // dI/dρ = dρ/(1 − ρ²) ≤ 44
    }

    [Theory]
    [InlineData(1, 0.5, 0.14384103622589045)] // ½ log 4/3
    [InlineData(3, -0.6, 0.66943065394262924)] // −1.5 log 0.64
    [InlineData(20, 0, 0)]
    [InlineData(2, 1e-10, 1e-20)] // 1 − ρ² is 1 in doubles; the information is not 0
    public void The_information_is_the_closed_form(int dimension, double correlation, double nats) =>
        Assert.Equal(nats, new CorrelatedGaussian(dimension, correlation).Information, 1e-14 * nats);

    // ρ is rounded by at most ε/4 below 1, and dI/dρ ≤ d/(1 − ρ²) = d e^{2I/d}; the closed forms add a few roundings of I itself.
    [Fact]
    public void Information_asked_for_is_information_had() => Law.Holds(
        Arb.From(from d in Gen.Choose(1, 64) from e in Gen.Choose(-300, 10) select (Dimension: d, PerDimension: Math.Pow(10, e / 10.0))), c =>
        {
            var nats = c.Dimension * c.PerDimension;
            var truth = CorrelatedGaussian.WithInformation(c.Dimension, nats);
            Assert.Equal(nats, truth.Information, Numbers.Epsilon * (8 * nats + c.Dimension * Math.Min(1, c.PerDimension) * Math.Exp(2 * c.PerDimension)));
            Assert.Equal(truth.Information, truth.KnownInformation);
        }, 300);

    [Fact]
    public void No_information_is_independence()
    {
        var none = CorrelatedGaussian.WithInformation(20, 0);
        Assert.Equal(0, none.Correlation);
        Assert.Equal("20-d Gaussian with ρ = 0, I(X;Y) = 0 nat", none.ToString()); // and not −0
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_correlation_of_one_or_more_is_refused(double correlation)
    {
        var error = Assert.Throws<DomainException>(() => new CorrelatedGaussian(3, correlation));
        Assert.Equal(FormattableString.Invariant($"A correlation of {correlation}"), error.Came);
        Assert.Equal("−1 < ρ < 1", error.Wanted);
        Assert.Contains("WithInformation", error.Advice);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void A_dimension_below_one_is_refused(int dimension)
    {
        foreach (var make in (Func<object>[])[() => new CorrelatedGaussian(dimension, 0.5), () => CorrelatedGaussian.WithInformation(dimension, 1)])
        {
            var error = Assert.Throws<DomainException>(make);
            Assert.Equal($"The dimension of the Gaussian is {dimension}", error.Came);
            Assert.Contains("at least 1", error.Wanted);
        }
    }

    [Theory]
    [InlineData(-0.1, "The information in nats is -0.1")]
    [InlineData(double.NaN, "The information in nats is NaN")]
    [InlineData(double.PositiveInfinity, "The information in nats is Infinity")]
    [InlineData(1000, "A correlation of 1")] // so much that ρ rounds to 1
    public void Information_that_no_Gaussian_has_is_refused(double nats, string came) =>
        Assert.Equal(came, Assert.Throws<DomainException>(() => CorrelatedGaussian.WithInformation(2, nats)).Came);

    [Fact]
    public void It_says_what_it_is() => Assert.Equal("20-d Gaussian with ρ = 0.5742, I(X;Y) = 4 nat", CorrelatedGaussian.WithInformation(20, 4).ToString());
}
