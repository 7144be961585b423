using Xunit;

namespace Vib.Core.Tests;

public sealed class MixedInformationTests
{
    [Fact]
    public void Continuous_pairs_have_what_Ksg_has_but_for_the_logarithm_of_N()
    {
        var pairs = new CorrelatedGaussian(2, 0.6).Sample(400, 1);
        Assert.Equal(Ksg.Estimate(pairs).Value + Math.Log(400) - GammaFunction.Digamma(400), MixedInformation.Estimate(pairs).Value, 1e-13);
    }

    [Fact]
    public void Discrete_pairs_have_counts_in_place_of_neighbours()
    {
        int[] xs = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], ys = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0];
        var pairs = Pairs.FromScalars(xs.Select(x => (double)x), ys.Select(y => (double)y));
        double Psi(int n) => GammaFunction.Digamma(n);
        var expected = (8 * Psi(4) + 4 * Psi(2)) / 12 + Math.Log(12) - Psi(6) - Psi(6);
        Assert.Equal(expected, MixedInformation.Estimate(pairs, new() { K = 1 }).Value, 1e-14);
    }

    [Fact]
    public void A_binary_channel_has_its_information()
    {
        var truth = new BinarySymmetricChannel(0.1);
        Draws.Hold(truth.Information, [.. Enumerable.Range(1, 10).Select(seed => MixedInformation.Estimate(truth.Sample(2000, seed)))]);
    }

    [Fact]
    public void A_discrete_and_a_continuous_variable_have_theirs()
    {
        var truth = new DiscreteToContinuous(5);
        Draws.Hold(truth.Information, [.. Enumerable.Range(1, 10).Select(seed => MixedInformation.Estimate(truth.Sample(2000, seed)))]);
        Assert.Throws<DataException>(() => Ksg.Estimate(truth.Sample(2000, 1)));
    }

    [Fact]
    public void Independent_pairs_have_none_whatever_they_are()
    {
        Pairs Drawn(int seed)
        {
            var random = new SplitMix64(seed, 0, 0);
            double[] x = new double[1500], y = new double[1500];
            for (var i = 0; i < 1500; i++) (x[i], y[i]) = (random.Below(4), random.Below(3) == 0 ? 0 : random.NearNormal()); // y: a third of it is 0, a mixture
            return Pairs.FromScalars(x, y);
        }
        Draws.Hold(0, [.. Enumerable.Range(1, 10).Select(seed => MixedInformation.Estimate(Drawn(seed)))]);
        Assert.True(MixedInformation.Estimate(Drawn(1), new() { Permutations = 19 }).Null!.PValue > 0.05);
    }

    [Fact]
    public void A_constant_shares_nothing_and_bad_numbers_are_refused()
    {
        var estimate = MixedInformation.Estimate(Pairs.FromScalars(Enumerable.Range(0, 100).Select(i => (double)(i * 7 % 31)), Enumerable.Repeat(1.0, 100)));
        Assert.InRange(estimate.Value, -0.1, 0.1);
        Assert.Throws<DomainException>(() => MixedInformation.Estimate(Pairs.FromScalars([1, 2, 3, 4], [1, 2, 3, 4]), new() { K = 4 }));
        Assert.Throws<DataException>(() => MixedInformation.Estimate(new double[,] { { double.NaN }, { 1 }, { 2 }, { 3 } }, new double[4, 1]));
    }
}
