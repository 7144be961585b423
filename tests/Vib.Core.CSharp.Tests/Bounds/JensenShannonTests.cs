using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Bounds that climb the Jensen–Shannon objective: JS, its legacy reading, SMILE.</summary>
public sealed class JensenShannonTests
{
    private static readonly Bound js = new JensenShannon(), legacy = new LegacyJsNwj();

    private static double Tolerance(Tensor scores) => 64 * Numbers.Epsilon * AllBounds.Plain(scores);

    [Fact]
    public void The_corrected_reading_is_Nwj_of_the_critic_plus_one() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(300);
        Numbers.Near(new Nwj().Value(scores + 1), js.Value(scores), Tolerance(scores) * (1 + Math.Exp(Numbers.Of(scores).Max())));
        Numbers.Same(new Nwj().Value(scores), legacy.Value(scores));
    });

    [Fact]
    public void All_climb_the_same_objective() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null }).Scores(300);
        var s = AllBounds.Matrix(scores);
        double Softplus(double t) => t > 40 ? t : Math.Log(1 + Math.Exp(t));
        var expected = -AllBounds.Diagonal(s).Average(v => Softplus(-v)) - AllBounds.OffDiagonal(s).Average(Softplus);
        foreach (var bound in (Bound[])[js, legacy, new Smile(1), new Smile()])
        {
            Assert.Equal(expected, bound.Objective(scores).item<double>(), Tolerance(scores));
            Numbers.Same(js.Gradient(scores), bound.Gradient(scores));
        }
    });

    [Fact]
    public void A_critic_that_says_nothing_reads_zero_corrected_and_minus_1_over_e_as_published()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, js.Value(zeros([5, 5], ScalarType.Float64)).item<double>(), 1e-15);
        Assert.Equal(-1 / Math.E, legacy.Value(zeros([5, 5], ScalarType.Float64)).item<double>(), 1e-15);
    }

    // d = 20, I = 2, 300 batches of 64 at log r: specs/mi-bounds.md §2.2 has 2.03 and 1.67. The difference is t − t/e, t the batch's partition, of mean 1 − 1/e.
    // Each line within 4 standard errors: 6 × 10⁻⁵ false alarms, for a seed not chosen beforehand.
    [Theory]
    [InlineData(2.0)]
    [InlineData(4.0)]
    public void At_the_objective_s_optimum_the_published_reading_is_1_over_e_too_low(double nats)
    {
        using var scope = NewDisposeScope();
        var scores = OptimalScores(nats);
        var (corrected, published) = (Numbers.Of(js.Value(scores)), Numbers.Of(legacy.Value(scores)));
        var (mean, error) = Numbers.Mean(corrected);
        Assert.Equal(nats, mean, 4 * error);
        (mean, error) = Numbers.Mean(published);
        Assert.Equal(nats - 1 / Math.E, mean, 4 * error);
    }

    // The objective is greatest at S = log r: its derivative along any direction is of mean 0 there. Directions: a constant, log r itself, a sine of it.
    [Fact]
    public void The_objective_is_stationary_at_the_log_ratio()
    {
        using var scope = NewDisposeScope();
        var scores = OptimalScores(2);
        var gradient = js.Gradient(scores);
        foreach (var direction in (Tensor[])[ones_like(scores), scores, scores.sin()])
        {
            var (mean, error) = Numbers.Mean(Numbers.Of((gradient * direction).sum([-2L, -1L])));
            Assert.True(Math.Abs(mean) < 4 * error, $"{mean} ± {error}");
        }
    }

    private static Tensor OptimalScores(double nats)
    {
        using var generator = new Generator(20200220);
        var truth = CorrelatedGaussian.WithInformation(20, nats);
        var (x, y) = (zeros([300 * 64, 20], ScalarType.Float64), zeros([300 * 64, 20], ScalarType.Float64));
        truth.Draw(x, y, generator);
        return truth.LogRatio(x.view(300, 64, 20), y.view(300, 64, 20));
    }

    [Fact]
    public void Without_a_clip_Smile_reads_DonskerVaradhan() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(1e4);
        Numbers.Same(new DonskerVaradhan().Value(scores), new Smile(double.PositiveInfinity).Value(scores));
        if (c.Scale < 200) Numbers.Same(new DonskerVaradhan().Value(scores), new Smile(200).Value(scores));
    });

    [Fact]
    public void A_clip_of_nothing_leaves_the_mean_of_the_joint_scores_and_the_joint_is_never_clipped() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null }).Scores(1e4);
        var joint = AllBounds.Diagonal(AllBounds.Matrix(scores)).Average();
        Assert.Equal(joint, new Smile(1e-300).Value(scores).item<double>(), Tolerance(scores));
        foreach (var clip in (double[])[1, 5])
            Assert.True(Math.Abs(new Smile(clip).Value(scores).item<double>() - joint) <= clip + Tolerance(scores));
    });

    // Popoviciu: numbers in [e^{−τ}, e^τ] have a variance of at most (e^τ − e^{−τ})²/4; here over independent pairs. 400 means of 50: a sample variance that is twice its
    // expectation is 14 standard errors away.
    [Fact]
    public void The_clipped_partition_s_spread_is_bounded()
    {
        using var scope = NewDisposeScope();
        const double clip = 1;
        var wild = Numbers.Drawn([400, 50], 3, 1e3, ScalarType.Float64).clamp(-clip, clip).exp().mean([1]);
        var variance = wild.var().item<double>();
        var bound = Math.Pow(Math.Exp(clip) - Math.Exp(-clip), 2) / (4 * 50);
        Assert.InRange(variance, 0.5 * bound, 1.3 * bound); // two-point scores nearly reach it
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_clip_that_is_not_positive_is_refused(double clip)
    {
        var error = Assert.Throws<DomainException>(() => new Smile(clip));
        Assert.Equal(FormattableString.Invariant($"A clip of τ = {clip}"), error.Came);
        Assert.Contains("τ > 0", error.Wanted);
    }
}
