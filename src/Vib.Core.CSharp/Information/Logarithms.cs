namespace Vib.Core;

/// <summary>Logarithms where the plain formula loses digits or is undefined.</summary>
internal static class Logarithms
{
    // double.LogP1 and double.ExpM1 are log(1 + x) and e^x − 1 as they stand, and lose a small x; these are Kahan's, good to a few roundings everywhere.

    /// <summary>log(1 + x).</summary>
    internal static double LogP1(double x) => 1 + x is var u && u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * (x / (u - 1));

    /// <summary>e^x − 1.</summary>
    internal static double ExpM1(double x) => Math.Exp(x) is var u && u == 1 ? x : u - 1 == -1 ? -1 : double.IsPositiveInfinity(u) ? u : (u - 1) * (x / Math.Log(u));

    /// <summary>p log p, 0 at 0.</summary>
    internal static double TimesLog(double p) => p == 0 ? 0 : p * Math.Log(p);

    /// <summary>H = −Σ p log p, nats.</summary>
    internal static double Entropy(ReadOnlySpan<double> probabilities)
    {
        var sum = 0.0;
        foreach (var p in probabilities) sum -= TimesLog(p);
        return sum;
    }

    /// <summary>KL[p ‖ q] of two distributions, nats; +∞ where p has mass that q has not. A sum of q h(p/q − 1) with h(d) = (1 + d) log(1 + d) − d ≥ 0, so that
    /// distributions close to each other lose no digits.</summary>
    internal static double Divergence(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
            if (q[i] > 0) sum += q[i] * Excess((p[i] - q[i]) / q[i]);
            else if (p[i] > 0) return double.PositiveInfinity;
        return sum;
    }

    private static double Excess(double d) => Math.Abs(d) < 1e-3
        ? d * d * (1.0 / 2 - d * (1.0 / 6 - d * (1.0 / 12 - d * (1.0 / 20 - d / 30)))) // the next term is below 10⁻¹⁶ of the first
        : d <= -1 ? 1 : (1 + d) * LogP1(d) - d;
}
