using Xunit;

namespace Vib.Core.Tests;

public sealed class PairsTests
{
    [Fact]
    public void Rows_stay_rows()
    {
        var pairs = Pairs.FromArrays(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, new double[,] { { 7 }, { 8 }, { 9 } });
        Assert.Equal([1, 2, 3, 4, 5, 6], pairs.X);
        Assert.Equal([7, 8, 9], pairs.Y);
        Assert.Equal((3, 2, 1, null), (pairs.Count, pairs.XDimension, pairs.YDimension, pairs.KnownInformation));
        Assert.Equal("3 pairs, x 2-d, y 1-d (data)", pairs.ToString());
    }

    [Fact]
    public void Numbers_are_pairs_of_one_column_each()
    {
        var pairs = Pairs.FromScalars([1, 2, 3], Enumerable.Range(7, 3).Select(i => (double)i));
        Assert.Equal([1, 2, 3], pairs.X);
        Assert.Equal([7, 8, 9], pairs.Y);
        Assert.Equal("3 pairs, x 1-d, y 1-d (data)", pairs.ToString());
        Assert.Equal("3 rows of x and 2 rows of y", Assert.Throws<ShapeException>(() => Pairs.FromScalars([1, 2, 3], [1, 2])).Came);
    }

    [Fact]
    public void Known_information_is_carried_along() =>
        Assert.Equal("1 pair, x 1-d, y 1-d (coin, I(X;Y) = 0.5 nat)", new Pairs([1], 1, [2], 1, "coin", 0.5).ToString());

    [Theory]
    [InlineData(6, 2, 4, 2, "3 rows of x and 2 rows of y")]
    [InlineData(0, 2, 0, 2, "0 rows of x and 0 rows of y")]
    [InlineData(5, 2, 4, 2, "5 numbers of x in rows of 2")]
    [InlineData(4, 2, 4, 3, "4 numbers of y in rows of 3")]
    [InlineData(4, 0, 4, 2, "4 numbers of x in rows of 0")]
    [InlineData(4, 2, 4, -1, "4 numbers of y in rows of -1")]
    public void Rows_that_do_not_match_are_refused(int xs, int xDimension, int ys, int yDimension, string came) =>
        Assert.Equal(came, Assert.Throws<ShapeException>(() => new Pairs(new float[xs], xDimension, new float[ys], yDimension)).Came);

    [Fact]
    public void Rectangular_arrays_that_do_not_match_are_refused() =>
        Assert.Contains("3 rows of x and 2 rows of y", Assert.Throws<ShapeException>(() => Pairs.FromArrays(new double[3, 2], new double[2, 2])).Message);

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_value_that_is_not_finite_is_named_by_row_and_column(float bad, string shown)
    {
        var (x, y) = (new float[12], new float[8]);
        x[3 * 3 + 1] = bad;
        Assert.Equal($"x holds {shown} at row 3, column 1 (counted from 0)", Assert.Throws<DataException>(() => new Pairs(x, 3, y, 2)).Came);
        x[3 * 3 + 1] = 0;
        y[2 * 3] = bad;
        y[2 * 3 + 1] = bad; // the first is named
        var error = Assert.Throws<DataException>(() => new Pairs(x, 3, y, 2));
        Assert.Equal($"y holds {shown} at row 3, column 0 (counted from 0)", error.Came);
        Assert.Equal("finite numbers only", error.Wanted);
    }

    [Fact]
    public void The_largest_float_is_finite_and_a_double_beyond_it_is_named()
    {
        Assert.Equal(1, new Pairs([float.MaxValue], 1, [float.MinValue], 1).Count);
        var error = Assert.Throws<DataException>(() => Pairs.FromArrays(new double[,] { { 1 }, { 1e39 } }, new double[2, 1]));
        Assert.StartsWith("x holds Infinity at row 1, column 0", error.Came);
    }
}
