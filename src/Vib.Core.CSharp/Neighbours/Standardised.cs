namespace Vib.Core;

/// <summary>Samples in other coordinates, as the estimators take them.</summary>
public static class Standardised
{
    /// <summary>Whitened: L⁻¹(x − mean), L Lᵀ the covariance. The entropy falls by ½ log det of it; information does not change.</summary>
    /// <param name="samples">[N,d]; row i is x_i.</param>
    /// <returns>The coordinates, [N,d], and ½ log det of the covariance, nats: h(X) is that of the coordinates and this.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">The covariance is singular: a column is constant or determined by others, and the entropy −∞.</exception>
    public static (double[,] Coordinates, double LogVolume) Whitened(double[,] samples)
    {
        var (rows, volume) = Coordinates.Whitened(Rows.Of(samples, "x"));
        return (rows.ToArray(), volume);
    }

    /// <summary>Each column by a monotone map of its own: standardised, ranked to normal scores, or drawn in by arctan. Information does not change.</summary>
    /// <param name="samples">[N,d]; row i is x_i.</param>
    /// <param name="scaling">Which map; Rank leaves nothing of a column but its order.</param>
    /// <returns>[N,d].</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There is no such map.</exception>
    public static double[,] Scaled(double[,] samples, Scaling scaling)
    {
        Require.That(Enum.IsDefined(scaling), $"Scaling {(int)scaling}", "None, Standard, Rank or Arctan", "Scaling.Standard");
        return Coordinates.Scaled(Rows.Of(samples, "x"), scaling).ToArray();
    }
}
