using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class InterpolatedTests
{
    // Sums of at most eleven exponentials of differences from the largest: the result has the rounding of the largest score, and of a few operations more.
    [Fact]
    public void The_sum_without_a_row_is_that_of_brute_force_whatever_the_scores() => Law.Holds(ScoreCase.Any, c =>
    {
        foreach (var scale in (double[])[c.Scale, 1e4])
        {
            var scores = (c with { Replicates = null, Scale = scale }).Scores();
            var (s, b) = (AllBounds.Matrix(scores), c.Batch);
            var expected = from j in Enumerable.Range(0, b)
                           from i in Enumerable.Range(0, b)
                           let others = AllBounds.Column(s, i).Where((_, l) => l != j).ToArray()
                           let largest = others.Max()
                           select largest + Math.Log(others.Sum(v => Math.Exp(v - largest)));
            Numbers.Near([.. expected], Numbers.Of(Scores.LogSumWithoutRow(scores)), (_, _) => 8 * Numbers.Epsilon * (1 + scale));
        }
    }, 200);

    // The published short cut has log(e^{s} − e^{s_j}) by softplus⁻¹, which is s_j + log(e − 1) once the difference rounds to nothing.
    [Fact]
    public void A_row_that_towers_is_taken_out_without_a_trace()
    {
        using var scope = NewDisposeScope();
        var scores = tensor([50.0, 0, 0, 0, 0, 0, 0, 0, 0], [3, 3]);
        Assert.Equal(Math.Log(2), Scores.LogSumWithoutRow(scores).select(0, 0).select(0, 0).item<double>(), 1e-15);
    }

    /// <summary>The mean over i of one bound of the scores without row and column i.</summary>
    private static double HeldOut(Bound bound, Tensor scores)
    {
        var b = scores.shape[0];
        return Enumerable.Range(0, (int)b).Average(i =>
        {
            var rest = tensor(Enumerable.Range(0, (int)b).Where(k => k != i).Select(k => (long)k).ToArray());
            return bound.Value(scores.index_select(0, rest).index_select(1, rest)).item<double>();
        });
    }

    // e^{−40} of the other end is left: below rounding.
    [Fact]
    public void At_one_end_it_is_InfoNce_of_all_but_one() => Law.Holds(ScoreCase.Any, c =>
    {
        if (c.Batch == 2) return; // InfoNCE of one pair
        var scores = (c with { Replicates = null }).Scores(10);
        var near = Interpolated.WithLogit(60).Value(scores).item<double>();
        Assert.Equal(HeldOut(new InfoNce { Contrast = Contrast.OverX }, scores), near, 1e-12);
    });

    [Fact]
    public void At_the_other_end_it_is_Tuba() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(10);
        Numbers.Near(new Tuba { LogBaseline = 0.4 }.Value(scores), Interpolated.WithLogit(-60, 0.4).Value(scores), 64 * Numbers.Epsilon * 11 * Math.Exp(10));
        Numbers.Near(new Tuba { LogBaseline = 0.4 }.Gradient(scores), Interpolated.WithLogit(-60, 0.4).Gradient(scores), 1e-11);
    });

    [Fact]
    public void The_logit_is_another_name_of_alpha()
    {
        using var scope = NewDisposeScope();
        var scores = new ScoreCase(7, null, 3, false, 5).Scores();
        foreach (var alpha in (double[])[1e-9, 0.01, 0.5, 0.99, 1 - 1e-9])
        {
            var named = Interpolated.WithLogit(Math.Log(alpha) - Math.Log(1 - alpha), 0.3);
            Assert.Equal(alpha, named.Alpha, 1e-15);
            Assert.Equal(new Interpolated(alpha) { LogBaseline = 0.3 }.Value(scores).item<double>(), named.Value(scores).item<double>(), 1e-7 * Math.Min(alpha, 1 - alpha) + 1e-12);
        }
        Assert.True(double.IsFinite(Interpolated.WithLogit(-2000).Value(scores).item<double>())); // α is 0 in doubles, log α is not −∞
        Assert.Equal(1 + Math.Log(6) + 2000, Interpolated.WithLogit(-2000).Ceiling(7), 1e-9);
    }

    [Fact]
    public void The_ceiling_is_nearly_reached_where_the_joint_scores_tower() // log B/α where all the partition is the joint sample's; the marginal term then vanishes
    {
        using var scope = NewDisposeScope();
        var (bound, scores) = (new Interpolated(0.01), eye(64, dtype: ScalarType.Float64) * 300 - 150);
        Assert.Equal(bound.Ceiling(64), bound.Value(scores).item<double>(), 1e-12);
    }

    [Fact]
    public void No_score_matrix_is_above_the_ceiling_by_value_or_by_search() => Law.Holds(ScoreCase.Any, c =>
    {
        // climb from anywhere: the ceiling holds on the way up
        var (bound, scores) = (new Interpolated(0.1), (c with { Replicates = null }).Scores(100));
        for (var k = 0; k < 20; k++) scores = scores + bound.Gradient(scores) * 10;
        Assert.True(bound.Value(scores).item<double>() <= bound.Ceiling(c.Batch) + 64 * Numbers.Epsilon * AllBounds.Plain(scores) * 11);
    }, 30);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void An_alpha_outside_the_open_interval_is_refused(double alpha)
    {
        var error = Assert.Throws<DomainException>(() => new Interpolated(alpha));
        Assert.Equal(FormattableString.Invariant($"α = {alpha}"), error.Came);
        Assert.Equal("0 < α < 1", error.Wanted);
        Assert.Contains("Tuba for α = 0", error.Advice);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_logit_that_is_not_finite_is_refused(double logit) => Assert.Throws<DomainException>(() => Interpolated.WithLogit(logit));
}
