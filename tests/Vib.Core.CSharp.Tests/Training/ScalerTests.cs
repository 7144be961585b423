using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What each <see cref="Scaling"/> does to columns, to rows that it has not seen, and to memory.</summary>
public sealed class ScalerTests
{
    public static TheoryData<Scaling> All => [.. Enum.GetValues<Scaling>()];

    public static TheoryData<Scaling> Maps => [Scaling.Standard, Scaling.Rank, Scaling.Arctan];

    private static double[] Scaled(float[] training, Scaling kind, params float[] rows)
    {
        using var scope = NewDisposeScope();
        using var scaler = Scaler.From(tensor(training, [training.Length, 1]), kind);
        return Numbers.Of(scaler.Apply(tensor(rows, [rows.Length, 1])));
    }

    [Fact]
    public void Standard_columns_get_mean_zero_and_deviation_one()
    {
        using var scope = NewDisposeScope();
        var rows = Numbers.Drawn([500, 3], 1) * tensor([1e-3f, 1, 1e4f]) + tensor([5f, -2, 1e5f]);
        using var scaler = Scaler.From(rows, Scaling.Standard);
        scaler.Apply(rows);
        for (var k = 0; k < 3; k++)
        {
            var column = Numbers.Of(rows.select(1, k));
            // the first column's spread is 10⁻⁴ of its size, so that floats know it to ε/10⁻⁴; the others are better off
            Assert.Equal(0, column.Average(), 5e-4);
            Assert.Equal(1, column.Average(v => v * v), 5e-3);
        }
    }

    [Theory]
    [InlineData(1e-20f)] // a length in metres, say
    [InlineData(1e30f)]
    public void No_unit_is_too_small_or_too_large(float unit)
    {
        foreach (var kind in (Scaling[])[Scaling.Standard, Scaling.Rank, Scaling.Arctan])
            Numbers.Near(Scaled([1, 2, 3, 5], kind, 1, 3, 4), Scaled([unit, 2 * unit, 3 * unit, 5 * unit], kind, unit, 3 * unit, 4 * unit), (_, _) => 1e-5);
    }

    [Fact]
    public void Ranks_become_normal_scores()
    {
        double[] expected = [-1.2815516, -0.5244005, 0, 0.5244005, 1.2815516]; // Φ⁻¹(0.1, 0.3, 0.5, 0.7, 0.9)
        Numbers.Near([expected[2], expected[0], expected[4], expected[1], expected[3]], Scaled([3, -1e30f, 1e30f, 2.999f, 7], Scaling.Rank, 3, -1e30f, 1e30f, 2.999f, 7), (_, _) => 1e-6);
    }

    [Fact]
    public void Equal_values_share_their_mean_rank()
    {
        // ranks 2, 2, 2 of 1, 2, 3; then 4 and 5:  Φ⁻¹(1.5/5), Φ⁻¹(3.5/5), Φ⁻¹(4.5/5)
        Numbers.Near([-0.5244005, -0.5244005, -0.5244005, 0.5244005, 1.2815516], Scaled([0, 0, 0, 1, 8], Scaling.Rank, 0, 0, 0, 1, 8), (_, _) => 1e-6);
    }

    [Fact]
    public void Rows_that_were_not_seen_are_ranked_linearly_between_those_that_were_and_as_the_last_beyond_them()
    {
        const double last = 0.9674216; // −Φ⁻¹(1/6)
        Numbers.Near([-last, 0, last / 2, last, -last, last, last], Scaled([-4, 4, 0], Scaling.Rank, -4, 0, 2, 4, -100, 100, 4.0001f), (_, _) => 1e-6);
    }

    [Fact]
    public void Arctan_sends_the_median_to_zero_and_the_quartiles_to_an_eighth_of_a_turn()
    {
        // of 0 … 8: median 4, quartiles 2 and 6
        Numbers.Near([0, -Math.PI / 4, Math.PI / 4, Math.Atan(500)], Scaled([8, 1, 2, 3, 4, 5, 6, 7, 0], Scaling.Arctan, 4, 2, 6, 1004), (_, _) => 1e-6);
        // five of six equal: the IQR is 0, and the mean distance from the median is 2
        Numbers.Near([0, Math.Atan(6)], Scaled([5, 5, 5, 5, 5, 17], Scaling.Arctan, 5, 17), (_, _) => 1e-6);
    }

    // Cauchy columns of 2 000 rows: strictly monotone on the sample (but for equal values, which stay equal), monotone on others, bounded to a few units.
    [Theory]
    [InlineData(Scaling.Rank, 3.7)] // Φ⁻¹(1 − 1/4000) = 3.48
    [InlineData(Scaling.Arctan, Math.PI / 2)]
    public void Heavy_tails_are_drawn_in_and_the_order_stays(Scaling kind, double most)
    {
        using var scope = NewDisposeScope();
        Tensor Cauchy(long seed)
        {
            var angle = Numbers.Drawn([2000, 3], seed, 0.5 * Math.PI);
            return angle.sin() / angle.cos() * 1e3 + 7;
        }
        var (seen, unseen) = (Cauchy(1), Cauchy(2));
        using var scaler = Scaler.From(seen, kind);
        foreach (var (rows, strictly) in new[] { (seen, true), (unseen, false) })
        {
            var scaled = scaler.Apply(rows.clone());
            for (var k = 0; k < 3; k++)
            {
                var pairs = Numbers.Of(rows.select(1, k)).Zip(Numbers.Of(scaled.select(1, k))).OrderBy(p => p.First).ToArray();
                for (var i = 1; i < pairs.Length; i++)
                    Assert.True(pairs[i].Second > pairs[i - 1].Second || pairs[i].Second == pairs[i - 1].Second && (!strictly || pairs[i].First == pairs[i - 1].First), $"{pairs[i - 1]} {pairs[i]}");
                Assert.InRange(pairs.Max(p => Math.Abs(p.Second)), 1, most);
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_ranks_are_told_apart()
    {
        using var scope = NewDisposeScope();
        var rows = Numbers.Drawn([100_000, 1], 3);
        using var scaler = Scaler.From(rows, Scaling.Rank);
        Assert.Equal(Numbers.Of(rows).Distinct().Count(), Numbers.Of(scaler.Apply(rows)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void A_constant_column_goes_to_zero(Scaling kind)
    {
        using var scope = NewDisposeScope();
        var rows = cat([full([10, 1], 7.25, ScalarType.Float32), Numbers.Drawn([10, 1], 1)], 1);
        using var scaler = Scaler.From(rows, kind);
        Assert.Equal(new double[10], Numbers.Of(scaler.Apply(rows).select(1, 0)));
        Assert.InRange(Numbers.Of(rows.select(1, 1)).Average(v => v * v), 0.3, 1.1);
    }

    // The scale of a map is that of the rows which it was made from, not of those it is applied to: held-out rows must not tell the training anything.
    [Fact]
    public void Other_rows_are_moved_by_the_same_map() => Assert.Equal([8, -2], Scaled([1, 3], Scaling.Standard, 10, 0)); // mean 2, deviation 1

    [Theory]
    [MemberData(nameof(All))]
    public void Batches_of_replicates_are_scaled_as_their_rows_are_and_in_place(Scaling kind)
    {
        using var scope = NewDisposeScope();
        using var scaler = Scaler.From(Numbers.Drawn([50, 3], 1), kind);
        var batch = Numbers.Drawn([2, 20, 3], 2);
        var rows = scaler.Apply(batch.clone().view(40, 3)).view(2, 20, 3);
        var part = batch.narrow(1, 5, 10); // a view that is not contiguous
        Assert.Same(part, scaler.Apply(part));
        Numbers.Same(rows.narrow(1, 5, 10), batch.narrow(1, 5, 10));
        Assert.Equal(kind == Scaling.None, rows.Equals(Numbers.Drawn([2, 20, 3], 2)));
        Numbers.Same(Numbers.Drawn([2, 20, 3], 2).narrow(1, 0, 5), batch.narrow(1, 0, 5));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void One_row_is_enough(Scaling kind) => Assert.True(double.IsFinite(Scaled([3], kind, 5)[0]));

    [Theory]
    [MemberData(nameof(All))]
    public void The_rows_that_it_is_made_from_stay_and_no_tensors_are_left(Scaling kind) => LiveTensors.Stay(() =>
    {
        using var rows = Numbers.Drawn([4, 2], 1);
        using var same = rows.clone();
        using var scaler = Scaler.From(rows, kind);
        Numbers.Same(same, rows);
        scaler.Apply(rows);
    });

    [Fact]
    public void Ranks_forget_every_monotone_map()
    {
        using var scope = NewDisposeScope();
        Tensor Ranked(Tensor rows)
        {
            using var scaler = Scaler.From(rows, Scaling.Rank);
            return scaler.Apply(rows);
        }
        Numbers.Same(Ranked(Numbers.Drawn([300, 2], 1, 3)), Ranked(Numbers.Drawn([300, 2], 1, 3).exp() * 1e6 - 20));
    }

    // One nat, x and y to the ninth power: standardised, most rows are one point. This seed reads −0.01 ± 0.09 nat so, and 0.92 and 0.61 ± 0.02 drawn in.
    [Theory]
    [InlineData(Scaling.Rank)]
    [InlineData(Scaling.Arctan)]
    public void Information_under_heavy_tails_is_read_where_it_was_not(Scaling kind)
    {
        var plain = CorrelatedGaussian.WithInformation(1, 1).Sample(4000);
        var heavy = new Pairs([.. plain.X.Select(v => MathF.Pow(v, 9))], 1, [.. plain.Y.Select(v => MathF.Pow(v, 9))], 1);
        Estimate Read(Scaling scaling) => MutualInformation.Estimate(heavy, critic: Small.Separable, options: Small.Options with { Scaling = scaling });
        var (drawnIn, standard) = (Read(kind), Read(Scaling.Standard));
        Assert.InRange(drawnIn.Value, standard.Value + 0.2, 1 + 4 * drawnIn.StandardError);
    }

    [Fact]
    public void An_unknown_scaling_is_refused() => LiveTensors.Stay(() =>
    {
        var error = Assert.Throws<DomainException>(() => MutualInformation.Estimate(Small.OneNat, options: Small.Options with { Scaling = (Scaling)9 }));
        Assert.Equal(("Scaling 9", "None, Standard, Rank or Arctan"), (error.Came, error.Wanted));
    });
}
