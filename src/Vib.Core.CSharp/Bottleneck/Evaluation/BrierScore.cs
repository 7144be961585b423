using static System.FormattableString;

namespace Vib.Core;

/// <summary>The Brier score, and what it is made of.</summary>
/// <remarks>(1/N) Σ_i Σ_c (p_ic − 1[y_i = c])²  (Brier 1950), from 0 to 2. For each class, over bins of its probability, and summed:
/// reliability − resolution + uncertainty  (Murphy 1973) + what varies within bins  (Stephenson, Coelho and Jolliffe 2008), exactly.</remarks>
/// <param name="Total">The score: 0 is perfect, 1 − 1/C that of equal probabilities.</param>
/// <param name="Reliability">Σ_c Σ_k (n_k/N)(p̄_k − ȳ_k)²: how far probabilities are from frequencies; 0 where they are calibrated.</param>
/// <param name="Resolution">Σ_c Σ_k (n_k/N)(ȳ_k − ȳ)²: how far bins tell examples apart; more is better.</param>
/// <param name="Uncertainty">Σ_c ȳ(1 − ȳ): the score of one who predicts the frequencies of the classes.</param>
/// <param name="WithinBins">(1/N) Σ_c Σ_i (p − p̄_k)² − 2 (p − p̄_k)(y − ȳ_k): 0 where every bin holds one probability.</param>
public sealed record BrierScore(double Total, double Reliability, double Resolution, double Uncertainty, double WithinBins)
{
    /// <summary>The score of predictions.</summary>
    /// <param name="predictions">Probabilities and labels.</param>
    /// <param name="bins">B ≥ 1, for the parts; the total does not depend on it.</param>
    /// <param name="binning">Bins of equal width, or of equal numbers of examples.</param>
    /// <returns>The total and its parts. O(C N log N) time.</returns>
    /// <exception cref="DomainException">There is no bin.</exception>
    public static BrierScore Of(Predictions predictions, int bins = 15, Binning binning = Binning.EqualWidth)
    {
        var (total, reliability, resolution, uncertainty, within) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var c = 0; c < predictions.Classes; c++)
        {
            var forecast = new double[predictions.Count];
            var outcome = new double[predictions.Count];
            for (var i = 0; i < forecast.Length; i++) (forecast[i], outcome[i]) = (predictions.Probability(i, c), predictions.IsLabel(i, c));
            var mean = outcome.Average();
            total += forecast.Zip(outcome, (p, y) => (p - y) * (p - y)).Sum();
            uncertainty += mean * (1 - mean);
            var places = ConfidenceBins.Of(forecast, bins, binning);
            foreach (var bin in Enumerable.Range(0, forecast.Length).GroupBy(i => places[i]))
            {
                var (count, p, y) = (bin.Count(), bin.Average(i => forecast[i]), bin.Average(i => outcome[i]));
                reliability += count * (p - y) * (p - y);
                resolution += count * (y - mean) * (y - mean);
                within += bin.Sum(i => (forecast[i] - p) * (forecast[i] - p - 2 * (outcome[i] - y)));
            }
        }
        return new(total / predictions.Count, reliability / predictions.Count, resolution / predictions.Count, uncertainty, within / predictions.Count);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Brier {Total:0.####}: reliability {Reliability:0.####}, resolution {Resolution:0.####}, uncertainty {Uncertainty:0.####}");
}
