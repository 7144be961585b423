namespace Vib.Core;

/// <summary>Standard errors and intervals of any statistic, by subsamples without replacement.</summary>
/// <remarks>m of n rows, drawn without replacement: √m (θ_m − E θ_m) is spread as √n (θ_n − E θ_n) is, in the limit, for any statistic that has a limit at all  (Politis and Romano 1994); the error is s √(m/(n − m)), in which
/// the n − m holds that a subsample is not independent of the whole. The usual bootstrap draws with replacement, and so makes copies: neighbours at distance 0 and densities of copies, on which k-NN and kernel estimators are
/// wrong by as much as they like, so that none is offered. The interval is around the value, turned as a bootstrap's basic interval is; of bias it knows nothing. Cost: the statistic, Draws times on m rows.</remarks>
public static class Subsampling
{
    /// <summary>Of a statistic of rows that are given by their places.</summary>
    /// <param name="count">n.</param>
    /// <param name="statistic">From some places of 0 … n − 1, none of them twice, to the number, as in <c>rows ⇒ DiscreteEntropy.Estimate(rows.Select(i ⇒ states[i])).Value</c>.</param>
    /// <param name="options">Draws, their size, the confidence, the seed; the defaults if null.</param>
    /// <returns>The value with its error and interval.</returns>
    /// <exception cref="DomainException">There are no rows to draw, or an option makes no sense.</exception>
    public static Subsampled Of(int count, Func<int[], double> statistic, SubsamplingOptions? options = null)
    {
        var chosen = options ?? new();
        var size = chosen.Size(count);
        var value = statistic([.. Enumerable.Range(0, count)]);
        double[] values = [.. Enumerable.Range(0, chosen.Draws).Select(draw => statistic([.. LocalValues.Permuted(count, new(chosen.Seed, (ulong)RandomStream.Subsamples, draw))[..size].Order()]))];
        var (mean, scale) = (values.Average(), Math.Sqrt((double)size / (count - size)));
        var error = Moments.Mean(values).StandardError * Math.Sqrt(values.Length) * scale;
        var sorted = values.Order().ToArray();
        double Turned(double q) => value - scale * (Quantile(sorted, q) - mean);
        return new(value, error, Turned((1 + chosen.Confidence) / 2), Turned((1 - chosen.Confidence) / 2), values);
    }

    /// <summary>Of an estimate of pairs.</summary>
    /// <param name="pairs">n pairs.</param>
    /// <param name="estimator">As in <c>p ⇒ Ksg.Estimate(p)</c>.</param>
    /// <param name="options">Draws, their size, the confidence, the seed; the defaults if null.</param>
    /// <returns>The value with its error and interval, nats.</returns>
    /// <exception cref="DomainException">There are no pairs to draw, or an option makes no sense.</exception>
    public static Subsampled Of(Pairs pairs, Func<Pairs, Estimate> estimator, SubsamplingOptions? options = null)
    {
        float[] At(float[] values, int dimension, int[] places) => [.. places.SelectMany(i => values.AsSpan(i * dimension, dimension).ToArray())];
        return Of(pairs.Count, places => estimator(new(At(pairs.X, pairs.XDimension, places), pairs.XDimension, At(pairs.Y, pairs.YDimension, places), pairs.YDimension)).Value, options);
    }

    /// <summary>Of an estimate of samples.</summary>
    /// <param name="samples">[n,d].</param>
    /// <param name="estimator">As in <c>s ⇒ KozachenkoLeonenko.Estimate(s)</c>.</param>
    /// <param name="options">Draws, their size, the confidence, the seed; the defaults if null.</param>
    /// <returns>The value with its error and interval, nats.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are no rows to draw, or an option makes no sense.</exception>
    public static Subsampled Of(double[,] samples, Func<double[,], Estimate> estimator, SubsamplingOptions? options = null)
    {
        var rows = Rows.Of(samples, "x");
        return Of(rows.Count, places => estimator(rows.At(places).ToArray()).Value, options);
    }

    private static double Quantile(double[] sorted, double q)
    {
        var (at, last) = (q * (sorted.Length - 1), sorted.Length - 1);
        var low = Math.Min((int)at, last);
        return sorted[low] + (sorted[Math.Min(low + 1, last)] - sorted[low]) * (at - low);
    }
}
