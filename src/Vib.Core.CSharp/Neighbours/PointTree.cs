namespace Vib.Core;

/// <summary>Points in leaves of a balanced k-d tree. Every leaf is a tile [d, W] of coordinates, so that eight of its points are looked at at once.</summary>
/// <remarks>Nodes are numbered as in a heap: 1 is the root, 2v and 2v + 1 are the halves of v, cut at the median of its widest coordinate. O(N d + N log N).</remarks>
internal sealed class PointTree
{
    internal const int Lanes = 8;
    private const int Fullest = 32; // points of a leaf at most

    private readonly double[] rows;

    internal PointTree(double[] rows, int dimension)
    {
        (this.rows, Dimension, Count) = (rows, dimension, rows.Length / dimension);
        while ((Count + Leaves - 1) / Leaves > Fullest) Depth++;
        Width = ((Count + Leaves - 1) / Leaves + Lanes - 1) / Lanes * Lanes;
        Order = [.. Enumerable.Range(0, Count)];
        Start = new int[Leaves + 1];
        Start[Leaves] = Count;
        Low = new double[2 * Leaves * dimension];
        High = new double[2 * Leaves * dimension];
        Tiles = new double[Leaves * dimension * Width];
        Build(1, 0, Count, new double[Count]);
        (LeafLow, LeafHigh) = (Beside(Low), Beside(High));
    }

    internal int Count { get; }

    internal int Dimension { get; }

    internal int Depth { get; }

    internal int Leaves => 1 << Depth;

    /// <summary>W, points of a tile; those that a leaf lacks are at infinity.</summary>
    internal int Width { get; }

    /// <summary>Points by leaves: their numbers.</summary>
    internal int[] Order { get; }

    /// <summary>Where a leaf begins in <see cref="Order"/>.</summary>
    internal int[] Start { get; }

    /// <summary>Corners of the box around a node's points, [node, d].</summary>
    internal double[] Low { get; }

    internal double[] High { get; }

    /// <summary>[leaf, d, W].</summary>
    internal double[] Tiles { get; }

    /// <summary>Leaves by eights.</summary>
    internal int Groups => (Leaves + Lanes - 1) / Lanes;

    /// <summary>Corners of the leaves' boxes, eight leaves side by side: [group, d, 8]; those that the last eight lack are at infinity.</summary>
    internal double[] LeafLow { get; }

    internal double[] LeafHigh { get; }

    internal ReadOnlySpan<double> Point(int i) => rows.AsSpan(i * Dimension, Dimension);

    /// <summary>How many points are under a node.</summary>
    internal int Under(int node)
    {
        var below = Depth - System.Numerics.BitOperations.Log2((uint)node);
        var first = (node << below) - Leaves;
        return Start[first + (1 << below)] - Start[first];
    }

    private void Build(int node, int from, int to, double[] keys)
    {
        Bound(node, from, to);
        if (node >= Leaves)
        {
            Fill(node - Leaves, from, to);
            return;
        }
        var (axis, middle) = (Widest(node), (from + to) / 2);
        for (var i = from; i < to; i++) keys[i] = rows[Order[i] * Dimension + axis];
        Part(keys.AsSpan(from, to - from), Order.AsSpan(from, to - from), middle - from);
        Build(2 * node, from, middle, keys);
        Build(2 * node + 1, middle, to, keys);
    }

    private void Bound(int node, int from, int to)
    {
        var low = Low.AsSpan(node * Dimension, Dimension);
        var high = High.AsSpan(node * Dimension, Dimension);
        low.Fill(double.PositiveInfinity);
        high.Fill(double.NegativeInfinity);
        for (var i = from; i < to; i++)
        {
            var point = Point(Order[i]);
            for (var j = 0; j < point.Length; j++)
            {
                if (point[j] < low[j]) low[j] = point[j];
                if (point[j] > high[j]) high[j] = point[j];
            }
        }
    }

    private int Widest(int node)
    {
        var (widest, width) = (0, double.NegativeInfinity);
        for (var j = 0; j < Dimension; j++)
            if (High[node * Dimension + j] - Low[node * Dimension + j] is var here && here > width) (widest, width) = (j, here);
        return widest;
    }

    private void Fill(int leaf, int from, int to)
    {
        Start[leaf] = from;
        var tile = Tiles.AsSpan(leaf * Dimension * Width, Dimension * Width);
        tile.Fill(double.PositiveInfinity);
        for (var i = from; i < to; i++)
            for (var j = 0; j < Dimension; j++) tile[j * Width + i - from] = rows[Order[i] * Dimension + j];
    }

    private double[] Beside(double[] corners)
    {
        var beside = new double[Groups * Dimension * Lanes];
        Array.Fill(beside, double.PositiveInfinity);
        for (var leaf = 0; leaf < Leaves; leaf++)
            for (var j = 0; j < Dimension; j++) beside[(leaf / Lanes * Dimension + j) * Lanes + leaf % Lanes] = corners[(Leaves + leaf) * Dimension + j];
        return beside;
    }

    /// <summary>Puts the smallest `middle` keys first, with their items (Hoare's selection; equal keys are no trouble to it).</summary>
    private static void Part(Span<double> keys, Span<int> items, int middle)
    {
        var (low, high) = (0, keys.Length - 1);
        while (low < high)
        {
            var (i, j, pivot) = (low, high, Median(keys[low], keys[(low + high) >>> 1], keys[high]));
            while (i <= j)
            {
                while (keys[i] < pivot) i++;
                while (keys[j] > pivot) j--;
                if (i > j) break;
                (keys[i], keys[j]) = (keys[j], keys[i]);
                (items[i], items[j]) = (items[j], items[i]);
                i++;
                j--;
            }
            if (middle <= j) high = j;
            else if (middle >= i) low = i;
            else return;
        }
    }

    private static double Median(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
