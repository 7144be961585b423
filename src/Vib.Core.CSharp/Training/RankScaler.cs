using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Normal scores: Φ⁻¹((rank − ½)/n) at the rows that it was made from, linear between them, constant beyond them.</summary>
/// <remarks>Scores of neighbours are at least √(2π)/n apart, which floats can tell up to some 10⁷ rows. O(d n log n) to make, O(d log n) for a row.</remarks>
internal sealed class RankScaler : Scaler
{
    private readonly Tensor values, scores; // [d,n], ascending; single and double precision

    internal RankScaler(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var values = rows.t().contiguous().sort().Values;
        // rows below, and rows not above: their mean is rank − ½, with the mean rank of equals
        var twice = (searchsorted(values, values) + searchsorted(values, values, right: true)).to_type(ScalarType.Float64);
        scores = ((twice / values.shape[1] - 1).erfinv() * Math.Sqrt(2)).DetachFromDisposeScope();
        this.values = values.DetachFromDisposeScope();
    }

    internal override Tensor Apply(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var x = rows.reshape(-1, values.shape[0]).t().contiguous();                       // [d,N]
        var above = searchsorted(values, x, right: true);                                 // the first that is above x; n where none is
        var (low, high) = (above.sub(1).clamp(min: 0), above.clamp(max: values.shape[1] - 1));
        var from = values.gather(1, low).to_type(ScalarType.Float64);
        var gap = values.gather(1, high) - from;                                          // 0 only beyond the ends
        var way = ((x - from) / gap.masked_fill(gap.le(0), 1)).clamp(0, 1);
        var score = scores.gather(1, low);
        score += (scores.gather(1, high) - score) * way;
        return rows.copy_(score.t().reshape(rows.shape));
    }

    public override void Dispose()
    {
        values.Dispose();
        scores.Dispose();
    }
}
