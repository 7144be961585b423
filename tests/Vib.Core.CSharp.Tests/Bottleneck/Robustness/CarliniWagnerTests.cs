using Xunit;
using static Vib.Core.Tests.LinearBottleneck;

namespace Vib.Core.Tests;

public sealed class CarliniWagnerTests
{
    private static readonly LabelledImages Plane = Images(30);

    // The nearest image across a plane is |w·x + b|/‖w‖ away, and no perturbation that fools can be smaller; single precision rounds w·x.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void On_a_plane_it_finds_the_smallest_perturbation_within_five_percent(bool targeted)
    {
        using var model = Make();
        // towards class 1 only images of class 0 are attacked
        var attack = new CarliniWagner { Steps = 150, SearchSteps = 8, InitialConstant = 1e-2, Goal = targeted ? AttackGoal.Towards(1) : AttackGoal.Untargeted };
        var result = attack.Against(model, Plane);
        Assert.Equal(1, result.CleanAccuracy);
        Assert.Equal(1, result.SuccessRate);
        Assert.Equal(targeted ? Plane.Labels.Count(label => label == 0) : Plane.Count, result.Attacked);
        for (var i = 0; i < Plane.Count; i++)
        {
            if (!result.Succeeded[i]) continue;
            var least = Least(i);
            Assert.InRange(result.Perturbations[i].L2, least - 64 * Numbers.Epsilon32, 1.05 * least + 2e-4); // the border may be a step of Adam's wide where the least is tiny
        }
    }

    // A ball in which PGD fools every image has to hold the farthest border; the attack that seeks the nearest needs less for the others.
    [Fact]
    public void It_needs_less_than_projected_gradients_at_the_same_success()
    {
        using var model = Make();
        var farthest = Enumerable.Range(0, Plane.Count).Max(Least);
        var ball = new ProjectedGradient { Norm = PerturbationNorm.L2, Epsilon = 1.01 * farthest, Steps = 20, Starts = 1 }.Against(model, Plane);
        var nearest = new CarliniWagner { Steps = 150, SearchSteps = 8, InitialConstant = 1e-2 }.Against(model, Plane);
        Assert.Equal((1, 1), (ball.SuccessRate, nearest.SuccessRate));
        Assert.True(nearest.Median.L2 < 0.8 * ball.Median.L2, $"{nearest}\n{ball}");
    }

    [Fact]
    public void A_margin_that_is_asked_for_costs_what_it_is_wide()
    {
        using var model = Make();
        var norm = Math.Sqrt(W.Sum(w => w * w));
        var sure = new CarliniWagner { Steps = 150, SearchSteps = 8, InitialConstant = 1e-2, Confidence = 0.3 }.Against(model, Plane);
        for (var i = 0; i < Plane.Count; i++)
        {
            var least = Least(i) + 0.1 / norm; // logits are 3 (w·x + b) apart
            Assert.InRange(sure.Perturbations[i].L2, least - 64 * Numbers.Epsilon32, 1.05 * least + 2e-4);
        }
    }

    // Large steps at one large constant swing across the border; the nearest image that fooled is kept, not the last.
    [Fact]
    public void More_steps_are_never_farther()
    {
        using var model = Make();
        var attack = new CarliniWagner { SearchSteps = 1, InitialConstant = 100, LearningRate = 0.3 };
        double[][] lengths = [.. ((int[])[5, 8, 11, 20, 40]).Select(steps => (attack with { Steps = steps }).Against(model, Plane))
            .Select(result => result.Perturbations.Select((size, i) => result.Succeeded[i] ? size.L2 : double.PositiveInfinity).ToArray())];
        for (var k = 1; k < lengths.Length; k++) Assert.All(lengths[k].Zip(lengths[k - 1]), pair => Assert.True(pair.First <= pair.Second));
        Assert.True(lengths[^1].Sum() < double.PositiveInfinity);
    }

    private static double Least(int i) => Math.Abs(Margin(Plane.ImageAt(i))) / Math.Sqrt(W.Sum(w => w * w));
}
