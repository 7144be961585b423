using System.Diagnostics;

namespace Vib.Core;

/// <summary>Sums and differences of entropies of the same samples, which every discrete information is.</summary>
/// <remarks>The standard error is the jackknife's, with every sample left out of the estimator once: √((N − 1)/N Σ_i (θ₍ᵢ₎ − mean)²), on average no smaller than the spread of N − 1 samples  (Efron and Stein 1981); Grassberger's
/// is that of Zahl's estimator. Samples of the same states leave the same, so that it costs O(N). For plug-in values
/// far from 0 and from their maximum it is the delta method's s/√N of the local values to first order; where the samples happen to be exactly uniform or exactly independent it is 0, though the spread
/// is not: √((K − 1)/2)/N, K − 1 being (K_x − 1)(K_y − 1) of information.</remarks>
internal static class EntropySum
{
    // Above this part of samples alone in their state the bias is no longer small beside what is measured.
    private const double Alone = 0.1;

    // Values no farther apart are the same, but for the order of additions.
    private const double Rounding = 1e-13;

    internal readonly record struct Term(int Sign, SampleStates States);

    internal static Estimate Of(string quantity, DiscreteOptions options, Stopwatch clock, double ceiling, params Term[] terms)
    {
        var n = terms[0].States.OfSample.Length;
        var (value, left) = Value(terms, options.Estimator);
        var mean = left.Average();
        var most = terms.Select(term => CountSpectrum.Of(term.States.Counts())).MaxBy(spectrum => spectrum.Distinct)!;
        List<Diagnosis> diagnoses = [];
        if (most.Singletons > Alone * n) diagnoses.Add(Diagnosis.Undersampled(most.Singletons, most.Distinct, n));
        return new()
        {
            Value = value,
            Side = Side.Estimate,
            Bound = Name(options.Estimator),
            Quantity = quantity,
            StandardError = left.Max() - left.Min() <= Rounding ? 0 : Math.Sqrt((n - 1.0) / n * left.Sum(v => (v - mean) * (v - mean))),
            Count = n,
            Batch = n,
            Ceiling = options.Estimator == EntropyEstimator.PlugIn ? ceiling : double.PositiveInfinity,
            Seconds = clock.Elapsed.TotalSeconds,
            Diagnoses = diagnoses,
        };
    }

    /// <summary>The sum, and what it is without each sample.</summary>
    internal static (double Value, double[] Without) Value(Term[] terms, EntropyEstimator estimator)
    {
        var (value, left) = (0.0, new double[terms[0].States.OfSample.Length]);
        foreach (var (sign, states) in terms)
        {
            var counts = states.Counts();
            var spectrum = CountSpectrum.Of(counts);
            var (entropy, without) = spectrum.Entropy(estimator);
            value += sign * entropy;
            var ofState = Array.ConvertAll(counts, count => without[spectrum.Place(count)]);
            for (var i = 0; i < left.Length; i++) left[i] += sign * ofState[states.OfSample[i]];
        }
        return (value, left);
    }

    private static string Name(EntropyEstimator estimator) => estimator switch
    {
        EntropyEstimator.MillerMadow => "Miller–Madow",
        EntropyEstimator.ChaoShen => "Chao–Shen",
        EntropyEstimator.PlugIn => "plug-in",
        EntropyEstimator.Jackknife => "jackknife",
        _ => "Grassberger",
    };
}
