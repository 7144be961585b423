using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>What one query asks of a <see cref="PointTree"/>: its nearest points, or those within a radius. The query's own leaf comes first, if it has one, since it brings the bound down at once.</summary>
/// <remarks>Two ways: down the tree, box by box, those farther than the bound left out; or through all tiles, boxes of eight at once, points of eight at once, each eight left as soon as
/// all of them are too far. Both join the same differences in the same order, so they give the same bits.</remarks>
internal static class PointSearch<TNorm> where TNorm : struct, INorm
{
    private const int Patience = 4; // coordinates between two looks at the bound

    /// <summary>The k smallest joined distances, ascending, put into best, which comes full of infinities. No leaf is −1.</summary>
    internal static void Nearest(PointTree tree, ReadOnlySpan<double> query, int own, Span<double> best)
    {
        if (own >= 0) ScanNearest(tree, own, query, best);
        var done = own >= 0 ? tree.Leaves + own : 0;
        Span<int> waiting = stackalloc int[64];
        var count = 0;
        waiting[count++] = 1;
        while (count > 0)
        {
            var node = waiting[--count];
            if (node == done || !(Gap(tree, node, query, best[^1]) < best[^1])) continue;
            while (node < tree.Leaves)
            {
                var (left, right) = (Gap(tree, 2 * node, query, best[^1]), Gap(tree, 2 * node + 1, query, best[^1]));
                var (near, far, nearest, farthest) = left <= right ? (2 * node, 2 * node + 1, left, right) : (2 * node + 1, 2 * node, right, left);
                if (farthest < best[^1]) waiting[count++] = far;
                node = nearest < best[^1] ? near : 0;
                if (node == 0) break;
            }
            if (node != 0 && node != done) ScanNearest(tree, node - tree.Leaves, query, best);
        }
    }

    /// <summary>How many points have a joined distance below the threshold.</summary>
    internal static int Within(PointTree tree, ReadOnlySpan<double> query, double threshold)
    {
        Span<int> waiting = stackalloc int[64];
        var (count, found) = (0, 0);
        waiting[count++] = 1;
        while (count > 0)
        {
            var node = waiting[--count];
            if (!(Gap(tree, node, query, threshold) < threshold)) continue;
            if (Reach(tree, node, query, threshold) < threshold) found += tree.Under(node);
            else if (node >= tree.Leaves) found += ScanWithin(tree, node - tree.Leaves, query, threshold);
            else (waiting[count], waiting[count + 1], count) = (2 * node, 2 * node + 1, count + 2);
        }
        return found;
    }

    /// <summary>The numbers of the points whose joined distance is below the threshold.</summary>
    internal static void Collect(PointTree tree, ReadOnlySpan<double> query, double threshold, List<int> found, bool boxes)
    {
        Span<int> waiting = stackalloc int[64];
        var count = 0;
        waiting[count++] = 1;
        while (count > 0)
        {
            var node = waiting[--count];
            if (boxes && !(Gap(tree, node, query, threshold) < threshold)) continue;
            if (node < tree.Leaves) (waiting[count], waiting[count + 1], count) = (2 * node, 2 * node + 1, count + 2);
            else
                for (var i = tree.Start[node - tree.Leaves]; i < tree.Start[node - tree.Leaves + 1]; i++)
                    if (Between(tree.Point(tree.Order[i]), query) < threshold) found.Add(tree.Order[i]);
        }
    }

    /// <summary>The joined distance of two points.</summary>
    internal static double Between(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sofar = 0.0;
        for (var j = 0; j < a.Length; j++) sofar = TNorm.Join(sofar, a[j] - b[j]);
        return sofar;
    }

    /// <summary>Which of eight leaves have a box that is nearer than the limit.</summary>
    internal static ulong Near(PointTree tree, int group, ReadOnlySpan<double> query, double limit)
    {
        ref var low = ref tree.LeafLow[group * query.Length * PointTree.Lanes];
        ref var high = ref tree.LeafHigh[group * query.Length * PointTree.Lanes];
        var (sofar, bound) = (Vector512<double>.Zero, Vector512.Create(limit));
        for (var j = 0; j < query.Length; j++)
        {
            var coordinate = Vector512.Create(query[j]);
            var below = Vector512.LoadUnsafe(ref Unsafe.Add(ref low, j * PointTree.Lanes)) - coordinate;
            var above = coordinate - Vector512.LoadUnsafe(ref Unsafe.Add(ref high, j * PointTree.Lanes));
            sofar = TNorm.Join(sofar, Vector512.MaxNative(Vector512.MaxNative(below, above), Vector512<double>.Zero));
            if (j % Patience == Patience - 1 && !Vector512.LessThanAny(sofar, bound)) return 0;
        }
        return Vector512.LessThan(sofar, bound).ExtractMostSignificantBits();
    }

    [SkipLocalsInit]
    internal static void ScanNearest(PointTree tree, int leaf, ReadOnlySpan<double> query, Span<double> best)
    {
        ref var tile = ref tree.Tiles[leaf * tree.Dimension * tree.Width];
        Span<double> lanes = stackalloc double[PointTree.Lanes];
        var limit = Vector512.Create(best[^1]);
        for (var group = 0; group < tree.Width; group += PointTree.Lanes)
        {
            var sofar = Joined(ref Unsafe.Add(ref tile, group), tree.Width, query, limit, out var near);
            if (near == 0) continue;
            sofar.CopyTo(lanes);
            for (; near != 0; near &= near - 1)
                if (lanes[BitOperations.TrailingZeroCount(near)] is var joined && joined < best[^1]) Insert(best, joined);
            limit = Vector512.Create(best[^1]);
        }
    }

    internal static int ScanWithin(PointTree tree, int leaf, ReadOnlySpan<double> query, double threshold)
    {
        ref var tile = ref tree.Tiles[leaf * tree.Dimension * tree.Width];
        var (limit, found) = (Vector512.Create(threshold), 0);
        for (var group = 0; group < tree.Width; group += PointTree.Lanes)
        {
            Joined(ref Unsafe.Add(ref tile, group), tree.Width, query, limit, out var near);
            found += BitOperations.PopCount(near);
        }
        return found;
    }

    /// <summary>Joined distances of eight points, and which of them are below the limit; left early, with none, when none can be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Joined(ref double points, int width, ReadOnlySpan<double> query, Vector512<double> limit, out ulong near)
    {
        var sofar = Vector512<double>.Zero;
        ref var q = ref MemoryMarshal.GetReference(query);
        var (j, d) = (0, query.Length);
        for (; j + Patience < d; j += Patience)
        {
            sofar = TNorm.Join(sofar, Vector512.LoadUnsafe(ref points) - Vector512.Create(Unsafe.Add(ref q, j)));
            sofar = TNorm.Join(sofar, Vector512.LoadUnsafe(ref Unsafe.Add(ref points, width)) - Vector512.Create(Unsafe.Add(ref q, j + 1)));
            sofar = TNorm.Join(sofar, Vector512.LoadUnsafe(ref Unsafe.Add(ref points, 2 * width)) - Vector512.Create(Unsafe.Add(ref q, j + 2)));
            sofar = TNorm.Join(sofar, Vector512.LoadUnsafe(ref Unsafe.Add(ref points, 3 * width)) - Vector512.Create(Unsafe.Add(ref q, j + 3)));
            points = ref Unsafe.Add(ref points, Patience * width);
            near = Vector512.LessThan(sofar, limit).ExtractMostSignificantBits();
            if (near == 0) return sofar;
        }
        for (; j < d; j++)
        {
            sofar = TNorm.Join(sofar, Vector512.LoadUnsafe(ref points) - Vector512.Create(Unsafe.Add(ref q, j)));
            points = ref Unsafe.Add(ref points, width);
        }
        near = Vector512.LessThan(sofar, limit).ExtractMostSignificantBits();
        return sofar;
    }

    private static void Insert(Span<double> best, double joined)
    {
        var i = best.Length - 1;
        for (; i > 0 && best[i - 1] > joined; i--) best[i] = best[i - 1];
        best[i] = joined;
    }

    /// <summary>The least joined distance that a point of the node's box can have; some number that is not below the limit, where it is not.</summary>
    private static double Gap(PointTree tree, int node, ReadOnlySpan<double> query, double limit)
    {
        ref var low = ref tree.Low[node * query.Length];
        ref var high = ref tree.High[node * query.Length];
        var sofar = 0.0;
        for (var j = 0; j < query.Length; j++)
        {
            var (below, above) = (Unsafe.Add(ref low, j) - query[j], query[j] - Unsafe.Add(ref high, j));
            var outside = below > above ? below : above;
            if (!(outside > 0)) continue;
            sofar = TNorm.Join(sofar, outside);
            if (!(sofar < limit)) break;
        }
        return sofar;
    }

    /// <summary>The largest joined distance that a point of the box can have; some number not below the limit, where it is not.</summary>
    private static double Reach(PointTree tree, int node, ReadOnlySpan<double> query, double limit)
    {
        ref var low = ref tree.Low[node * query.Length];
        ref var high = ref tree.High[node * query.Length];
        var sofar = 0.0;
        for (var j = 0; j < query.Length && sofar < limit; j++)
        {
            var (below, above) = (query[j] - Unsafe.Add(ref low, j), Unsafe.Add(ref high, j) - query[j]);
            sofar = TNorm.Join(sofar, below > above ? below : above);
        }
        return sofar;
    }
}
