using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class DeterministicLabelsTests
{
    private static readonly DeterministicLabels ten = new(Math.Log(10));

    [Fact]
    public void The_curve_is_the_smaller_of_rate_and_entropy()
    {
        Assert.Equal((0, 1.5, Math.Log(10), Math.Log(10)), (ten.InformationAt(0), ten.InformationAt(1.5), ten.InformationAt(3), ten.InformationAt(double.PositiveInfinity)));
        Assert.Equal((1.5, Math.Log(10)), (ten.RateAt(1.5), ten.RateAt(Math.Log(10))));
        Assert.Equal((1, 1, 0, 1), (ten.SlopeAt(0), ten.SlopeAt(2.3), ten.SlopeAt(Math.Log(10)), ten.CriticalBeta));
        Assert.Equal("deterministic labels, I(Z;Y) = min(I(X;Z), 2.3026 nat)", ten.ToString());
    }

    // A Z that is Y with probability a and blank otherwise: every rate below H(Y) is reached. Read off its table.
    [Theory]
    [InlineData(0.25)]
    [InlineData(0.8)]
    public void A_label_shown_now_and_then_lies_on_the_curve(double shown)
    {
        double[] labels = [0.5, 0.3, 0.2];
        var table = new double[3, 4];
        for (var y = 0; y < 3; y++) (table[y, y], table[y, 3]) = (labels[y] * shown, labels[y] * (1 - shown));
        var information = new JointTable(table).Information; // I(Y;Z), and I(X;Z) where X tells Z nothing more than Y
        var curve = DeterministicLabels.OfProbabilities(labels);
        Assert.Equal(shown * curve.EntropyOfY, information, 1e-15);
        Assert.Equal(information, curve.InformationAt(information));
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void The_plain_Lagrangian_has_its_optimum_at_the_corner_whatever_beta_is(double beta)
    {
        var corner = ten.Optimum(beta, RateCost.Linear);
        Assert.Equal((ten.EntropyOfY, ten.EntropyOfY), (corner.Rate, corner.Information));
        Assert.Equal(0, ten.Optimum(1 + beta, RateCost.Linear).Rate);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0.5)]
    [InlineData(0.21714724095162592)] // 1/(2 ln 10) · 1.0000…: the end of the slope
    [InlineData(0.1)]
    public void The_squared_cost_stops_at_one_over_two_beta(double beta) =>
        Assert.Equal(Math.Min(1 / (2 * beta), ten.EntropyOfY), ten.Optimum(beta, RateCost.Squared).Rate, 1e-15);

    public static TheoryData<RateCost, Func<double, double>> Costs => new()
    {
        { RateCost.Squared, beta => 1 / (2 * beta) },
        { RateCost.Power(1), beta => 1 / (2 * beta) },
        { RateCost.Power(0.5), beta => Math.Pow(1 / (1.5 * beta), 2) },
        { RateCost.Power(3), beta => Math.Cbrt(1 / (4 * beta)) },
        { RateCost.Exponential(2), beta => Math.Log(1 / (2 * beta)) / 2 },
        { RateCost.ShiftedExponential(3, 1.2), beta => 1.2 + Math.Log(1 / (3 * beta)) / 3 },
    };

    // u'(r) = 1/β solved by hand; (u')⁻¹ turns a rounding of 1/β into at most 20 of the rate
    [Theory]
    [MemberData(nameof(Costs))]
    public void A_convex_cost_stops_where_its_slope_is_one_over_beta(RateCost cost, Func<double, double> rate)
    {
        for (var beta = 0.01; beta < 2; beta *= 1.3)
            Assert.Equal(Math.Clamp(rate(beta), 0, ten.EntropyOfY), ten.Optimum(beta, cost).Rate, 1e-14);
    }

    // No cost of the family has a better point on a fine grid than the one that is claimed.
    [Theory]
    [MemberData(nameof(Costs))]
    public void No_point_of_the_curve_is_better(RateCost cost, Func<double, double> rate)
    {
        foreach (var beta in (double[])[0.03, 0.1, 0.3, 1])
        {
            double Objective(double r) => ten.InformationAt(r) - beta * cost.Value(r);
            var best = Objective(ten.Optimum(beta, cost).Rate);
            Assert.All(ten.Points(3, 3001), point => Assert.True(Objective(point.Rate) <= best + 1e-14));
            Assert.Equal(Objective(Math.Clamp(rate(beta), 0, ten.EntropyOfY)), best, 1e-14);
        }
    }

    [Theory]
    [MemberData(nameof(Costs))]
    public void Every_rate_has_a_beta_that_leads_to_it(RateCost cost, Func<double, double> rate)
    {
        for (var r = 0.1; r < ten.EntropyOfY; r += 0.1)
        {
            var beta = ten.BetaAt(r, cost);
            Assert.Equal(r, ten.Optimum(beta, cost).Rate, 1e-13);
            Assert.Equal(r, rate(beta), 1e-13);
        }
    }

    // As η grows the shifted exponential is a wall: |r − r*| = |log(βη)|/η.
    [Fact]
    public void A_steep_shifted_exponential_holds_a_rate_whatever_beta_is()
    {
        foreach (var beta in (double[])[0.01, 0.1, 1, 10])
            Assert.Equal(1.2, ten.Optimum(beta, RateCost.ShiftedExponential(1000, 1.2)).Rate, Math.Log(1e4) / 1000);
    }

    [Fact]
    public void Costs_are_convex_and_have_the_slope_that_they_say() => Law.Holds(Arb.From(from kind in Gen.Choose(0, Costs.Count - 1) from milli in Gen.Choose(1, 3000) select (kind, milli / 1000.0)), c =>
    {
        const double h = 1e-5; // the third derivative is below 3e4 of the value's scale: central differences to 1e-5, relative
        var (cost, rate) = (Costs.ElementAt(c.kind).Data.Item1, c.Item2 + 2 * h);
        var slope = (cost.Value(rate + h) - cost.Value(rate - h)) / (2 * h);
        Assert.Equal(slope, cost.Slope(rate), 1e-4 * Math.Max(1, slope));
        Assert.True(cost.Slope(rate + h) > cost.Slope(rate));
    }, 300);

    [Fact]
    public void Any_other_cost_may_be_given()
    {
        var cost = RateCost.Of("cosh r", Math.Cosh, Math.Sinh);
        Assert.Equal(Math.Asinh(2), ten.Optimum(0.5, cost).Rate, 1e-14);
        Assert.Equal("u(r) = cosh r", cost.ToString());
        Assert.Equal("u(r) = exp(3 (r − 1.2))", RateCost.ShiftedExponential(3, 1.2).ToString());
    }

    // On a curve that is strictly concave, too: the slope there is β u'.
    [Fact]
    public void A_convex_cost_finds_its_point_of_a_Gaussian_curve()
    {
        var curve = new GaussianBottleneck(0.9, 0.5);
        foreach (var cost in Costs.Select(row => row.Data.Item1))
        {
            var point = curve.Optimum(0.05, cost);
            Assert.Equal(point.Slope, 0.05 * cost.Slope(point.Rate), 1e-12);
            Assert.All(curve.Points(10, 1001), other => Assert.True(other.Information - 0.05 * cost.Value(other.Rate) <= point.Information - 0.05 * cost.Value(point.Rate) + 1e-13));
            Assert.Equal(0.05, curve.BetaAt(point.Rate, cost), 1e-12);
        }
    }

    [Fact]
    public void Points_are_equally_far_apart()
    {
        var points = ten.Points(3, 4);
        Assert.Equal([0, 1, 2, 3], points.Select(p => p.Rate));
        Assert.Equal([0, 1, 2, Math.Log(10)], points.Select(p => p.Information));
        Assert.Equal([1, 1, 1, 0], points.Select(p => p.Slope));
        Assert.Equal("I(X;Z) = 1, I(Z;Y) = 1 nat, slope 1", points[1].ToString());
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<DomainException>(() => new DeterministicLabels(0));
        Assert.Throws<DomainException>(() => new DeterministicLabels(double.PositiveInfinity));
        Assert.Equal("p(y) that sums to 0.9", Assert.Throws<DomainException>(() => DeterministicLabels.OfProbabilities([0.5, 0.4])).Came);
        Assert.Throws<DomainException>(() => DeterministicLabels.OfProbabilities([1]));
        Assert.Contains("data processing", Assert.Throws<DomainException>(() => ten.RateAt(2.5)).Advice);
        Assert.Throws<DomainException>(() => ten.RateAt(-0.1));
        Assert.Throws<DomainException>(() => ten.InformationAt(-1));
        Assert.Throws<DomainException>(() => ten.SlopeAt(double.NaN));
        Assert.Throws<DomainException>(() => ten.Optimum(-1, RateCost.Squared));
        Assert.Throws<DomainException>(() => ten.Optimum(0, RateCost.Squared));
        Assert.Throws<DomainException>(() => ten.BetaAt(3, RateCost.Squared));
        Assert.Throws<DomainException>(() => ten.Points(0, 5));
        Assert.Throws<DomainException>(() => ten.Points(1, 1));
        Assert.Throws<DomainException>(() => RateCost.Power(0));
        Assert.Throws<DomainException>(() => RateCost.Exponential(-1));
        Assert.Throws<DomainException>(() => RateCost.ShiftedExponential(1, -1));
    }
}
