using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class NeighbourSearchTests
{
    private static readonly Norm[] norms = [Norm.Maximum, Norm.Euclidean];
    private static readonly SearchMethod[] methods = [SearchMethod.Tree, SearchMethod.BruteForce, SearchMethod.Automatic];

    /// <summary>Distance by distance, sorted: nothing cleverer.</summary>
    private static double[] Others(double[,] points, int i, Norm norm) =>
        [.. Enumerable.Range(0, points.GetLength(0)).Where(other => other != i).Select(other => Between(points, i, other, norm)).Order()];

    private static double Between(double[,] points, int a, int b, Norm norm)
    {
        var sofar = 0.0;
        for (var j = 0; j < points.GetLength(1); j++)
            sofar = norm == Norm.Maximum ? Math.Max(sofar, Math.Abs(points[a, j] - points[b, j])) : sofar + (points[a, j] - points[b, j]) * (points[a, j] - points[b, j]);
        return norm == Norm.Maximum ? sofar : Math.Sqrt(sofar);
    }

    /// <summary>Every method gives these distances and counts, to the bit. Radii are distances that occur, so that each count has a tie at its edge.</summary>
    private static void Agrees(double[,] points, int k)
    {
        var n = points.GetLength(0);
        foreach (var norm in norms)
        {
            var expected = Enumerable.Range(0, n).Select(i => Others(points, i, norm)).ToArray();
            var radii = expected.Select((others, i) => others[i % others.Length]).ToArray();
            foreach (var method in methods)
            {
                var search = new NeighbourSearch(points, norm, method);
                var (distances, kth, counts) = (search.Distances(k), search.KthDistances(k), search.CountsWithin(radii));
                for (var i = 0; i < n; i++)
                {
                    Assert.Equal(expected[i].Take(k), Enumerable.Range(0, k).Select(j => distances[i, j]));
                    Assert.Equal(expected[i][k - 1], kth[i]);
                    Assert.Equal(expected[i].Count(distance => distance < radii[i]), counts[i]);
                }
            }
        }
    }

    private static double[,] Points(int count, int dimension, Func<int, int, double> coordinate)
    {
        var points = new double[count, dimension];
        for (var i = 0; i < count; i++)
            for (var j = 0; j < dimension; j++) points[i, j] = coordinate(i, j);
        return points;
    }

    private static double[,] Drawn(int count, int dimension, long seed)
    {
        var random = new SplitMix64(seed, 0, 0);
        return Points(count, dimension, (_, _) => random.NearNormal());
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(5), InlineData(9), InlineData(30)]
    public void Random_points_have_the_neighbours_that_sorting_finds(int dimension) => Agrees(Drawn(300, dimension, dimension), 4);

    [Theory]
    [InlineData(2), InlineData(7)]
    public void Tree_and_tiles_agree_among_many_points(int dimension)
    {
        var random = new SplitMix64(dimension, 2, 0);
        var points = Points(6000, dimension, (i, j) => i % 3 == 0 ? random.Below(12) / 3.0 : random.NearNormal()); // a third on a lattice
        foreach (var norm in norms)
        {
            var (tree, tiles) = (new NeighbourSearch(points, norm, SearchMethod.Tree), new NeighbourSearch(points, norm, SearchMethod.BruteForce));
            var radii = tree.KthDistances(6);
            Assert.Equal(radii, tiles.KthDistances(6));
            Assert.Equal(tree.Distances(3), tiles.Distances(3));
            Assert.Equal(tree.CountsWithin(radii), tiles.CountsWithin(radii));
        }
    }

    [Fact]
    public void Lattices_are_all_ties()
    {
        Agrees(Points(200, 1, (i, _) => i), 5);
        Agrees(Points(196, 2, (i, j) => j == 0 ? i / 14 : i % 14), 9);
        Agrees(Points(216, 3, (i, j) => j == 0 ? i / 36 : j == 1 ? i / 6 % 6 : i % 6), 30);
        Agrees(Points(256, 8, (i, j) => i >> j & 1), 12);
        Agrees(Points(200, 2, (i, j) => (j == 0 ? i / 14 : i % 14) * 0.1), 9); // distances that are equal but for rounding
    }

    [Fact]
    public void All_equal_points_are_at_distance_zero() => Agrees(Points(150, 3, (_, j) => 0.1 * j), 10);

    [Fact]
    public void One_far_point_and_many_copies_are_points_like_others()
    {
        Agrees(Points(120, 2, (i, j) => i == 77 ? 1e9 : (i * 7 + j * 3) % 10 * 1e-3), 8);
        Agrees(Points(130, 4, (i, j) => i == 0 ? -1e12 : 1 + i % 3), 60);
    }

    [Fact]
    public void Few_points_are_enough() // one leaf, none of its lanes full
    {
        Agrees(Drawn(2, 1, 1), 1);
        Agrees(Drawn(9, 6, 2), 8);
        Agrees(Drawn(33, 2, 3), 32);
    }

    private static readonly Arbitrary<(int Count, int Dimension, int Values, int K, int Seed)> cases = Arb.From(
        from count in Gen.Choose(2, 120)
        from dimension in Gen.Choose(1, 12)
        from values in Gen.Choose(1, 40)
        from k in Gen.Choose(1, 20)
        from seed in Gen.Choose(0, 1 << 30)
        select (count, dimension, values, Math.Min(k, count - 1), seed));

    [Fact]
    public void Points_on_coarse_grids_have_the_neighbours_that_sorting_finds() => Law.Holds(cases, one =>
    {
        var random = new SplitMix64(one.Seed, 1, 0);
        Agrees(Points(one.Count, one.Dimension, (_, _) => random.Below(one.Values) / 7.0), one.K);
    });

    [Theory]
    [InlineData(SearchMethod.Tree), InlineData(SearchMethod.BruteForce)]
    public void The_numbers_do_not_depend_on_how_many_threads_find_them(SearchMethod method)
    {
        var points = Drawn(1000, 4, 9);
        var (one, three) = (new NeighbourSearch(points, Norm.Euclidean, method, threads: 1), new NeighbourSearch(points, Norm.Euclidean, method, threads: 3));
        Assert.Equal(one.Distances(7), three.Distances(7));
        var radii = one.KthDistances(5);
        Assert.Equal(one.CountsWithin(radii), three.CountsWithin(radii));
        Assert.All(one.CountsWithin(radii), count => Assert.Equal(4, count)); // four are nearer than the fifth, where there are no ties
    }

    [Theory]
    [InlineData(SearchMethod.Tree), InlineData(SearchMethod.BruteForce)]
    public void Queries_that_are_no_points_find_theirs_and_those_that_are_find_themselves(SearchMethod method)
    {
        var (points, queries) = (Drawn(200, 3, 4), Drawn(70, 3, 5));
        foreach (var norm in norms)
        {
            var search = new NeighbourSearch(points, norm, method);
            Assert.All(search.KthDistances(1, points), distance => Assert.Equal(0, distance));
            Assert.Equal(search.KthDistances(3), search.KthDistances(4, points));
            var both = Points(201, 3, (i, j) => i < 200 ? points[i, j] : queries[6, j]);
            Assert.Equal(Others(both, 200, norm)[4], search.KthDistances(5, queries)[6]);
        }
    }

    [Fact]
    public void Neighbours_within_a_radius_are_named_edge_included()
    {
        foreach (var norm in norms)
            foreach (var method in methods)
            {
                var points = Points(100, 2, (i, j) => j == 0 ? i / 10 : i % 10);
                var search = new NeighbourSearch(points, norm, method);
                var found = new int[100][];
                search.Neighbours([.. Enumerable.Repeat(1.0, 100)], (i, others) => found[i] = [.. others.Order()]);
                for (var i = 0; i < 100; i++) Assert.Equal(Enumerable.Range(0, 100).Where(other => other != i && Between(points, i, other, norm) <= 1), found[i]);
            }
    }

    [Fact]
    public void The_threshold_of_a_distance_is_the_least_square_whose_root_reaches_it()
    {
        var random = new SplitMix64(3, 0, 0);
        for (var i = 0; i < 1000; i++)
        {
            var distance = Math.Sqrt(random.Uniform()) * Math.Pow(10, random.Between(-140, 140));
            var threshold = EuclideanNorm.Threshold(distance);
            Assert.True(Math.Sqrt(threshold) >= distance && Math.Sqrt(Math.BitDecrement(threshold)) < distance);
        }
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var search = new NeighbourSearch(Drawn(10, 2, 1));
        Assert.Contains("from 1 to 9", Assert.Throws<DomainException>(() => search.Distances(10)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => search.KthDistances(0));
        Assert.Throws<ShapeException>(() => search.KthDistances(1, new double[3, 3]));
        Assert.Throws<ShapeException>(() => search.CountsWithin([1, 2]));
        Assert.Throws<ShapeException>(() => new NeighbourSearch(new double[0, 2]));
        Assert.Throws<DomainException>(() => new NeighbourSearch(new double[3, 2], threads: 0));
        Assert.Contains("row 1, column 0", Assert.Throws<DataException>(() => new NeighbourSearch(new double[,] { { 1, 2 }, { double.NaN, 3 } })).Message, StringComparison.Ordinal);
    }
}
