using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class TubaTests
{
    private static double Tolerance(Tensor scores) => 64 * Numbers.Epsilon * AllBounds.Plain(scores) * (1 + Math.Exp(Numbers.Of(scores).Max()));

    private static Tensor Baseline(ScoreCase c) => Numbers.Drawn([.. c.Scores().shape[..^1]], c.Seed + 1, 2, ScalarType.Float64);

    [Fact]
    public void Nwj_is_Tuba_with_the_baseline_e() => Law.Holds(ScoreCase.Any, c =>
    {
        var (scores, tuba) = (c.Scores(300), new Tuba { LogBaseline = 1 });
        Numbers.Near(new Nwj().Value(scores), tuba.Value(scores), Tolerance(scores));
        Numbers.Near(new Nwj().Gradient(scores), tuba.Gradient(scores), AllBounds.Named("TUBA").GradientTolerance(scores, Numbers.Epsilon));
    });

    [Fact]
    public void A_baseline_for_each_y_is_taken_off_its_column() => Law.Holds(ScoreCase.Any, c =>
    {
        var (scores, baseline) = (c.Scores(200), Baseline(c));
        Numbers.Near(new Tuba().Value(scores - baseline.unsqueeze(-2)), new Tuba().Value(scores, baseline), Tolerance(scores + 2));
    });

    // 1 − log a + ... − t/a is greatest at a = t = mean e^S off the diagonal, where it is Donsker–Varadhan; log² (a/t)/2 below, to first order
    [Fact]
    public void The_best_constant_baseline_is_the_partition() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null }).Scores(300);
        var best = Math.Log(AllBounds.OffDiagonal(AllBounds.Matrix(scores)).Average(Math.Exp));
        var most = new DonskerVaradhan().Value(scores).item<double>();
        var rounding = 128 * Numbers.Epsilon * AllBounds.Plain(scores);
        Assert.Equal(most, new Tuba { LogBaseline = best }.Value(scores).item<double>(), rounding);
        foreach (var off in (double[])[-2, -0.1, 0.1, 2])
            Assert.True(new Tuba { LogBaseline = best + off }.Value(scores).item<double>() < most - 0.0048 + rounding * Math.Exp(2)); // e^{−c} − 1 + c at c = 0.1
    });

    // I + KL(p_y‖q) − χ²(p_y‖q) for p_y = N(0,1), q = N(0,s²):  KL = ½(log s² + 1/s² − 1),  χ² + 1 = s/√(2 − 1/s²).
    // 4 000 batches of 16, 4 standard errors: 6 × 10⁻⁵ false alarms for a seed not chosen beforehand. With q = p_y it is I.
    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    public void With_a_known_conditional_it_reads_what_the_baseline_leaves(double variance)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var truth = new CorrelatedGaussian(1, 0.7);
        var (x, y) = (zeros([64_000, 1], ScalarType.Float64), zeros([64_000, 1], ScalarType.Float64));
        truth.Draw(x, y, generator);
        (x, y) = (x.view(4000, 16, 1), y.view(4000, 16, 1));
        var logMarginal = LogBaseline.StandardNormal(y);
        var conditional = truth.LogRatio(x, y) + logMarginal.unsqueeze(-2);                                                    // log p(y_j|x_i)
        var baseline = LogBaseline.StandardNormal(y / Math.Sqrt(variance)) - 0.5 * Math.Log(variance);
        var (mean, error) = Numbers.Mean(Numbers.Of(new Tuba().Value(conditional, baseline)));
        var left = 0.5 * (Math.Log(variance) + 1 / variance - 1) - (Math.Sqrt(variance) / Math.Sqrt(2 - 1 / variance) - 1);
        Assert.Equal(truth.Information + left, mean, 4 * error);
    }

    [Fact]
    public void The_standard_normal_is_the_density()
    {
        using var scope = NewDisposeScope();
        Numbers.Near([-Math.Log(2 * Math.PI), -Math.Log(2 * Math.PI) - 12.5], Numbers.Of(LogBaseline.StandardNormal(tensor([0.0, 0, 3, 4], [2, 2]))), (_, _) => 1e-14);
        Assert.Throws<ShapeException>(() => LogBaseline.StandardNormal(zeros([3])));
    }
}
