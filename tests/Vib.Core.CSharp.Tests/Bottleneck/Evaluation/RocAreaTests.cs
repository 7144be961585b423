using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class RocAreaTests
{
    private static Arbitrary<(double[] Inside, double[] Outside)> Scores => Arb.From(
        from n in Gen.Choose(1, 30)
        from m in Gen.Choose(1, 30)
        from inside in Gen.Choose(0, 20).Select(v => v / 4.0).ListOf(n)
        from outside in Gen.Choose(5, 25).Select(v => v / 4.0).ListOf(m)
        select (inside.ToArray(), outside.ToArray()));

    [Fact]
    public void Apart_equal_and_reversed()
    {
        Assert.Equal(new(1, 0), RocArea.Of([1, 2, 3], [4, 5]));
        Assert.Equal(new(0, 0), RocArea.Of([4, 5], [1, 2, 3]));
        Assert.Equal(new(0.5, 0), RocArea.Of([7, 7, 7], [7, 7]));
        Assert.Equal(5.0 / 6, RocArea.Of([1, 2, 4], [3, 5]).Value, 1e-15);
        Assert.True(double.IsNaN(RocArea.Of([1], [2, 3]).StandardError));
        Assert.Equal("AUROC 1 ± 0", RocArea.Of([1, 2], [3, 4]).ToString());
    }

    // Over all pairs; DeLong's error from the variances of what each score adds.
    [Fact]
    public void Value_and_error_are_those_of_all_pairs() => Law.Holds(Scores, c =>
    {
        static double Beats(double o, double i) => o > i ? 1 : o == i ? 0.5 : 0;
        var area = RocArea.Of(c.Inside, c.Outside);
        Assert.Equal(c.Outside.Average(o => c.Inside.Average(i => Beats(o, i))), area.Value, 1e-14);
        var outer = Numbers.Mean([.. c.Outside.Select(o => c.Inside.Average(i => Beats(o, i)))]).Error;
        var inner = Numbers.Mean([.. c.Inside.Select(i => c.Outside.Average(o => Beats(o, i)))]).Error;
        Assert.Equal(c.Inside.Length == 1 || c.Outside.Length == 1 ? double.NaN : Math.Sqrt(outer * outer + inner * inner), area.StandardError, 1e-14);
    }, 300);

    [Fact]
    public void Sides_exchanged_make_one_and_an_increasing_map_changes_nothing() => Law.Holds(Scores, c =>
    {
        var area = RocArea.Of(c.Inside, c.Outside);
        Assert.Equal(1, area.Value + RocArea.Of(c.Outside, c.Inside).Value, 1e-14);
        Assert.Equal(area, RocArea.Of(Array.ConvertAll(c.Inside, s => Math.Exp(s) - 7), Array.ConvertAll(c.Outside, s => Math.Exp(s) - 7)));
    }, 300);

    // N(0, 1) and N(1, 1): Φ(1/√2) = 0.7602; 4 standard errors, a false alarm for one seed in 15 000.
    [Fact]
    public void Two_normals_one_apart_have_the_area_of_the_closed_form()
    {
        var random = new SplitMix64(3, 0, 0);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.Uniform())) * Math.Cos(2 * Math.PI * random.Uniform());
        var area = RocArea.Of([.. Enumerable.Range(0, 4000).Select(_ => Normal())], [.. Enumerable.Range(0, 3000).Select(_ => Normal() + 1)]);
        Assert.Equal(0.7602499389, area.Value, 4 * area.StandardError);
        Assert.InRange(area.StandardError, 0.004, 0.007);
    }

    [Fact]
    public void Infinite_scores_count_and_what_is_no_score_is_refused()
    {
        Assert.Equal(1, RocArea.Of([1, 2], [double.PositiveInfinity, 5]).Value);
        Assert.Throws<ShapeException>(() => RocArea.Of([], [1]));
        Assert.Throws<ShapeException>(() => RocArea.Of([1], []));
        Assert.StartsWith("A score outside that is not a number, at row 1", Assert.Throws<DataException>(() => RocArea.Of([1], [2, double.NaN])).Came);
        Assert.StartsWith("A score inside", Assert.Throws<DataException>(() => RocArea.Of([double.NaN], [2])).Came);
    }
}
