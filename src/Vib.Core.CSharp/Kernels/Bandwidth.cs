namespace Vib.Core;

/// <summary>The width of a Gaussian kernel, from the samples.</summary>
/// <remarks>Log b is searched from four times Silverman's width down to a quarter of it, on seven points, farther where the best is at an end, and then between the best one's neighbours, to 1 % of b, by parabolas
/// through the three best points or, where these do not help, by golden sections  (Brent 1973, ch. 5).</remarks>
internal static class Bandwidth
{
    private const double Precision = 0.01;
    private const int Farthest = 30; // steps of 16^{1/6}: 6 powers of ten
    private static readonly double step = Math.Log(16) / 6;

    internal static double Of(Rows rows, PairSums sums, DensityOptions options)
    {
        if (options.Bandwidth is { } given) return given;
        var silverman = Silverman(rows);
        if (options.Rule == BandwidthRule.Silverman) return silverman;
        var places = Enumerable.Range(0, rows.Count).ToArray();
        if (options.Draws(rows.Count)) places = LocalValues.Permuted(rows.Count, new(options.Seed, (ulong)RandomStream.Validation, 0))[..options.SelectionSamples];
        var queries = rows.At(places);
        Func<double, double> loss = options.Rule == BandwidthRule.LeastSquares
            ? width => SquaredError(sums, queries, places, rows.Count, silverman, Math.Exp(width))
            : width => -sums.LogSums(queries, places, 1 / (2 * Math.Exp(2 * width))).Average() + rows.Dimension * width;
        return Math.Exp(Least(width => loss(width) is var found && double.IsNaN(found) ? double.PositiveInfinity : found, Math.Log(silverman))); // NaN: ∞ − ∞ of a squared error beyond a double
    }

    /// <summary>In units of the root mean variance, which is 1 of whitened coordinates.</summary>
    internal static double Silverman(Rows rows)
    {
        var variance = Enumerable.Range(0, rows.Dimension).Average(j => Coordinates.Deviation(rows.Column(j)).Deviation is var s ? s * s : 0);
        return Math.Sqrt(variance) * Math.Pow(4 / ((rows.Dimension + 2.0) * rows.Count), 1 / (rows.Dimension + 4.0));
    }

    /// <summary>∫p̂² − 2 ∫p̂ p, with p̂ at a sample that of the others: mean_i [(1/N) Σ_j N(x_i − x_j; 0, 2b²I) − 2 p_{−i}(x_i)].</summary>
    private static double SquaredError(PairSums sums, Rows queries, int[] places, int count, double unit, double width)
    {
        var (d, both) = (queries.Dimension, sums.Of(queries, places, new SquaredTerm(1 / (4 * width * width)))); // and its square, 1/2b²
        var (wide, narrow) = (Math.Exp(-d * Math.Log(Math.Sqrt(2) * width / unit)), Math.Exp(-d * Math.Log(width / unit))); // both times (unit √2π)^d, lest they overflow
        return Enumerable.Range(0, places.Length).Average(i => wide * (1 + both[2 * i]) / count - 2 * narrow * both[2 * i + 1] / (count - 1));
    }

    private static double Least(Func<double, double> loss, double middle)
    {
        var at = Enumerable.Range(-3, 7).Select(k => middle + k * step).ToList();
        var values = at.ConvertAll(x => loss(x));
        for (var farther = 0; farther < Farthest; farther++)
        {
            var best = values.IndexOf(values.Min());
            if (best > 0 && best < at.Count - 1) return Within(loss, at[best - 1], at[best], values[best], at[best + 1]);
            at.Insert(best == 0 ? 0 : at.Count, best == 0 ? at[0] - step : at[^1] + step);
            values.Insert(best == 0 ? 0 : values.Count, loss(best == 0 ? at[0] : at[^1]));
        }
        throw new DataException(
            values[0] < values[^1] ? "Samples that a density describes the better the narrower it is" : "Samples that a density describes the better the wider it is",
            "a continuous variable: with copies of every sample the entropy is −∞",
            SampleChecks.Advice);
    }

    private static double Within(Func<double, double> loss, double low, double best, double value, double high)
    {
        const double golden = 0.3819660112501051; // (3 − √5)/2
        var (second, third, secondValue, thirdValue) = (best, best, value, value);
        double last = 0, before = 0;
        while (Math.Max(high - best, best - low) > Precision)
        {
            // the vertex of the parabola through the three best, where there are three and it moves by less than half of the step before the last
            var (r, q) = ((best - second) * (value - thirdValue), (best - third) * (value - secondValue));
            var (p, under) = ((best - third) * q - (best - second) * r, 2 * (q - r));
            var move = under != 0 ? -p / under : double.NaN;
            var accepted = Math.Abs(move) < Math.Abs(before) / 2 && best + move > low && best + move < high;
            before = accepted ? last : best < (low + high) / 2 ? high - best : low - best;
            last = accepted ? move : golden * before;
            if (Math.Abs(last) < Precision / 3) last = Math.CopySign(Precision / 3, best < (low + high) / 2 ? 1 : -1); // to the larger side, which is then cut
            var x = best + last;
            var found = loss(x);
            if (found <= value)
            {
                if (x >= best) low = best;
                else high = best;
                (third, thirdValue, second, secondValue, best, value) = (second, secondValue, best, value, x, found);
            }
            else
            {
                if (x < best) low = x;
                else high = x;
                if (found <= secondValue || second == best) (third, thirdValue, second, secondValue) = (second, secondValue, x, found);
                else if (found <= thirdValue || third == best || third == second) (third, thirdValue) = (x, found);
            }
        }
        return best;
    }
}
