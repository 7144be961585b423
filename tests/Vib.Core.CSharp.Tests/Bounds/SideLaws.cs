using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What a bound says of its side is true, for good critics and bad ones.</summary>
public sealed class SideLaws
{
    private const int Batches = 1000, Batch = 16;

    private static readonly Dictionary<string, Func<Tensor, Tensor>> critics = new()
    {
        ["the best"] = ratio => ratio,
        ["too cautious"] = ratio => ratio * 0.6,
        ["too bold"] = ratio => ratio * 1.15 - 0.5,
        ["half asleep"] = ratio => ratio.clamp(-1, 1),
        ["odd"] = ratio => ratio + ratio.sin(),
        ["deaf"] = ratio => ratio * 0,
    };

    /// <summary>Where a bound needs a companion, with the one that is right for the best critic.</summary>
    private static double[] Values(Bound bound, Func<Tensor, Tensor> distort, Tensor ratio, Tensor marginal)
    {
        var scores = bound.OptimalScores(distort(ratio), marginal);
        var companion = (bound as CompanionBound)?.OptimalCompanion(ratio, marginal);
        return Numbers.Of(companion is null ? bound.Value(scores) : ((CompanionBound)bound).Value(scores, companion));
    }

    // Lower bounds below I and upper bounds above it, one-sided at 4 standard errors over 1 000 batches: 3 × 10⁻⁵ a case where means are normal, 0.6 % for all. A bound that needs
    // the conditional, a density or a partition has no side with critics that are none (DensityTests, UbaTests); an estimate has none at all.
    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void The_mean_is_on_the_side_that_the_bound_names(string name)
    {
        var bound = AllBounds.Named(name).Bound;
        foreach (var nats in (double[])[0, 0.5, 2])
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator(19);
            var truth = CorrelatedGaussian.WithInformation(4, nats);
            var (x, y) = (zeros([Batches * Batch, 4], ScalarType.Float64), zeros([Batches * Batch, 4], ScalarType.Float64));
            truth.Draw(x, y, generator);
            var ratio = truth.LogRatio(x.view(Batches, Batch, 4), y.view(Batches, Batch, 4));
            foreach (var (critic, distort) in critics)
            {
                if ((bound.NeedsConditional || bound.NeedsDensity || bound is Uba) && critic != "the best") continue;
                var (mean, error) = Numbers.Mean(Values(bound, distort, ratio, LogBaseline.StandardNormal(y.view(Batches, Batch, 4))));
                if (bound.Side == Side.Lower) Assert.True(mean <= nats + 4 * error + 1e-12, $"{critic}: {mean} ± {error} above {nats}");
                if (bound.Side == Side.Upper) Assert.True(mean >= nats - 4 * error - 1e-12, $"{critic}: {mean} ± {error} below {nats}");
            }
        }
    }

    // The best critic is the best: no distortion reads more, by 4 standard errors of the difference batch by batch. Of unbiased lower bounds it is moreover I itself.
    [Theory]
    [InlineData("NWJ", true)]
    [InlineData("TUBA", true)]
    [InlineData("JS, read by NWJ", true)]
    [InlineData("FLO", true)]
    [InlineData("InfoNCE", false)]
    [InlineData("InfoNCE over x", false)]
    [InlineData("I_α with α = 0.01", false)]
    public void The_critic_that_a_bound_calls_optimal_is(string name, bool unbiased)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(20);
        var (bound, truth) = (AllBounds.Named(name).Bound, CorrelatedGaussian.WithInformation(4, 1));
        var (x, y) = (zeros([Batches * Batch, 4], ScalarType.Float64), zeros([Batches * Batch, 4], ScalarType.Float64));
        truth.Draw(x, y, generator);
        var ratio = truth.LogRatio(x.view(Batches, Batch, 4), y.view(Batches, Batch, 4));
        var marginal = LogBaseline.StandardNormal(y.view(Batches, Batch, 4));
        var best = Values(bound, critics["the best"], ratio, marginal);
        if (unbiased)
        {
            var (mean, error) = Numbers.Mean(best);
            Assert.Equal(1, mean, 4 * error);
        }
        foreach (var (critic, distort) in critics.Where(c => c.Key != "the best"))
        {
            var (loss, error) = Numbers.Mean([.. best.Zip(Values(bound, distort, ratio, marginal), (b, d) => b - d)]);
            Assert.True(loss > -4 * error, $"{critic} reads {-loss} ± {error} more");
        }
    }
}
