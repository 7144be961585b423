using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>One value with its error from the terms of many batches.</summary>
public sealed class PoolTests
{
    private static readonly Arbitrary<ScoreCase> mild = Arb.From(ScoreCase.Any.Generator.Select(c => c with { Replicates = 12, Scale = Math.Min(c.Scale, 10) }), _ => []);

    private static double[][] Terms(Bound bound, Tensor scores)
    {
        var terms = bound.Terms(scores);
        return [.. Numbers.Of(terms).Chunk((int)terms.shape[1])];
    }

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void Batches_that_are_all_alike_give_the_value_of_one_and_no_error(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var entry = AllBounds.Named(name);
        var scores = (c with { Replicates = null }).Scores(entry.LargestScore);
        var one = Terms(entry.Bound, scores)[0];
        var (value, error) = entry.Bound.Pool([one, one, one]);
        var tolerance = 64 * Numbers.Epsilon * entry.Magnitude(scores);
        Assert.Equal(entry.Bound.Value(scores).item<double>(), value, tolerance);
        Assert.Equal(0, error, tolerance);
    });

    [Theory]
    [InlineData("InfoNCE")]
    [InlineData("NWJ")]
    public void An_unbiased_bound_pools_to_the_mean_of_its_batches(string name) => Law.Holds(mild, c =>
    {
        var (bound, scores) = (AllBounds.Named(name).Bound, c.Scores());
        var (mean, error) = Numbers.Mean(Numbers.Of(bound.Value(scores)));
        var pooled = bound.Pool(Terms(bound, scores));
        Assert.Equal(mean, pooled.Value, 1e-12 * (1 + Math.Abs(mean)));
        Assert.Equal(error, pooled.StandardError, 1e-12 * (1 + Math.Abs(mean)));
    });

    [Fact]
    public void DonskerVaradhan_takes_one_logarithm_over_all_batches() => Law.Holds(mild, c =>
    {
        var (bound, scores) = (new DonskerVaradhan(), c.Scores());
        var matrices = Enumerable.Range(0, 12).Select(r => AllBounds.Matrix(scores.select(0, r))).ToArray();
        var expected = matrices.SelectMany(AllBounds.Diagonal).Average() - Math.Log(matrices.SelectMany(AllBounds.OffDiagonal).Average(Math.Exp));
        Assert.Equal(expected, bound.Pool(Terms(bound, scores)).Value, 64 * Numbers.Epsilon * AllBounds.Plain(scores) * 12);
    });

    // The jackknife, which knows nothing of derivatives, agrees with the delta method to second order in the partition's relative spread: here that is about
    // 0.4/√400 = 2 %, and the two differ by a few times its square.
    [Fact]
    public void The_error_of_DonskerVaradhan_is_that_of_the_jackknife()
    {
        using var scope = NewDisposeScope();
        var bound = new DonskerVaradhan();
        var terms = Terms(bound, Numbers.Drawn([400, 6, 6], 7, 2, ScalarType.Float64));
        double[] without = [.. Enumerable.Range(0, terms.Length).Select(k => bound.Pool([.. terms.Where((_, i) => i != k)]).Value)];
        var mean = without.Average();
        var jackknife = Math.Sqrt(without.Sum(v => (v - mean) * (v - mean)) * (terms.Length - 1) / terms.Length);
        Assert.Equal(1, bound.Pool(terms).StandardError / jackknife, 0.01);
    }

    [Fact]
    public void A_partition_beyond_the_largest_double_is_pooled_in_log_space()
    {
        var (value, error) = new DonskerVaradhan().Pool([[5000, 4990], [5001, 4991], [5002, 4989]]);
        var expected = 5001 - (4990 + Math.Log((1 + Math.E + 1 / Math.E) / 3));
        Assert.Equal(expected, value, 1e-10);
        Assert.True(double.IsFinite(error));
    }

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void One_batch_has_a_value_and_no_known_error(string name)
    {
        using var scope = NewDisposeScope();
        var (value, error) = AllBounds.Named(name).Bound.Pool(Terms(AllBounds.Named(name).Bound, Numbers.Drawn([4, 4], 1)));
        Assert.True(double.IsFinite(value));
        Assert.True(double.IsNaN(error));
    }
}
