using System.Runtime.InteropServices;

namespace Vib.Core;

/// <summary>Where rows of means and, from a column on, of log-deviations are, or of their gradients; without log-deviations those are 0.</summary>
/// <remarks>A replicate's may stand apart in memory from the next one's, as parameters do.</remarks>
internal readonly record struct GaussianRows(Matrices Means, Matrices? LogDeviations, int LogStart)
{
    /// <summary>The means of a row, of all replicates' rows one after the other.</summary>
    internal Span<float> Mean(int row, int dimension) => Row(Means, row, 0, dimension);

    /// <summary>The log-deviations of a row; empty where there are none.</summary>
    internal Span<float> LogDeviation(int row, int dimension) => LogDeviations is { } logs ? Row(logs, row, LogStart, dimension) : default;

    private static Span<float> Row(Matrices matrices, int row, int start, int dimension)
    {
        var (r, i) = Math.DivRem(row, (int)matrices.Rows);
        return MemoryMarshal.Cast<byte, float>(matrices.Each[r].bytes).Slice(i * (int)matrices.Columns + start, dimension);
    }
}
