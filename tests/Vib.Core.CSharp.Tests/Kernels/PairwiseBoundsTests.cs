using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class PairwiseBoundsTests
{
    private static readonly Arbitrary<(double[,] Means, double Noise)> layers =
        (from n in Gen.Choose(2, 60) from d in Gen.Choose(1, 5) from seed in Gen.Choose(1, 1_000_000) from noise in Gen.Choose(1, 40) select (Draws.Normal(n, d, seed), noise / 10.0)).ToArbitrary();

    [Fact]
    public void Both_are_their_formulas_and_one_at_twice_the_noise_is_the_other() => Law.Holds(layers, layer =>
    {
        var ((t, noise), rows) = (layer, Rows.Of(layer.Means, "t"));
        var (both, wide) = (PairwiseBounds.OfInput(t, noise), PairwiseBounds.OfInput(t, 2 * noise));
        Assert.Equal(Math.Log(rows.Count) - PairSumsTests.Brute(rows, rows, null, 1 / (8 * noise * noise)).Average(), both.Below.Value, 1e-12);
        Assert.Equal(Math.Log(rows.Count) - PairSumsTests.Brute(rows, rows, null, 1 / (2 * noise * noise)).Average(), both.Above.Value, 1e-12);
        Assert.Equal(both.Below.Value, wide.Above.Value, 1e-12);
        Assert.Equal(both.Below.StandardError, wide.Above.StandardError, 1e-12);
        Assert.InRange(both.Below.Value, -1e-12, both.Above.Value + 1e-12);
        Assert.InRange(both.Above.Value, -1e-12, Math.Log(rows.Count) + 1e-12);
    });

    [Fact]
    public void Without_noise_all_rows_are_told_apart_and_with_much_none_is()
    {
        var t = Draws.Normal(50, 2, 1);
        var (sharp, blunt) = (PairwiseBounds.OfInput(t, 1e-6), PairwiseBounds.OfInput(t, 1e6));
        Assert.Equal(Math.Log(50), sharp.Below.Value, 1e-12);
        Assert.Equal(Math.Log(50), sharp.Above.Value, 1e-12);
        Assert.Equal(DiagnosisKind.NearCeiling, Assert.Single(sharp.Above.Diagnoses).Kind);
        Assert.Contains("ceiling ln 50 = 3.91", sharp.Above.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, blunt.Above.Value, 1e-10);
        Assert.Empty(blunt.Above.Diagnoses);
        Assert.Equal((Side.Lower, Side.Upper), (sharp.Below.Side, sharp.Above.Side));
        Assert.StartsWith("I(X;T) ≥ 3.91", sharp.ToString(), StringComparison.Ordinal);
        Assert.Contains("pairwise Bhattacharyya, σ = 1E-06 and pairwise KL, σ = 1E-06; ", sharp.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Clusters_far_apart_count_as_one_row_each()
    {
        var t = new double[60, 3];
        for (var i = 0; i < 60; i++) t[i, i % 3] = 1000 * (1 + i % 6); // six places, ten rows each
        var both = PairwiseBounds.OfInput(t, 0.5);
        Assert.Equal(Math.Log(6), both.Below.Value, 1e-12);
        Assert.Equal(Math.Log(6), both.Above.Value, 1e-12);
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 2)];
        foreach (var distance in Enum.GetValues<PairwiseDistance>())
        {
            var told = PairwiseBounds.OfLabel(t, labels, 0.5, distance);
            Assert.Equal(Math.Log(2), told.Value, 1e-12);
            Assert.Equal(Side.Estimate, told.Side);
            Assert.Equal("I(T;Y)", told.Quantity);
            Assert.Equal(0, PairwiseBounds.OfLabel(t, new int[60], 0.5, distance).Value, 1e-12);
            Assert.Equal(Math.Log(6), PairwiseBounds.OfLabel(t, [.. Enumerable.Range(0, 60)], 0.5, distance).Value, 1e-12); // each its own class
        }
    }

    [Fact]
    public void The_entropy_of_a_mixture_is_between_them()
    {
        // two components 2a apart with σ = 1: h by Simpson's rule
        foreach (var a in new[] { 0.3, 1.0, 2.0, 4.0 })
        {
            double Density(double t) => (Math.Exp(-(t - a) * (t - a) / 2) + Math.Exp(-(t + a) * (t + a) / 2)) / (2 * Math.Sqrt(2 * Math.PI));
            var (h, step) = (0.0, 0.01);
            for (var k = 0; k <= 3000; k++) h -= (k is 0 or 3000 ? 1 : k % 2 == 1 ? 4 : 2) * step / 3 * Logarithms.TimesLog(Density(-15 + k * step));
            var both = PairwiseBounds.Entropy(new[,] { { a }, { -a } }, 1);
            Assert.InRange(h, both.Below.Value, both.Above.Value);
            Assert.Equal("h(T)", both.Above.Quantity);
        }
        var single = PairwiseBounds.Entropy(new double[,] { { 3, 4 }, { 3, 4 } }, 0.5);
        Assert.Equal(2 * CorrelatedGaussian.NormalEntropy(1) + 2 * Math.Log(0.5), single.Above.Value, 1e-12);
        Assert.Equal(single.Above.Value, single.Below.Value, 1e-12);
    }

    [Fact]
    public void A_noisy_linear_net_is_bracketed()
    {
        // T = W x + σ Z: I = ½ log det(I + W Wᵀ/σ²)
        const double sigma = 1.5;
        var t = Draws.Normal(3000, 2, 1, z => [2 * z[0] + z[1], 0.5 * z[1]]);
        double a = 1 + 5 / (sigma * sigma), b = 0.5 / (sigma * sigma), c = 1 + 0.25 / (sigma * sigma);
        var both = PairwiseBounds.OfInput(t, sigma);
        Assert.InRange(0.5 * Math.Log(a * c - b * b), both.Below.Value + 4 * both.Below.StandardError, both.Above.Value - 4 * both.Above.StandardError);
    }

    [Theory]
    [InlineData(0.2), InlineData(0.8)]
    public void Errors_are_of_the_size_of_the_spread(double noise)
    {
        var layers = Enumerable.Range(1, 40).Select(seed => Draws.Normal(300, 2, seed)).ToArray();
        void Hold(Func<double[,], Estimate> one)
        {
            var estimates = layers.Select(one).ToArray();
            var (_, error) = Numbers.Mean([.. estimates.Select(estimate => estimate.Value)]);
            Assert.InRange(estimates.Average(estimate => estimate.StandardError) / (error * Math.Sqrt(40)), 0.7, 1.4);
        }
        Hold(t => PairwiseBounds.OfInput(t, noise).Below);
        Hold(t => PairwiseBounds.OfInput(t, noise).Above);
        Hold(t => PairwiseBounds.OfLabel(t, [.. Enumerable.Range(0, 300).Select(i => t[i, 0] > 0.2 ? 1 : 0)], noise));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var t = Draws.Normal(10, 2, 1);
        foreach (var noise in new[] { 0, -1, double.NaN, double.PositiveInfinity, 1e-200, 1e200 })
            Assert.Contains("standard deviation", Assert.Throws<DomainException>(() => PairwiseBounds.OfInput(t, noise)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => PairwiseBounds.OfInput(new double[1, 2], 1));
        Assert.Throws<ShapeException>(() => PairwiseBounds.OfInput(new double[3, 0], 1));
        Assert.Throws<ShapeException>(() => PairwiseBounds.OfLabel(t, [1], 1));
        Assert.Throws<DomainException>(() => PairwiseBounds.OfLabel(t, new int[10], 1, (PairwiseDistance)7));
        Assert.Throws<DomainException>(() => PairwiseBounds.OfInput(t, 1, 0));
        t[3, 1] = double.NaN;
        Assert.Contains("t holds NaN at row 3, column 1", Assert.Throws<DataException>(() => PairwiseBounds.Entropy(t, 1)).Message, StringComparison.Ordinal);
    }
}
