namespace Vib.Core;

/// <summary>The most that a code Z of X can know of Y for each rate: I_Y(I_X) = max { I(Z;Y) : I(X;Z) ≤ I_X, Y ↔ X ↔ Z }.</summary>
/// <remarks>The information curve is concave and increasing, from (0, 0) up to I(X;Y)  (Witsenhausen and Wyner 1975; Tishby, Pereira and Bialek 1999). All in nats, exact.</remarks>
public abstract class InformationCurve
{
    private protected InformationCurve() { }

    /// <summary>I(X;Y), nats: the height of the curve.</summary>
    public abstract double Information { get; }

    /// <summary>The least rate at which Z knows all of it, nats; +∞ where none is enough.</summary>
    public abstract double SufficientRate { get; }

    /// <summary>β_c, the slope at rate 0: at β ≥ β_c the optimum of max I(Z;Y) − β I(X;Z) is a Z that knows nothing.</summary>
    public double CriticalBeta => Slope(0);

    /// <summary>I_Y(I_X).</summary>
    /// <param name="rate">I(X;Z) ≥ 0, nats; may be infinite.</param>
    /// <returns>nats.</returns>
    /// <exception cref="DomainException">The rate is negative or not a number.</exception>
    public double InformationAt(double rate) => Height(Checked(rate));

    /// <summary>The least I(X;Z) at which Z can know as much of Y.</summary>
    /// <param name="information">I(Z;Y) from 0 to I(X;Y), nats.</param>
    /// <returns>nats; +∞ for I(X;Y) where no rate is enough.</returns>
    /// <exception cref="DomainException">The information is negative or above I(X;Y).</exception>
    public double RateAt(double information)
    {
        Require.That(information >= 0 && information <= Information, $"An I(Z;Y) of {information} nat", FormattableString.Invariant($"a number from 0 to I(X;Y) = {Information}"),
            "less: by data processing no code of X knows more of Y than X does");
        return information == Information ? SufficientRate : Inverse(information);
    }

    /// <summary>dI_Y/dI_X to the right of a rate: the β at which max I(Z;Y) − β I(X;Z) has its optimum there.</summary>
    /// <param name="rate">I(X;Z) ≥ 0, nats; may be infinite.</param>
    /// <returns>From 0 to 1, falling in the rate.</returns>
    /// <exception cref="DomainException">The rate is negative or not a number.</exception>
    public double SlopeAt(double rate) => Slope(Checked(rate));

    /// <summary>The point of the curve at a rate.</summary>
    /// <param name="rate">I(X;Z) ≥ 0, nats; may be infinite.</param>
    /// <returns>Rate and information, nats, and the slope.</returns>
    /// <exception cref="DomainException">The rate is negative or not a number.</exception>
    public CurvePoint At(double rate) => new(Checked(rate), Height(rate), Slope(rate));

    /// <summary>Points of the curve at equal distances in rate, from 0.</summary>
    /// <param name="largestRate">The rate of the last, positive and finite, nats.</param>
    /// <param name="count">How many, at least 2.</param>
    /// <returns>Points with growing rate, the first at 0.</returns>
    /// <exception cref="DomainException">The rate is not positive and finite, or there are fewer than two points.</exception>
    public IReadOnlyList<CurvePoint> Points(double largestRate, int count)
    {
        Require.Positive(largestRate, "The largest rate", "I(X;Y), or a few times that");
        Require.AtLeast(2, count, "The number of points", "100");
        return [.. Enumerable.Range(0, count).Select(i => At(largestRate * i / (count - 1)))];
    }

    /// <summary>The optimum of max I(Z;Y) − β u(I(X;Z)) for a convex, increasing u, on the curve.</summary>
    /// <remarks>Where the slope is β u′(I_X): unique for a strictly convex u, also where the curve is straight  (Rodríguez Gálvez, Thobaben and Skoglund 2020). Where a
    /// linear u leaves it open, the optimum of the least rate. Found by bisection, to the last digit.</remarks>
    /// <param name="beta">β &gt; 0.</param>
    /// <param name="cost">u.</param>
    /// <returns>The point of the curve, nats.</returns>
    /// <exception cref="DomainException">β is not positive and finite.</exception>
    public CurvePoint Optimum(double beta, RateCost cost)
    {
        Require.Positive(beta, "β", "a small one such as 1e-6: at 0 the rate costs nothing");
        bool IsSteep(double rate) => Slope(rate) > beta * cost.Slope(rate);
        if (!IsSteep(0)) return At(0);
        var (low, high) = (0.0, double.IsInfinity(SufficientRate) ? 1 : SufficientRate);
        while (IsSteep(high)) (low, high) = (high, 2 * high);
        for (var middle = low + (high - low) / 2; middle > low && middle < high; middle = low + (high - low) / 2)
            if (IsSteep(middle)) low = middle;
            else high = middle;
        return At(high);
    }

    /// <summary>The β whose optimum of max I(Z;Y) − β u(I(X;Z)) lies at a rate: β = (dI_Y/dI_X)/u′  (Rodríguez Gálvez, Thobaben and Skoglund 2020).</summary>
    /// <param name="rate">I(X;Z), from 0 up to, not including, <see cref="SufficientRate"/>, nats.</param>
    /// <param name="cost">u.</param>
    /// <returns>β; +∞ at rate 0 of a cost with u′(0) = 0.</returns>
    /// <exception cref="DomainException">The rate is negative, or so high that nothing is left to know.</exception>
    public double BetaAt(double rate, RateCost cost)
    {
        Require.That(rate >= 0 && rate < SufficientRate, $"A rate of {rate} nat", FormattableString.Invariant($"a number from 0 to, not including, {SufficientRate} nat"),
            "a smaller one: above, the rate buys nothing");
        return Slope(rate) / cost.Slope(rate);
    }

    private protected abstract double Height(double rate);

    private protected abstract double Slope(double rate);

    private protected abstract double Inverse(double information);

    private static double Checked(double rate)
    {
        Require.That(rate >= 0, $"A rate of {rate} nat", "a number of at least 0", "0, where Z knows nothing");
        return rate;
    }
}
