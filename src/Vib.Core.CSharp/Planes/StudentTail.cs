namespace Vib.Core;

/// <summary>Upper tails of Student's distribution and the normal one.</summary>
internal static class StudentTail
{
    /// <summary>P(T > t) for a whole number of degrees of freedom, by the finite sums of sines and cosines  (Abramowitz and Stegun, 26.7.3 and 26.7.4).</summary>
    internal static double Above(double t, int degrees)
    {
        if (double.IsNaN(t)) return double.NaN;
        if (double.IsInfinity(t)) return t > 0 ? 0 : 1;
        var angle = Math.Atan(Math.Abs(t) / Math.Sqrt(degrees));
        var (sine, square) = (Math.Sin(angle), Math.Cos(angle) * Math.Cos(angle));
        double sum, term;
        if (degrees % 2 == 0)
        {
            (sum, term) = (1, 1);
            for (var k = 2; k < degrees; k += 2) sum += term *= square * (k - 1) / k;
            sum *= sine;
        }
        else
        {
            (sum, term) = (0, Math.Cos(angle));
            for (var k = 1; k < degrees; k += 2, term *= square * (k - 1) / k) sum += term;
            sum = 2 / Math.PI * (angle + sine * sum);
        }
        return t > 0 ? (1 - sum) / 2 : (1 + sum) / 2;
    }

    /// <summary>P(Z > z) of a standard normal: its series up to 3, its continued fraction above.</summary>
    internal static double AboveNormal(double z)
    {
        if (double.IsNaN(z)) return double.NaN;
        if (z < 0) return 1 - AboveNormal(-z);
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z > 3)
        {
            var fraction = 0.0;
            for (var k = 60; k > 0; k--) fraction = k / (z + fraction);
            return density / (z + fraction);
        }
        var (sum, term) = (z, z);
        for (var k = 3; Math.Abs(term) > 1e-17 * sum; k += 2) sum += term *= z * z / k;
        return 0.5 - density * sum;
    }
}
