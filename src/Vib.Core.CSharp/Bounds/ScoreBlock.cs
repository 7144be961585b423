using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A piece of a score matrix small enough for a core's own cache, in double precision.</summary>
/// <remarks>Rows are <see cref="Width"/> numbers long, a whole number of vectors: what lies beyond the last column is blank like the diagonal, so that nobody has to care.</remarks>
internal sealed class ScoreBlock
{
    internal const int MostRows = 64, MostColumns = 256;

    /// <summary>The numbers in a vector; lengths are rounded up to whole vectors.</summary>
    internal static readonly int Lanes = Vector512<double>.Count;

    private readonly double[] scores = new double[MostRows * MostColumns], work = new double[MostRows * MostColumns];

    /// <summary>Where the block starts in the matrix, and how large it is.</summary>
    internal int Row { get; private set; }
    internal int Column { get; private set; }
    internal int Rows { get; private set; }
    internal int Columns { get; private set; }

    internal int Width => Whole(Columns);

    /// <summary>A row of the block as <see cref="Restore"/> left it.</summary>
    internal Span<double> this[int row] => work.AsSpan(row * MostColumns, Width);

    internal static int Whole(int length) => (length + Lanes - 1) / Lanes * Lanes;

    /// <summary>Numbers for all rows or columns of a matrix, with room for a last vector.</summary>
    internal static double[] Numbers(int count, double value = 0)
    {
        var numbers = new double[Whole(count) + Lanes];
        if (value != 0) Array.Fill(numbers, value);
        return numbers;
    }

    internal static double[] Numbers(ReadOnlySpan<double> values)
    {
        var numbers = Numbers(values.Length);
        values.CopyTo(numbers);
        return numbers;
    }

    /// <summary>Cuts a tile that starts at this row and column of the matrix into blocks.</summary>
    internal void Cut(Tensor tile, int row, int column, Action<ScoreBlock> take)
    {
        var (rows, columns) = ((int)tile.shape[0], (int)tile.shape[1]);
        for (var i = 0; i < rows; i += MostRows)
            for (var j = 0; j < columns; j += MostColumns)
            {
                (Row, Column, Rows, Columns) = (row + i, column + j, Math.Min(MostRows, rows - i), Math.Min(MostColumns, columns - j));
                for (var k = 0; k < Rows; k++)
                {
                    var into = scores.AsSpan(k * MostColumns, Width);
                    var start = (i + k) * columns + j;
                    if (tile.dtype == ScalarType.Float32) Widen(MemoryMarshal.Cast<byte, float>(tile.bytes).Slice(start, Columns), into);
                    else MemoryMarshal.Cast<byte, double>(tile.bytes).Slice(start, Columns).CopyTo(into);
                    into[Columns..].Clear();
                }
                take(this);
            }
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> into)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(into);
        var k = 0;
        for (; k <= from.Length - 2 * Lanes; k += 2 * Lanes)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, (nuint)k));
            lower.StoreUnsafe(ref target, (nuint)k);
            upper.StoreUnsafe(ref target, (nuint)(k + Lanes));
        }
        for (; k < from.Length; k++) into[k] = from[k];
    }

    /// <summary>The scores of joint pairs that are in the block, each with its place.</summary>
    internal void CopyJoint(Span<double> joint)
    {
        for (var k = Math.Max(Row, Column); k < Math.Min(Row + Rows, Column + Columns); k++) joint[k] = scores[(k - Row) * MostColumns + k - Column];
    }

    /// <summary>The scores as they came, then mapped; joint pairs and what is beyond the last column are blank.</summary>
    /// <param name="blank">−∞ where exponentials are summed, 0 where numbers are.</param>
    /// <param name="map">What is done to the scores, or null for nothing.</param>
    internal void Restore(double blank, ScoreMap? map = null)
    {
        for (var k = 0; k < Rows; k++)
        {
            var row = this[k];
            scores.AsSpan(k * MostColumns, Width).CopyTo(row);
            map?.Invoke(row, Row + k, Column);
            row[Columns..].Fill(blank);
            var joint = Row + k - Column;
            if (joint >= 0 && joint < Columns) row[joint] = blank;
        }
    }

    /// <summary>Adds up rows and columns: rows[i] += Σ_j, columns[j] += Σ_i. Blanks are 0.</summary>
    /// <param name="rows">For every row of the matrix, or null.</param>
    /// <param name="columns">For every column of the matrix, or null.</param>
    internal void AddSums(double[]? rows, double[]? columns)
    {
        ref var below = ref columns is null ? ref Unsafe.NullRef<double>() : ref columns[Column];
        for (var k = 0; k < Rows; k++)
        {
            ref var row = ref MemoryMarshal.GetReference(this[k]);
            var sum = Vector512<double>.Zero;
            for (var j = 0; j < Width; j += Lanes)
            {
                var values = Vector512.LoadUnsafe(ref row, (nuint)j);
                sum += values;
                if (columns is not null) (Vector512.LoadUnsafe(ref below, (nuint)j) + values).StoreUnsafe(ref below, (nuint)j);
            }
            if (rows is not null) rows[Row + k] += Vector512.Sum(sum);
        }
    }
}
