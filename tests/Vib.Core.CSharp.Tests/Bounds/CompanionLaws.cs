using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What holds for every bound that has a number more for each pair, whatever the scores and the numbers.</summary>
public sealed class CompanionLaws
{
    private static (AllBounds.Entry Entry, CompanionBound Bound) Named(string name) => (AllBounds.Named(name), (CompanionBound)AllBounds.Named(name).Bound);

    /// <summary>Uniform in (−1, 1): no exponential grows by more than a factor e.</summary>
    private static Tensor Companion(ScoreCase c) => Numbers.Drawn([.. c.Scores().shape[..^1]], c.Seed + 1, 1, ScalarType.Float64);

    /// <summary>64 roundings of numbers that a companion may have made e times as large.</summary>
    private static double Roundings(Func<Tensor, double> magnitude, Tensor scores) => 64 * Math.E * Numbers.Epsilon * (1 + magnitude(scores));

    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void The_value_is_the_formula_of_the_paper(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var (entry, bound) = Named(name);
        c = c with { Replicates = null };
        var (scores, companion) = (c.Scores(300), Companion(c));
        var expected = entry.CompanionFormula!(AllBounds.Matrix(scores), Numbers.Of(companion));
        Assert.Equal(expected, bound.Value(scores, companion).item<double>(), Roundings(entry.Magnitude, scores));
    });

    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void Without_a_companion_a_constant_stands_for_every_pair(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var (entry, bound) = Named(name);
        var scores = c.Scores(entry.LargestScore);
        var constant = full(scores.shape[..^1], AllBounds.Constant(bound), ScalarType.Float64);
        Numbers.Same(bound.Value(scores), bound.Value(scores, constant));
        Numbers.Same(bound.Objective(scores), bound.Objective(scores, constant));
        Numbers.Same(bound.Gradient(scores), bound.Gradient(scores, constant));
    });

    // elements are weights of the relative error of an exponential's argument, subtracted from each other and from 1/B; I_α's are products of them with one that is at most 1/α
    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void Both_gradients_are_those_of_automatic_differentiation(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var (entry, bound) = Named(name);
        var (scores, companion) = (c.Scores(entry.LargestScore).requires_grad_(), Companion(c).requires_grad_());
        var objective = bound.Objective(scores, companion);
        var size = entry.GradientSize(scores) + (bound is Interpolated { Alpha: var alpha } ? 1 / alpha : 0);
        double Allowed(int _, double element) => 64 * Numbers.Epsilon * (AllBounds.Plain(scores) + 1) * (Math.Abs(element) + size);
        Numbers.Near(GradientLaws.Oracle(objective, scores), bound.Gradient(scores, companion), Allowed);
        Numbers.Near(GradientLaws.Oracle(objective, companion), bound.CompanionGradient(scores, companion), Allowed);
    });

    // As in GradientLaws: cut off at h² times third derivatives, rounded off over h.
    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void The_companion_s_gradient_is_the_limit_of_finite_differences(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        const double h = 1e-4;
        var (entry, bound) = Named(name);
        c = c with { Replicates = null };
        var (b, scores, companion) = ((long)c.Batch, c.Scores(entry.LargestScore), Companion(c));
        var steps = eye(b, dtype: ScalarType.Float64) * h;                               // [B,B]: row k moves c_k
        var (above, below) = (companion.view(1, b) + steps, companion.view(1, b) - steps);
        var values = bound.Objective(scores.expand([2 * b, b, b]), cat([above, below])); // [2B]
        var slope = (values.narrow(0, 0, b) - values.narrow(0, b, b)) / (above - below).diagonal();
        var rounded = Roundings(entry.ObjectiveMagnitude, scores) / h;
        var curved = (1 + entry.Curvature) * entry.GradientSize(scores);                 // an element is a difference from 1/B, whose derivatives are not
        Numbers.Near(slope, bound.CompanionGradient(scores, companion), (_, element) => h * h * (Math.Abs(element) + curved) + rounded);
    });

    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void Shuffling_the_pairs_shuffles_the_gradients_and_leaves_the_value(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var (entry, bound) = Named(name);
        var (scores, companion, order) = (c.Scores(entry.LargestScore), Companion(c), c.Permutation());
        var (shuffled, moved) = (scores.index_select(-1, order).index_select(-2, order), companion.index_select(-1, order));
        double Allowed(int i, double element) => 4 * entry.GradientTolerance(scores, Numbers.Epsilon)(i, element);
        Numbers.Near(bound.Value(scores, companion), bound.Value(shuffled, moved), Roundings(entry.Magnitude, scores));
        Numbers.Near(bound.CompanionGradient(scores, companion).index_select(-1, order), bound.CompanionGradient(shuffled, moved), Allowed);
    });

    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void Nothing_is_left_but_what_is_returned(string name)
    {
        var (_, bound) = Named(name);
        using var scores = Numbers.Drawn([2, 5, 5], 1);
        using var companion = Numbers.Drawn([2, 5], 2);
        foreach (var use in (Func<Tensor, Tensor, Tensor>[])[bound.Value, bound.Objective, bound.Gradient, bound.CompanionGradient])
        {
            var returned = new List<Tensor>();
            LiveTensors.Grow(1, () => returned.Add(use(scores, companion)));
            returned[0].Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(AllBounds.Companions), MemberType = typeof(AllBounds))]
    public void A_companion_of_another_shape_is_refused(string name)
    {
        using var scope = NewDisposeScope();
        var (_, bound) = Named(name);
        (long[], long[], string)[] cases = [([4, 4], [3], "[4]"), ([4, 4], [4, 1], "[4]"), ([2, 4, 4], [4], "[2,4]")];
        foreach (var (scores, companion, wanted) in cases)
            foreach (var use in (Func<Tensor, Tensor, Tensor>[])[bound.Value, bound.Objective, bound.Gradient, bound.CompanionGradient])
                Assert.Equal(wanted, Assert.Throws<ShapeException>(() => use(zeros(scores), zeros(companion))).Wanted);
    }

    // name, what the companion is, whether training needs it
    private static readonly (string, CompanionKind, bool)[] said =
    [
        ("TUBA", CompanionKind.OfY, false),
        ("I_α with α = 0.3", CompanionKind.OfY, false),
        ("I_α with α = 0.01", CompanionKind.OfY, false),
        ("I_α with α = 0.953", CompanionKind.OfY, false),
        ("FLO", CompanionKind.OfPairs, true),
        ("DoE", CompanionKind.DensityOfY, true),
        ("Barber–Agakov, upper", CompanionKind.DensityOfY, true),
        ("UBA", CompanionKind.LogPartition, true),
    ];

    [Fact]
    public void Each_says_what_its_companion_is() =>
        Assert.Equal(said, AllBounds.Companions.Select(row => Named(row.Data).Bound).Select(bound => (bound.Name, bound.Companion, bound.NeedsCompanion)));
}
