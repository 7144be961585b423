using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>Sums in double precision, a register at a time.</summary>
internal static class DoubleSums
{
    private static readonly int Lanes = Vector512<float>.Count;

    /// <summary>sums_j ← sums_j + row_j.</summary>
    internal static void Add(ReadOnlySpan<float> row, Span<double> sums)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(sums);
        var j = 0;
        for (; j <= row.Length - Lanes; j += Lanes)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref from, (nuint)j));
            var half = (nuint)(j + Vector512<double>.Count);
            (Vector512.LoadUnsafe(ref to, (nuint)j) + lower).StoreUnsafe(ref to, (nuint)j);
            (Vector512.LoadUnsafe(ref to, half) + upper).StoreUnsafe(ref to, half);
        }
        for (; j < row.Length; j++) sums[j] += row[j];
    }

    /// <summary>The register of sums that starts at k ← itself + more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(Span<double> sums, int k, Vector512<double> more)
    {
        ref var to = ref MemoryMarshal.GetReference(sums);
        (Vector512.LoadUnsafe(ref to, (nuint)k) + more).StoreUnsafe(ref to, (nuint)k);
    }

    /// <summary>Σ_j row_j.</summary>
    internal static double Of(ReadOnlySpan<float> row)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        var total = Vector512<double>.Zero;
        var j = 0;
        for (; j <= row.Length - Lanes; j += Lanes)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref from, (nuint)j));
            total += lower + upper;
        }
        var sum = Vector512.Sum(total);
        for (; j < row.Length; j++) sum += row[j];
        return sum;
    }

    /// <summary>Σ_j row_j and Σ_j row_j².</summary>
    internal static (double Sum, double Squares) WithSquares(ReadOnlySpan<float> row)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        var (total, squares) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var j = 0;
        for (; j <= row.Length - Lanes; j += Lanes)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref from, (nuint)j));
            total += lower + upper;
            squares = Vector512.FusedMultiplyAdd(lower, lower, Vector512.FusedMultiplyAdd(upper, upper, squares));
        }
        var (sum, square) = (Vector512.Sum(total), Vector512.Sum(squares));
        for (; j < row.Length; j++) (sum, square) = (sum + row[j], square + (double)row[j] * row[j]);
        return (sum, square);
    }
}
