using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class DiscreteInformationTests
{
    private static readonly Arbitrary<int[][]> triples = (from n in Gen.Choose(2, 60) from seed in Gen.Choose(1, 1_000_000) from states in Gen.Choose(1, 6) select Drawn(n, seed, states)).ToArbitrary();

    [Fact]
    public void A_table_by_hand()
    {
        // n(x, y) = 3 1 | 1 3: I = ln 2 − H(1/4)
        int[] x = [0, 0, 0, 0, 1, 1, 1, 1], y = [7, 7, 7, -2, 7, -2, -2, -2];
        var truth = Math.Log(2) + 0.25 * Math.Log(0.25) + 0.75 * Math.Log(0.75);
        Assert.Equal(truth, DiscreteInformation.Estimate(x, y).Value, 1e-14);
        Assert.Equal(truth - 1 / 16.0, DiscreteInformation.Estimate(x, y, new() { Estimator = EntropyEstimator.MillerMadow }).Value, 1e-14); // (K_x + K_y − K_xy − 1)/2N = −1/16
        Assert.Equal(JointTable.OfCounts(new double[,] { { 3, 1 }, { 1, 3 } }).Information, DiscreteInformation.Estimate(x, y).Value, 1e-14);
        Assert.Equal(0, DiscreteInformation.Estimate(x, [0, 1, 0, 1, 0, 1, 0, 1]).Value, 1e-14);
        Assert.Equal(Math.Log(2), DiscreteInformation.Conditional(x, x, [0, 1, 0, 1, 0, 1, 0, 1]).Value, 1e-14);
    }

    [Fact]
    public void Laws_hold_exactly_of_what_is_plugged_in() => Law.Holds(triples, xyz =>
    {
        var (x, y, z) = (xyz[0], xyz[1], xyz[2]);
        double I(int[] a, int[] b) => DiscreteInformation.Estimate(a, b).Value;
        int[] both = [.. y.Select((state, i) => 100 * state + z[i])];
        Assert.True(I(x, y) >= -1e-12);
        Assert.Equal(I(x, y), I(y, x), 1e-12);
        Assert.Equal(DiscreteEntropy.Estimate(x).Value, I(x, x), 1e-12);
        Assert.True(I(x, y) <= Math.Min(DiscreteEntropy.Estimate(x).Value, DiscreteEntropy.Estimate(y).Value) + 1e-12);
        Assert.Equal(I(x, both), I(x, y) + DiscreteInformation.Conditional(x, z, y).Value, 1e-12); // the chain rule
        Assert.True(I(x, [.. y.Select(state => state / 2)]) <= I(x, y) + 1e-12); // data processing
        Assert.Equal(I(x, y), I([.. x.Select(state => 1000 - 3 * state)], y), 1e-12);
    });

    [Fact]
    public void Errors_are_those_of_every_pair_left_out_in_turn() => Law.Holds(triples, xyz =>
    {
        var (x, y) = (xyz[0], xyz[1]);
        if (x.Length < 3) return;
        foreach (var estimator in Enum.GetValues<EntropyEstimator>().Where(one => one != EntropyEstimator.Grassberger))
        {
            var options = new DiscreteOptions { Estimator = estimator };
            var left = x.Select((_, i) => DiscreteInformation.Estimate(Without(x, i), Without(y, i), options).Value).ToArray();
            var mean = left.Average();
            Assert.Equal(Math.Sqrt((x.Length - 1.0) / x.Length * left.Sum(v => (v - mean) * (v - mean))), DiscreteInformation.Estimate(x, y, options).StandardError, 1e-11);
        }
    }, 25);

    [Fact]
    public void Noise_of_a_channel_is_found_within_its_error()
    {
        const double flip = 0.11;
        var truth = Math.Log(2) + flip * Math.Log(flip) + (1 - flip) * Math.Log(1 - flip);
        Estimate One(int seed)
        {
            var (x, noise) = (EntropyEstimatorTests.Drawn([0.5, 0.5], 1000, seed), EntropyEstimatorTests.Drawn([1 - flip, flip], 1000, 1000 + seed));
            return DiscreteInformation.Estimate(x, [.. x.Select((bit, i) => bit ^ noise[i])], new() { Estimator = EntropyEstimator.MillerMadow });
        }
        Draws.Hold(truth, [.. Enumerable.Range(1, 40).Select(One)], 0.7, 1.4);
    }

    // 12 × 12 states, 150 samples, y a copy of x for every other one, by the toss of a coin. As for entropies: in the long run 1.06 to 1.13 spreads, since many cells are about equally likely.
    [Theory, InlineData(EntropyEstimator.PlugIn), InlineData(EntropyEstimator.MillerMadow), InlineData(EntropyEstimator.Jackknife), InlineData(EntropyEstimator.Grassberger), InlineData(EntropyEstimator.ChaoShen)]
    public void Errors_are_of_the_size_of_the_spread_where_most_cells_were_not_seen(EntropyEstimator estimator)
    {
        double[] chances = [.. Enumerable.Range(1, 12).Select(i => 2.0 * i / 156)];
        EntropyEstimatorTests.Ratio(seed =>
        {
            var (x, y, coin) = (EntropyEstimatorTests.Drawn(chances, 150, seed), EntropyEstimatorTests.Drawn(chances, 150, 10_000 + seed), EntropyEstimatorTests.Drawn([0.5, 0.5], 150, 20_000 + seed));
            return DiscreteInformation.Estimate(x, [.. x.Select((state, i) => coin[i] == 0 ? state : y[i])], new() { Estimator = estimator });
        }, 0.95, 1.25);
    }

    [Fact]
    public void Permutations_rank_what_there_is_among_what_there_is_not()
    {
        var (x, y) = (EntropyEstimatorTests.Drawn([0.5, 0.3, 0.2], 300, 1), EntropyEstimatorTests.Drawn([0.2, 0.2, 0.6], 300, 2));
        var options = new DiscreteOptions { Permutations = 99 };
        Assert.Equal(0.01, DiscreteInformation.Estimate(x, [.. x.Select((state, i) => i % 2 == 0 ? state : y[i])], options).Null!.PValue, 1e-12);
        Assert.InRange(DiscreteInformation.Estimate(x, y, options).Null!.PValue, 0.05, 1);
        Assert.Equal(DiscreteInformation.Estimate(x, y, options).Null!.Values, DiscreteInformation.Estimate(x, y, options).Null!.Values);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ShapeException>(() => DiscreteInformation.Estimate([1, 2, 3], [1, 2]));
        Assert.Throws<ShapeException>(() => DiscreteInformation.Conditional([1, 2, 3], [1, 2, 3], [1]));
        Assert.Throws<DomainException>(() => DiscreteInformation.Estimate([1], [1]));
        Assert.Throws<DomainException>(() => DiscreteInformation.Estimate([1, 2], [1, 2], new() { Permutations = -1 }));
        Assert.Throws<DomainException>(() => DiscreteInformation.Conditional([1, 2], [1, 2], [1, 2], new() { Permutations = 9 }));
    }

    private static int[][] Drawn(int count, int seed, int states)
    {
        var random = new SplitMix64(seed, 80, 0);
        var made = new int[3][];
        for (var v = 0; v < 3; v++)
        {
            made[v] = new int[count];
            for (var i = 0; i < count; i++) made[v][i] = random.Below(states);
        }
        return made;
    }

    private static int[] Without(int[] states, int place) => [.. states.Where((_, i) => i != place)];
}
