namespace Vib.Core;

/// <summary>The metric (u − v)ᵀ S⁻¹ (u − v), with S the covariance of some points.</summary>
internal readonly struct LocalMetric
{
    private const int Doublings = 4;

    private readonly double[] lower; // L of S = L Lᵀ, row after row
    private readonly int dimension;

    /// <summary>Of the named rows; a part of the trace goes onto the diagonal, so that flat neighbourhoods have a metric too.</summary>
    internal LocalMetric(Rows rows, List<int> points, double ridge)
    {
        dimension = rows.Dimension;
        var (d, mean, covariance) = (dimension, new double[dimension], new double[dimension * dimension]);
        foreach (var point in points)
            for (var a = 0; a < d; a++) mean[a] += rows.Values[point * d + a] / points.Count;
        foreach (var point in points)
            for (var a = 0; a < d; a++)
                for (var b = 0; b <= a; b++) covariance[a * d + b] += (rows.Values[point * d + a] - mean[a]) * (rows.Values[point * d + b] - mean[b]) / points.Count;
        var trace = 0.0;
        for (var a = 0; a < d; a++) trace += covariance[a * d + a];
        if (trace == 0) trace = 1; // copies only: their distance is 0 in every metric
        for (var a = 0; a < d; a++)
        {
            covariance[a * d + a] += ridge * trace;
            for (var b = 0; b < a; b++) covariance[b * d + a] = covariance[a * d + b];
        }
        LongestAxis = Math.Sqrt(Largest(covariance, d));
        lower = Factor(covariance, d);
        LogVolume = 0;
        for (var a = 0; a < d; a++) LogVolume += Math.Log(lower[a * d + a]);
    }

    /// <summary>½ log det S.</summary>
    internal double LogVolume { get; }

    /// <summary>Not less than the longest half-axis of the unit ball, and no more than d^{1/32} times it.</summary>
    internal double LongestAxis { get; }

    /// <summary>The distance from a row to the k-th nearest of others.</summary>
    internal double Kth(Rows rows, int from, List<int> others, int k)
    {
        Span<double> best = k <= 64 ? stackalloc double[k] : new double[k];
        Span<double> solved = dimension <= 64 ? stackalloc double[dimension] : new double[dimension];
        best.Fill(double.PositiveInfinity);
        foreach (var other in others)
        {
            var squared = 0.0;
            for (var a = 0; a < dimension && squared < best[^1]; a++)
            {
                var rest = rows.Values[other * dimension + a] - rows.Values[from * dimension + a];
                for (var b = 0; b < a; b++) rest -= lower[a * dimension + b] * solved[b];
                solved[a] = rest / lower[a * dimension + a];
                squared += solved[a] * solved[a];
            }
            if (!(squared < best[^1])) continue;
            var place = k - 1;
            for (; place > 0 && best[place - 1] > squared; place--) best[place] = best[place - 1];
            best[place] = squared;
        }
        return Math.Sqrt(best[^1]);
    }

    /// <summary>(tr S^16)^{1/16}, which is not below the largest eigenvalue.</summary>
    private static double Largest(double[] covariance, int d)
    {
        var (power, scale) = ((double[])covariance.Clone(), 0.0);
        var exponent = 1.0;
        for (var doubling = 0; doubling < Doublings; doubling++)
        {
            var (squared, largest) = (new double[d * d], power.Max(Math.Abs));
            for (var a = 0; a < d; a++)
                for (var b = 0; b < d; b++)
                    for (var c = 0; c < d; c++) squared[a * d + b] += power[a * d + c] / largest * (power[c * d + b] / largest);
            (power, scale, exponent) = (squared, 2 * (scale + Math.Log(largest)), exponent * 2);
        }
        var trace = 0.0;
        for (var a = 0; a < d; a++) trace += power[a * d + a];
        return Math.Exp((scale + Math.Log(trace)) / exponent) * (1 + 1e-12); // rounding stays on the safe side
    }

    private static double[] Factor(double[] covariance, int d)
    {
        var lower = new double[d * d];
        for (var a = 0; a < d; a++)
            for (var b = 0; b <= a; b++)
            {
                var rest = covariance[a * d + b];
                for (var c = 0; c < b; c++) rest -= lower[a * d + c] * lower[b * d + c];
                lower[a * d + b] = a == b ? Math.Sqrt(Math.Max(rest, double.Epsilon)) : rest / lower[b * d + b];
            }
        return lower;
    }
}
