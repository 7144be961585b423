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

    /// <summary>H, nats, and H without one sample of a state seen Counts[i] times, for each i. A correction moves with what it corrects, so that what is left out is left out of both; of Grassberger's, which goes up and
    /// down with the parity of a count, Zahl's stands in, which corrects as much without that.</summary>
    internal (double Value, double[] Without) Entropy(EntropyEstimator estimator)
    {
        var (value, left) = (Formula(estimator)(this), Formula(estimator == EntropyEstimator.Grassberger ? EntropyEstimator.Jackknife : estimator));
        return (value, [.. Enumerable.Range(0, Counts.Length).Select(i => left(Without(i)))]);
    }

    /// <summary>Where a state's count stands among the counts.</summary>
    internal int Place(int count) => Array.BinarySearch(Counts, count);

    private static Func<CountSpectrum, double> Formula(EntropyEstimator estimator) => estimator switch
    {
        EntropyEstimator.PlugIn => PlugIn,
        EntropyEstimator.Jackknife => s => LastStep(s.Total) - s.Sum(n => n * LastStep(n)) / s.Total,
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

    /// <summary>n log n − (n − 1) log(n − 1), without their difference: N H − (N − 1) mean of H with one left out is N log N − (N − 1) log(N − 1) − (1/N) Σ n [n log n − (n − 1) log(n − 1)].</summary>
    private static double LastStep(int n) => n == 1 ? 0 : Math.Log(n) - (n - 1) * Logarithms.LogP1(-1.0 / n);

    private static double Grassberger(int n) => GammaFunction.Digamma(n) + (n % 2 == 0 ? 0.5 : -0.5) * (GammaFunction.Digamma((n + 1) / 2.0) - GammaFunction.Digamma(n / 2.0));

    private static double ChaoShen(CountSpectrum s)
    {
        var seenOnce = Math.Min(s.Singletons, s.Total - 1); // with nothing but singletons the coverage would be 0: one of them is then taken for seen
        var coverage = 1 - (double)Math.Max(seenOnce, 0) / s.Total;
        return s.Sum(n => coverage * n / s.Total is var p && p < 1 ? -Logarithms.TimesLog(p) / -Logarithms.ExpM1(s.Total * Logarithms.LogP1(-p)) : 0);
    }
}
