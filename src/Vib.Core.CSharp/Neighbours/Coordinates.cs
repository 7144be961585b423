namespace Vib.Core;

/// <summary>Samples in the coordinates that distances are taken in.</summary>
internal static class Coordinates
{
    /// <summary>Noise on every value, relative to its column's standard deviation. Each variable of a problem has its own number.</summary>
    internal static Rows Blurred(Rows rows, NeighbourOptions options, int variable)
    {
        if (options.Noise == 0) return rows;
        var (values, deviations) = ((double[])rows.Values.Clone(), new double[rows.Dimension]);
        for (var j = 0; j < rows.Dimension; j++) deviations[j] = Deviation(rows.Column(j)).Deviation is var s && s > 0 ? s : 1;
        var random = new SplitMix64((long)Seeds.Derive(options.Seed, RandomStream.EncoderNoise, variable), 0, 0);
        for (var i = 0; i < values.Length; i++) values[i] += options.Noise * deviations[i % rows.Dimension] * random.NearNormal();
        return new(values, rows.Dimension);
    }

    /// <summary>Each column by a monotone map of its own. A constant column stays constant.</summary>
    internal static Rows Scaled(Rows rows, Scaling scaling)
    {
        if (scaling == Scaling.None) return rows;
        var values = new double[rows.Values.Length];
        for (var j = 0; j < rows.Dimension; j++)
        {
            var column = rows.Column(j);
            var scaled = scaling switch { Scaling.Rank => Ranked(column), Scaling.Arctan => Drawn(column), _ => Standardised(column) };
            for (var i = 0; i < scaled.Length; i++) values[i * rows.Dimension + j] = scaled[i];
        }
        return new(values, rows.Dimension);
    }

    /// <summary>L⁻¹(x − mean) with L Lᵀ the covariance, and ½ log det of it, which the entropy has lost.</summary>
    /// <exception cref="DomainException">The covariance is singular: the entropy is −∞.</exception>
    internal static (Rows Rows, double LogVolume) Whitened(Rows rows)
    {
        var (means, factor) = Spread(rows);
        return (Solved(rows, means, factor), factor.LogDeterminant / 2);
    }

    /// <summary>Two samples by the mean and the covariance of the first.</summary>
    internal static (Rows First, Rows Second) Whitened(Rows first, Rows second)
    {
        var (means, factor) = Spread(first);
        return (Solved(first, means, factor), Solved(second, means, factor));
    }

    private static (double[] Means, Cholesky Factor) Spread(Rows rows)
    {
        var (n, d) = (rows.Count, rows.Dimension);
        var (means, covariance) = (Enumerable.Range(0, d).Select(j => rows.Column(j).Average()).ToArray(), new double[d, d]);
        for (var i = 0; i < n; i++)
            for (var a = 0; a < d; a++)
                for (var b = 0; b <= a; b++) covariance[a, b] += (rows.Values[i * d + a] - means[a]) * (rows.Values[i * d + b] - means[b]) / (n - 1);
        for (var a = 0; a < d; a++)
            for (var b = 0; b < a; b++) covariance[b, a] = covariance[a, b];
        return (means, new Cholesky(covariance));
    }

    private static Rows Solved(Rows rows, double[] means, Cholesky factor)
    {
        var (values, d) = ((double[])rows.Values.Clone(), rows.Dimension);
        for (var i = 0; i < rows.Count; i++)
            for (var a = 0; a < d; a++)
            {
                ref var value = ref values[i * d + a];
                value -= means[a];
                for (var b = 0; b < a; b++) value -= factor.Lower[a, b] * values[i * d + b];
                value /= factor.Lower[a, a];
            }
        return new(values, d);
    }

    internal static (double Mean, double Deviation) Deviation(double[] values)
    {
        var mean = values.Average();
        var squares = 0.0;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / (values.Length - 1)));
    }

    private static double[] Standardised(double[] values)
    {
        var (mean, deviation) = Deviation(values);
        return Array.ConvertAll(values, value => (value - mean) / (deviation > 0 ? deviation : 1));
    }

    /// <summary>Normal scores; equals share their mean rank.</summary>
    private static double[] Ranked(double[] values)
    {
        var (sorted, places, scores) = ((double[])values.Clone(), Enumerable.Range(0, values.Length).ToArray(), new double[values.Length]);
        Array.Sort(sorted, places);
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from + 1; to < sorted.Length && sorted[to] == sorted[from];) to++;
            var score = NormalQuantile.Of((from + to) / (2.0 * values.Length)); // the mean of rank − ½
            for (var i = from; i < to; i++) scores[places[i]] = score;
        }
        return scores;
    }

    private static double[] Drawn(double[] values)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        double At(double q) => q * (sorted.Length - 1) is var at && Math.Floor(at) is var low ? sorted[(int)low] + (sorted[(int)Math.Ceiling(at)] - sorted[(int)low]) * (at - low) : 0;
        var (median, half) = (At(0.5), (At(0.75) - At(0.25)) / 2);
        if (!(half > 0)) half = values.Average(value => Math.Abs(value - median)); // half of the column is one value
        return Array.ConvertAll(values, value => Math.Atan((value - median) / (half > 0 ? half : 1)));
    }
}
