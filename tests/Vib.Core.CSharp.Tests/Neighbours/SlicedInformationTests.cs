using Xunit;

namespace Vib.Core.Tests;

public sealed class SlicedInformationTests
{
    [Fact]
    public void In_one_dimension_it_is_the_information_itself()
    {
        var pairs = new CorrelatedGaussian(1, 0.8).Sample(500, 1);
        var sliced = SlicedInformation.Estimate(pairs, new() { Slices = 3 });
        Assert.Equal(Ksg.Estimate(pairs).Value, sliced.Value, 1e-12); // directions are ±1
        Assert.StartsWith("SI(X;Y) ≈ ", sliced.ToString(), StringComparison.Ordinal);
        Assert.Contains("sliced KSG 1, k = 3, 3 slices", sliced.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_are_orthonormal_and_point_everywhere()
    {
        var (random, mean, square) = (new SplitMix64(1, 0, 0), new double[5], new double[5]);
        for (var draw = 0; draw < 4000; draw++)
        {
            var frame = SlicedInformation.Frame(5, 3, ref random);
            for (var a = 0; a < 3; a++)
                for (var b = 0; b <= a; b++) Assert.Equal(a == b ? 1 : 0, frame[a].Zip(frame[b], (u, v) => u * v).Sum(), 1e-12);
            for (var j = 0; j < 5; j++)
            {
                mean[j] += frame[2][j] / 4000;
                square[j] += frame[2][j] * frame[2][j] / 4000;
            }
        }
        // Var u = 1/5, Var u² = 3/35 − 1/25: four standard errors of each
        Assert.All(mean, m => Assert.InRange(Math.Abs(m), 0, 4 * Math.Sqrt(0.2 / 4000)));
        Assert.All(square, s => Assert.InRange(Math.Abs(s - 0.2), 0, 4 * Math.Sqrt((3.0 / 35 - 1.0 / 25) / 4000)));
        Assert.Equal(2, SlicedInformation.Frame(2, 3, ref random).Length);
    }

    [Fact]
    public void Of_Gaussians_it_is_the_mean_over_directions_of_what_these_share()
    {
        const double rho = 0.9;
        double truth = 0, random = 0;
        var generator = new SplitMix64(7, 0, 0);
        for (var draw = 1; draw <= 20_000; draw++)
        {
            var (a, b) = (SlicedInformation.Frame(3, 1, ref generator)[0], SlicedInformation.Frame(3, 1, ref generator)[0]);
            var along = rho * a.Zip(b, (u, v) => u * v).Sum();
            var step = -0.5 * Math.Log(1 - along * along) - truth;
            truth += step / draw;
            random += step * step;
        }
        var estimates = Enumerable.Range(1, 10).Select(seed => SlicedInformation.Estimate(new CorrelatedGaussian(3, rho).Sample(800, seed), new() { Slices = 60, Seed = seed })).ToArray();
        var (mean, error) = Numbers.Mean([.. estimates.Select(e => e.Value)]);
        Assert.InRange(mean - truth, -4 * Math.Sqrt(error * error + random / 4e8), 4 * Math.Sqrt(error * error + random / 4e8));
        Assert.InRange(estimates.Average(e => e.StandardError) / (error * Math.Sqrt(10)), 0.6, 2.5);
        Assert.True(truth < -1.5 * Math.Log(1 - rho * rho)); // far below I(X;Y)
        var two = SlicedInformation.Estimate(new CorrelatedGaussian(3, rho).Sample(800, 1), new() { Slices = 20, Dimension = 2 });
        Assert.True(two.Value > mean + 4 * two.StandardError);
        Assert.Equal("SI_2(X;Y)", two.Quantity);
    }

    [Fact]
    public void Permuted_pairs_have_none()
    {
        var none = SlicedInformation.Estimate(Draws.Normal(200, 3, 1), Draws.Normal(200, 2, 2), new() { Slices = 20, Permutations = 19 });
        Assert.InRange(none.Null!.PValue, 0.051, 1);
        var some = SlicedInformation.Estimate(new CorrelatedGaussian(2, 0.9).Sample(200, 1), new() { Slices = 20, Permutations = 19 });
        Assert.Equal(0.05, some.Null!.PValue, 1e-12);
        Assert.Equal(some.ReplicateValues, SlicedInformation.Estimate(new CorrelatedGaussian(2, 0.9).Sample(200, 1), new() { Slices = 20, Threads = 1 }).ReplicateValues);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var (x, y) = (Draws.Normal(50, 2, 1), Draws.Normal(50, 2, 2));
        Assert.Throws<DomainException>(() => SlicedInformation.Estimate(x, y, new() { Slices = 1 }));
        Assert.Throws<DomainException>(() => SlicedInformation.Estimate(x, y, new() { Dimension = 0 }));
        Assert.Throws<DomainException>(() => SlicedInformation.Estimate(x, y, new() { K = 50 }));
        Assert.Throws<DomainException>(() => SlicedInformation.Estimate(x, y, new() { Scaling = (Scaling)9 }));
        Assert.Throws<DomainException>(() => SlicedInformation.Estimate(new double[3, 1], new double[3, 1]));
        Assert.Contains("discrete", Assert.Throws<DataException>(() => SlicedInformation.Estimate(x, Draws.Normal(50, 1, 1, z => [Math.Sign(z[0])]))).Message, StringComparison.Ordinal);
    }
}
