using System.Numerics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>How neighbours are found. All ways give the same numbers to the bit.</summary>
public enum SearchMethod
{
    /// <summary>What was measured to be the fastest for the dimension: docs/neighbours.md.</summary>
    Automatic,

    /// <summary>A k-d tree, whose boxes are left out where they are too far.</summary>
    Tree,

    /// <summary>Every point, tile by tile and eight at a time, left early where a few coordinates are too far apart already.</summary>
    BruteForce,
}

/// <summary>Nearest neighbours among N points, exactly, ties and copies included.</summary>
/// <remarks>Built in O(N d log N). A query takes O(log N) in few dimensions by the tree, O(N d) at most. Memory O(N d), never N². Queries are split over the cores; the numbers do not depend on how many.</remarks>
public sealed class NeighbourSearch
{
    // Measured on Gaussian points (docs/neighbours.md): the tree is the faster from about 2500 · 2^d of them on.
    private const int TreePays = 2500;
    private const int LastTreeDimension = 16; // 160 million
    private const int LastCollectingDimension = 8; // up to here a ball of some tens of points misses most boxes
    private const int Block = 64; // queries that look at a tile while it is in the cache

    private readonly double[] rows;
    private readonly Lazy<PointTree> grown; // a line needs none to count
    private readonly SortedLine? line;
    private readonly Norm norm;
    private readonly bool boxes;
    private readonly ParallelOptions parallel;

    /// <summary>A search among given points.</summary>
    /// <param name="points">[N,d]; row i is a point.</param>
    /// <param name="norm">What is near.</param>
    /// <param name="method">How it is found.</param>
    /// <param name="threads">Threads; null for one a core.</param>
    /// <exception cref="ShapeException">There is no point or no coordinate.</exception>
    /// <exception cref="DataException">A value is NaN or infinite; its row and column are named.</exception>
    /// <exception cref="DomainException">There is no thread.</exception>
    public NeighbourSearch(double[,] points, Norm norm = Norm.Maximum, SearchMethod method = SearchMethod.Automatic, int? threads = null)
        : this(Rows.Of(points, "points"), norm, method, threads)
    {
    }

    internal NeighbourSearch(Rows points, Norm norm, SearchMethod method, int? threads)
    {
        if (threads is { } number) Require.AtLeast(1, number, "The number of threads", "the number of cores, or leave it out");
        (rows, this.norm, Dimension) = (points.Values, norm, points.Dimension);
        grown = new(() => new(rows, Dimension));
        line = Dimension == 1 && method == SearchMethod.Automatic ? new(rows) : null;
        boxes = method == SearchMethod.Tree || method == SearchMethod.Automatic && Dimension <= LastTreeDimension && Count >= TreePays << Dimension;
        parallel = new() { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount };
    }

    /// <summary>N.</summary>
    public int Count => rows.Length / Dimension;

    /// <summary>d.</summary>
    public int Dimension { get; }

    private PointTree Points => grown.Value;

    /// <summary>Distances from each point to its nearest others.</summary>
    /// <remarks>A copy of a point is another point, at distance 0.</remarks>
    /// <param name="k">How many others, from 1 to N − 1.</param>
    /// <returns>[N,k], ascending in each row.</returns>
    /// <exception cref="DomainException">k is not from 1 to N − 1.</exception>
    public double[,] Distances(int k)
    {
        CheckNeighbours(k, Count - 1);
        var distances = new double[Count, k];
        Nearest(k, (i, nearest) =>
        {
            for (var j = 0; j < k; j++) distances[i, j] = Distance(nearest[j]);
        });
        return distances;
    }

    /// <summary>The distance from each point to its k-th nearest other.</summary>
    /// <param name="k">From 1 to N − 1.</param>
    /// <returns>[N].</returns>
    /// <exception cref="DomainException">k is not from 1 to N − 1.</exception>
    public double[] KthDistances(int k)
    {
        CheckNeighbours(k, Count - 1);
        var distances = new double[Count];
        Nearest(k, (i, nearest) => distances[i] = Distance(nearest[k - 1]));
        return distances;
    }

    /// <summary>The distance from each query to its k-th nearest point.</summary>
    /// <param name="k">From 1 to N.</param>
    /// <param name="queries">[M,d]; a query that equals a point has it at distance 0.</param>
    /// <returns>[M].</returns>
    /// <exception cref="ShapeException">The queries have another dimension than the points, or there is none.</exception>
    /// <exception cref="DataException">A value is NaN or infinite; its row and column are named.</exception>
    /// <exception cref="DomainException">k is not from 1 to N.</exception>
    public double[] KthDistances(int k, double[,] queries) => KthDistances(k, Rows.Of(queries, "queries"));

    internal double[] KthDistances(int k, Rows queries)
    {
        CheckNeighbours(k, Count);
        if (queries.Dimension != Dimension)
            throw new ShapeException($"Queries of {queries.Dimension} coordinates", $"{Dimension}, as the points have", "the same columns, in the same order");
        var distances = new double[queries.Count];
        InBlocks(queries.Count, (from, to) =>
        {
            var best = new double[k];
            for (var i = from; i < to; i++)
            {
                Array.Fill(best, double.PositiveInfinity);
                if (norm == Norm.Maximum) One<MaximumNorm>(queries.Row(i), best);
                else One<EuclideanNorm>(queries.Row(i), best);
                distances[i] = Distance(best[^1]);
            }
        });
        return distances;
    }

    /// <summary>How many others are strictly nearer to each point than a radius of its own.</summary>
    /// <param name="radii">[N]; none is counted within 0.</param>
    /// <returns>[N].</returns>
    /// <exception cref="ShapeException">There is not a radius for each point.</exception>
    public int[] CountsWithin(double[] radii)
    {
        if (radii.Length != Count) throw new ShapeException($"{radii.Length} radii", $"{Count}, one for each point", "KthDistances, or an array of as many");
        var counts = new int[Count];
        InBlocks(Count, (from, to) =>
        {
            if (line is { } sorted)
                for (var i = from; i < to; i++) Put(i, sorted.Within(rows[i], radii[i]));
            else if (norm == Norm.Maximum) Within<MaximumNorm>(from, to, radii, Put);
            else Within<EuclideanNorm>(from, to, radii, Put);
        });
        return counts;

        void Put(int i, int count) => counts[i] = radii[i] > 0 ? count - 1 : 0; // without itself
    }

    /// <summary>For each point, the numbers of the others that are not farther than a radius of its own.</summary>
    internal void Neighbours(double[] radii, Action<int, List<int>> use) => InBlocks(Count, (from, to) =>
    {
        var (found, leaving) = (new List<int>(), boxes || Dimension <= LastCollectingDimension);
        for (var place = from; place < to; place++)
        {
            var i = Points.Order[place];
            found.Clear();
            var beyond = Math.BitIncrement(radii[i]);
            if (norm == Norm.Maximum) PointSearch<MaximumNorm>.Collect(Points, Points.Point(i), beyond, found, leaving);
            else PointSearch<EuclideanNorm>.Collect(Points, Points.Point(i), EuclideanNorm.Threshold(beyond), found, leaving);
            found.Remove(i);
            use(i, found);
        }
    });

    private delegate void Use(int i, ReadOnlySpan<double> nearest);

    /// <summary>Each point's k nearest others, joined and ascending. A point is its own nearest: k + 1 are found and the first, which is 0, is left out.</summary>
    private void Nearest(int k, Use use) => InBlocks(Count, (from, to) =>
    {
        var best = new double[(to - from) * (k + 1)];
        Array.Fill(best, double.PositiveInfinity);
        if (norm == Norm.Maximum) Nearest<MaximumNorm>(from, to, k + 1, best);
        else Nearest<EuclideanNorm>(from, to, k + 1, best);
        for (var place = from; place < to; place++) use(Points.Order[place], best.AsSpan((place - from) * (k + 1) + 1, k));
    });

    private void Nearest<TNorm>(int from, int to, int k, double[] best) where TNorm : struct, INorm
    {
        var own = Leaf(from);
        for (var place = from; place < to; place++)
        {
            while (Points.Start[own + 1] <= place) own++;
            if (boxes) PointSearch<TNorm>.Nearest(Points, Points.Point(Points.Order[place]), own, best.AsSpan((place - from) * k, k));
            else PointSearch<TNorm>.ScanNearest(Points, own, Points.Point(Points.Order[place]), best.AsSpan((place - from) * k, k));
        }
        if (boxes) return;
        var home = Leaf(from) / PointTree.Lanes;
        for (var step = 0; step < Points.Groups; step++) // leaves are a power of two: the nearest branches come first, and bring the bound down
        {
            var group = step ^ home;
            for (var place = from; place < to; place++)
            {
                var (point, nearest) = (Points.Order[place], (place - from) * k);
                for (var near = PointSearch<TNorm>.Near(Points, group, Points.Point(point), best[nearest + k - 1]); near != 0; near &= near - 1)
                    if (group * PointTree.Lanes + BitOperations.TrailingZeroCount(near) is var leaf && (place < Points.Start[leaf] || place >= Points.Start[leaf + 1])) // its own is done
                        PointSearch<TNorm>.ScanNearest(Points, leaf, Points.Point(point), best.AsSpan(nearest, k));
            }
        }
    }

    private void One<TNorm>(ReadOnlySpan<double> query, double[] best) where TNorm : struct, INorm
    {
        if (boxes) PointSearch<TNorm>.Nearest(Points, query, -1, best);
        else
            for (var leaf = 0; leaf < Points.Leaves; leaf++) PointSearch<TNorm>.ScanNearest(Points, leaf, query, best);
    }

    private void Within<TNorm>(int from, int to, double[] radii, Action<int, int> put) where TNorm : struct, INorm
    {
        Span<int> counts = stackalloc int[Block];
        Span<double> thresholds = stackalloc double[Block];
        for (var place = from; place < to; place++) thresholds[place - from] = TNorm.Threshold(radii[Points.Order[place]]);
        if (boxes)
            for (var place = from; place < to; place++) counts[place - from] = PointSearch<TNorm>.Within(Points, Points.Point(Points.Order[place]), thresholds[place - from]);
        else
        {
            counts.Clear();
            for (var group = 0; group < Points.Groups; group++)
                for (var place = from; place < to; place++)
                {
                    var point = Points.Point(Points.Order[place]);
                    for (var near = PointSearch<TNorm>.Near(Points, group, point, thresholds[place - from]); near != 0; near &= near - 1)
                        counts[place - from] += PointSearch<TNorm>.ScanWithin(Points, group * PointTree.Lanes + BitOperations.TrailingZeroCount(near), point, thresholds[place - from]);
                }
        }
        for (var place = from; place < to; place++) put(Points.Order[place], counts[place - from]);
    }

    /// <summary>The leaf that holds a place of the order.</summary>
    private int Leaf(int place)
    {
        var found = Array.BinarySearch(Points.Start, 0, Points.Leaves, place);
        return found >= 0 ? found : ~found - 1;
    }

    private double Distance(double joined) => norm == Norm.Maximum ? joined : EuclideanNorm.Distance(joined);

    private void InBlocks(int count, Action<int, int> work) =>
        Parallel.For(0, (count + Block - 1) / Block, parallel, block => work(block * Block, Math.Min(count, (block + 1) * Block)));

    private static void CheckNeighbours(int k, int most) => Require.That(k >= 1 && k <= most, $"k = {k} neighbours", Invariant($"from 1 to {most}, the points that there are"), "fewer neighbours, or more points");
}
