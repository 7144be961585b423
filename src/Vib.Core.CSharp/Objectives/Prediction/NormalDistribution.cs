namespace Vib.Core;

/// <summary>The standard normal distribution in double precision; its quantile is <see cref="NormalQuantile"/>.</summary>
internal static class NormalDistribution
{
    // W. J. Cody, "Rational Chebyshev approximation for the error function", Math. Comp. 23 (1969): relative errors below 10⁻¹⁵ of erfc everywhere.
    private static readonly double[] small = [3.16112374387056560, 113.864154151050156, 377.485237685302021, 3209.37758913846947, 0.185777706184603153];
    private static readonly double[] underSmall = [23.6012909523441209, 244.024637934444173, 1282.61652607737228, 2844.23683343917062];
    private static readonly double[] middle = [0.564188496988670089, 8.88314979438837594, 66.1191906371416295, 298.635138197400131, 881.952221241769090, 1712.04761263407058, 2051.07837782607147, 1230.33935479799725, 2.15311535474403846e-8];
    private static readonly double[] underMiddle = [15.7449261107098347, 117.693950891312499, 537.181101862009858, 1621.38957456669019, 3290.79923573345963, 4362.61909014324716, 3439.36767414372164, 1230.33935480374942];
    private static readonly double[] far = [0.305326634961232344, 0.360344899949804439, 0.125781726111229246, 0.0160837851487422766, 6.58749161529837803e-4, 0.0163153871373020978];
    private static readonly double[] underFar = [2.56852019228982242, 1.87295284992346725, 0.527905102951428412, 0.0605183413124413191, 2.33520497626869185e-3];
    private static readonly double rootPi = Math.Sqrt(Math.PI);

    /// <summary>φ(z).</summary>
    internal static double Density(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

    /// <summary>Φ(z), to nearly full relative precision in the lower tail too.</summary>
    internal static double Cumulative(double z) => 0.5 * ErrorComplement(-z / Math.Sqrt(2));

    /// <summary>erfc(x) = 1 − erf(x).</summary>
    internal static double ErrorComplement(double x)
    {
        var y = Math.Abs(x);
        if (y <= 0.46875) return 1 - x * Ratio(small, underSmall, y * y);
        var tail = y <= 4 ? Ratio(middle, underMiddle, y) : (1 / rootPi - Ratio(far, underFar, 1 / (y * y)) / (y * y)) / y;
        var rounded = Math.Floor(y * 16) / 16; // y² in two parts, so that its rounding does not grow in the exponent
        tail *= Math.Exp(-rounded * rounded) * Math.Exp(-(y - rounded) * (y + rounded));
        return x > 0 ? tail : 2 - tail;
    }

    /// <summary>The last coefficient above leads; the leading one below is 1.</summary>
    private static double Ratio(double[] above, double[] below, double x)
    {
        var (numerator, denominator, last) = (above[^1] * x, x, below.Length - 1);
        for (var i = 0; i < last; i++) (numerator, denominator) = ((numerator + above[i]) * x, (denominator + below[i]) * x);
        return (numerator + above[last]) / (denominator + below[last]);
    }
}
