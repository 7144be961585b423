using static System.FormattableString;

namespace Vib.Core;

/// <summary>What a Gaussian with the covariances of x and y shares, and in which directions.</summary>
/// <param name="Information">I(X;Y), or I(X;Y|Z), of that Gaussian, with its standard error.</param>
/// <param name="Correlations">ρ_1 ≥ ρ_2 ≥ …, min(dx, dy) canonical correlations, as the samples have them: biased upwards.</param>
/// <param name="PValues">For each k from 0 on, how likely by chance the correlations from the k-th on are so large together where in truth all of these are 0 and the data Gaussian; the first is the test of no
/// information at all.</param>
public sealed record CanonicalAnalysis(Estimate Information, IReadOnlyList<double> Correlations, IReadOnlyList<double> PValues)
{
    /// <inheritdoc/>
    public override string ToString() => Invariant($"{Information}   ρ = {string.Join(", ", Correlations.Take(4).Select(r => Invariant($"{r:0.###}")))}{(Correlations.Count > 4 ? ", …" : "")}; {Chance} were all of them 0");

    /// <summary>The first p-value; one that no double holds is below the least that one does.</summary>
    private string Chance => PValues[0] > 0 ? Invariant($"p = {PValues[0]:G2}") : "p < 1e-300";
}
