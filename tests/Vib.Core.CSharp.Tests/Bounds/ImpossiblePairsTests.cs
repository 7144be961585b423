using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>A score of −∞: a pair that cannot be, as some truths have them off the diagonal.</summary>
public sealed class ImpossiblePairsTests
{
    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void Some_impossible_pairs_are_as_pairs_of_no_weight(string name)
    {
        using var scope = NewDisposeScope();
        var entry = AllBounds.Named(name);
        var scores = new ScoreCase(6, 3, 2, false, 11).Scores();
        scores.narrow(1, 0, 2).narrow(2, 3, 2).fill_(double.NegativeInfinity); // a block off the diagonal
        var nearly = scores.clamp(min: -800);                                   // e^{−800} is 0
        var (value, gradient) = (entry.Bound.Value(scores), entry.Bound.Gradient(scores));
        if (name is "CLUB" or "vCLUB") Assert.All(Numbers.Of(value), v => Assert.Equal(double.PositiveInfinity, v)); // linear in the scores: E_Q log p(y|x) is −∞
        else Numbers.Near(entry.Bound.Value(nearly), value, 1e-13 * entry.Magnitude(nearly));
        Numbers.Near(entry.Bound.Gradient(nearly), gradient, entry.GradientTolerance(nearly, Numbers.Epsilon));
    }

    // log r is −∞ for most pairs where noise is narrow. 400 batches of 16 are in the region of the truth: I = 1.709.
    [Theory]
    [InlineData("InfoNCE")]
    [InlineData("NWJ")]
    [InlineData("I_α with α = 0.01")]
    [InlineData("TNCE")]
    public void A_truth_with_impossible_pairs_is_bounded_from_below(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var (truth, bound) = (new AdditiveUniformNoise(0.1), AllBounds.Named(name).Bound);
        var (x, y) = (zeros([6400, 1], ScalarType.Float64), zeros([6400, 1], ScalarType.Float64));
        truth.Draw(x, y, generator);
        var ratio = truth.LogRatio(x.view(400, 16, 1), y.view(400, 16, 1));
        Assert.True(ratio.isfinite().to_type(ScalarType.Float64).mean().item<double>() < 0.3);
        var (mean, error) = Numbers.Mean(Numbers.Of(bound.Value(ratio + bound.OptimalOffset)));
        Assert.InRange(mean, truth.Information - 0.3, truth.Information + 4 * error);
    }
}
