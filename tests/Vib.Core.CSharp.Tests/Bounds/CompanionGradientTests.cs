using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Both gradients of a bound with a companion by hand, in the single precision that critics are trained in, against the closed forms on tensors in double.</summary>
public sealed class CompanionGradientTests
{
    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void By_hand_is_the_closed_form(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(40).to_type(ScalarType.Float32);
        Agree(Named(name), scores, Numbers.Drawn([.. scores.shape[..^1], 1], c.Seed + 1, 2));
    });

    // Whole registers and what is left over, more columns than are worked on together.
    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void On_sizes_that_fill_no_register(string name)
    {
        foreach (var (batch, replicates) in ((int, int)[])[(2, 3), (7, 1), (16, 3), (31, 1), (100, 2), (530, 1)])
        {
            using var scope = NewDisposeScope();
            Agree(Named(name), Numbers.Drawn([replicates, batch, batch], batch, 8), Numbers.Drawn([replicates, batch, 1], batch + 1, 3));
        }
    }

    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void On_impossible_pairs_and_on_scores_that_tower(string name)
    {
        using var scope = NewDisposeScope();
        foreach (var (row, column, score) in ((int, int, double)[])[(0, 3, double.NegativeInfinity), (2, 1, 60), (4, 4, 60), (4, 4, -60), (2, 1, 1e4), (4, 4, 1e4)])
        {
            var scores = Numbers.Drawn([2, 6, 6], 3, 4);
            scores.select(0, 1).select(0, row).narrow(0, column, 1).fill_(score);
            Agree(Named(name), scores, Numbers.Drawn([2, 6, 1], 4, 2));
        }
    }

    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void Without_garbage_and_without_reading_beyond_its_own(string name)
    {
        using var scope = NewDisposeScope();
        var bound = Named(name);
        Tensor scores = Numbers.Drawn([3, 9, 9], 1, 3), companion = Numbers.Drawn([5, 9, 1], 2), gradient = zeros_like(scores), change = full([5, 9, 1], 7, ScalarType.Float32);
        Tensor beside = companion.narrow(0, 1, 3), into = change.narrow(0, 1, 3);
        void Step() => bound.GradientsInto(scores, beside, gradient, into);
        for (var i = 0; i < 30; i++) Step();
        Assert.Equal((0, 0), Garbage.Of(Step));
        foreach (var outside in (int[])[0, 4]) Numbers.Same(full([9, 1], 7, ScalarType.Float32), change.select(0, outside));
    }

    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void Other_memory_takes_the_tensors_way(string name)
    {
        using var scope = NewDisposeScope();
        var bound = Named(name);
        Tensor scores = Numbers.Drawn([3, 7, 7], 1, 3, ScalarType.Float64), companion = Numbers.Drawn([3, 7, 1], 2, 1, ScalarType.Float64);
        Tensor gradient = zeros_like(scores), change = zeros_like(companion);
        bound.GradientsInto(scores, companion, gradient, change);
        Numbers.Same(bound.Gradient(scores, companion.squeeze(-1)), gradient);
        Numbers.Same(bound.CompanionGradient(scores, companion.squeeze(-1)).unsqueeze(-1), change);
    }

    private static CompanionBound Named(string name) => (CompanionBound)AllBounds.Named(name).Bound;

    // Each element is a weight of at most 1 over B, or an exponential where the bound has no ceiling, or a sum of such: of relative error 104 ε where it is no 0, beside roundings of the
    // scores, of the companion and of log B² before that. I_α's weights are products of three; where a score towers it goes the tensors' way, whose logarithms are off by ε of it.
    private static void Agree(CompanionBound bound, Tensor scores, Tensor companion)
    {
        using var scope = NewDisposeScope();
        Tensor gradient = full(scores.shape, 7, ScalarType.Float32), change = full(companion.shape, 7, ScalarType.Float32);
        bound.GradientsInto(scores, companion, gradient, change);
        var (s, c) = (scores.to_type(ScalarType.Float64), companion.to_type(ScalarType.Float64).squeeze(-1));
        var (expected, expectedChange) = (bound.Gradient(s, c), bound.CompanionGradient(s, c).unsqueeze(-1));
        var roundings = (256 + 4 * scores.shape[^1] + (bound is Interpolated ? Numbers.Of(scores).Where(double.IsFinite).Max(Math.Abs) : 0)) * Numbers.Epsilon32;
        double Allowed(int _, double element) => roundings * (Math.Abs(element) + 1.0 / scores.shape[^1]);
        Numbers.Near(ToFloat(expected), gradient, Allowed);
        Numbers.Near(ToFloat(expectedChange), change, Allowed);
    }

    // what is beyond the floats is infinite there
    private static Tensor ToFloat(Tensor doubles) => doubles.to_type(ScalarType.Float32);
}
