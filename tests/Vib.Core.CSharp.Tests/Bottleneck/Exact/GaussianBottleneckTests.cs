using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class GaussianBottleneckTests
{
    private const double Rounding = 1e-12; // thirty operations on numbers of at most 30 nat, and a determinant of 4 by 4 with a condition of at most 200
    private static readonly GaussianBottleneck three = new(Math.Sqrt(0.5), -Math.Sqrt(0.9), Math.Sqrt(0.2));

    // specs/vib.md §4.1: six decimals
    [Fact]
    public void One_pair_has_the_rate_and_the_information_of_the_closed_form()
    {
        var optimum = new GaussianBottleneck(Math.Sqrt(0.7)).Optimum(0.2);
        Assert.Equal(1.116796, optimum.Rate, 0.5e-6);
        Assert.Equal(0.490415, optimum.Information, 0.5e-6);
        Assert.Equal(0.5 * Math.Log(0.8 * 0.7 / (0.2 * 0.3)), optimum.Rate, Rounding);
        Assert.Equal(0.2 * 0.3 / (0.7 * 0.8), optimum.NoiseVariances[0], Rounding);
        Assert.Equal(0.2 * optimum.Rate - optimum.Information, optimum.Lagrangian);
        Assert.Equal("β = 0.2: I(X;Z) = 1.1168, I(Z;Y) = 0.4904 nat, 1 of 1 components active", optimum.ToString());
    }

    [Theory]
    [InlineData(0.95, 0)]
    [InlineData(0.6, 1)]
    [InlineData(0.3, 2)]
    [InlineData(0.1, 3)]
    public void Components_are_switched_on_one_by_one_as_beta_falls(double beta, int active)
    {
        var optimum = three.Optimum(beta);
        Assert.Equal(active, optimum.Active);
        Assert.Equal(active, three.Encoder(beta).Dimension);
        Assert.Equal(three.Correlations.Sum(c => new GaussianBottleneck(c).Optimum(beta).Rate), optimum.Rate, Rounding);
        Assert.Equal(three.Correlations.Sum(c => new GaussianBottleneck(c).Optimum(beta).Information), optimum.Information, Rounding);
        Assert.Equal(optimum.NoiseVariances.Select(v => v < 1), optimum.Rates.Select(r => r > 0));
    }

    [Fact]
    public void The_critical_betas_are_the_squared_correlations()
    {
        Assert.All(three.CriticalBetas.Zip([0.9, 0.5, 0.2]), pair => Assert.Equal(pair.Second, pair.First, Rounding));
        Assert.Equal(three.CriticalBetas[0], three.CriticalBeta, Rounding);
        foreach (var (beta, index) in three.CriticalBetas.Select((beta, index) => (beta, index)))
        {
            Assert.Equal(index, three.Optimum(beta).Active); // at ρ² itself it is off
            Assert.Equal(index + 1, three.Optimum(beta * (1 - 1e-9)).Active);
        }
    }

    [Fact]
    public void At_beta_zero_all_is_known_at_an_infinite_rate_and_from_one_on_nothing()
    {
        var (all, none) = (three.Optimum(0), three.Optimum(1));
        Assert.Equal((double.PositiveInfinity, three.Information, -three.Information), (all.Rate, all.Information, all.Lagrangian));
        Assert.Equal(-0.5 * Math.Log(0.1 * 0.5 * 0.8), three.Information, Rounding);
        Assert.Equal((0, 0, 0), (none.Rate, none.Information, none.Lagrangian));
        Assert.Equal(0, three.Optimum(7).Active);
        Assert.Equal(double.PositiveInfinity, three.RateAt(three.Information));
        Assert.Equal(double.PositiveInfinity, three.SufficientRate);
    }

    // specs/vib.md §4.1
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(4)]
    public void The_curve_of_one_pair_is_the_closed_form(double rate) =>
        Assert.Equal(rate - 0.5 * Math.Log(0.7 + 0.3 * Math.Exp(2 * rate)), new GaussianBottleneck(Math.Sqrt(0.7)).InformationAt(rate), Rounding);

    public static Arbitrary<(GaussianBottleneck Bottleneck, double Beta)> Cases => Arb.From(
        from n in Gen.Choose(1, 6)
        from squares in Gen.ListOf(Gen.Choose(0, 990), n)
        from beta in Gen.Choose(1, 1000)
        select (new GaussianBottleneck([.. squares.Select(square => Math.Sqrt(square / 1000.0))]), beta / 1001.0)); // never one of the ρ²

    // The information at a rate turns by β' in the rate, and the rate at an information by 1/β: errors grow by at most 1001.
    [Fact]
    public void Curve_slope_and_inverse_agree_with_the_optimum_at_every_beta() => Law.Holds(Cases, c =>
    {
        var optimum = c.Bottleneck.Optimum(c.Beta);
        Assert.Equal(optimum.Information, c.Bottleneck.InformationAt(optimum.Rate), Rounding);
        if (optimum.Active == 0) return;
        Assert.Equal(c.Beta, c.Bottleneck.SlopeAt(optimum.Rate), Rounding);
        Assert.Equal(optimum.Rate, c.Bottleneck.RateAt(optimum.Information), 1001 * Rounding);
        Assert.Equal(optimum.Rate, c.Bottleneck.Optimum(c.Beta, RateCost.Linear).Rate, 1001 * Rounding);
        Assert.Equal(c.Beta, c.Bottleneck.BetaAt(optimum.Rate, RateCost.Linear), Rounding);
    }, 300);

    // Central differences with h = 1e-4: the third derivative of the curve is at most 4 β ≤ 4 within a piece, so off by h²/6 · 4; where a piece ends between the points the slope
    // itself moves by at most 2h. Rounding of the values adds 1e-12/h.
    [Fact]
    public void The_slope_is_the_derivative_and_falls() => Law.Holds(Cases, c =>
    {
        const double h = 1e-4;
        var rate = 0.1 + 4 * c.Beta;
        var difference = (c.Bottleneck.InformationAt(rate + h) - c.Bottleneck.InformationAt(rate - h)) / (2 * h);
        Assert.Equal(difference, c.Bottleneck.SlopeAt(rate), 3 * h);
        Assert.True(c.Bottleneck.SlopeAt(rate + 1) <= c.Bottleneck.SlopeAt(rate));
        Assert.True(c.Bottleneck.InformationAt(rate) <= Math.Min(rate, c.Bottleneck.Information) + Rounding);
    }, 300);

    // (A, s) read by determinants, whatever the covariance.
    [Fact]
    public void The_encoder_has_the_rate_and_the_information_that_are_claimed() => Law.Holds(Arb.From(Gen.Choose(1, 100_000)), seed =>
    {
        var (covariance, dx) = (Matrix.Covariance(4, seed), 1 + seed % 3);
        var bottleneck = GaussianBottleneck.OfCovariance(covariance, dx);
        var beta = bottleneck.CriticalBetas[0] * (1 + seed % 7) / 8;
        var (optimum, encoder) = (bottleneck.Optimum(beta), bottleneck.Encoder(beta));
        var noise = Matrix.Diagonal([.. encoder.NoiseScales.Select(s => s * s)]);
        var (rate, information) = new LinearCode(covariance, dx).Read(encoder.Projection, noise);
        Assert.Equal(optimum.Rate, rate, Rounding);
        Assert.Equal(optimum.Information, information, Rounding);
        Assert.Equal(new MultivariateGaussian(covariance, dx).Information, bottleneck.Information, Rounding);
        var z = Matrix.Product(Matrix.Product(encoder.Projection, Matrix.Block(covariance, 0, 0, dx, dx)), Matrix.Transposed(encoder.Projection));
        Assert.True(Matrix.Largest(Matrix.Sum(Matrix.Sum(z, noise), Matrix.Identity(encoder.Dimension), -1)) < Rounding); // independent, variance 1
    }, 200);

    [Fact]
    public void No_other_linear_encoder_does_better() => Law.Holds(Arb.From(Gen.Choose(1, 100_000)), seed =>
    {
        var (covariance, dx) = (Matrix.Covariance(5, seed), 1 + seed % 4);
        var bottleneck = GaussianBottleneck.OfCovariance(covariance, dx);
        var beta = seed % 11 / 10.0;
        var rows = 1 + seed % 5;
        var projection = Matrix.Drawn(rows, dx, seed + 1);
        for (var scale = 0.01; scale < 1000; scale *= 3)
            Assert.True(new LinearCode(covariance, dx).Lagrangian(Matrix.Sum(projection, projection, scale - 1), beta) >= bottleneck.Optimum(beta).Lagrangian - Rounding);
    }, 200);

    // Descent over A in I(X;Z), I(Z;Y) as determinants, which knows nothing of canonical correlations, stops within 1e-7 of the same value.
    [Theory]
    [InlineData(1, 1, 0.3)]
    [InlineData(2, 2, 0.1)]
    [InlineData(3, 3, 0.2)]
    [InlineData(4, 2, 0.4)]
    [InlineData(5, 3, 0.02)]
    public void Descent_over_linear_encoders_finds_the_same_optimum(int seed, int dx, double beta)
    {
        var covariance = Matrix.Covariance(5, seed);
        var exact = GaussianBottleneck.OfCovariance(covariance, dx).Optimum(beta).Lagrangian;
        var found = new LinearCode(covariance, dx).Descend(beta, starts: 3, steps: 600);
        Assert.InRange(found, exact - Rounding, exact + 1e-7);
        Assert.True(exact < -1e-3); // or nothing was tried
    }

    // Chechik et al. 2005, theorem 3.1: rows a/s are left eigenvectors v of Σ_{x|y} Σ_x⁻¹ with eigenvalue λ, and vᵀ Σ_x v = (β_C (1 − λ) − 1)/λ with β_C = 1/β.
    [Theory]
    [InlineData(6, 2)]
    [InlineData(7, 3)]
    public void The_encoder_is_that_of_the_paper(int seed, int dx)
    {
        const double beta = 0.05;
        var covariance = Matrix.Covariance(5, seed);
        var bottleneck = GaussianBottleneck.OfCovariance(covariance, dx);
        var (encoder, x) = (bottleneck.Encoder(beta), Matrix.Block(covariance, 0, 0, dx, dx));
        var operation = Matrix.Product(LinearCode.GivenY(covariance, dx), Matrix.Inverted(x).Inverse);
        Assert.True(encoder.Dimension > 0);
        for (var i = 0; i < encoder.Dimension; i++)
        {
            var (row, lambda) = (Matrix.Block(encoder.Projection, i, 0, 1, dx), 1 - bottleneck.CriticalBetas[i]);
            Assert.True(Matrix.Largest(Matrix.Sum(Matrix.Product(row, operation), row, -lambda)) < Rounding);
            var power = Matrix.Product(Matrix.Product(row, x), Matrix.Transposed(row))[0, 0] / (encoder.NoiseScales[i] * encoder.NoiseScales[i]);
            Assert.Equal(((1 - lambda) / beta - 1) / lambda, power, 1e-10);
        }
    }

    [Fact]
    public void Invertible_maps_of_x_and_of_y_change_nothing() => Law.Holds(Arb.From(Gen.Choose(1, 100_000)), seed =>
    {
        var map = Matrix.Sum(Matrix.Identity(5), Matrix.Drawn(5, 5, seed), 0.15); // rows sum to at most 0.75 off the diagonal: invertible
        for (var i = 0; i < 2; i++)
            for (var j = 2; j < 5; j++) map[i, j] = map[j, i] = 0;
        var covariance = Matrix.Covariance(5, seed + 1);
        var mapped = Matrix.Product(Matrix.Product(map, covariance), Matrix.Transposed(map));
        var symmetric = Matrix.Sum(Matrix.Sum(mapped, Matrix.Transposed(mapped), 1), mapped, -1); // exact: entry by entry of one triangle
        for (var i = 0; i < 5; i++)
            for (var j = 0; j < i; j++) symmetric[i, j] = symmetric[j, i];
        Assert.All(GaussianBottleneck.OfCovariance(covariance, 2).Correlations.Zip(GaussianBottleneck.OfCovariance(symmetric, 2).Correlations),
            pair => Assert.Equal(pair.First, pair.Second, 100 * Rounding));
    });

    [Fact]
    public void Truths_are_taken_as_they_are()
    {
        var pairs = GaussianBottleneck.Of(new CorrelatedGaussian(3, -0.6));
        Assert.All(pairs.Correlations, c => Assert.Equal(0.6, c));
        Assert.Equal(new CorrelatedGaussian(3, 0.6).Information, pairs.Information, Rounding);
        var covariance = Matrix.Covariance(4, 3);
        Assert.Equal(GaussianBottleneck.OfCovariance(covariance, 1).Correlations, GaussianBottleneck.Of(new MultivariateGaussian(covariance, 1)).Correlations);
        Assert.Equal("Gaussian bottleneck, ρ = 0.9487, 0.7071, 0.4472, I(X;Y) = 1.6094 nat", three.ToString());
    }

    [Fact]
    public void An_encoder_of_pairs_takes_the_strongest_first()
    {
        var encoder = three.Encoder(0.3);
        Assert.Equal([0, 1, 0], Enumerable.Range(0, 3).Select(j => Math.Sign(encoder.Projection[0, j])));
        Assert.Equal([1, 0, 0], Enumerable.Range(0, 3).Select(j => Math.Sign(encoder.Projection[1, j])));
        Assert.Equal("linear encoder, 3-d to 2-d, noise 0.218, 0.655", encoder.ToString());
    }

    [Fact]
    public void Independent_variables_have_a_flat_curve()
    {
        var none = new GaussianBottleneck(0, 0);
        Assert.Equal((0, 0, 0, 0, 0), (none.Information, none.InformationAt(3), none.SlopeAt(0), none.SufficientRate, none.RateAt(0)));
        Assert.Equal((0, 0, 0), (none.Optimum(0).Rate, none.Optimum(0).Active, none.Encoder(0).Dimension));
    }

    [Fact]
    public void A_little_correlation_is_not_lost_to_rounding()
    {
        var faint = new GaussianBottleneck(1e-9); // 1 − ρ² is 1 in doubles
        Assert.Equal(0.5e-18, faint.Information, 1e-32);
        Assert.Equal(0.5e-18 * (1 - Math.Exp(-2)), faint.InformationAt(1), 1e-32);
        Assert.Equal(0.5 * Math.Log(2), faint.Optimum(0.5e-18).Rate, Rounding);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_beta_that_is_no_price_is_refused(double beta)
    {
        Assert.Equal(FormattableString.Invariant($"β is {beta}"), Assert.Throws<DomainException>(() => three.Optimum(beta)).Came);
        Assert.Throws<DomainException>(() => three.Encoder(beta));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(1.2)]
    [InlineData(double.NaN)]
    public void A_correlation_of_one_or_more_is_refused(double correlation) =>
        Assert.Equal(FormattableString.Invariant($"A correlation of {correlation}"), Assert.Throws<DomainException>(() => new GaussianBottleneck(0.5, correlation)).Came);

    [Fact]
    public void Covariances_and_lists_that_make_no_sense_are_refused()
    {
        Assert.Throws<DomainException>(() => new GaussianBottleneck());
        Assert.Throws<ShapeException>(() => GaussianBottleneck.OfCovariance(new double[2, 3], 1));
        Assert.Contains("positive definite", Assert.Throws<DomainException>(() => GaussianBottleneck.OfCovariance(new double[,] { { 1, 1 }, { 1, 1 } }, 1)).Wanted);
        Assert.Contains("symmetric", Assert.Throws<DomainException>(() => GaussianBottleneck.OfCovariance(new double[,] { { 1, 0.5 }, { 0.4, 1 } }, 1)).Wanted);
        Assert.Throws<DomainException>(() => GaussianBottleneck.OfCovariance(Matrix.Identity(3), 3));
    }
}
