using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What holds for the value of every bound, whatever the scores.</summary>
public sealed class BoundLaws
{
    // 64 roundings of numbers of the value's own magnitude: a sum of at most B² = 144 terms in pairs, an exponential, a logarithm, a mean
    private const double Roundings = 64 * Numbers.Epsilon;

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void The_value_is_the_formula_of_the_paper(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var entry = AllBounds.Named(name);
        var scores = (c with { Replicates = null }).Scores(300); // e^300 is still a double
        Numbers.Near([entry.Formula(AllBounds.Matrix(scores))], [entry.Bound.Value(scores).item<double>()], (_, _) => Roundings * entry.Magnitude(scores));
    });

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void The_value_is_never_above_the_ceiling(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var entry = AllBounds.Named(name);
        var scores = c.Scores(entry.LargestScore);
        var ceiling = entry.Bound.Ceiling(c.Batch) + Roundings * AllBounds.Plain(scores);
        Assert.All(Numbers.Of(entry.Bound.Value(scores)), value => Assert.True(value <= ceiling, $"{value} above {ceiling}"));
    });

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void Shuffling_the_pairs_shuffles_the_gradient_and_leaves_the_value(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var entry = AllBounds.Named(name);
        var (bound, scores, order) = (entry.Bound, c.Scores(entry.LargestScore), c.Permutation());
        Tensor Shuffled(Tensor matrix) => matrix.index_select(-1, order).index_select(-2, order);
        Numbers.Near(bound.Value(scores), bound.Value(Shuffled(scores)), Roundings * entry.Magnitude(scores));
        Numbers.Near(Shuffled(bound.Gradient(scores)), bound.Gradient(Shuffled(scores)), entry.GradientTolerance(scores, Numbers.Epsilon));
    });

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void A_replicate_is_what_it_would_be_alone(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var (entry, scores) = (AllBounds.Named(name), (c with { Replicates = 3 }).Scores(AllBounds.Named(name).LargestScore));
        var (values, gradients) = (entry.Bound.Value(scores), entry.Bound.Gradient(scores));
        Assert.Equal([3], values.shape);
        for (var r = 0; r < 3; r++)
        {
            var alone = scores.select(0, r);
            Assert.Empty(entry.Bound.Value(alone).shape);
            Numbers.Near(entry.Bound.Value(alone), values.select(0, r), Roundings * entry.Magnitude(alone));
            Numbers.Near(entry.Bound.Gradient(alone), gradients.select(0, r), entry.GradientTolerance(alone, Numbers.Epsilon));
        }
    });

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void A_replicate_that_is_not_a_number_spoils_no_other(string name)
    {
        using var scope = NewDisposeScope();
        var (bound, scores) = (AllBounds.Named(name).Bound, new ScoreCase(5, 3, 1, false, 1).Scores());
        var (values, gradients) = (bound.Value(scores), bound.Gradient(scores));
        var spoilt = scores.clone();
        spoilt.select(0, 1).fill_(double.NaN);
        foreach (var r in (long[])[0, 2])
        {
            Numbers.Same(values.select(0, r), bound.Value(spoilt).select(0, r));
            Numbers.Same(gradients.select(0, r), bound.Gradient(spoilt).select(0, r));
        }
        Assert.True(double.IsNaN(Numbers.Of(bound.Value(spoilt))[1])); // and the trouble shows
    }

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void Single_precision_agrees_with_double(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var (entry, exact) = (AllBounds.Named(name), c.Scores(Math.Min(AllBounds.Named(name).LargestScore, 80))); // e^80 is still a float
        var single = exact.to_type(ScalarType.Float32);
        exact = single.to_type(ScalarType.Float64); // the same numbers: only the arithmetic differs
        Assert.Equal(ScalarType.Float32, entry.Bound.Value(single).dtype);
        Numbers.Near(Numbers.Of(entry.Bound.Value(exact)), Numbers.Of(entry.Bound.Value(single)), (_, _) => 64 * Numbers.Epsilon32 * entry.Magnitude(exact));
        Numbers.Near(Numbers.Of(entry.Bound.Gradient(exact)), Numbers.Of(entry.Bound.Gradient(single)), entry.GradientTolerance(exact, Numbers.Epsilon32));
    });
}
