using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>How bounds stand to each other and to constants added to the scores (docs: conventions; Poole et al. 2019, §2).</summary>
public sealed class InvarianceLaws
{
    private static readonly Bound infoNce = new InfoNce(), nwj = new Nwj(), dv = new DonskerVaradhan();

    private static double Tolerance(Tensor scores) => 64 * Numbers.Epsilon * AllBounds.Plain(scores);

    [Fact]
    public void Nwj_is_at_most_DonskerVaradhan_on_every_score_matrix() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(1e4); // NWJ may be −∞ here, and that is below
        foreach (var (low, high) in Numbers.Of(nwj.Value(scores)).Zip(Numbers.Of(dv.Value(scores))))
            Assert.True(low <= high + Tolerance(scores), $"NWJ {low} above DV {high}");
    }, 300);

    // The gap is t/e − log t at t = mean e^S off the diagonal, zero only at t = e.
    [Fact]
    public void The_two_differ_by_as_much_as_the_partition_is_off_e() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null }).Scores(300);
        var log = Math.Log(AllBounds.OffDiagonal(AllBounds.Matrix(scores)).Average(Math.Exp));
        var gap = dv.Value(scores).item<double>() - nwj.Value(scores).item<double>();
        Assert.Equal(Math.Exp(log - 1) - log, gap, Tolerance(scores) * (1 + Math.Exp(log - 1)));
        if (Math.Abs(log - 1) > 1e-3) Assert.True(gap > 0);
    });

    [Fact]
    public void The_best_constant_makes_Nwj_DonskerVaradhan_and_no_constant_makes_it_more() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null }).Scores(300);
        var most = dv.Value(scores).item<double>();
        var best = 1 - Math.Log(AllBounds.OffDiagonal(AllBounds.Matrix(scores)).Average(Math.Exp));
        Assert.Equal(most, nwj.Value(scores + best).item<double>(), 2 * Tolerance(scores));
        for (var k = 0; k < 5; k++)
            Assert.True(nwj.Value(scores + (best + c.Number(k, 10))).item<double>() <= most + 2 * Tolerance(scores) * Math.Exp(10));
        Assert.True(nwj.Value(scores + (best + 0.1)).item<double>() < most - 0.004); // e^c − 1 − c at c = 0.1 is 0.0052
    });

    [Fact]
    public void InfoNce_is_at_most_the_logarithm_of_the_batch() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(1e4);
        Assert.All(Numbers.Of(infoNce.Value(scores)), value => Assert.True(value <= Math.Log(c.Batch) + Tolerance(scores)));
    }, 300);

    [Fact]
    public void InfoNce_reaches_the_logarithm_of_the_batch_where_the_joint_scores_tower()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Math.Log(7), infoNce.Value(eye(7, dtype: ScalarType.Float64) * 1000).item<double>(), 1e-14);
    }

    [Theory]
    [InlineData("InfoNCE")]
    [InlineData("Donsker–Varadhan")]
    [InlineData("InfoNCE over x")]
    [InlineData("MINE")]
    [InlineData("TNCE")]
    [InlineData("L1Out")]
    [InlineData("CLUB")]
    [InlineData("vL1Out")]
    [InlineData("vCLUB")]
    public void A_constant_added_to_the_scores_changes_nothing(string name) => Law.Holds(ScoreCase.Any, c =>
    {
        var (scores, bound) = (c.Scores(1e4), AllBounds.Named(name).Bound);
        var moved = scores + c.Number(0, 100);
        Numbers.Near(bound.Value(scores), bound.Value(moved), 2 * Tolerance(moved));
        Numbers.Near(bound.Gradient(scores), bound.Gradient(moved), (_, g) => (Tolerance(scores) + Tolerance(moved)) * (Math.Abs(g) + 1));
    });

    [Fact]
    public void InfoNce_ignores_any_function_of_x() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(1e4);
        var moved = scores + Numbers.Drawn([c.Batch, 1], c.Seed, 100, ScalarType.Float64);
        Numbers.Near(infoNce.Value(scores), infoNce.Value(moved), 2 * Tolerance(moved));
    });

    [Fact]
    public void InfoNce_does_not_ignore_functions_of_y()
    {
        using var scope = NewDisposeScope();
        var scores = new ScoreCase(6, null, 1, false, 3).Scores();
        var moved = scores + Numbers.Drawn([1, 6], 4, 1, ScalarType.Float64);
        Assert.True(Math.Abs(infoNce.Value(scores).item<double>() - infoNce.Value(moved).item<double>()) > 0.01);
    }

    [Fact]
    public void Nwj_moves_with_a_constant_by_its_formula() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null, Scale = Math.Min(c.Scale, 10) }).Scores();
        var (shift, partition) = (c.Number(0, 2), AllBounds.OffDiagonal(AllBounds.Matrix(scores)).Average(s => Math.Exp(s - 1)));
        var change = nwj.Value(scores + shift).item<double>() - nwj.Value(scores).item<double>();
        Assert.Equal(shift - partition * double.ExpM1(shift), change, Tolerance(scores) * (1 + partition * Math.Exp(2)));
    });

    [Theory]
    [InlineData("InfoNCE", 0)]
    [InlineData("Donsker–Varadhan", 0)]
    [InlineData("NWJ", -0.36787944117144233)] // −1/e
    [InlineData("JS, read by NWJ as published", -0.36787944117144233)]
    [InlineData("JS, read by NWJ", 0)]
    [InlineData("SMILE with τ = 5", 0)]
    [InlineData("SMILE with τ = ∞", 0)]
    [InlineData("MINE", 0)]
    [InlineData("I_α with α = 0.01", 0)]
    [InlineData("TNCE", 0)]
    [InlineData("L1Out", 0)]
    [InlineData("CLUB", 0)]
    [InlineData("Barber–Agakov", 1.5)] // a density of 1: all of h(Y) is left
    [InlineData("vL1Out", 0)]
    [InlineData("vCLUB", 0)]
    [InlineData("FLO", 0)]
    [InlineData("DoE", 0)]
    [InlineData("Barber–Agakov, upper", 0)]
    [InlineData("UBA", 0)]
    public void A_critic_that_says_nothing_reads(string name, double expected) => Law.Holds(ScoreCase.Any, c =>
    {
        var value = AllBounds.Named(name).Bound.Value(zeros([c.Batch, c.Batch], ScalarType.Float64)).item<double>();
        Assert.Equal(expected, value, 1e-14);
    });
}
