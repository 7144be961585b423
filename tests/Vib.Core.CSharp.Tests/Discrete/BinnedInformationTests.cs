using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class BinnedInformationTests
{
    private static readonly Arbitrary<double[,]> layers = (from n in Gen.Choose(2, 80) from d in Gen.Choose(1, 4) from seed in Gen.Choose(1, 1_000_000) select Draws.Normal(n, d, seed)).ToArbitrary();

    [Fact]
    public void Values_fall_into_the_bins_that_are_meant()
    {
        double[,] t = { { -1.5 }, { -1 }, { -0.5 }, { 0 }, { 0.99 }, { 1 }, { 3 } };
        Assert.Equal([0, 1, 1, 2, 2, 3, 3], BinnedInformation.States(t, Bins.Edges([-1, 0, 1])));
        Assert.Equal([0, 0, 1, 2, 2, 3, 4], BinnedInformation.States(new double[,] { { -1.5 }, { -1.01 }, { -0.5 }, { 0 }, { 0.99 }, { 1 }, { 3 } }, Bins.Width(1)));
        Assert.Equal([0, 0, 0, 1, 1, 1, 2], BinnedInformation.States(t, Bins.Equal(3))); // edges at 0 and 1.5: not what is meant
    }

    [Fact]
    public void Equal_bins_cut_the_range_and_quantiles_the_rows()
    {
        double[,] t = { { 0 }, { 0.1 }, { 0.2 }, { 0.3 }, { 9 }, { 10 } };
        Assert.Equal([0, 0, 0, 0, 1, 1], BinnedInformation.States(t, Bins.Equal(2)));
        Assert.Equal([0, 0, 1, 1, 2, 2], BinnedInformation.States(t, Bins.Quantiles(3)));
        double[,] two = { { 0, 0 }, { 1, 10 }, { 0.2, 9 }, { 1, 0 } };
        Assert.Equal([0, 1, 2, 3], BinnedInformation.States(two, Bins.Equal(2)));
        Assert.Equal([0, 1, 1, 0], BinnedInformation.States(two, Bins.Equal(2, perUnit: false)));
        Assert.Equal([0, 0, 0], BinnedInformation.States(new double[,] { { 4 }, { 4 }, { 4 } }, Bins.Equal(5))); // a unit that does not vary
        Assert.Equal([0, 0, 0], BinnedInformation.States(new double[,] { { 4 }, { 4 }, { 4 } }, Bins.Quantiles(5)));
        Assert.Equal([0, 1], BinnedInformation.States(new double[,] { { -1.7e308 }, { 1.7e308 } }, Bins.Equal(2)));
    }

    [Fact]
    public void Rows_are_in_one_state_just_where_all_their_bins_agree() => Law.Holds(layers, t =>
    {
        var states = BinnedInformation.States(t, Bins.Width(0.8));
        for (var i = 0; i < states.Length; i++)
            for (var j = 0; j < i; j++)
                Assert.Equal(Enumerable.Range(0, t.GetLength(1)).All(c => Math.Floor(t[i, c] / 0.8) == Math.Floor(t[j, c] / 0.8)), states[i] == states[j]);
    });

    [Fact]
    public void Finer_bins_never_hold_less_and_one_bin_holds_nothing() => Law.Holds(layers, t =>
    {
        var n = t.GetLength(0);
        double H(Bins bins) => BinnedInformation.OfInput(t, bins).Value;
        Assert.Equal(0, H(Bins.Equal(1)));
        Assert.Equal(0, H(Bins.Quantiles(1)));
        Assert.True(H(Bins.Width(1)) <= H(Bins.Width(0.5)) + 1e-12);
        Assert.True(H(Bins.Width(0.5)) <= H(Bins.Width(0.125)) + 1e-12);
        Assert.True(H(Bins.Equal(3)) <= H(Bins.Equal(9)) + 1e-12 || n > 0 && Close(t, 9));
        Assert.True(H(Bins.Equal(3)) <= Math.Min(Math.Log(n), t.GetLength(1) * Math.Log(3)) + 1e-12);
        int[] y = [.. Enumerable.Range(0, n).Select(i => i % 3)];
        Assert.True(BinnedInformation.OfLabel(t, y, Bins.Equal(4)).Value <= Math.Min(H(Bins.Equal(4)), Math.Log(3)) + 1e-12);
        Assert.Equal(H(Bins.Equal(4)), BinnedInformation.OfInput(t, [.. Enumerable.Range(0, n)], Bins.Equal(4)).Value, 1e-12); // every input once
    });

    [Fact]
    public void Information_of_labels_is_entropy_less_that_within_each_class()
    {
        var t = Draws.Normal(500, 2, 1);
        int[] y = [.. Enumerable.Range(0, 500).Select(i => t[i, 0] + 0.5 * t[i, 1] > 0.3 ? 1 : 0)];
        var (bins, within) = (Bins.Width(0.5), 0.0);
        for (var label = 0; label < 2; label++)
        {
            int[] rows = [.. Enumerable.Range(0, 500).Where(i => y[i] == label)];
            var part = new double[rows.Length, 2];
            for (var i = 0; i < rows.Length; i++) (part[i, 0], part[i, 1]) = (t[rows[i], 0], t[rows[i], 1]);
            within += rows.Length / 500.0 * BinnedInformation.OfInput(part, bins).Value;
        }
        var told = BinnedInformation.OfLabel(t, y, bins);
        Assert.Equal(BinnedInformation.OfInput(t, bins).Value - within, told.Value, 1e-12);
        Assert.StartsWith("I(T̃;Y) ≈ ", told.ToString(), StringComparison.Ordinal);
        Assert.Contains("plug-in, bins of 0.5", told.Bound, StringComparison.Ordinal);
        Assert.Equal("I(X;T̃)", BinnedInformation.OfInput(t, bins).Quantity);
    }

    [Fact]
    public void A_wide_layer_is_read_until_all_rows_differ()
    {
        var t = new double[300, 2000];
        for (var i = 0; i < 300; i++)
            for (var j = 0; j < 2000; j++) t[i, j] = Math.Sin(i * (j + 1));
        Assert.Equal(Math.Log(300), BinnedInformation.OfInput(t, Bins.Equal(30)).Value, 1e-12);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var t = Draws.Normal(10, 1, 1);
        Assert.Throws<DomainException>(() => Bins.Edges([]));
        Assert.Contains("ascend", Assert.Throws<DomainException>(() => Bins.Edges([1, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => Bins.Width(0));
        Assert.Throws<DomainException>(() => Bins.Equal(0));
        Assert.Throws<DomainException>(() => Bins.Quantiles(-3));
        Assert.Throws<DomainException>(() => BinnedInformation.States(new double[,] { { 1e300 }, { 0 } }, Bins.Width(1e-9)));
        Assert.Contains("row 1, column 0", Assert.Throws<DataException>(() => BinnedInformation.States(new[,] { { 1 }, { double.NaN } }, Bins.Width(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => BinnedInformation.OfLabel(t, [1, 2], Bins.Width(1)));
        Assert.Throws<ShapeException>(() => BinnedInformation.OfInput(new double[0, 3], Bins.Width(1)));
    }

    // ⌊3 u⌋ of ⌊9 u⌋ needs u not within rounding of a ninth.
    private static bool Close(double[,] t, int bins)
    {
        for (var c = 0; c < t.GetLength(1); c++)
        {
            double[] column = [.. Enumerable.Range(0, t.GetLength(0)).Select(i => t[i, c])];
            var (low, high) = (column.Min(), column.Max());
            if (column.Any(v => bins * (v - low) / (high - low) is var at && at > 0 && at < bins && Math.Abs(at - Math.Round(at)) < 1e-9)) return true;
        }
        return false;
    }
}
