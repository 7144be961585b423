namespace Vib.Core;

/// <summary>Means with their standard errors.</summary>
internal static class Moments
{
    /// <summary>The mean, and s/√n with s² over n − 1; the error is NaN for a single value.</summary>
    internal static (double Mean, double StandardError) Mean(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var squares = values.Sum(v => (v - mean) * (v - mean));
        return (mean, values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1) / values.Count) : double.NaN);
    }
}
