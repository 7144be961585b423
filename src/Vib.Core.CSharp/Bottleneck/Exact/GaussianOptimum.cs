using static System.FormattableString;

namespace Vib.Core;

/// <summary>The optimum of max I(Z;Y) − β I(X;Z) over all codes of a Gaussian X.</summary>
/// <param name="Beta">β.</param>
/// <param name="Rate">I(X;Z), nats; +∞ at β = 0.</param>
/// <param name="Information">I(Z;Y), nats.</param>
/// <param name="Rates">What each component adds to I(X;Z), nats, strongest first; 0 of one that is switched off.</param>
/// <param name="NoiseVariances">s² of each component's z = √(1 − s²) u + s ε, where u is its canonical variable; 1 of one that is switched off.</param>
public sealed record GaussianOptimum(double Beta, double Rate, double Information, IReadOnlyList<double> Rates, IReadOnlyList<double> NoiseVariances)
{
    /// <summary>How many components are switched on: those with ρ² &gt; β.</summary>
    public int Active => Rates.Count(rate => rate > 0);

    /// <summary>β I(X;Z) − I(Z;Y), nats, minimised; the loss CE + β · rate of a variational bottleneck is at least H(Y) more than this.</summary>
    public double Lagrangian => Beta == 0 ? -Information : Beta * Rate - Information;

    /// <inheritdoc/>
    public override string ToString() =>
        Invariant($"β = {Beta:G4}: I(X;Z) = {Rate:0.####;-0.####;0}, I(Z;Y) = {Information:0.####;-0.####;0} nat, {Active} of {Rates.Count} components active");
}
