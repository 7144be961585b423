using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Bounds at the optimal critic of a Gaussian, d = 20, B = 64, 300 batches, against the truth and the table of specs/mi-bounds.md §4.</summary>
public sealed class OptimalCriticTests
{
    private const int Batches = 300, Batch = 64;

    /// <summary>The value of each batch; NWJ's best critic is 1 + log r, and the other two do not see the 1.</summary>
    private static double[] Values(string name, double nats)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(20190516);
        var truth = CorrelatedGaussian.WithInformation(20, nats);
        var (x, y) = (zeros([Batches * Batch, 20], ScalarType.Float64), zeros([Batches * Batch, 20], ScalarType.Float64));
        truth.Draw(x, y, generator);
        return Numbers.Of(AllBounds.Named(name).Bound.Value(truth.LogRatio(x.view(Batches, Batch, 20), y.view(Batches, Batch, 20)) + 1));
    }

    // One-sided at 4 standard errors: 3 × 10⁻⁵ false alarms a case for a seed not chosen beforehand.
    [Theory]
    [InlineData("InfoNCE", 0.0)]
    [InlineData("InfoNCE", 0.5)]
    [InlineData("InfoNCE", 2.0)]
    [InlineData("InfoNCE", 4.0)]
    [InlineData("InfoNCE", 8.0)]
    [InlineData("NWJ", 0.0)]
    [InlineData("NWJ", 0.5)]
    [InlineData("NWJ", 2.0)]
    [InlineData("NWJ", 4.0)]
    public void A_lower_bound_is_below_the_truth(string name, double nats)
    {
        Assert.Equal(Side.Lower, AllBounds.Named(name).Bound.Side);
        var (mean, error) = Numbers.Mean(Values(name, nats));
        Assert.True(mean <= nats + 4 * error + 1e-12, $"{mean} ± {error} for {nats}"); // at 0 nats there is no spread, only rounding
    }

    [Theory]
    [InlineData("InfoNCE")]
    [InlineData("NWJ")]
    [InlineData("Donsker–Varadhan")]
    public void Independent_variables_read_zero(string name) => Assert.All(Values(name, 0), value => Assert.Equal(0, value, 1e-12));

    // The table has two decimals: its rounding, ±0.005, is added. Two-sided at 3 standard errors of the difference: 0.3 % a row, 2.4 % for all nine.
    [Theory]
    [InlineData("InfoNCE", 2, 1.83, .01)]
    [InlineData("InfoNCE", 4, 3.08, .01)]
    [InlineData("InfoNCE", 6, 3.74, .01)]
    [InlineData("Donsker–Varadhan", 2, 2.02, .01)]
    [InlineData("Donsker–Varadhan", 4, 4.08, .02)]
    [InlineData("Donsker–Varadhan", 6, 6.28, .04)]
    [InlineData("NWJ", 2, 2.01, .01)]
    [InlineData("NWJ", 4, 4.04, .03)]
    [InlineData("NWJ", 6, 6.11, .05)]
    public void A_batch_reads_what_the_table_says(string name, double nats, double expected, double tableError)
    {
        var (mean, error) = Numbers.Mean(Values(name, nats));
        Assert.Equal(expected, mean, 3 * Math.Sqrt(error * error + tableError * tableError) + 0.005);
    }

    // At I = 6 a batch of 64 has 4 032 dependent pairs in its partition, whose spread of e^I/√n the logarithm turns into bias.
    [Fact]
    public void DonskerVaradhan_by_the_batch_is_biased_upwards_and_pooled_it_is_less()
    {
        var bound = new DonskerVaradhan();
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var truth = CorrelatedGaussian.WithInformation(20, 6);
        var (x, y) = (zeros([Batches * Batch, 20], ScalarType.Float64), zeros([Batches * Batch, 20], ScalarType.Float64));
        truth.Draw(x, y, generator);
        var scores = truth.LogRatio(x.view(Batches, Batch, 20), y.view(Batches, Batch, 20));
        var (mean, error) = Numbers.Mean(Numbers.Of(bound.Value(scores)));
        var terms = Numbers.Of(bound.Terms(scores)).Chunk(2).ToArray();
        var (pooled, pooledError) = bound.Pool(terms);
        Assert.True(mean > 6 + 4 * error, $"{mean} ± {error}");
        Assert.True(Math.Abs(pooled - 6) < Math.Min(4 * pooledError, Math.Abs(mean - 6)), $"pooled {pooled} ± {pooledError}, by the batch {mean}");
    }
}
