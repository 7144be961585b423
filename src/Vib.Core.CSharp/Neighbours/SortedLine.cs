namespace Vib.Core;

/// <summary>Numbers in order: those near a number, by binary search.</summary>
internal sealed class SortedLine
{
    private readonly double[] sorted;

    internal SortedLine(ReadOnlySpan<double> values)
    {
        sorted = values.ToArray();
        Array.Sort(sorted);
    }

    /// <summary>How many numbers are strictly nearer than the radius. Differences are rounded just as searches round them, and rounding keeps their order.</summary>
    internal int Within(double value, double radius)
    {
        var (first, end) = (0, sorted.Length);
        while (first < end) // the first that is near from below, or above
        {
            var middle = (first + end) >>> 1;
            if (value - sorted[middle] < radius) end = middle;
            else first = middle + 1;
        }
        var (last, beyond) = (first, sorted.Length);
        while (last < beyond) // the first that is too far above
        {
            var middle = (last + beyond) >>> 1;
            if (sorted[middle] - value < radius) last = middle + 1;
            else beyond = middle;
        }
        return last - first;
    }
}
