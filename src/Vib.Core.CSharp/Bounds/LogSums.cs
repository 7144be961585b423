using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>log Σ e^S of every row, or of every column, of a score matrix that comes in blocks: the largest score so far, and the sum relative to it.</summary>
internal sealed class LogSums
{
    // A row whose largest score is this far below the block's still has terms of full relative precision down to e^{−100} of its own: e^{−700} is no subnormal.
    private const double Reach = 600;

    private readonly int count;
    private readonly double[] largest, sums;

    internal LogSums(int count) => (this.count, largest, sums) = (count, ScoreBlock.Numbers(count, double.NegativeInfinity), ScoreBlock.Numbers(count));

    /// <summary>The log-sums; −∞ where nothing, or nothing possible, was added.</summary>
    internal double[] Values()
    {
        var values = new double[count];
        for (var k = 0; k < count; k++) values[k] = double.IsNegativeInfinity(largest[k]) && sums[k] == 0 ? largest[k] : largest[k] + Math.Log(sums[k]);
        return values;
    }

    /// <summary>log Σ e^v of a few numbers.</summary>
    internal static double Of(ReadOnlySpan<double> values)
    {
        var (top, sum) = (double.NegativeInfinity, 0.0);
        foreach (var v in values) top = Math.Max(top, v);
        if (double.IsInfinity(top)) return top;
        foreach (var v in values) sum += Math.Exp(v - top);
        return top + Math.Log(sum);
    }

    internal static double Of(double a, double b) => Of([a, b]);

    /// <summary>Adds e^score to one of the sums.</summary>
    internal void Add(int k, double score)
    {
        var (old, top) = (largest[k], Math.Max(Math.Max(largest[k], score), double.MinValue));
        (largest[k], sums[k]) = (Math.Max(old, score), sums[k] * Math.Exp(old - top) + Math.Exp(score - top));
    }

    /// <summary>Adds the block to the sums of its rows, of its columns, or of both. Blanks are −∞.</summary>
    /// <remarks>One exponential for each score, relative to the block's largest; two, each relative to its own row's or column's, where the largest scores of these are too far
    /// apart for one to serve both.</remarks>
    internal static void Add(ScoreBlock block, LogSums? rows, LogSums? columns)
    {
        var (height, width) = (ScoreBlock.Whole(block.Rows), block.Width);
        Span<double> space = stackalloc double[2 * (ScoreBlock.MostRows + ScoreBlock.MostColumns)];
        Span<double> rowLargest = space[..height], rowSums = space.Slice(height, height);
        Span<double> columnLargest = space.Slice(2 * height, width), columnSums = space.Slice(2 * height + width, width);
        Largest(block, rowLargest, columnLargest);
        rowSums.Clear();
        columnSums.Clear();
        var (top, lowest) = (Math.Max(Top(rowLargest), Top(columnLargest)), Math.Min(Lowest(rowLargest), Lowest(columnLargest)));
        if (rows is not null && columns is not null && top - lowest is >= 0 and <= Reach) // not for NaN, nor where nothing is possible
        {
            SumBoth(block, top, rowSums, columnSums);
            Rescale(rowSums, top, rowLargest);
            Rescale(columnSums, top, columnLargest);
        }
        else
        {
            if (rows is not null) SumRows(block, rowLargest, rowSums);
            if (columns is not null) SumColumns(block, columnLargest, columnSums);
        }
        rows?.Merge(block.Row, rowLargest, rowSums);
        columns?.Merge(block.Column, columnLargest, columnSums);
    }

    private static double Top(ReadOnlySpan<double> values)
    {
        var top = double.NegativeInfinity;
        foreach (var v in values) top = Math.Max(top, v);
        return top;
    }

    private static double Lowest(ReadOnlySpan<double> values)
    {
        var lowest = double.PositiveInfinity;
        foreach (var v in values) if (!double.IsNegativeInfinity(v)) lowest = Math.Min(lowest, v); // of what is possible
        return lowest;
    }

    private static void Largest(ScoreBlock block, Span<double> rows, Span<double> columns)
    {
        rows.Fill(double.NegativeInfinity);
        columns.Fill(double.NegativeInfinity);
        ref var column = ref MemoryMarshal.GetReference(columns);
        for (var i = 0; i < block.Rows; i++)
        {
            ref var row = ref MemoryMarshal.GetReference(block[i]);
            var top = Vector512.Create(double.NegativeInfinity);
            for (var j = 0; j < block.Width; j += ScoreBlock.Lanes)
            {
                var scores = Load(ref row, j);
                top = Vector512.Max(top, scores);
                Vector512.Max(Load(ref column, j), scores).StoreUnsafe(ref column, (nuint)j);
            }
            for (var lane = 0; lane < ScoreBlock.Lanes; lane++) rows[i] = Math.Max(rows[i], top[lane]);
        }
    }

    private static void SumBoth(ScoreBlock block, double reference, Span<double> rows, Span<double> columns)
    {
        ref var column = ref MemoryMarshal.GetReference(columns);
        var shift = Vector512.Create(reference);
        for (var i = 0; i < block.Rows; i++)
        {
            ref var row = ref MemoryMarshal.GetReference(block[i]);
            var sum = Vector512<double>.Zero;
            for (var j = 0; j < block.Width; j += ScoreBlock.Lanes)
            {
                var terms = Vector512.Exp(Load(ref row, j) - shift);
                sum += terms;
                (Load(ref column, j) + terms).StoreUnsafe(ref column, (nuint)j);
            }
            rows[i] = Vector512.Sum(sum);
        }
    }

    /// <summary>Sums relative to the block's largest become sums relative to their own.</summary>
    private static void Rescale(Span<double> sums, double from, ReadOnlySpan<double> to)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var target = ref MemoryMarshal.GetReference(to);
        for (var k = 0; k < sums.Length; k += ScoreBlock.Lanes)
        {
            var old = Load(ref sum, k);
            var scaled = old * Vector512.Exp(Vector512.Create(from) - Load(ref target, k));
            Vector512.ConditionalSelect(Vector512.Equals(old, Vector512<double>.Zero), old, scaled).StoreUnsafe(ref sum, (nuint)k); // an empty sum's own largest is −∞
        }
    }

    private static void SumRows(ScoreBlock block, ReadOnlySpan<double> largest, Span<double> sums)
    {
        for (var i = 0; i < block.Rows; i++)
        {
            ref var row = ref MemoryMarshal.GetReference(block[i]);
            var (sum, top) = (Vector512<double>.Zero, Vector512.Create(Math.Max(largest[i], double.MinValue))); // −∞ − −∞ is no number
            for (var j = 0; j < block.Width; j += ScoreBlock.Lanes) sum += Vector512.Exp(Load(ref row, j) - top);
            sums[i] = Vector512.Sum(sum);
        }
    }

    private static void SumColumns(ScoreBlock block, ReadOnlySpan<double> largest, Span<double> sums)
    {
        ref var column = ref MemoryMarshal.GetReference(sums);
        ref var tops = ref MemoryMarshal.GetReference(largest);
        for (var j = 0; j < block.Width; j += ScoreBlock.Lanes)
        {
            var (sum, top) = (Vector512<double>.Zero, Vector512.Max(Load(ref tops, j), Vector512.Create(double.MinValue)));
            for (var i = 0; i < block.Rows; i++) sum += Vector512.Exp(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(block[i]), (nuint)j) - top);
            sum.StoreUnsafe(ref column, (nuint)j);
        }
    }

    // Whole vectors: the last one may reach into sums that are not the block's, and adds nothing to them.
    private void Merge(int start, ReadOnlySpan<double> newLargest, ReadOnlySpan<double> newSums)
    {
        ref var tops = ref largest[start];
        ref var totals = ref sums[start];
        ref var otherTops = ref MemoryMarshal.GetReference(newLargest);
        ref var otherTotals = ref MemoryMarshal.GetReference(newSums);
        for (var k = 0; k < newLargest.Length; k += ScoreBlock.Lanes)
        {
            var (old, other) = (Load(ref tops, k), Load(ref otherTops, k));
            var top = Vector512.Max(old, other);
            var reference = Vector512.Max(top, Vector512.Create(double.MinValue));
            (Load(ref totals, k) * Vector512.Exp(old - reference) + Load(ref otherTotals, k) * Vector512.Exp(other - reference)).StoreUnsafe(ref totals, (nuint)k);
            top.StoreUnsafe(ref tops, (nuint)k);
        }
    }

    private static Vector512<double> Load(ref double start, int offset) => Vector512.LoadUnsafe(ref start, (nuint)offset);
}
