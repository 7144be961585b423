using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class PairSumsTests
{
    private static readonly Arbitrary<(int N, int M, int D, int Seed)> sizes =
        (from n in Gen.Choose(1, 90) from m in Gen.Choose(1, 140) from d in Gen.Choose(1, 7) from seed in Gen.Choose(1, 1_000_000) select (n, m, d, seed)).ToArbitrary();

    [Fact]
    public void Sums_are_those_over_all_points_one_by_one() => Law.Holds(sizes, size =>
    {
        var (points, queries) = (Drawn(size.N, size.D, size.Seed), Drawn(size.M, size.D, size.Seed + 1));
        int[] self = [.. Enumerable.Range(0, size.M).Select(i => i % 3 == 0 ? -1 : i % size.N)];
        Near(Brute(points, queries, null, 0.7), new PairSums(points).LogSums(queries, null, 0.7));
        Near(Brute(points, queries, self, 0.7), new PairSums(points).LogSums(queries, self, 0.7));
        var (fours, squares) = (new PairSums(points).Of(queries, self, new FourthTerm(0.2)), new PairSums(points).Of(queries, self, new SquaredTerm(0.4)));
        for (var i = 0; i < size.M; i++)
        {
            Assert.Equal(fours[2 * i + 1], squares[2 * i + 1], 1e-12);
            Assert.Equal(Math.Exp(Brute(points, queries, self, 0.2)[i]), fours[2 * i], 1e-12);
        }
        double[] weights = [.. Enumerable.Range(0, size.N).Select(j => 0.5 + j)];
        var weighted = new PairSums(points).Of(queries, self, new WeightedTerm(0.7, 0.3, new PairSums(points).Padded(weights)));
        for (var i = 0; i < size.M; i++)
            Assert.Equal(Enumerable.Range(0, size.N).Where(j => j != self[i]).Sum(j => weights[j] * Math.Exp(-0.7 * (Squared(points, j, queries, i) - 0.3))), weighted[i], 1e-10);
    }, 30);

    [Fact]
    public void Queries_far_from_every_point_keep_their_logarithm()
    {
        var points = Drawn(50, 2, 1);
        var queries = new Rows([1000, 0, -3e5, 2e5, 0, 0], 2);
        Near(Brute(points, queries, null, 5), new PairSums(points).LogSums(queries, null, 5));
        Near(Brute(points, points, [.. Enumerable.Range(0, 50)], 1e9), new PairSums(points).LogSums(points, [.. Enumerable.Range(0, 50)], 1e9)); // 10⁻⁵ wide: nobody sees anybody
        Assert.Equal(double.NegativeInfinity, new PairSums(new Rows([1], 1)).LogSums(new Rows([1], 1), [0], 1)[0]);
    }

    [Fact]
    public void Bits_do_not_depend_on_threads()
    {
        var points = Drawn(700, 3, 1);
        Assert.Equal(new PairSums(points, 1).LogSums(points, null, 2), new PairSums(points, 2).LogSums(points, null, 2));
        Assert.Equal(new PairSums(points, 1).LogSums(points, null, 2), new PairSums(points).LogSums(points, null, 2));
    }

    [Fact]
    public void Points_beyond_one_tile_are_all_there()
    {
        var (points, queries) = (Drawn(3000, 9, 1), Drawn(5, 9, 2)); // a tile is 227 groups of 8
        Near(Brute(points, queries, null, 0.1), new PairSums(points).LogSums(queries, null, 0.1));
    }

    [Fact]
    public void Close_points_far_from_the_origin_keep_their_distance()
    {
        var points = new Rows([1e8, 1e8 + 1e-6], 1);
        var squared = new PairSums(points).Of(points, [0, 1], default(NearestTerm));
        var gap = 1e8 + 1e-6 - 1e8;
        Assert.Equal([gap * gap, gap * gap], squared);
    }

    internal static Rows Drawn(int count, int dimension, long seed) => Rows.Of(Draws.Normal(count, dimension, seed), "x");

    /// <summary>The logarithm by its largest term, in the order of the points.</summary>
    internal static double[] Brute(Rows points, Rows queries, int[]? self, double c) =>
    [
        .. Enumerable.Range(0, queries.Count).Select(i =>
        {
            double[] terms = [.. Enumerable.Range(0, points.Count).Where(j => self is null || self[i] != j).Select(j => -c * Squared(points, j, queries, i))];
            var largest = terms.DefaultIfEmpty(double.NegativeInfinity).Max();
            return terms.Length == 0 ? largest : largest + Math.Log(terms.Sum(term => Math.Exp(term - largest)));
        }),
    ];

    private static void Near(double[] expected, double[] actual) => Numbers.Near(expected, actual, (_, e) => 1e-12 * (1 + Math.Abs(e)));

    private static double Squared(Rows points, int j, Rows queries, int i) =>
        Enumerable.Range(0, points.Dimension).Sum(c => points.Row(j)[c] - queries.Row(i)[c] is var gap ? gap * gap : 0);
}
