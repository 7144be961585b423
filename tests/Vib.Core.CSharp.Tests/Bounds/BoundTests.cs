using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What every bound refuses, says of itself and leaves behind.</summary>
public sealed class BoundTests
{
    private const string Rows = "as many rows of x as of y, every x scored against every y", Larger = "a batch of at least two pairs";

    public static TheoryData<string, string, string> BadShapes
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var name in AllBounds.Names.Select(row => row.Data))
            {
                foreach (var shape in (string[])["", "4", "8,7", "3,8,7", "2,3,4,4"]) data.Add(name, shape, Rows);
                foreach (var shape in (string[])["1,1", "3,1,1", "0,0"]) data.Add(name, shape, Larger);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(BadShapes))]
    public void A_shape_that_is_no_score_matrix_is_refused_with_what_came_and_what_was_wanted(string name, string shape, string advice)
    {
        var (bound, sizes) = (AllBounds.Named(name).Bound, shape.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToArray());
        using var scores = zeros(sizes);
        foreach (var use in (Func<Tensor, Tensor>[])[bound.Value, bound.Objective, bound.Gradient])
            LiveTensors.Stay(() =>
            {
                var error = Assert.Throws<ShapeException>(() => use(scores));
                Assert.Equal($"Scores of shape [{shape}]", error.Came);
                Assert.Equal("[B,B] or [R,B,B] with B ≥ 2", error.Wanted);
                Assert.Equal(advice, error.Advice);
            });
    }

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void Nothing_is_left_but_what_is_returned_and_the_scores_are_as_they_were(string name)
    {
        var bound = AllBounds.Named(name).Bound;
        using var scores = Numbers.Drawn([2, 5, 5], 1);
        using var before = scores.clone();
        foreach (var use in (Func<Tensor, Tensor>[])[bound.Value, bound.Objective, bound.Gradient, bound.Terms])
        {
            var returned = new List<Tensor>();
            LiveTensors.Grow(1, () => returned.Add(use(scores)));
            returned[0].Dispose();
        }
        Numbers.Same(before, scores);
    }

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void The_gradient_records_nothing_and_leaves_recording_as_it_was(string name)
    {
        using var scope = NewDisposeScope();
        var scores = Numbers.Drawn([4, 4], 1).requires_grad_();
        Assert.False(AllBounds.Named(name).Bound.Gradient(scores).requires_grad);
        Assert.True(is_grad_enabled());
        Assert.True(AllBounds.Named(name).Bound.Value(scores).requires_grad);
    }

    private const double None = double.PositiveInfinity;

    // name, side, ceiling at B = 64, heavy partition, needs a conditional
    private static readonly (string, Side, double, bool, bool)[] said =
    [
        ("InfoNCE", Side.Lower, Math.Log(64), false, false),
        ("Donsker–Varadhan", Side.Estimate, None, true, false),
        ("NWJ", Side.Lower, None, true, false),
        ("InfoNCE over x", Side.Lower, Math.Log(64), false, false),
        ("TUBA", Side.Lower, None, true, false),
        ("I_α with α = 0.3", Side.Lower, 1 + Math.Log(63 / 0.3), false, false),
        ("I_α with α = 0.01", Side.Lower, 1 + Math.Log(6300), false, false),
        ("I_α with α = 0.953", Side.Lower, 1 + Math.Log(63 * (1 + Math.Exp(-3))), false, false),
        ("JS, read by NWJ", Side.Lower, None, true, false),
        ("JS, read by NWJ as published", Side.Lower, None, true, false),
        ("SMILE with τ = 5", Side.Estimate, None, false, false),
        ("SMILE with τ = ∞", Side.Estimate, None, true, false),
        ("MINE", Side.Estimate, None, true, false),
        ("TNCE", Side.Lower, Math.Log(64), false, true),
        ("L1Out", Side.Upper, None, false, true),
        ("CLUB", Side.Upper, None, false, true),
        ("RJE with a = 10", Side.Estimate, None, true, false),
        ("RJE*", Side.Estimate, None, true, false),
        ("Barber–Agakov", Side.Lower, None, false, false),
        ("vCLUB", Side.Estimate, None, false, false),
        ("vL1Out", Side.Estimate, None, false, false),
        ("FLO", Side.Lower, None, true, false),
        ("DoE", Side.Estimate, None, false, false),
        ("Barber–Agakov, upper", Side.Upper, None, false, true),
        ("UBA", Side.Lower, None, false, false),
    ];

    [Fact]
    public void Each_bound_says_what_it_is()
    {
        Bound[] bounds = [.. AllBounds.Names.Select(row => AllBounds.Named(row.Data).Bound)];
        Assert.Equal(said.Select(s => (s.Item1, s.Item2, s.Item4, s.Item5)), bounds.Select(b => (b.Name, b.Side, b.HasHeavyPartition, b.NeedsConditional)));
        foreach (var (bound, (_, _, ceiling, _, _)) in bounds.Zip(said)) Assert.Equal(ceiling, bound.Ceiling(64), 1e-14);
    }

    [Fact]
    public void Some_bounds_need_a_density()
    {
        var needing = AllBounds.Names.Select(row => AllBounds.Named(row.Data).Bound).Where(bound => bound.NeedsDensity).Select(bound => bound.Name);
        Assert.Equal(["Barber–Agakov", "vCLUB", "vL1Out", "DoE", "Barber–Agakov, upper"], needing);
    }

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void Each_bound_names_its_paper(string name)
    {
        var bound = AllBounds.Named(name).Bound;
        Assert.Contains("arXiv", bound.Citation);
        Assert.Equal(bound.Name, bound.ToString());
    }
}
