using Xunit;

namespace Vib.Core.Tests;

public sealed class CanonicalCorrelationTests
{
    // x = (a, b), y = (0.8 a + 0.6 c, 0.3 b + √0.91 d): correlations 0.8 and 0.3, mixed below
    private static (double[,] X, double[,] Y) Mixed(int count, int seed)
    {
        var z = Draws.Normal(count, 4, seed);
        var (x, y) = (new double[count, 2], new double[count, 2]);
        for (var i = 0; i < count; i++)
        {
            var (first, second) = (0.8 * z[i, 0] + 0.6 * z[i, 2], 0.3 * z[i, 1] + Math.Sqrt(0.91) * z[i, 3]);
            (x[i, 0], x[i, 1], y[i, 0], y[i, 1]) = (3 * z[i, 0] + z[i, 1], z[i, 1] - 2, first - 5 * second, 0.1 * first);
        }
        return (x, y);
    }

    [Fact]
    public void One_correlation_by_hand()
    {
        double[,] x = { { 1 }, { 2 }, { 3 }, { 4 }, { 5 } }, y = { { 2 }, { 1 }, { 4 }, { 3 }, { 5 } };
        var told = CanonicalCorrelation.Of(x, y);
        Assert.Equal(0.8, Assert.Single(told.Correlations), 1e-12);
        // −½ log(1 − 0.64), less ½[ψ(4/2) + ψ(4/2) − ψ(4/2) − ψ(3/2)]
        Assert.Equal(-0.5 * Math.Log(0.36) - (GammaFunction.Digamma(2) - GammaFunction.Digamma(1.5)) / 2, told.Information.Value, 1e-12);
        Assert.Equal(ChiSquare.Above(-(4 - 1.5) * Math.Log(0.36), 1), Assert.Single(told.PValues), 1e-12);
    }

    [Theory]
    [InlineData(12), InlineData(40), InlineData(400)]
    public void Of_Gaussians_it_has_no_bias_however_few(int count)
    {
        var truth = -0.5 * Math.Log(0.36) - 0.5 * Math.Log(0.91);
        Estimate[] estimates = [.. Enumerable.Range(1, 400).Select(seed => Mixed(count, seed)).Select(s => CanonicalCorrelation.Of(s.X, s.Y).Information)];
        var (mean, error) = Numbers.Mean([.. estimates.Select(e => e.Value)]);
        Assert.InRange(Math.Abs(mean - truth), 0, 4 * error);
        if (count >= 40) Assert.InRange(estimates.Average(e => e.StandardError) / (error * 20), 0.8, 1.25);
    }

    [Fact]
    public void It_does_not_change_under_invertible_linear_maps()
    {
        var (x, y) = Mixed(100, 1);
        var moved = new double[100, 2];
        for (var i = 0; i < 100; i++) (moved[i, 0], moved[i, 1]) = (x[i, 0] + 7 * x[i, 1] + 100, -0.02 * x[i, 1]);
        var (before, after) = (CanonicalCorrelation.Of(x, y), CanonicalCorrelation.Of(moved, y));
        Assert.Equal(before.Information.Value, after.Information.Value, 1e-9);
        Assert.Equal(before.Information.StandardError, after.Information.StandardError, 1e-9);
        Numbers.Near([.. before.Correlations], [.. after.Correlations], (_, _) => 1e-9);
        Numbers.Near([.. before.Correlations], [.. CanonicalCorrelation.Of(y, x).Correlations], (_, _) => 1e-9);
        Assert.Equal(0.8, before.Correlations[0], 0.15);
        Assert.Equal(0.3, before.Correlations[1], 0.25);
    }

    [Fact]
    public void Ranks_make_it_deaf_to_monotone_maps_of_columns()
    {
        var z = Draws.Normal(400, 2, 1, z => [z[0], z[0] + z[1]]);
        var (x, y, bent) = (new double[400, 1], new double[400, 1], new double[400, 1]);
        for (var i = 0; i < 400; i++) (x[i, 0], y[i, 0], bent[i, 0]) = (z[i, 0], z[i, 1], Math.Exp(3 * z[i, 1]));
        Assert.Equal(CanonicalCorrelation.Of(x, y, Scaling.Rank).Information.Value, CanonicalCorrelation.Of(x, bent, Scaling.Rank).Information.Value);
        Assert.Equal(0.5 * Math.Log(2), CanonicalCorrelation.Of(x, bent, Scaling.Rank).Information.Value, 0.1);
        Assert.Empty(CanonicalCorrelation.Of(x, y).Information.Diagnoses);
        Assert.Equal(DiagnosisKind.NotGaussian, Assert.Single(CanonicalCorrelation.Of(x, bent).Information.Diagnoses).Kind);
        Assert.Contains("Gaussian copula; n 400", CanonicalCorrelation.Of(x, bent, Scaling.Rank).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void P_values_are_uniform_where_there_is_nothing()
    {
        double[] chances = [.. Enumerable.Range(1, 400).Select(seed => CanonicalCorrelation.Of(Draws.Normal(30, 2, seed), Draws.Normal(30, 3, 10_000 + seed)).PValues[0])];
        // Kolmogorov and Smirnov: 1.95/√400 is passed once in a thousand
        Array.Sort(chances);
        Assert.InRange(chances.Select((p, i) => Math.Max(Math.Abs(p - i / 400.0), Math.Abs(p - (i + 1) / 400.0))).Max(), 0, 1.95 / 20);
        var (x, y) = Mixed(300, 1);
        var told = CanonicalCorrelation.Of(x, y);
        Assert.InRange(told.PValues[0], 0, 1e-10);
        Assert.InRange(told.PValues[1], 0, 1e-3); // 0.3 of 300 is no chance either
        Assert.Matches("p = [0-9.]+E-[0-9]+ were all of them 0$", $"{told}");
        Assert.EndsWith("p < 1e-300 were all of them 0", $"{told with { PValues = [0.0] }}"); // what is below the least double is not nothing
    }

    [Fact]
    public void Given_z_it_is_what_z_does_not_know()
    {
        // x = z + u, y = 2z + v, correlation of u and v 0.6
        Estimate One(int seed)
        {
            var w = Draws.Normal(300, 3, seed);
            var (x, y, z) = (new double[300, 1], new double[300, 1], new double[300, 1]);
            for (var i = 0; i < 300; i++) (x[i, 0], y[i, 0], z[i, 0]) = (w[i, 0] + w[i, 1], 2 * w[i, 0] + 0.6 * w[i, 1] + 0.8 * w[i, 2], w[i, 0]);
            return CanonicalCorrelation.Conditional(Triples.FromArrays(x, y, z)).Information;
        }
        var first = One(1);
        Assert.Equal("I(X;Y|Z)", first.Quantity);
        Draws.Hold(-0.5 * Math.Log(0.64), [.. Enumerable.Range(1, 40).Select(One)], 0.7, 1.4);
    }

    [Theory]
    [InlineData(1, 1, 0.31731050786291415), InlineData(3.841458820694124, 1, 0.05), InlineData(5.991464547107979, 2, 0.05), InlineData(2, 2, 0.36787944117144233), InlineData(124.34211340400407, 100, 0.05),
     InlineData(70.0648949253997, 100, 0.99), InlineData(0, 4, 1), InlineData(-1, 4, 1), InlineData(1400, 2, 9.85967654375977e-305)]
    public void Tails_of_chi_squared_are_those_of_tables(double x, double freedom, double chance) => Assert.Equal(1, chance / ChiSquare.Above(x, freedom), 1e-9);

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var (x, y) = Mixed(20, 1);
        Assert.Contains("positive definite", Assert.Throws<DomainException>(() => CanonicalCorrelation.Of(Draws.Normal(20, 1, 1, z => [z[0], 2 * z[0]]), y)).Message, StringComparison.Ordinal);
        Assert.Contains("the information is infinite", Assert.Throws<DomainException>(() => CanonicalCorrelation.Of(x, x)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => CanonicalCorrelation.Of(new double[20, 1], y));
        Assert.Contains("two more samples than columns", Assert.Throws<DomainException>(() => CanonicalCorrelation.Of(Draws.Normal(5, 2, 1), Draws.Normal(5, 2, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => CanonicalCorrelation.Of(x, y, (Scaling)12));
        Assert.Throws<ShapeException>(() => CanonicalCorrelation.Of(x, Draws.Normal(19, 2, 2)));
        x[3, 0] = double.NegativeInfinity;
        Assert.Throws<DataException>(() => CanonicalCorrelation.Of(x, y));
    }
}
