namespace Vib.Core;

/// <summary>Means with their standard errors.</summary>
internal static class Moments
{
    /// <summary>Sums of weighed values and of their weights, of which a mean is the quotient.</summary>
    internal readonly record struct Load(double Sum, double Weight)
    {
        internal static Load Of(IEnumerable<Load> parts) => parts.Aggregate(new Load(), (all, part) => all + part);

        internal double Mean => Sum / Weight;

        public static Load operator +(Load a, Load b) => new(a.Sum + b.Sum, a.Weight + b.Weight);

        public static Load operator -(Load a, Load b) => new(a.Sum - b.Sum, a.Weight - b.Weight);
    }

    /// <summary>m = Σ w v/Σ w, and √(n/(n−1) Σ w² (v − m)²)/Σ w: a quotient's error by the delta method (Cochran 1977, Sampling Techniques, §6.4), of rows that are drawn with their weights. The weights' own spread counts
    /// by how far from m what they weigh is: a constant has no error, whatever its weights. With equal weights it is s/√n.</summary>
    internal static (double Mean, double StandardError) Mean(IReadOnlyList<Load> parts)
    {
        var (all, count) = (Load.Of(parts), parts.Count);
        var mean = all.Mean;
        var squares = parts.Sum(part => (part.Sum - mean * part.Weight) * (part.Sum - mean * part.Weight));
        return (mean, count > 1 ? Math.Sqrt(squares * count / (count - 1)) / all.Weight : double.NaN);
    }

    /// <summary>The error of a function of such means over the same rows, by leaving out a row at a time: √((n−1)/n Σ (T₋ᵢ − T̄)²)  (Quenouille 1956; Efron and Stein 1981).</summary>
    /// <param name="parts">Of each mean, a part for each row; as many in each.</param>
    /// <param name="of">The function of the means; the array that it is given is used again.</param>
    internal static double JackknifeError(IReadOnlyList<IReadOnlyList<Load>> parts, Func<double[], double> of)
    {
        var (all, count) = (parts.Select(Load.Of).ToArray(), parts[0].Count);
        if (count < 2) return double.NaN;
        var (means, without) = (new double[all.Length], new double[count]);
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < all.Length; k++) means[k] = (all[k] - parts[k][i]).Mean;
            without[i] = of(means);
        }
        return Mean(without).StandardError * (count - 1);
    }

    /// <summary>The mean, and s/√n with s² over n − 1; the error is NaN for a single value.</summary>
    internal static (double Mean, double StandardError) Mean(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var squares = values.Sum(v => (v - mean) * (v - mean));
        return (mean, values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1) / values.Count) : double.NaN);
    }
}
