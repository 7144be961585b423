using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The null of independence: critics beside the others, on pairs that are broken up.</summary>
public sealed class PermutationTests
{
    private static readonly Pairs pairs = Small.OneNat.Sample(1000);
    private static readonly EstimationOptions options = Small.Options with { Steps = 150, Permutations = 4 };

    [Theory]
    [InlineData(1.0, 0.2)]
    [InlineData(0.5, 0.4)]
    [InlineData(0.3, 0.6)] // as large counts as reached
    [InlineData(-1.0, 1)]
    public void The_p_value_counts_itself(double value, double p) => Assert.Equal(p, PermutationNull.Of(value, [0.5, 0.3, 0.1, -0.7]).PValue, 1e-12);

    [Fact]
    public void A_permutation_that_is_not_a_number_counts_against_the_value() => Assert.Equal(2 / 3.0, PermutationNull.Of(1, [double.NaN, 0]).PValue, 1e-12);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dependence_stands_out_and_the_value_is_what_it_is_without_permutations(bool given)
    {
        var source = given ? (PairSource)pairs : Small.OneNat;
        var e = MutualInformation.Estimate(source, critic: Small.Separable, options: options);
        var alone = MutualInformation.Estimate(source, critic: Small.Separable, options: options with { Permutations = 0 });
        Assert.Equal((alone.Value, alone.StandardError), (e.Value, e.StandardError));
        Assert.Equal(alone.Trace, e.Trace);
        Assert.Null(alone.Null);
        Assert.Equal(0.2, e.Null!.PValue, 1e-12);
        Assert.Equal(4, e.Null.Values.Distinct().Count());
        Assert.All(e.Null.Values, value => Assert.InRange(value, -1, 0.2));
        Assert.Contains("p = 0.2 (4 permutations)", e.ToString());
    }

    [Fact]
    public void A_permuted_copy_has_the_same_rows_in_each_part_and_breaks_their_pairs_up()
    {
        Pairs counted = new([.. Enumerable.Range(0, 100).Select(i => (float)i)], 1, [.. Enumerable.Range(1000, 100).Select(i => (float)i)], 1);
        using var data = PairData.Open(counted, new() { Batch = 5, HeldOut = 0.4, Validation = 0.2, Scaling = Scaling.None, Permutations = 1 }, CPU);
        using var training = data.Training();
        var (validation, looks) = data.Validation();
        var (held, count) = data.HeldOut();
        using var first = validation;
        using var second = held;
        foreach (var (stream, batches) in ((PairStream, int)[])[(training, 8), (validation, looks), (held, count / 5)])
        {
            var rows = PairStreamTests.Rows(stream, batches, 5, 2);
            Assert.All(rows[0], pair => Assert.Equal(pair.X, pair.Y));
            Assert.Equal(rows[1].Select(pair => pair.X).Order(), rows[1].Select(pair => pair.Y).Order());
            Assert.Equal(rows[0].Select(pair => pair.X).Order(), rows[1].Select(pair => pair.Y).Order());
            Assert.True(rows[1].Count(pair => pair.X == pair.Y) <= 6); // fixed points of a permutation: one on average, Poisson; more than six in 8 × 10⁻⁵
        }
    }
}
