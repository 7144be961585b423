using static System.FormattableString;

namespace Vib.Core;

/// <summary>Which dimensions of a code carry anything.</summary>
/// <remarks>A dimension whose KL from the prior is 0 for every example is the prior itself, whatever x is. Active is one with a mean KL above the threshold; for Gaussians whose noise stays
/// at 1 that is a mean μ² above twice as much; Burda, Grosse and Salakhutdinov 2016 ask for a variance of μ above 0.01.</remarks>
/// <param name="MeanKl">[K], the mean over examples of each dimension's KL, nats; they sum to the rate.</param>
/// <param name="Threshold">Nats.</param>
public sealed record ActiveUnits(IReadOnlyList<double> MeanKl, double Threshold)
{
    internal const double Custom = 0.01; // nats

    /// <summary>How many dimensions are active.</summary>
    public int Count => Indices.Count;

    /// <summary>Which they are, from 0, the strongest first.</summary>
    public IReadOnlyList<int> Indices => [.. Enumerable.Range(0, MeanKl.Count).Where(k => MeanKl[k] > Threshold).OrderByDescending(k => MeanKl[k])];

    /// <summary>Active units from each example's KL in each dimension.</summary>
    /// <param name="kl">[N,K], nats: ½(μ² + σ² − 1 − log σ²) of a Gaussian against N(0, 1).</param>
    /// <param name="threshold">At least 0, nats.</param>
    /// <returns>The means and what is above the threshold.</returns>
    /// <exception cref="ShapeException">There is no example or no dimension.</exception>
    /// <exception cref="DataException">A number is not finite; its row and column are named.</exception>
    /// <exception cref="DomainException">The threshold is negative or not finite.</exception>
    public static ActiveUnits Of(double[,] kl, double threshold = Custom)
    {
        var (n, dimensions) = (kl.GetLength(0), kl.GetLength(1));
        if (n < 1 || dimensions < 1) throw new ShapeException(Invariant($"KL of shape [{n},{dimensions}]"), "[N,K] with N ≥ 1 and K ≥ 1", "a row for each example, a column for each dimension");
        Require.AtLeast(0, threshold, "The threshold");
        var means = new double[dimensions];
        for (var i = 0; i < n; i++)
            for (var k = 0; k < dimensions; k++)
            {
                if (!double.IsFinite(kl[i, k])) throw new DataException(Invariant($"KL of {kl[i, k]} at row {i}, column {k} (counted from 0)"), "finite numbers", "a noise bounded away from 0");
                means[k] += kl[i, k] / n;
            }
        return new(means, threshold);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"{Count} of {MeanKl.Count} units active (mean KL above {Threshold:0.####} nat)");
}
