using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What holds for every truth.</summary>
public sealed class TruthLaws
{
    private const int Count = 40_000;

    /// <summary>Pairs as batches of one, so that no pair is scored against another.</summary>
    private static (Tensor X, Tensor Y) Draw(Truth truth, int count, ulong seed, ScalarType type = ScalarType.Float64)
    {
        using var generator = new Generator(seed);
        var (x, y) = (zeros([count, truth.XDimension], type), zeros([count, truth.YDimension], type));
        truth.Draw(x, y, generator);
        return (x.unsqueeze(1), y.unsqueeze(1));
    }

    [Theory]
    [MemberData(nameof(AllTruths.Names), MemberType = typeof(AllTruths))]
    public void The_information_is_that_of_another_computation(string name)
    {
        var entry = AllTruths.Named(name);
        Assert.Equal(entry.Independent, entry.Truth.Information, entry.Accuracy);
        Assert.Equal(entry.Truth.Information, entry.Truth.KnownInformation);
    }

    // For each truth within 4 standard errors: 6 × 10⁻⁵ false alarms a truth for a seed not chosen beforehand, 0.15 % for all.
    [Theory]
    [MemberData(nameof(AllTruths.Names), MemberType = typeof(AllTruths))]
    public void Under_the_joint_the_log_ratio_has_the_mean_that_is_the_information(string name)
    {
        using var scope = NewDisposeScope();
        var truth = AllTruths.Named(name).Truth;
        var (x, y) = Draw(truth, Count, 1);
        var (mean, error) = Numbers.Mean(Numbers.Of(truth.LogRatio(x, y)));
        Assert.Equal(truth.Information, mean, 4 * error + 1e-12);
        Assert.True(error < 0.05 * (0.2 + truth.Information), $"± {error}"); // or the line above says nothing
    }

    // The mean of r over pairs drawn apart; its standard error is estimated, and 4 of them are a false alarm in 10⁴ or so, the tails of r being longer than a normal's.
    [Theory]
    [MemberData(nameof(AllTruths.Names), MemberType = typeof(AllTruths))]
    public void Under_the_product_the_ratio_has_mean_one(string name)
    {
        using var scope = NewDisposeScope();
        var entry = AllTruths.Named(name);
        if (!entry.HasRatioVariance) return;
        var ((x, _), (_, y)) = (Draw(entry.Truth, Count, 1), Draw(entry.Truth, Count, 2));
        var (mean, error) = Numbers.Mean([.. Numbers.Of(entry.Truth.LogRatio(x, y)).Select(Math.Exp)]);
        Assert.Equal(1, mean, 4 * error);
        Assert.True(error < 0.05, $"± {error}");
    }

    [Fact]
    public void Truths_without_a_variance_of_the_ratio_are_the_exception() => // so that the law above is not skipped by habit
        Assert.True(AllTruths.Names.Count(row => AllTruths.Named(row.Data).HasRatioVariance) >= 2 * AllTruths.Names.Count(row => !AllTruths.Named(row.Data).HasRatioVariance));

    // Mean and variance of both first coordinates, each within 4 standard errors: 2.4 × 10⁻⁴ a truth.
    [Theory]
    [MemberData(nameof(AllTruths.Names), MemberType = typeof(AllTruths))]
    public void First_coordinates_have_their_moments(string name)
    {
        using var scope = NewDisposeScope();
        var entry = AllTruths.Named(name);
        var (x, y) = Draw(entry.Truth, Count, 3);
        foreach (var (column, moments) in new[] { (x, entry.Moments.X), (y, entry.Moments.Y) })
        {
            if (moments is not { } expected) continue;
            var numbers = Numbers.Of(column.select(2, 0));
            var (mean, error) = Numbers.Mean(numbers);
            Assert.Equal(expected.Mean, mean, 4 * error);
            var (variance, varianceError) = Numbers.Mean([.. numbers.Select(v => (v - expected.Mean) * (v - expected.Mean))]);
            Assert.Equal(expected.Variance, variance, 4 * varianceError + 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(AllTruths.Names), MemberType = typeof(AllTruths))]
    public void A_seed_gives_the_same_finite_pairs_which_know_where_they_come_from(string name)
    {
        var truth = AllTruths.Named(name).Truth;
        LiveTensors.Stay(() => truth.Sample(50));
        var (first, again, other) = (truth.Sample(2000, 7), truth.Sample(2000, 7), truth.Sample(2000, 8));
        Assert.Equal(first.X, again.X);
        Assert.Equal(first.Y, again.Y);
        Assert.NotEqual(first.X, other.X);
        Assert.Equal((truth.XDimension, truth.YDimension, truth.Information, truth.Description), (first.XDimension, first.YDimension, first.KnownInformation, first.Description));
        Assert.NotEmpty(truth.Description);
    }

    [Theory]
    [MemberData(nameof(AllTruths.Names), MemberType = typeof(AllTruths))]
    public void The_log_ratio_leaves_one_tensor_and_its_points_as_they_were(string name)
    {
        using var scope = NewDisposeScope();
        var truth = AllTruths.Named(name).Truth;
        var (x, y) = Draw(truth, 20, 5);
        var (before, beforeY) = (x.clone(), y.clone());
        var returned = new List<Tensor>();
        LiveTensors.Grow(1, () => returned.Add(truth.LogRatio(x, y)));
        Numbers.Same(before, x);
        Numbers.Same(beforeY, y);
    }

    [Theory]
    [MemberData(nameof(AllTruths.Names), MemberType = typeof(AllTruths))]
    public void Pairs_are_scored_by_themselves_in_batches_and_in_replicates(string name)
    {
        using var scope = NewDisposeScope();
        var entry = AllTruths.Named(name);
        var (x, y) = Draw(entry.Truth, 15, 4);
        var alone = entry.Truth.LogRatio(x, y).view(15);
        var batch = entry.Truth.LogRatio(x.view(15, -1), y.view(15, -1)).diagonal();
        var replicates = entry.Truth.LogRatio(x.view(3, 5, -1), y.view(3, 5, -1)).diagonal(0, 1, 2).contiguous().view(15);
        Numbers.Near(alone, batch, 64 * Numbers.Epsilon * entry.Sensitivity);
        Numbers.Near(alone, replicates, 64 * Numbers.Epsilon * entry.Sensitivity);
    }

    // Drawn as floats and scored as floats and as doubles: the points are the same, only the arithmetic differs. No joint pair may be worth −∞.
    [Theory]
    [MemberData(nameof(AllTruths.Names), MemberType = typeof(AllTruths))]
    public void In_single_precision_the_ratios_are_those_of_double(string name)
    {
        using var scope = NewDisposeScope();
        var entry = AllTruths.Named(name);
        var (x, y) = Draw(entry.Truth, 200_000, 6, ScalarType.Float32);
        var single = entry.Truth.LogRatio(x, y);
        Assert.Equal(ScalarType.Float32, single.dtype);
        Assert.True(single.isfinite().all().item<bool>());
        var exact = entry.Truth.LogRatio(x.to_type(ScalarType.Float64), y.to_type(ScalarType.Float64));
        if (entry.Truth is AdditiveUniformNoise) return; // rounded pairs on the edge are −∞ to the finer eye, and rightly so
        var off = (single.to_type(ScalarType.Float64) - exact).abs();
        Assert.True(off.mean().item<double>() < Numbers.Epsilon32 * entry.Sensitivity, $"off by {off.mean().item<double>()} on average");
    }
}
