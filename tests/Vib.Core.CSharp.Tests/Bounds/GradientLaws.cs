using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The closed form of every gradient, held to two oracles.</summary>
public sealed class GradientLaws
{
    /// <summary>By automatic differentiation; 0 where what is climbed does not move.</summary>
    internal static Tensor Oracle(Tensor objective, Tensor at) =>
        (objective.requires_grad ? autograd.grad([objective.sum()], [at], retain_graph: true, allow_unused: true)[0] : null) ?? zeros_like(at);

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void The_gradient_is_that_of_automatic_differentiation(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var entry = AllBounds.Named(name);
        var scores = c.Scores(entry.LargestScore).requires_grad_();
        Numbers.Near(Oracle(entry.Bound.Objective(scores), scores), entry.Bound.Gradient(scores), entry.GradientTolerance(scores, Numbers.Epsilon));
    });

    // (V(S + h) − V(S − h))/2h. Cut off: h²/6 times the third derivative, which for most bounds is at most e^h times the gradient's own element plus, for
    // softmax weights, nothing more; the others say how much. Rounded off: twice 64 ε times the magnitude of what is climbed, over 2h.
    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void The_gradient_is_the_limit_of_finite_differences(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        const double h = 1e-4;
        var (entry, scores) = (AllBounds.Named(name), (c with { Replicates = null }).Scores(AllBounds.Named(name).LargestScore));
        var (b, n) = ((long)c.Batch, (long)c.Batch * c.Batch);
        var steps = eye(n, dtype: ScalarType.Float64) * h;                              // [n,n]: row k moves element k
        var (above, below) = (scores.view(1, n) + steps, scores.view(1, n) - steps);    // [n,n]
        var taken = (above - below).diagonal();                                         // what is left of 2h after rounding S ± h
        var values = entry.Bound.Objective(cat([above, below]).view(2 * n, b, b));          // 2n matrices at once, as replicates
        var slope = (values.narrow(0, 0, n) - values.narrow(0, n, n)) / taken;
        var rounded = 64 * Numbers.Epsilon * entry.ObjectiveMagnitude(scores) / h;
        var curved = entry.Curvature * entry.GradientSize(scores);
        Numbers.Near(slope.view(b, b), entry.Bound.Gradient(scores), (_, element) => h * h * (Math.Abs(element) + curved) + rounded);
    });

    // For every bound that does not move when a constant is added, the gradient sums to zero; and over the axis of a function that it ignores, line by line.
    [Theory]
    [InlineData("InfoNCE")]
    [InlineData("InfoNCE over x")]
    [InlineData("Donsker–Varadhan")]
    [InlineData("MINE")]
    [InlineData("TNCE")]
    [InlineData("L1Out")]
    [InlineData("CLUB")]
    public void A_bound_that_ignores_constants_has_a_gradient_without_a_sum(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(1e4);
        var gradient = AllBounds.Named(name).Bound.Gradient(scores);
        var sums = name switch
        {
            "InfoNCE" => gradient.sum(-1),
            "Donsker–Varadhan" or "MINE" => gradient.flatten(-2).sum(-1),
            _ => gradient.sum(-2),
        };
        Assert.All(Numbers.Of(sums), sum => Assert.Equal(0, sum, 64 * Numbers.Epsilon * AllBounds.Plain(scores)));
    });
}
