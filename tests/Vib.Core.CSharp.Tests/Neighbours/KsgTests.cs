using Xunit;

namespace Vib.Core.Tests;

public sealed class KsgTests
{
    private static readonly KsgVariant[] variants = [KsgVariant.First, KsgVariant.Second];
    private static readonly NeighbourOptions asTheyAre = new() { Scaling = Scaling.None };

    private static Pairs Gaussian(int dimension, double correlation, int count, long seed = 1) => new CorrelatedGaussian(dimension, correlation).Sample(count, seed);

    /// <summary>The formulas as they are written, every distance in a table.</summary>
    private static double[] ByHand(Pairs pairs, KsgVariant variant, int k)
    {
        var n = pairs.Count;
        double Apart(float[] values, int d, int i, int j) => Enumerable.Range(0, d).Max(c => Math.Abs((double)values[i * d + c] - values[j * d + c]));
        double InX(int i, int j) => Apart(pairs.X, pairs.XDimension, i, j);
        double InY(int i, int j) => Apart(pairs.Y, pairs.YDimension, i, j);
        return [.. Enumerable.Range(0, n).Select(i =>
        {
            var others = Enumerable.Range(0, n).Where(j => j != i).ToArray();
            var radius = others.Select(j => Math.Max(InX(i, j), InY(i, j))).Order().ElementAt(k - 1);
            double Psi(int m) => GammaFunction.Digamma(m);
            if (variant == KsgVariant.First) return Psi(k) + Psi(n) - Psi(others.Count(j => InX(i, j) < radius) + 1) - Psi(others.Count(j => InY(i, j) < radius) + 1);
            var near = others.Where(j => Math.Max(InX(i, j), InY(i, j)) <= radius).ToArray();
            var (farX, farY) = (near.Max(j => InX(i, j)), near.Max(j => InY(i, j)));
            return Psi(near.Length) - 1.0 / near.Length + Psi(n) - Psi(others.Count(j => InX(i, j) <= farX)) - Psi(others.Count(j => InY(i, j) <= farY));
        })];
    }

    [Theory]
    [InlineData(1, 0.5, 1), InlineData(1, 0.9, 3), InlineData(3, 0.6, 4), InlineData(6, 0.3, 10)]
    public void Local_values_are_those_of_the_formula(int dimension, double correlation, int k)
    {
        foreach (var variant in variants)
        {
            var pairs = Gaussian(dimension, correlation, 150);
            Numbers.Near(ByHand(pairs, variant, k), Ksg.Local(pairs, variant, asTheyAre with { K = k }), (_, _) => 1e-12);
            Assert.Equal(Ksg.Local(pairs, variant).Average(), Ksg.Estimate(pairs, variant).Value, 1e-13);
        }
    }

    [Fact]
    public void Ties_are_counted_as_the_formula_counts_them()
    {
        var random = new SplitMix64(5, 0, 0);
        double[] x = [.. Enumerable.Range(0, 120).Select(_ => random.Below(60) / 8.0)], y = [.. x.Select(value => value + random.Below(60) / 8.0)];
        var pairs = Pairs.FromScalars(x, y); // exact in single precision; distances tie
        foreach (var variant in variants) Numbers.Near(ByHand(pairs, variant, 9), Ksg.Local(pairs, variant, asTheyAre with { K = 9 }), (_, _) => 1e-12);
        Assert.Contains(Ksg.Estimate(pairs, KsgVariant.First, asTheyAre with { K = 9 }).Diagnoses, diagnosis => diagnosis.Kind == DiagnosisKind.Ties);
    }

    /// <summary>Ten independent estimates at a time: their mean is within 4 of its standard errors, as measured from their spread; false alarms 0.3 % for each case (t with 9 degrees of freedom), none at these seeds.
    /// Cases in which the bias of so few samples is known to be below that.</summary>
    [Theory]
    [InlineData(1, 0.0), InlineData(1, 0.5), InlineData(1, 0.9), InlineData(2, 0.0), InlineData(2, 0.5), InlineData(3, 0.0)]
    public void Gaussians_have_their_information_and_the_spread_that_is_reported(int dimension, double correlation)
    {
        foreach (var variant in variants)
        {
            var estimates = Enumerable.Range(1, 10).Select(seed => Ksg.Estimate(Gaussian(dimension, correlation, 1500, seed), variant)).ToArray();
            var (mean, error) = Numbers.Mean([.. estimates.Select(estimate => estimate.Value)]);
            var truth = new CorrelatedGaussian(dimension, correlation).Information;
            Assert.True(Math.Abs(mean - truth) <= 4 * error, $"{variant}: {mean} ± {error}, truth {truth}");
            var (spread, reported) = (error * Math.Sqrt(10), estimates.Average(estimate => estimate.StandardError));
            Assert.InRange(reported / spread, 0.5, 2.6);
            Assert.Equal((Side.Estimate, 1500, 0, truth), (estimates[0].Side, estimates[0].Count, estimates[0].Batch, estimates[0].Truth));
        }
    }

    /// <summary>Where local values say least of it. The spread of 40 estimates is known to 11 %, the mean of 40 errors of ten parts to 4 %. A jackknife errs upwards (Efron and Stein 1981).</summary>
    [Fact]
    public void Parts_know_the_spread_that_local_values_understate()
    {
        Estimate[] Drawn(int parts) => [.. Enumerable.Range(1, 40).Select(seed => Ksg.Estimate(Gaussian(3, 0.5, 1000, seed), options: new() { K = 10, Parts = parts }))];
        var (local, parts) = (Drawn(0), Drawn(10));
        var spread = Numbers.Mean([.. local.Select(one => one.Value)]).Error * Math.Sqrt(40);
        Assert.InRange(parts.Average(one => one.StandardError) / spread, 0.85, 1.5);
        Assert.True(local.Average(one => one.StandardError) / spread < 0.8);
        Assert.Equal(local.Select(one => one.Value), parts.Select(one => one.Value));
        Assert.Equal(1, parts[0].Seed);
        foreach (var wrong in new[] { 1, -2, 1001 }) Assert.Contains(" of 1000 samples with k = 10", Assert.Throws<DomainException>(() => Ksg.Estimate(Gaussian(3, 0.5, 1000), options: new() { K = 10, Parts = wrong })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_the_pairs_and_which_variable_is_first_do_not_matter()
    {
        var pairs = Gaussian(2, 0.7, 400);
        foreach (var variant in variants)
        {
            var local = Ksg.Local(pairs, variant, asTheyAre);
            var turned = new Pairs([.. pairs.X.Chunk(2).Reverse().SelectMany(row => row)], 2, [.. pairs.Y.Chunk(2).Reverse().SelectMany(row => row)], 2);
            Assert.Equal(local.Reverse(), Ksg.Local(turned, variant, asTheyAre));
            Numbers.Near(local, Ksg.Local(new Pairs(pairs.Y, 2, pairs.X, 2), variant, asTheyAre), (_, _) => 1e-14);
            Assert.Equal(local, Ksg.Local(pairs, variant, asTheyAre with { Threads = 1, Search = SearchMethod.BruteForce }));
        }
    }

    [Fact]
    public void Scaling_takes_units_and_ranks_take_every_monotone_map()
    {
        var pairs = Gaussian(1, 0.8, 1000);
        var units = new Pairs([.. pairs.X.Select(x => 1024 * x)], 1, [.. pairs.Y.Select(y => -y / 64)], 1);
        var curved = new Pairs([.. pairs.X.Select(MathF.Exp)], 1, [.. pairs.Y.Select(y => y * y * y)], 1);
        Assert.Equal(Ksg.Local(pairs), Ksg.Local(units));
        var ranked = new NeighbourOptions { Scaling = Scaling.Rank };
        var (before, after) = (Ksg.Estimate(pairs, options: ranked), Ksg.Estimate(curved, options: ranked));
        Assert.InRange(after.Value - before.Value, -1e-3, 1e-3); // exp and the cube make a few floats equal
        Assert.InRange(Ksg.Estimate(curved, options: new() { Scaling = Scaling.Arctan }).Value - before.Value, -3 * before.StandardError, 3 * before.StandardError);
        Assert.InRange(before.Value - Ksg.Estimate(pairs).Value, -before.StandardError, before.StandardError);
        var doubles = new double[1000, 2];
        for (var i = 0; i < 1000; i++) (doubles[i, 0], doubles[i, 1]) = (pairs.X[i], pairs.Y[i]);
        double[,] Column(int j) { var column = new double[1000, 1]; for (var i = 0; i < 1000; i++) column[i, 0] = doubles[i, j]; return column; }
        Assert.Equal(Ksg.Estimate(pairs).Value, Ksg.Estimate(Column(0), Column(1)).Value);
    }

    [Fact]
    public void Independent_blocks_add_up() // within 4 standard errors of the difference, taken as independent: false alarms 6e-5
    {
        var (a, b) = (Gaussian(1, 0.6, 3000, 1), Gaussian(1, 0.8, 3000, 2));
        float[] Beside(float[] left, float[] right) => [.. left.Zip(right).SelectMany(two => new[] { two.First, two.Second })];
        foreach (var variant in variants)
        {
            var (one, two, both) = (Ksg.Estimate(a, variant), Ksg.Estimate(b, variant), Ksg.Estimate(new Pairs(Beside(a.X, b.X), 2, Beside(a.Y, b.Y), 2), variant));
            var error = Math.Sqrt(one.StandardError * one.StandardError + two.StandardError * two.StandardError + both.StandardError * both.StandardError);
            Assert.InRange(both.Value - one.Value - two.Value, -4 * error, 4 * error);
        }
    }

    [Fact]
    public void Permuted_pairs_are_a_null_and_nothing_is_clamped()
    {
        var options = new NeighbourOptions { Permutations = 19, Seed = 7 };
        var dependent = Ksg.Estimate(Gaussian(1, 0.6, 300), options: options);
        Assert.Equal(0.05, dependent.Null!.PValue, 1e-12);
        Assert.InRange(dependent.Null.Mean, -0.05, 0.05);
        Assert.True(dependent.Null.Values.Min() < 0, "the values of independence lie on both sides of 0");
        Assert.Equal(dependent.Null.Values, Ksg.Estimate(Gaussian(1, 0.6, 300), options: options).Null!.Values);
        Assert.Equal(7, dependent.Seed);
        Assert.True(Ksg.Estimate(Gaussian(1, 0, 300, 3), options: options).Null!.PValue > 0.05);
    }

    [Fact]
    public void What_can_come_out_has_a_ceiling_and_values_near_it_say_so()
    {
        var x = Gaussian(1, 0, 500).X;
        var pairs = new Pairs(x, 1, [.. x.Select((value, i) => value + (i % 7) * 1e-5f)], 1);
        foreach (var variant in variants)
        {
            var estimate = Ksg.Estimate(pairs, variant);
            Assert.Equal(GammaFunction.Digamma(500) - GammaFunction.Digamma(4), estimate.Ceiling, 1e-12);
            Assert.InRange(estimate.Value, estimate.Ceiling - 0.5, estimate.Ceiling);
            Assert.Contains("most that neighbours among 500 samples can show", Assert.Single(estimate.Diagnoses).Sentence, StringComparison.Ordinal);
        }
        Assert.Empty(Ksg.Estimate(Gaussian(1, 0.5, 500)).Diagnoses);
    }

    [Fact]
    public void Noise_makes_rounded_values_continuous_again()
    {
        var pairs = Gaussian(1, 0.6, 2000);
        float Rounded(float value) => MathF.Round(value * 4) / 4;
        var coarse = new Pairs([.. pairs.X.Select(Rounded)], 1, [.. pairs.Y.Select(Rounded)], 1);
        Assert.Throws<DataException>(() => Ksg.Estimate(coarse));
        var estimate = Ksg.Estimate(coarse, options: new() { Noise = 0.1, Seed = 3 });
        Assert.InRange(estimate.Value, 0.15, 0.25); // the truth of what is not rounded is 0.223
        Assert.Equal(estimate.Value, Ksg.Estimate(coarse, options: new() { Noise = 0.1, Seed = 3 }).Value);
        Assert.NotEqual(estimate.Value, Ksg.Estimate(coarse, options: new() { Noise = 0.1, Seed = 4 }).Value);
    }

    private static string Refused<T>(float[] x, float[] y, NeighbourOptions? options = null) where T : VibException =>
        Assert.Throws<T>(() => Ksg.Estimate(new Pairs(x, 1, y, 1), options: options)).Message;

    [Fact]
    public void What_makes_no_sense_is_refused_with_what_to_try()
    {
        float[] line = [.. Enumerable.Range(0, 50).Select(i => (float)(i * i % 53))], other = [.. Enumerable.Range(0, 50).Select(i => (float)(i * 0.37 % 1))];
        Assert.Contains("k = 50 with 50 samples", Refused<DomainException>(line, other, new() { K = 50 }), StringComparison.Ordinal);
        Assert.Contains("k = 0", Refused<DomainException>(line, other, new() { K = 0 }), StringComparison.Ordinal);
        Assert.Contains("at least 4", Refused<DomainException>([1, 2, 3], [1, 3, 2], new() { K = 1 }), StringComparison.Ordinal);
        Assert.Contains("y is the same in all 50 samples", Refused<DataException>(line, new float[50]), StringComparison.Ordinal);
        Assert.Contains("Column 0 of x equals column 0 of y", Refused<DataException>(other, other), StringComparison.Ordinal);
        var discrete = Refused<DataException>(other, [.. Enumerable.Range(0, 50).Select(i => (float)(i % 3))]);
        Assert.Contains("y is discrete: 3 different values in 50 samples", discrete, StringComparison.Ordinal);
        Assert.Contains("MixedInformation", discrete, StringComparison.Ordinal);
        float[] copied = [.. other.Select((value, i) => i < 8 ? 0.5f : value)];
        Assert.Contains("8 of 50 samples of (x, y) have 3 or more exact copies", Refused<DataException>(copied, copied.Select(value => 2 * value).ToArray()), StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Ksg.Estimate(new double[5, 1], new double[6, 1]));
        Assert.Contains("row 2, column 0", Assert.Throws<DataException>(() => Ksg.Estimate(new double[,] { { 1 }, { 2 }, { double.NaN }, { 3 } }, new double[4, 1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_column_beside_others_is_told_of()
    {
        var pairs = Gaussian(1, 0.5, 300);
        var padded = new Pairs([.. pairs.X.SelectMany(x => new[] { x, 3f })], 2, pairs.Y, 1);
        var estimate = Ksg.Estimate(padded);
        Assert.Equal(DiagnosisKind.ConstantColumns, Assert.Single(estimate.Diagnoses).Kind);
        Assert.Equal(Ksg.Estimate(pairs).Value, estimate.Value);
    }
}
