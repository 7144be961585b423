namespace Vib.Core;

/// <summary>Tails of χ².</summary>
internal static class ChiSquare
{
    private const double Epsilon = 1e-16, Tiny = 1e-300;
    private const int MostTerms = 100_000;

    /// <summary>P[χ²_f &gt; x] = Γ(f/2, x/2)/Γ(f/2): by the series of the lower function below f/2 + 1, by the continued fraction (Lentz's way) above.</summary>
    internal static double Above(double x, double freedom)
    {
        if (!(x > 0)) return 1;
        var (a, z) = (freedom / 2, x / 2);
        var front = Math.Exp(a * Math.Log(z) - z - GammaFunction.Log(a));
        if (z < a + 1)
        {
            var (term, sum) = (1 / a, 1 / a);
            for (var n = 1; n < MostTerms && term > Epsilon * sum; n++) sum += term *= z / (a + n);
            return Math.Max(1 - front * sum, 0);
        }
        var b = z + 1 - a;
        var (c, d) = (1 / Tiny, 1 / b);
        var fraction = d;
        for (var n = 1; n < MostTerms; n++)
        {
            var factor = -n * (n - a);
            b += 2;
            d = 1 / (factor * d + b is var under && Math.Abs(under) < Tiny ? Tiny : under);
            c = b + factor / c is var over && Math.Abs(over) < Tiny ? Tiny : over;
            fraction *= d * c;
            if (Math.Abs(d * c - 1) < Epsilon) break;
        }
        return front * fraction;
    }
}
