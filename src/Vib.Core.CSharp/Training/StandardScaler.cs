using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>(x − mean)/s.d. column by column.</summary>
internal sealed class StandardScaler : Scaler
{
    private readonly Tensor mean, inverse; // [d]

    internal StandardScaler(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var (mean, deviation, constant) = Moments(rows);
        inverse = Reciprocal(deviation, constant);
        this.mean = mean.to_type(ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>Mean and standard deviation of each column in double precision, and whether it holds one value only; [d] each.</summary>
    internal static (Tensor Mean, Tensor Deviation, Tensor IsConstant) Moments(Tensor rows)
    {
        var exact = rows.to_type(ScalarType.Float64);
        var mean = exact.mean([0]);
        return (mean, (exact - mean).square().mean([0]).sqrt(), exact.max(0L).values.eq(exact.min(0L).values));
    }

    /// <summary>1/scale in single precision, 1 where a column is constant. The caller owns it.</summary>
    internal static Tensor Reciprocal(Tensor scale, Tensor constant) =>
        scale.masked_fill(constant, 1).reciprocal().clamp(max: float.MaxValue).to_type(ScalarType.Float32).DetachFromDisposeScope();

    internal override Tensor Apply(Tensor rows) => rows.sub_(mean).mul_(inverse);

    public override void Dispose()
    {
        mean.Dispose();
        inverse.Dispose();
    }
}
