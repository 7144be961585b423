namespace Vib.Core;

/// <summary>How [0, 1] is cut for a calibration.</summary>
public enum Binning
{
    /// <summary>Bins ((k − 1)/B, k/B], the first with 0.</summary>
    EqualWidth,

    /// <summary>Bins of as equal a number of examples as equal probabilities, which stay together, allow.</summary>
    EqualMass,
}

/// <summary>Examples sorted into bins by a probability.</summary>
internal static class ConfidenceBins
{
    /// <summary>The bin of each, from 0. It depends on the values alone, not on their order.</summary>
    internal static int[] Of(double[] values, int bins, Binning binning)
    {
        Require.AtLeast(1, bins, "The number of bins", "15");
        if (binning == Binning.EqualWidth) return Array.ConvertAll(values, value => Math.Clamp((int)Math.Ceiling(value * bins) - 1, 0, bins - 1));
        return Array.ConvertAll(MiddleRanks(values), rank => Math.Min((int)(rank * bins / values.Length), bins - 1));
    }

    /// <summary>How many values are smaller, plus half of those that are equal; from ½ to n − ½.</summary>
    internal static double[] MiddleRanks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort((double[])values.Clone(), order);
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var end = first;
            while (end < order.Length && values[order[end]] == values[order[first]]) end++;
            for (var k = first; k < end; k++) ranks[order[k]] = (first + end) / 2.0;
            first = end;
        }
        return ranks;
    }
}
