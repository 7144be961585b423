using static System.FormattableString;

namespace Vib.Core;

/// <summary>u, convex and increasing, in max I(Z;Y) − β u(I(X;Z)): what a rate costs.</summary>
/// <remarks>With a strictly convex u every point of the information curve is the optimum of some β, also where the curve is straight and a linear cost jumps from end to
/// end  (Kolchinsky, Tracey and Van Kuyk 2019; Rodríguez Gálvez, Thobaben and Skoglund 2020). β has the unit of nats over u.</remarks>
public sealed class RateCost
{
    private readonly Func<double, double> value, slope;

    private RateCost(string name, Func<double, double> value, Func<double, double> slope) => (Name, this.value, this.slope) = (name, value, slope);

    /// <summary>u(r) = r: the plain Lagrangian.</summary>
    public static RateCost Linear { get; } = new("r", r => r, _ => 1);

    /// <summary>u(r) = r²  (Kolchinsky, Tracey and Van Kuyk 2019).</summary>
    public static RateCost Squared { get; } = new("r²", r => r * r, r => 2 * r);

    /// <summary>u(r) = r^{1+η}; η = 1 is <see cref="Squared"/>.</summary>
    /// <param name="eta">η &gt; 0.</param>
    /// <returns>u.</returns>
    /// <exception cref="DomainException">η is not positive and finite.</exception>
    public static RateCost Power(double eta)
    {
        Require.Positive(eta, "η, the power above 1 of the rate,", "1, the squared cost");
        return new(Invariant($"r^{1 + eta:0.####}"), r => Math.Pow(r, 1 + eta), r => (1 + eta) * Math.Pow(r, eta));
    }

    /// <summary>u(r) = e^{η r}.</summary>
    /// <param name="eta">η &gt; 0, 1/nat.</param>
    /// <returns>u.</returns>
    /// <exception cref="DomainException">η is not positive and finite.</exception>
    public static RateCost Exponential(double eta)
    {
        Require.Positive(eta, "η, the exponent's slope,", "1");
        return new(Invariant($"exp({eta:0.####} r)"), r => Math.Exp(eta * r), r => eta * Math.Exp(eta * r));
    }

    /// <summary>u(r) = e^{η (r − r*)}: for large η a wall at r*, whatever β is.</summary>
    /// <param name="eta">η &gt; 0, 1/nat.</param>
    /// <param name="rate">r* ≥ 0, nats.</param>
    /// <returns>u.</returns>
    /// <exception cref="DomainException">η is not positive and finite, or r* is negative or not finite.</exception>
    public static RateCost ShiftedExponential(double eta, double rate)
    {
        Require.Positive(eta, "η, the exponent's slope,", "1");
        Require.AtLeast(0, rate, "r*, the rate at which the wall stands,", "the rate wanted, in nats");
        return new(Invariant($"exp({eta:0.####} (r − {rate:0.####}))"), r => Math.Exp(eta * (r - rate)), r => eta * Math.Exp(eta * (r - rate)));
    }

    /// <summary>Any other u.</summary>
    /// <param name="name">u, as it is printed.</param>
    /// <param name="value">u(r) for r ≥ 0; convex and increasing, which is not checked.</param>
    /// <param name="slope">u′(r).</param>
    /// <returns>u.</returns>
    public static RateCost Of(string name, Func<double, double> value, Func<double, double> slope) => new(name, value, slope);

    /// <summary>u as text, as in <c>r²</c>.</summary>
    public string Name { get; }

    /// <summary>u(r).</summary>
    /// <param name="rate">r ≥ 0, nats.</param>
    /// <returns>In the unit that u has.</returns>
    public double Value(double rate) => value(rate);

    /// <summary>u′(r).</summary>
    /// <param name="rate">r ≥ 0, nats.</param>
    /// <returns>In the unit that u has, for a nat.</returns>
    public double Slope(double rate) => slope(rate);

    /// <inheritdoc/>
    public override string ToString() => $"u(r) = {Name}";
}
