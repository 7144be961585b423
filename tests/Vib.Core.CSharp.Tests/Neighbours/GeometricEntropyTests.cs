using Xunit;

namespace Vib.Core.Tests;

public sealed class GeometricEntropyTests
{
    /// <summary>A point on a sine curve, with a little noise across it, and a coordinate of its own.</summary>
    private static double[] Curved(double[] normal) => [normal[0], Math.Sin(2 * normal[0]) + 0.01 * normal[1], normal[2]];

    [Theory]
    [InlineData(1, 5), InlineData(3, 20), InlineData(20, 20)]
    public void The_entropy_is_that_of_its_formula_by_brute_force(int k, int neighbourhood)
    {
        var samples = Draws.Normal(250, 3, 1, Curved);
        var (n, d) = (250, 3);
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            double[] Apart(int j) => [.. Enumerable.Range(0, d).Select(c => samples[j, c] - samples[i, c])];
            var nearest = Enumerable.Range(0, n).Where(j => j != i).OrderBy(j => Apart(j).Sum(v => v * v)).Take(neighbourhood).ToArray();
            var means = Enumerable.Range(0, d).Select(c => nearest.Average(j => samples[j, c])).ToArray();
            var covariance = new double[d, d];
            for (var a = 0; a < d; a++)
                for (var b = 0; b < d; b++) covariance[a, b] = nearest.Average(j => (samples[j, a] - means[a]) * (samples[j, b] - means[b]));
            var factor = new Cholesky(covariance);
            var inverse = factor.Inverse();
            double Squared(double[] v) => Enumerable.Range(0, d).Sum(a => Enumerable.Range(0, d).Sum(b => v[a] * inverse[a, b] * v[b]));
            var radius = Math.Sqrt(Enumerable.Range(0, n).Where(j => j != i).Select(j => Squared(Apart(j))).Order().ElementAt(k - 1)); // of all the others, not of the neighbourhood
            sum += d * Math.Log(radius) + factor.LogDeterminant / 2;
        }
        var expected = sum / n + Math.Log(4 * Math.PI / 3) + Math.Log(n - 1) - GammaFunction.Digamma(k);
        Assert.Equal(expected, GeometricEntropy.Estimate(samples, new() { K = k, Whiten = false }, neighbourhood).Value, 1e-6); // the ridge is 10⁻¹² of the trace
    }

    [Fact]
    public void A_line_has_one_metric() =>
        Assert.Equal(KozachenkoLeonenko.Estimate(Draws.Normal(300, 1, 1)).Value, GeometricEntropy.Estimate(Draws.Normal(300, 1, 1)).Value, 1e-12);

    /// <summary>Bias included: over eight seeds −0.01 in 2 dimensions and −0.04 in 4, with spreads of 0.02 and 0.04.</summary>
    [Theory]
    [InlineData(2, 0.08), InlineData(4, 0.13)]
    public void A_Gaussian_has_its_entropy(int dimension, double tolerance)
    {
        var mean = Enumerable.Range(1, 10).Average(seed => GeometricEntropy.Estimate(Draws.Normal(2000, dimension, seed)).Value);
        Assert.Equal(dimension * CorrelatedGaussian.NormalEntropy(1), mean, tolerance);
    }

    /// <summary>Seven nats along a wiggly line, 2 000 pairs: a ball is a thousand times wider than the line where it holds one neighbour. Over eight seeds 6.97 with a spread of 0.05; KSG 5.85, weighted 5.02.</summary>
    [Fact]
    public void What_lies_beside_a_curve_is_seen_where_balls_do_not_see_it()
    {
        var truth = new MappedTruth(CorrelatedGaussian.WithInformation(1, 7), Bijection.WigglyX, Bijection.WigglyY);
        for (var seed = 1; seed <= 5; seed++)
        {
            var pairs = truth.Sample(2000, seed);
            Assert.Equal(7, GeometricEntropy.Information(pairs).Value, 0.3);
            Assert.True(Ksg.Estimate(pairs).Value < 6);
            Assert.True(WeightedEntropy.Information(pairs).Value < 6);
        }
    }

    [Fact]
    public void Linear_maps_of_either_variable_change_nothing()
    {
        var (x, y) = (Draws.Normal(400, 2, 1), Draws.Normal(400, 2, 2));
        for (var i = 0; i < 400; i++) y[i, 0] += 3 * x[i, 1];
        var mapped = (double[,])x.Clone();
        for (var i = 0; i < 400; i++) (mapped[i, 0], mapped[i, 1]) = (40 * x[i, 0] - x[i, 1], x[i, 0] + 0.1 * x[i, 1] + 7);
        Assert.Equal(GeometricEntropy.Information(x, y).Value, GeometricEntropy.Information(mapped, y).Value, 1e-6);
    }

    [Fact]
    public void By_ranks_monotone_maps_of_columns_change_nothing_whitened_entropies_included()
    {
        var (x, y, ranks) = (Draws.Normal(300, 2, 1), Draws.Normal(300, 1, 2), new NeighbourOptions { Scaling = Scaling.Rank, K = 5 });
        for (var i = 0; i < 300; i++) y[i, 0] += x[i, 0];
        var mapped = (double[,])x.Clone();
        for (var i = 0; i < 300; i++) (mapped[i, 0], mapped[i, 1]) = (Math.Pow(x[i, 0], 3), Math.Exp(x[i, 1]));
        Assert.Equal(GeometricEntropy.Information(x, y, ranks).Value, GeometricEntropy.Information(mapped, y, ranks).Value);
        Assert.Equal(WeightedEntropy.Information(x, y, ranks).Value, WeightedEntropy.Information(mapped, y, ranks).Value);
        Assert.NotEqual(WeightedEntropy.Information(x, y, new() { K = 5 }).Value, WeightedEntropy.Information(x, y, ranks).Value);
    }

    [Fact]
    public void Independent_variables_share_nothing_and_permuted_ones_are_no_different()
    {
        var estimate = GeometricEntropy.Information(Draws.Normal(1000, 1, 3), Draws.Normal(1000, 1, 4), new() { Permutations = 19 });
        Assert.InRange(estimate.Value, -0.15, 0.15); // spread 0.04
        Assert.NotNull(estimate.Null);
        Assert.Equal(Side.Estimate, estimate.Side);
        Assert.Contains("m = 50", estimate.Bound, StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var samples = Draws.Normal(60, 2, 1);
        Assert.Contains("from 4 to 59", Assert.Throws<DomainException>(() => GeometricEntropy.Estimate(samples, null, 3)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => GeometricEntropy.Estimate(samples, null, 60));
        Assert.Throws<DomainException>(() => GeometricEntropy.Estimate(samples, new() { K = 60 }));
        Assert.Throws<DataException>(() => GeometricEntropy.Information(samples, samples));
        Assert.Contains("from 6", Assert.Throws<DomainException>(() => GeometricEntropy.Information(samples, Draws.Normal(60, 2, 2), null, 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_and_the_way_of_search_do_not_show()
    {
        var samples = Draws.Normal(500, 3, 1, Curved);
        var values = new[] { (1, SearchMethod.Tree), (2, SearchMethod.BruteForce), (2, SearchMethod.Automatic) }.Select(with => GeometricEntropy.Estimate(samples, new() { Threads = with.Item1, Search = with.Item2 }).Value).ToArray();
        Assert.All(values, value => Assert.Equal(values[0], value, 1e-12)); // neighbours come in another order, and sums with them
    }
}
