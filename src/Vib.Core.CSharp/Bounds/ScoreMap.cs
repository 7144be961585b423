using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>Changes a stretch of one row of scores in place; its length is a whole number of vectors.</summary>
internal delegate void ScoreMap(Span<double> scores, int row, int column);

/// <summary>What bounds do to scores before they sum them.</summary>
internal static class ScoreMaps
{
    /// <summary>2 S.</summary>
    internal static ScoreMap Twice { get; } = (scores, _, _) => Each(scores, new Doubling());

    /// <summary>log(1 + e^S).</summary>
    internal static ScoreMap Softplus { get; } = (scores, _, _) => Each(scores, new LogOnePlusExp());

    /// <summary>log(1 − S), for S of at most ½.</summary>
    internal static ScoreMap LogOneMinus { get; } = (scores, _, _) => Each(scores, new Complement());

    /// <summary>S clipped to ±limit.</summary>
    internal static ScoreMap Clamp(double limit) => (scores, _, _) => Each(scores, new Clip(limit));

    /// <summary>S_ij + shift_j.</summary>
    /// <param name="shifts">As <see cref="ScoreBlock.Numbers(ReadOnlySpan{double})"/> makes them.</param>
    internal static ScoreMap ShiftColumns(double[] shifts) => (scores, _, column) => Each(scores, new Shift(), shifts.AsSpan(column));

    /// <summary>e^{S_ij + shift_j}.</summary>
    /// <param name="shifts">As <see cref="ScoreBlock.Numbers(ReadOnlySpan{double})"/> makes them.</param>
    internal static ScoreMap ExpOfShiftedColumns(double[] shifts) => (scores, _, column) => Each(scores, new ExpOfShift(), shifts.AsSpan(column));

    /// <summary>e^{S_ij + shift_i}.</summary>
    internal static ScoreMap ExpOfShiftedRows(double[] shifts) => (scores, row, _) => Each(scores, new ExpOfConstantShift(shifts[row]));

    private static void Each<T>(Span<double> scores, T map) where T : struct, IMap => Each(scores, map, scores);

    private static void Each<T>(Span<double> scores, T map, ReadOnlySpan<double> others) where T : struct, IMap
    {
        ref var score = ref MemoryMarshal.GetReference(scores);
        ref var other = ref MemoryMarshal.GetReference(others);
        for (var j = 0; j < scores.Length; j += ScoreBlock.Lanes)
            map.Of(Vector512.LoadUnsafe(ref score, (nuint)j), Vector512.LoadUnsafe(ref other, (nuint)j)).StoreUnsafe(ref score, (nuint)j);
    }

    private interface IMap
    {
        Vector512<double> Of(Vector512<double> scores, Vector512<double> others);
    }

    private readonly struct Doubling : IMap
    {
        public Vector512<double> Of(Vector512<double> scores, Vector512<double> others) => scores + scores;
    }

    private readonly struct LogOnePlusExp : IMap
    {
        // max(s, 0) + log(1 + e), e = e^{−|s|}. What 1 + e has lost, (e − ((1 + e) − 1))/(1 + e) gives back.
        public Vector512<double> Of(Vector512<double> scores, Vector512<double> others)
        {
            var e = Vector512.Exp(-Vector512.Abs(scores));
            var sum = Vector512<double>.One + e;
            return Vector512.Max(scores, Vector512<double>.Zero) + Vector512.Log(sum) + (e - (sum - Vector512<double>.One)) / sum;
        }
    }

    private readonly struct Complement : IMap
    {
        public Vector512<double> Of(Vector512<double> scores, Vector512<double> others) => Vector512.Log(Vector512<double>.One - scores);
    }

    private readonly struct Clip(double limit) : IMap
    {
        public Vector512<double> Of(Vector512<double> scores, Vector512<double> others) =>
            Vector512.Min(Vector512.Max(scores, Vector512.Create(-limit)), Vector512.Create(limit));
    }

    private readonly struct Shift : IMap
    {
        public Vector512<double> Of(Vector512<double> scores, Vector512<double> others) => scores + others;
    }

    private readonly struct ExpOfShift : IMap
    {
        public Vector512<double> Of(Vector512<double> scores, Vector512<double> others) => Vector512.Exp(scores + others);
    }

    private readonly struct ExpOfConstantShift(double shift) : IMap
    {
        public Vector512<double> Of(Vector512<double> scores, Vector512<double> others) => Vector512.Exp(scores + Vector512.Create(shift));
    }
}
