using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class FloTests
{
    private static readonly Flo flo = new();

    private static double Tolerance(Tensor scores) => 64 * Numbers.Epsilon * AllBounds.Plain(scores);

    /// <summary>u_i* = log mean_{j≠i} e^{S_ij − S_ii}.</summary>
    private static Tensor Best(Tensor scores)
    {
        var s = AllBounds.Matrix(scores);
        return tensor([.. AllBounds.Diagonal(s).Select((joint, i) => Math.Log(AllBounds.Row(s, i).Where((_, j) => j != i).Average(v => Math.Exp(v - joint))))], [s.GetLength(0)]);
    }

    // u + e^{−u} m is least at u = log m, where it is 1 + log m, and e^{−δ} − 1 + δ above that at a distance of δ
    [Fact]
    public void No_second_critic_reads_more_than_the_best_one() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null }).Scores(300);
        var (best, off) = (Best(scores), Numbers.Drawn([c.Batch], c.Seed + 1, 2, ScalarType.Float64));
        var most = flo.Value(scores, best).item<double>();
        Assert.Equal(-Numbers.Of(best).Average(), most, Tolerance(scores));
        var loss = Numbers.Of(off).Average(delta => Math.Exp(-delta) - 1 + delta);
        Assert.Equal(most - loss, flo.Value(scores, best + off).item<double>(), 16 * Tolerance(scores));
        Numbers.Near(zeros_like(best), flo.CompanionGradient(scores, best), Tolerance(scores)); // nothing is left to climb
    });

    [Fact]
    public void At_the_best_second_critic_it_is_L1Out_of_the_transpose() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null }).Scores(300);
        var l1Out = new L1Out().Value(scores.transpose(-2, -1).contiguous()).item<double>();
        Assert.Equal(l1Out, flo.Value(scores, Best(scores)).item<double>(), Tolerance(scores));
    });

    [Fact]
    public void With_c_of_x_less_the_joint_score_it_is_Tuba_of_the_transpose() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(300);
        var baseline = Numbers.Drawn([.. scores.shape[..^1]], c.Seed + 1, 1, ScalarType.Float64);
        var tuba = new Tuba().Value(scores.transpose(-2, -1).contiguous(), baseline);
        var size = 1 + Math.Exp(Numbers.Of(scores).Max() + 1);
        Numbers.Near(tuba, flo.Value(scores, baseline - scores.diagonal(0, -2, -1)), 2 * Tolerance(scores) * size);
    });

    [Fact]
    public void Any_function_of_x_changes_nothing_and_rows_of_the_gradient_add_up_to_nothing() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(40);
        var moved = scores + Numbers.Drawn([c.Batch, 1], c.Seed, 10, ScalarType.Float64);
        var size = AllBounds.Named("FLO").Magnitude(moved);
        Numbers.Near(flo.Value(scores), flo.Value(moved), 128 * Numbers.Epsilon * size);
        Assert.All(Numbers.Of(flo.Gradient(scores).sum(-1)), sum => Assert.Equal(0, sum, 64 * Numbers.Epsilon * size));
    });

    // A constant for u, each of five: 1 000 batches of 16, one-sided at 4 standard errors, 3 × 10⁻⁵ a case where means are normal, 2 × 10⁻⁴ for all.
    [Theory]
    [InlineData(-3)]
    [InlineData(-1)]
    [InlineData(-0.5)]
    [InlineData(0)]
    [InlineData(2)]
    public void It_is_a_lower_bound_for_a_constant_too(double u)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(21);
        var truth = CorrelatedGaussian.WithInformation(4, 1);
        var (x, y) = (zeros([16_000, 4], ScalarType.Float64), zeros([16_000, 4], ScalarType.Float64));
        truth.Draw(x, y, generator);
        var ratio = truth.LogRatio(x.view(1000, 16, 4), y.view(1000, 16, 4));
        var (mean, error) = Numbers.Mean(Numbers.Of(flo.Value(ratio, full([1000, 16], u, ScalarType.Float64))));
        Assert.True(mean <= 1 + 4 * error, $"{mean} ± {error}");
    }
}
