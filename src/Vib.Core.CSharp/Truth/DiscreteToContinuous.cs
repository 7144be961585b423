using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>x uniform on {0, …, m − 1}, y ~ U(x, x + 2): a discrete and a continuous variable.</summary>
/// <remarks>I(X;Y) = log m − ((m−1)/m) log 2  (Gao et al. 2017, arXiv:1709.06212, §5).</remarks>
public sealed class DiscreteToContinuous : Truth
{
    /// <summary>m values.</summary>
    /// <param name="values">m ≥ 1.</param>
    /// <exception cref="DomainException">m is below 1.</exception>
    public DiscreteToContinuous(int values)
    {
        Require.AtLeast(1, values, "The number of values", "5, as in the paper");
        Values = values;
    }

    /// <summary>m.</summary>
    public int Values { get; }

    /// <inheritdoc/>
    public override int XDimension => 1;

    /// <inheritdoc/>
    public override int YDimension => 1;

    /// <inheritdoc/>
    public override double Information => Math.Log(Values) - (Values - 1.0) / Values * Nats.PerBit;

    /// <inheritdoc/>
    public override string Description => $"{Values} values, each with a uniform of width 2";

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => true;

    /// <inheritdoc/>
    public override double? EntropyOfY => Math.Log(Values) + Nats.PerBit / Values; // 1/m on m − 1 unit cells, 1/2m on the first and the last

    private protected override Tensor LogDensityOf(Tensor y)
    {
        Tensor Within(double from, double to) => y.ge(from).to_type(y.dtype) * y.lt(to).to_type(y.dtype);
        return ((Within(0, Values) + Within(1, Values + 1)) * (0.5 / Values)).log().select(-1, 0);
    }

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        x.copy_(randint(0, Values, x.shape, x.dtype, x.device, generator: generator));
        y.uniform_(0, 2, generator).add_(x);
    }

    // p(y|x) = ½ on [x, x+2]; p(y) = c/2m, c = 2 values of x that reach y, or 1 at the ends: r = m/c
    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var ys = y.transpose(-2, -1);                                                                       // [..,1,B]
        var ends = ys.lt(1).to_type(x.dtype) + ys.ge(Values).to_type(x.dtype);                              // 1 where c = 1
        var (below, above) = ((ys - x).lt(0).to_type(x.dtype), (ys - x).gt(2).to_type(x.dtype));
        var logs = ends.clamp(max: 1) * Nats.PerBit + (Math.Log(Values) - Nats.PerBit);
        return logs.expand(below.shape).masked_fill((below + above).gt(0), double.NegativeInfinity);
    }
}
