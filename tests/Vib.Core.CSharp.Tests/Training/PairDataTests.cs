using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>How given pairs are parted, and what a part knows of the others: nothing.</summary>
public sealed class PairDataTests
{
    private static readonly EstimationOptions options = new() { Batch = 5, HeldOut = 0.4, Validation = 0.2, Scaling = Scaling.None };

    /// <summary>Rows 0 … n − 1 with y = x + 1000.</summary>
    private static Pairs Counted(int n) => new([.. Enumerable.Range(0, n).Select(i => (float)i)], 1, [.. Enumerable.Range(1000, n).Select(i => (float)i)], 1);

    private static double[] HeldOut(PairData data)
    {
        var (pairs, count) = data.HeldOut();
        using (pairs) return PairStreamTests.Read(pairs, count / 5, 5)[0];
    }

    private static double[] Validation(PairData data)
    {
        var (pairs, batches) = data.Validation();
        using (pairs) return PairStreamTests.Read(pairs, batches, 5)[0];
    }

    private static double[] Training(PairData data)
    {
        using var pairs = data.Training();
        return PairStreamTests.Read(pairs, 8, 5)[0];
    }

    [Fact]
    public void The_parts_are_disjoint_and_cover_all_pairs()
    {
        using var data = PairData.Open(Counted(100), options, CPU);
        double[][] parts = [HeldOut(data), Validation(data), Training(data)];
        Assert.Equal([40, 20, 40], parts.Select(p => p.Length));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (double)i), parts.SelectMany(p => p).Order());
        Assert.True(data.Finite);
    }

    [Fact]
    public void The_split_is_at_random_by_the_seed_and_the_parts_stay_the_same_at_every_look()
    {
        using var data = PairData.Open(Counted(100), options, CPU);
        using var again = PairData.Open(Counted(100), options, CPU);
        using var other = PairData.Open(Counted(100), options with { Seed = 2 }, CPU);
        Assert.Equal(HeldOut(data), HeldOut(again));
        Assert.Equal(Validation(data), Validation(data));
        Assert.NotEqual(HeldOut(data), HeldOut(other));
        Assert.NotEqual(HeldOut(data).Order(), Enumerable.Range(0, 40).Select(i => (double)i));
    }

    [Fact]
    public void Scaling_knows_the_training_part_only_and_leaves_the_caller_s_array()
    {
        var pairs = Counted(100);
        using var plain = PairData.Open(pairs, options, CPU);
        using var data = PairData.Open(pairs, options with { Scaling = Scaling.Standard }, CPU);
        var training = Training(plain);
        var (mean, deviation) = (training.Average(), Math.Sqrt(training.Average(v => v * v) - training.Average() * training.Average()));
        using var x = Matrices.Empty(1, 5, 1, CPU);
        using var y = Matrices.Empty(1, 5, 1, CPU);
        var (held, count) = data.HeldOut();
        var expected = HeldOut(plain);
        using (held)
            for (var b = 0; b < count / 5; b++)
            {
                held.Next(x, y);
                Numbers.Near([.. expected.Skip(5 * b).Take(5).Select(v => (v - mean) / deviation)], Numbers.Of(x.All), (_, _) => 1e-5);
                Numbers.Near(Numbers.Of(x.All), Numbers.Of(y.All), (_, _) => 1e-4); // y = x + 1000: the same after standardising
            }
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), pairs.X);
    }

    // Least rows: a batch to train on, one to validate on, two held out. 25 of 0.4/0.2/0.4 are just enough for batches of 5.
    [Theory]
    [InlineData(25, 0.4, 0.2, null)]
    [InlineData(24, 0.4, 0.2, "24 pairs, of which 11 to train on, 4 to validate on and 9 held out, with batches of 5")]
    [InlineData(100, 0.9, 0.06, "100 pairs, of which 4 to train on, 6 to validate on and 90 held out, with batches of 5")]
    [InlineData(100, 0.09, 0.2, "100 pairs, of which 71 to train on, 20 to validate on and 9 held out, with batches of 5")]
    public void Too_few_pairs_are_refused_with_the_parts_counted(int count, double heldOut, double validation, string? came)
    {
        void Open() => PairData.Open(Counted(count), options with { HeldOut = heldOut, Validation = validation }, CPU).Dispose();
        LiveTensors.Stay(() =>
        {
            if (came is null)
            {
                Open();
                return;
            }
            var error = Assert.Throws<DataException>(Open);
            Assert.Equal(came, error.Came);
            Assert.Equal("at least a batch to train on, one to validate on and two held out", error.Wanted);
            Assert.StartsWith("a batch of at most 4,", error.Advice);
        });
    }

    [Fact]
    public void A_truth_gives_fresh_pairs_for_training_validation_and_reading()
    {
        using var scope = NewDisposeScope();
        var cubic = new CubicGaussian(CorrelatedGaussian.WithInformation(2, 1));
        using var data = PairData.Open(cubic, options with { Scaling = Scaling.Standard, FreshPairs = 50_003, Batch = 5000 }, CPU);
        using var x = Matrices.Empty(1, 5000, 2, CPU);
        using var y = Matrices.Empty(1, 5000, 2, CPU);
        Tensor First(PairStream pairs)
        {
            pairs.Next(x, y);
            return cat([x.All, y.All], 2);
        }
        var (held, count) = data.HeldOut();
        var training = data.Training();
        var (validation, again) = (data.Validation().Pairs, data.Validation().Pairs);
        Tensor[] drawn = [First(training), First(training), First(held), First(validation)];
        for (var a = 0; a < drawn.Length; a++)
            for (var b = 0; b < a; b++) Assert.False(drawn[a].Equals(drawn[b]));
        Numbers.Same(drawn[3], First(again));
        Assert.Equal((50_003, false), (count, data.Finite));
        // the cube of a normal has variance 15 and kurtosis 46; 15 000 draws know its deviation to √(46/15 000)/2 = 3 %, four of which are allowed
        Assert.Equal(1, Math.Sqrt(y.All.square().mean().item<float>()), 0.12);
        foreach (var stream in (PairStream[])[held, validation, again, training]) stream.Dispose();
    }
}
