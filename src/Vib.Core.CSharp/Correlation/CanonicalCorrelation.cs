using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Information of a Gaussian by its canonical correlations: all that covariances know.</summary>
/// <remarks>I = −½ Σ log(1 − ρ_k²) = ½ log det Σ_x det Σ_y/det Σ_xy  (Gelfand and Yaglom 1957), of Gaussian samples without bias: E log det of a sample covariance of ν degrees of freedom is log det Σ + d log(2/ν) + Σ_{i=1}^d ψ((ν + 1 − i)/2).
/// Given z, the same of what a linear regression on z leaves, with ν less by d_z. The standard error is s/√N of the local values ½[q_x + q_y − q_xy], q the squared Mahalanobis distances, which hold their
/// spread whether the data are Gaussian or not. P-values are Bartlett's (1947) of Wilks's Λ: −(ν − (dx + dy + 1)/2) Σ_{i≥k} log(1 − ρ_i²) against χ² with (dx − k)(dy − k) degrees of freedom. Of data that are not
/// Gaussian it is the information of another source; with ranks in place of values (<see cref="Scaling.Rank"/>) it is that of a Gaussian copula, a lower bound in the limit of many samples
/// (Ince et al. 2017). O(N (dx + dy)²).</remarks>
public static class CanonicalCorrelation
{
    // Mardia's kurtosis is standard normal of Gaussian data: beyond 5 it is no chance.
    private const double NotGaussian = 5;

    /// <summary>I(X;Y).</summary>
    /// <param name="pairs">More pairs than dx + dy + 1.</param>
    /// <param name="scaling">What is done to columns first; Rank makes it the information of a Gaussian copula.</param>
    /// <returns>The information, the correlations and their tests.</returns>
    /// <exception cref="DomainException">There are too few pairs, or a covariance is singular: a column is constant, or determined by others, where the information is infinite or a column superfluous.</exception>
    public static CanonicalAnalysis Of(Pairs pairs, Scaling scaling = Scaling.None) => Of(LocalValues.Of(pairs), null, scaling, pairs.KnownInformation);

    /// <summary>I(X;Y) of samples in double precision.</summary>
    /// <param name="x">[N,dx]; row i is x_i.</param>
    /// <param name="y">[N,dy]; row i is y_i.</param>
    /// <param name="scaling">What is done to columns first; Rank makes it the information of a Gaussian copula.</param>
    /// <returns>The information, the correlations and their tests.</returns>
    /// <exception cref="ShapeException">The arrays do not have the same number of rows, or none, or no column.</exception>
    /// <exception cref="DomainException">There are too few rows, or a covariance is singular.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    public static CanonicalAnalysis Of(double[,] x, double[,] y, Scaling scaling = Scaling.None) => Of(LocalValues.Of(x, y), null, scaling, null);

    /// <summary>I(X;Y|Z), by partial canonical correlations.</summary>
    /// <param name="triples">More triples than dx + dy + dz + 1.</param>
    /// <param name="scaling">What is done to columns first.</param>
    /// <returns>The information, the correlations and their tests.</returns>
    /// <exception cref="DomainException">There are too few triples, or a covariance is singular.</exception>
    public static CanonicalAnalysis Conditional(Triples triples, Scaling scaling = Scaling.None)
    {
        var (x, y, z) = FrenzelPompe.Parted(triples);
        return Of((x, y), z, scaling, triples.KnownInformation);
    }

    private static CanonicalAnalysis Of((Rows X, Rows Y) pairs, Rows? given, Scaling scaling, double? truth)
    {
        var clock = Stopwatch.StartNew();
        Require.That(Enum.IsDefined(scaling), $"Scaling {(int)scaling}", "None, Standard, Rank or Arctan", "Scaling.None");
        var (x, y) = (Coordinates.Scaled(pairs.X, scaling), Coordinates.Scaled(pairs.Y, scaling));
        var (n, p, q) = (x.Count, x.Dimension, y.Dimension);
        Require.That(n > p + q + (given?.Dimension ?? 0) + 1, $"{Counted.Of(n, "sample")} of {p + q + (given?.Dimension ?? 0)} columns", "at least two more samples than columns", "more samples, or fewer columns: principal components of them");
        if (given is { } z) (x, y) = Residuals(x, y, Coordinates.Scaled(z, scaling));
        var freedom = n - 1 - (given?.Dimension ?? 0);

        var (ofX, ofY, ofBoth) = (Coordinates.Whitened(x), Coordinates.Whitened(y), Coordinates.Whitened(x.Beside(y)));
        var corrected = ofX.LogVolume + ofY.LogVolume - ofBoth.LogVolume - (LogDeterminantBias(p, freedom) + LogDeterminantBias(q, freedom) - LogDeterminantBias(p + q, freedom)) / 2;
        var (farX, farY, farBoth) = (Squares(ofX.Rows), Squares(ofY.Rows), Squares(ofBoth.Rows));
        var (_, error) = Moments.Mean([.. farX.Select((far, i) => (far + farY[i] - farBoth[i]) / 2)]);
        var correlations = Correlations(ofX.Rows, ofY.Rows);
        var information = new Estimate
        {
            Value = corrected,
            Side = Side.Estimate,
            Bound = scaling == Scaling.Rank ? "Gaussian copula" : "Gaussian",
            Quantity = given is null ? "I(X;Y)" : "I(X;Y|Z)",
            StandardError = error,
            Count = n,
            Truth = truth,
            Seconds = clock.Elapsed.TotalSeconds,
            Diagnoses = Kurtosis(farBoth, p + q) is var far && Math.Abs(far) > NotGaussian ? [Diagnosis.NotGaussian(far)] : [],
        };
        return new(information, correlations, [.. correlations.Select((_, k) => Chance(correlations, k, p, q, freedom))]);
    }

    /// <summary>Without d log(2/ν), which cancels of x, y and both.</summary>
    private static double LogDeterminantBias(int dimension, int freedom) => Enumerable.Range(1, dimension).Sum(i => GammaFunction.Digamma((freedom + 1 - i) / 2.0));

    private static double[] Squares(Rows whitened)
    {
        var squares = new double[whitened.Count];
        for (var i = 0; i < squares.Length; i++)
            foreach (var value in whitened.Row(i)) squares[i] += value * value;
        return squares;
    }

    private static double[] Correlations(Rows x, Rows y)
    {
        if (y.Dimension > x.Dimension) (x, y) = (y, x);
        var cross = Cross(x, y);
        return [.. SingularValues.Of(cross).Values.Select(value => Math.Min(value, 1))]; // a rounding above 1
    }

    /// <summary>Σ_i x_i y_iᵀ/(N − 1), [dx,dy].</summary>
    private static double[,] Cross(Rows x, Rows y)
    {
        var cross = new double[x.Dimension, y.Dimension];
        for (var i = 0; i < x.Count; i++)
            for (var a = 0; a < x.Dimension; a++)
                for (var b = 0; b < y.Dimension; b++) cross[a, b] += x.Row(i)[a] * y.Row(i)[b] / (x.Count - 1);
        return cross;
    }

    private static double Chance(double[] correlations, int from, int p, int q, int freedom) =>
        ChiSquare.Above(-(freedom - (p + q + 1) / 2.0) * correlations.Skip(from).Sum(r => Logarithms.LogP1(-r * r)), (double)(p - from) * (q - from));

    /// <summary>(mean q² − D(D + 2))/√(8D(D + 2)/N)  (Mardia 1970).</summary>
    private static double Kurtosis(double[] squares, int dimension)
    {
        var expected = (double)dimension * (dimension + 2);
        return (squares.Average(far => far * far) - expected) / Math.Sqrt(8 * expected / squares.Length);
    }

    /// <summary>What linear regressions on z leave.</summary>
    private static (Rows X, Rows Y) Residuals(Rows x, Rows y, Rows z)
    {
        var (white, _) = Coordinates.Whitened(z);
        Rows Of(Rows rows)
        {
            var (slopes, values) = (Cross(white, rows), (double[])rows.Values.Clone());
            for (var i = 0; i < rows.Count; i++)
                for (var a = 0; a < rows.Dimension; a++)
                    for (var c = 0; c < z.Dimension; c++) values[i * rows.Dimension + a] -= slopes[c, a] * white.Row(i)[c];
            return new(values, rows.Dimension);
        }
        return (Of(x), Of(y));
    }
}
