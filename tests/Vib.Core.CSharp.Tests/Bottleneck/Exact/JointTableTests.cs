using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class JointTableTests
{
    private static readonly JointTable table = new(new[,] { { 0.4, 0.1 }, { 0.1, 0.2 }, { 0.05, 0.15 } });

    [Fact]
    public void Marginals_conditionals_and_entropies_are_those_of_the_table()
    {
        Assert.Equal((3, 2), (table.XCount, table.YCount));
        Near([0.5, 0.3, 0.2], table.X);
        Near([0.55, 0.45], table.Y);
        Near([1.0 / 3, 2.0 / 3], table.YGiven(1));
        var joint = -new[] { 0.4, 0.1, 0.1, 0.2, 0.05, 0.15 }.Sum(p => p * Math.Log(p));
        Assert.Equal(table.EntropyOfX + table.EntropyOfY - joint, table.Information, 1e-15);
        Assert.Equal("p(x,y) of 3 by 2, I(X;Y) = 0.1345 nat", table.ToString());
    }

    [Fact]
    public void Counts_make_the_same_table() => Law.Holds(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        var probabilities = Tables.Drawn(3, 4, seed);
        var counts = JointTable.OfCounts(Matrix.Sum(probabilities, probabilities, 999));
        Assert.Equal(new JointTable(probabilities).Information, counts.Information, 1e-14);
    });

    // ρ_m of the symmetric channel is 1 − 2p, and so is √β_c (Ahlswede and Gács 1976).
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.45)]
    [InlineData(0.5)]
    public void The_symmetric_channel_has_both_critical_values_in_closed_form(double flip)
    {
        var channel = Tables.Symmetric(flip);
        Assert.Equal(1 - 2 * flip, channel.MaximalCorrelation, 1e-15);
        Assert.Equal((1 - 2 * flip) * (1 - 2 * flip), channel.CriticalBeta, 1e-10); // the ratio's supremum is a limit, read where D(r‖p) ≥ 1e-9
    }

    // ρ_m² = χ² of a table with two columns or rows; β_c = log(4/3)/log 2 from r_X = the point at x = 0, which is the supremum here.
    [Fact]
    public void A_one_sided_channel_has_a_critical_beta_above_the_squared_correlation()
    {
        Assert.Equal(1.0 / 3, Tables.OneSided.MaximalCorrelation * Tables.OneSided.MaximalCorrelation, 1e-15);
        Assert.Equal(Math.Log(4.0 / 3) / Math.Log(2), Tables.OneSided.CriticalBeta, 1e-14);
    }

    [Fact]
    public void With_two_values_of_x_both_are_those_of_a_grid() => Law.Holds(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        var drawn = new JointTable(Tables.Drawn(2, 3, seed));
        var chi = Enumerable.Range(0, 2).Sum(x => Enumerable.Range(0, 3).Sum(y => drawn.X[x] * Math.Pow(drawn.YGiven(x)[y] - drawn.Y[y], 2) / drawn.Y[y]));
        Assert.Equal(chi, drawn.MaximalCorrelation * drawn.MaximalCorrelation, 1e-14);
        var grid = Enumerable.Range(0, 2001).Select(k => k / 2000.0).Where(r => Math.Abs(r - drawn.X[0]) > 1e-3).Max(r =>
        {
            double[] rx = [r, 1 - r];
            double[] ry = [.. Enumerable.Range(0, 3).Select(y => r * drawn.YGiven(0)[y] + (1 - r) * drawn.YGiven(1)[y])];
            return Logarithms.Divergence(ry, [.. drawn.Y]) / Logarithms.Divergence(rx, [.. drawn.X]);
        });
        Assert.InRange(drawn.CriticalBeta, Math.Max(grid, chi) - 1e-10, Math.Max(grid, chi) + 2e-3); // the grid is 5e-4 fine and leaves 1e-3 out
    });

    // The best correlation of functions by power iteration: f ← E[E[f(X)|Y]|X], which has ρ_m² as its second eigenvalue.
    [Fact]
    public void The_maximal_correlation_is_that_of_power_iteration() => Law.Holds(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        var drawn = new JointTable(Tables.Drawn(4, 3, seed));
        double[] f = [1, -2, 3, 0.5];
        var ratio = 0.0;
        for (var k = 0; k < 3000; k++)
        {
            var mean = f.Select((v, x) => v * drawn.X[x]).Sum();
            f = [.. f.Select(v => v - mean)];
            var g = Enumerable.Range(0, 3).Select(y => f.Select((v, x) => v * drawn.X[x] * drawn.YGiven(x)[y]).Sum() / drawn.Y[y]).ToArray();
            ratio = g.Select((v, y) => v * v * drawn.Y[y]).Sum() / f.Select((v, x) => v * v * drawn.X[x]).Sum();
            f = [.. Enumerable.Range(0, 4).Select(x => g.Select((v, y) => v * drawn.YGiven(x)[y]).Sum() / ratio)];
        }
        Assert.Equal(Math.Sqrt(ratio), drawn.MaximalCorrelation, 1e-6); // from below, as the gap of the two leading eigenvalues allows
        Assert.True(Math.Sqrt(ratio) <= drawn.MaximalCorrelation + 1e-12);
    });

    [Fact]
    public void Critical_values_are_ordered_and_unity_means_a_common_part() => Law.Holds(Tables.Cases(), c =>
    {
        var square = c.Table.MaximalCorrelation * c.Table.MaximalCorrelation;
        Assert.InRange(c.Table.CriticalBeta, square, 1 - 1e-6);                      // entries are all positive: nothing is shared for sure
        Assert.True(c.Table.CriticalBeta >= c.Table.Information / c.Table.EntropyOfX); // T = X is one of the codes
    });

    [Fact]
    public void Labels_that_are_a_function_of_x_have_critical_beta_one()
    {
        var labels = new JointTable(new[,] { { 0.2, 0 }, { 0, 0.3 }, { 0.5, 0 } });
        Assert.Equal((1, 1), (labels.MaximalCorrelation, labels.CriticalBeta));
        Assert.Equal(labels.EntropyOfY, labels.Information, 1e-15);
    }

    [Fact]
    public void An_independent_pair_a_single_row_and_an_empty_column_are_tables_too()
    {
        var independent = new JointTable(new[,] { { 0.06, 0.14 }, { 0.24, 0.56 } });
        Assert.Equal((0, 0, 0), (Math.Round(independent.Information, 15), Math.Round(independent.MaximalCorrelation, 7), Math.Round(independent.CriticalBeta, 14)));
        var single = new JointTable(new[,] { { 0.3, 0.7 } });
        Assert.Equal((0, 0, 0), (single.Information, Math.Round(single.MaximalCorrelation, 15), Math.Round(single.CriticalBeta, 15)));
        var empty = new JointTable(new[,] { { 0.45, 0, 0.05 }, { 0.05, 0, 0.45 } });
        Assert.Equal(Tables.Symmetric(0.1).Information, empty.Information, 1e-15);
        Assert.Equal(0.64, empty.CriticalBeta, 1e-10);
    }

    public static TheoryData<double[,], string, string> Bad => new()
    {
        { new[,] { { 0.5, -0.1 }, { 0.3, 0.3 } }, "p(x, y) of -0.1 at [0,1] (counted from 0)", "at least 0" },
        { new[,] { { 0.5, double.NaN }, { 0.3, 0.2 } }, "p(x, y) of NaN at [0,1] (counted from 0)", "finite" },
        { new[,] { { 0.5, 0.25 }, { 0.25, 0.25 } }, "p(x, y) that sums to 1.25", "sum to 1" },
        { new[,] { { 0.5, 0.5 }, { 0, 0 } }, "Row 1 of the table (counted from 0) is all zero", "every row" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_table_that_is_not_one_of_probabilities_is_refused(double[,] probabilities, string came, string wanted)
    {
        var error = Assert.Throws<DomainException>(() => new JointTable(probabilities));
        Assert.Equal(came, error.Came);
        Assert.Contains(wanted, error.Wanted);
    }

    [Fact]
    public void Tables_of_nothing_are_refused()
    {
        Assert.Throws<ShapeException>(() => new JointTable(new double[0, 2]));
        Assert.Throws<ShapeException>(() => new JointTable(new double[2, 0]));
        Assert.Equal("n(x, y) that sums to 0", Assert.Throws<DomainException>(() => JointTable.OfCounts(new double[2, 2])).Came);
        Assert.Equal("n(x, y) of -3 at [1,0] (counted from 0)", Assert.Throws<DomainException>(() => JointTable.OfCounts(new double[,] { { 1, 2 }, { -3, 4 } })).Came);
    }

    private static void Near(double[] expected, IReadOnlyList<double> actual) => Numbers.Near(expected, [.. actual], (_, _) => 1e-15);
}
