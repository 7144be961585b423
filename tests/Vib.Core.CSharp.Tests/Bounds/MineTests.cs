using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class MineTests
{
    private static readonly Bound dv = new DonskerVaradhan();

    [Fact]
    public void Without_memory_every_step_is_DonskerVaradhan_s() => Law.Holds(ScoreCase.Any, c =>
    {
        using var ascent = new Mine(1).Ascend();
        for (var step = 0; step < 3; step++)
        {
            var scores = (c with { Seed = c.Seed / 2 + step }).Scores(1e4);
            Numbers.Same(dv.Gradient(scores), ascent.Gradient(scores));
            Numbers.Same(dv.Value(scores), ascent.SmoothedValue(scores));
        }
    });

    [Fact]
    public void The_first_step_and_the_stateless_gradient_are_DonskerVaradhan_s() => Law.Holds(ScoreCase.Any, c =>
    {
        var (mine, scores) = (new Mine(0.1), c.Scores(1e4));
        using var ascent = mine.Ascend();
        Numbers.Same(dv.Value(scores), ascent.SmoothedValue(scores)); // and nothing was remembered
        Numbers.Same(dv.Gradient(scores), ascent.Gradient(scores));
        Numbers.Same(dv.Gradient(scores), mine.Gradient(scores));
        Numbers.Same(dv.Value(scores), mine.Value(scores));
    });

    // ema ← 0.9 ema + 0.1 e^l and a gradient of −e^{S_ij}/(B(B−1)) / ema, in plain arithmetic; and autograd of the surrogate mean S_ii − e^{l − log ema}.
    [Fact]
    public void The_average_takes_each_batch_in_and_then_divides_by_it() => Law.Holds(ScoreCase.Any, c =>
    {
        using var ascent = new Mine(0.1).Ascend();
        var average = double.NaN;
        for (var step = 0; step < 4; step++)
        {
            var scores = (c with { Replicates = null, Seed = c.Seed / 2 + step }).Scores(20);
            var s = AllBounds.Matrix(scores);
            var partition = AllBounds.OffDiagonal(s).Average(Math.Exp);
            average = double.IsNaN(average) ? partition : 0.9 * average + 0.1 * partition;
            var gradient = ascent.Gradient(scores);
            var expected = Enumerable.Range(0, c.Batch).SelectMany(i => AllBounds.Row(s, i)
                .Select((v, j) => i == j ? 1.0 / c.Batch : -Math.Exp(v) / average / (c.Batch * (c.Batch - 1)))).ToArray();
            Numbers.Near(expected, Numbers.Of(gradient), (_, element) => 128 * Numbers.Epsilon * 21 * Math.Abs(element));
            Assert.Equal(AllBounds.Diagonal(s).Average() - Math.Log(average), ascent.SmoothedValue(scores).item<double>(), 128 * Numbers.Epsilon * 21);

            var leaf = scores.clone().requires_grad_();
            var surrogate = leaf.diagonal().mean() - (Scores.LogMeanExpMarginal(leaf) - Math.Log(average)).exp();
            Numbers.Near(autograd.grad([surrogate], [leaf])[0], gradient, (_, element) => 128 * Numbers.Epsilon * 21 * Math.Abs(element));
        }
    });

    [Fact]
    public void Each_replicate_has_its_own_average_and_each_climb_starts_afresh()
    {
        using var scope = NewDisposeScope();
        var (mine, first, second) = (new Mine(0.05), Numbers.Drawn([3, 5, 5], 1, 3, ScalarType.Float64), Numbers.Drawn([3, 5, 5], 2, 3, ScalarType.Float64));
        using var all = mine.Ascend();
        all.Gradient(first);
        var together = all.Gradient(second);
        for (var r = 0; r < 3; r++)
        {
            using var alone = mine.Ascend();
            alone.Gradient(first.select(0, r));
            Numbers.Near(alone.Gradient(second.select(0, r)), together.select(0, r), (_, element) => 1e-14 * Math.Abs(element));
        }
        using var fresh = mine.Ascend();
        Numbers.Same(dv.Gradient(second), fresh.Gradient(second));
    }

    [Fact]
    public void Averages_stay_finite_where_exponentials_do_not()
    {
        using var scope = NewDisposeScope();
        using var ascent = new Mine(0.01).Ascend();
        foreach (var constant in (double[])[5000, -5000, 5000])
        {
            var gradient = ascent.Gradient(full([4, 4], constant, ScalarType.Float32));
            Assert.True(gradient.isfinite().all().item<bool>());
            Assert.Equal(ScalarType.Float32, gradient.dtype);
        }
    }

    [Fact]
    public void A_change_of_replicates_is_refused_and_nothing_outlives_the_climb()
    {
        using var scores = Numbers.Drawn([2, 4, 4], 1);
        using var other = Numbers.Drawn([3, 4, 4], 1);
        LiveTensors.Stay(() =>
        {
            using var ascent = new Mine().Ascend();
            for (var step = 0; step < 3; step++) ascent.Gradient(scores).Dispose();
            var error = Assert.Throws<ShapeException>(() => ascent.Gradient(other));
            Assert.Equal("Scores of 3 replicates after scores of 2 replicates", error.Came);
            Assert.Throws<ShapeException>(() => ascent.SmoothedValue(other));
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_weight_outside_its_interval_is_refused(double weight) => Assert.Contains("(0, 1]", Assert.Throws<DomainException>(() => new Mine(weight)).Wanted);

    // f = θxz, standard normals with correlation ρ: E_Q e^f = (1 − θ²)^{−½}, DV(θ) = θρ + ½ log(1 − θ²) (specs/mine.md §4), slope ρ − θ/(1 − θ²).
    // 20 000 batches of 4. With the average held at the exact partition the step is unbiased; with the batch's own it is a ratio of means, and visibly not.
    // Unbiased within 4 standard errors: 6 × 10⁻⁵ false alarms for a seed not chosen beforehand; the bias is 20 of them.
    [Fact]
    public void Against_the_exact_partition_the_step_is_unbiased_and_against_its_own_it_is_not()
    {
        const double rho = 0.6, theta = 0.35;
        const int n = 20_000, b = 4;
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var (x, z) = (zeros([n * b, 1], ScalarType.Float64), zeros([n * b, 1], ScalarType.Float64));
        new CorrelatedGaussian(1, rho).Draw(x, z, generator);
        var products = x.view(n, b, 1) * z.view(n, 1, b);                                     // [n,B,B]: x_i z_j
        using var ascent = new Mine(1e-12).Ascend();
        ascent.Gradient(full([n, b, b], -0.5 * Math.Log(1 - theta * theta), ScalarType.Float64)); // a batch whose partition is the exact one
        var slope = rho - theta / (1 - theta * theta);

        var (held, heldError) = Numbers.Mean(Numbers.Of((ascent.Gradient(products * theta) * products).sum([-2L, -1L])));
        Assert.Equal(slope, held, 4 * heldError);
        var (own, ownError) = Numbers.Mean(Numbers.Of((dv.Gradient(products * theta) * products).sum([-2L, -1L])));
        Assert.True(Math.Abs(own - slope) > 8 * ownError, $"{own} ± {ownError} for {slope}");
    }

    // One logarithm over 800 000 product pairs has a bias of their variance over twice their number: 10⁻⁶.
    [Theory]
    [InlineData(0.6, 0.35)]
    [InlineData(0.6, 0.4684)] // θ* = (−1 + √(1 + 4ρ²))/2ρ
    [InlineData(0.3, -0.2)]
    public void The_pooled_value_of_a_one_parameter_critic_is_the_closed_form(double rho, double theta)
    {
        const int n = 4000, b = 16;
        using var scope = NewDisposeScope();
        using var generator = new Generator(8);
        var (x, z) = (zeros([n * b, 1], ScalarType.Float64), zeros([n * b, 1], ScalarType.Float64));
        new CorrelatedGaussian(1, rho).Draw(x, z, generator);
        var terms = Numbers.Of(new Mine().Terms(x.view(n, b, 1) * z.view(n, 1, b) * theta)).Chunk(2).ToArray();
        var (value, error) = new Mine().Pool(terms);
        Assert.Equal(theta * rho + 0.5 * Math.Log(1 - theta * theta), value, 4 * error); // 6 × 10⁻⁵ false alarms
        Assert.True(value < new CorrelatedGaussian(1, rho).Information);
    }

    // c xy + a x² + b y² with c = ρ/(1−ρ²), a = b = −ρ²/2(1−ρ²) is log r without its constant; Donsker–Varadhan does not see the constant, and is stationary there.
    [Fact]
    public void The_quadratic_critic_recovers_the_information_and_is_stationary_there()
    {
        const double rho = 0.5;
        const int n = 4000, b = 16;
        using var scope = NewDisposeScope();
        using var generator = new Generator(9);
        var truth = new CorrelatedGaussian(1, rho);
        var (x, y) = (zeros([n * b, 1], ScalarType.Float64), zeros([n * b, 1], ScalarType.Float64));
        truth.Draw(x, y, generator);
        var (product, squares) = (x.view(n, b, 1) * y.view(n, 1, b), x.view(n, b, 1).square() + y.view(n, 1, b).square());
        var scores = (product * rho - squares * (rho * rho / 2)) / (1 - rho * rho);
        Numbers.Near(truth.LogRatio(x.view(n, b, 1), y.view(n, b, 1)) - truth.Information, scores, 1e-12);

        var (value, error) = new Mine().Pool([.. Numbers.Of(new Mine().Terms(scores)).Chunk(2)]);
        Assert.Equal(truth.Information, value, 4 * error);
        using var ascent = new Mine(1e-12).Ascend();
        ascent.Gradient(full([n, b, b], -truth.Information, ScalarType.Float64));
        var gradient = ascent.Gradient(scores);
        foreach (var direction in (Tensor[])[product, squares])
        {
            var (mean, meanError) = Numbers.Mean(Numbers.Of((gradient * direction).sum([-2L, -1L])));
            Assert.True(Math.Abs(mean) < 4 * meanError, $"{mean} ± {meanError}");
        }
    }

    // Replicates side by side on two cores and one after the other: each has its own average, so the bits are the same. The value is on held-out pairs; that it
    // is within 0.1 nat of 0.446 is far from a close thing (0.01 between seeds).
    [Fact]
    public void Training_climbs_with_an_average_for_each_replicate()
    {
        var options = new EstimationOptions { Batch = 64, Steps = 300, Replicates = 2, LookEvery = 300, FreshPairs = 6400, Optimiser = new() { LearningRate = 5e-3 } };
        Estimate Train(int threads) => MutualInformation.Estimate(new CorrelatedGaussian(2, 0.6), new Mine(0.1), new SeparableCritic { Hidden = [32], Embedding = 8 }, options with { Threads = threads });
        var (one, two) = (Train(1), Train(2));
        Assert.Equal(one.ReplicateValues, two.ReplicateValues);
        Assert.Equal((Side.Estimate, "MINE"), (one.Side, one.Bound));
        Assert.Equal(-Math.Log(1 - 0.36), one.Value, 0.1);
    }
}
