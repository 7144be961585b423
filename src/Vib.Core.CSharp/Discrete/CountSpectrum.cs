namespace Vib.Core;

/// <summary>How many states were seen how often: all that an entropy needs to know of a sample. Ascending; N samples have at most about √(2N) different counts.</summary>
internal sealed record CountSpectrum(int[] Counts, int[] States, int Total)
{
    internal static CountSpectrum Of(int[] perState)
    {
        var groups = perState.Where(n => n > 0).GroupBy(n => n).OrderBy(g => g.Key).ToArray();
        return new([.. groups.Select(g => g.Key)], [.. groups.Select(g => g.Count())], perState.Sum());
    }

    internal int Distinct => States.Sum();

    /// <summary>f₁, the states that were seen once.</summary>
    internal int Singletons => Counts.Length > 0 && Counts[0] == 1 ? States[0] : 0;

    /// <summary>One sample less, of a state that was seen so often.</summary>
    internal CountSpectrum Without(int place)
    {
        var perCount = new SortedDictionary<int, int>();
        for (var i = 0; i < Counts.Length; i++) perCount[Counts[i]] = States[i];
        if (--perCount[Counts[place]] == 0) perCount.Remove(Counts[place]);
        if (Counts[place] > 1) perCount[Counts[place] - 1] = perCount.GetValueOrDefault(Counts[place] - 1) + 1;
        return new([.. perCount.Keys], [.. perCount.Values], Total - 1);
    }

    /// <summary>H, nats, and H without one sample of a state seen Counts[i] times, for each i: the plug-in's of those estimators that differ from it by no more than a smooth correction, or
    /// by Grassberger's, which goes up and down with the parity of a count.</summary>
    internal (double Value, double[] Without) Entropy(EntropyEstimator estimator)
    {
        var (value, without) = (Formula(estimator)(this), new double[Counts.Length]);
        var left = estimator == EntropyEstimator.ChaoShen ? ChaoShen : (Func<CountSpectrum, double>)PlugIn;
        for (var i = 0; i < without.Length; i++) without[i] = left(Without(i));
        if (estimator == EntropyEstimator.Jackknife)
            value = Total * value - (Total - 1) * without.Select((h, i) => (double)Counts[i] * States[i] / Total * h).Sum();
        return (value, without);
    }

    /// <summary>Where a state's count stands among the counts.</summary>
    internal int Place(int count) => Array.BinarySearch(Counts, count);

    private static Func<CountSpectrum, double> Formula(EntropyEstimator estimator) => estimator switch
    {
        EntropyEstimator.PlugIn or EntropyEstimator.Jackknife => PlugIn,
        EntropyEstimator.MillerMadow => s => PlugIn(s) + (s.Distinct - 1.0) / (2.0 * s.Total),
        EntropyEstimator.Grassberger => s => Math.Log(s.Total) - s.Sum(n => n * Grassberger(n)) / s.Total,
        EntropyEstimator.ChaoShen => ChaoShen,
        _ => throw new DomainException($"Entropy estimator {(int)estimator}", "PlugIn, MillerMadow, Jackknife, Grassberger or ChaoShen", "EntropyEstimator.MillerMadow"),
    };

    private double Sum(Func<int, double> ofCount)
    {
        var sum = 0.0;
        for (var i = 0; i < Counts.Length; i++) sum += States[i] * ofCount(Counts[i]);
        return sum;
    }

    private static double PlugIn(CountSpectrum s) => s.Sum(n => -Logarithms.TimesLog((double)n / s.Total));

    private static double Grassberger(int n) => GammaFunction.Digamma(n) + (n % 2 == 0 ? 0.5 : -0.5) * (GammaFunction.Digamma((n + 1) / 2.0) - GammaFunction.Digamma(n / 2.0));

    private static double ChaoShen(CountSpectrum s)
    {
        var seenOnce = Math.Min(s.Singletons, s.Total - 1); // with nothing but singletons the coverage would be 0: one of them is then taken for seen
        var coverage = 1 - (double)Math.Max(seenOnce, 0) / s.Total;
        return s.Sum(n => coverage * n / s.Total is var p && p < 1 ? -Logarithms.TimesLog(p) / -Logarithms.ExpM1(s.Total * Logarithms.LogP1(-p)) : 0);
    }
}
