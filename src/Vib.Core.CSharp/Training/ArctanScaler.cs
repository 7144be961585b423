using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>arctan((x − median)/(IQR/2)) column by column. Half the IQR of a Cauchy variable is its scale, so that it becomes uniform.</summary>
internal sealed class ArctanScaler : Scaler
{
    private readonly Tensor median, inverse; // [d]

    internal ArctanScaler(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var exact = rows.to_type(ScalarType.Float64);
        var sorted = exact.sort(0).Values;
        var median = Quantile(sorted, 0.5);
        var half = (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / 2.0;
        var spread = where(half.gt(0), half, (exact - median).abs().mean([0])); // the IQR is 0 where half of a column is one value
        inverse = StandardScaler.Reciprocal(spread, constant: spread.le(0));
        this.median = median.to_type(ScalarType.Float32).DetachFromDisposeScope();
    }

    // At q(n − 1), linear between its neighbours.
    private static Tensor Quantile(Tensor sorted, double q)
    {
        var at = q * (sorted.shape[0] - 1);
        var (low, high) = (sorted.select(0, (long)Math.Floor(at)), sorted.select(0, (long)Math.Ceiling(at)));
        return low + (high - low) * (at - Math.Floor(at)); // [d]
    }

    internal override Tensor Apply(Tensor rows)
    {
        using var bounded = rows.add_(median, -1).mul_(inverse).atan();
        return rows.copy_(bounded);
    }

    public override void Dispose()
    {
        median.Dispose();
        inverse.Dispose();
    }
}
