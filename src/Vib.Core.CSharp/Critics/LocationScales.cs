using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The widths of some rows of a <see cref="LocationFamily"/> from free numbers, and the way back, in place on buffers made once.</summary>
internal sealed class LocationScales : IDisposable
{
    private static readonly Scalar minus = -1;

    private readonly Matrices ones;    // [R,d,1]
    private readonly Matrices? slope;  // [R,m,d]: d log s/dt
    private readonly Scalar inverseBound, most, inverseMost, factor, minusFactor, constant;

    internal LocationScales(LocationFamily family, BoundedLogScale scale, int replicates, int rows, int dimension, Device device, bool backward)
    {
        Matrices Buffer(long m, long n) => Matrices.Empty(replicates, m, n, device);
        (LogScale, InverseScale, Normaliser, ones) = (Buffer(rows, dimension), Buffer(rows, dimension), Buffer(rows, 1), Buffer(dimension, 1));
        ones.All.fill_(1);
        slope = backward ? Buffer(rows, dimension) : null;
        var bound = scale.Bound * scale.Factor;
        (inverseBound, most, inverseMost, factor, minusFactor, constant) = (1 / scale.Bound, bound, 1 / bound, scale.Factor, -scale.Factor, family.Constant * dimension);
    }

    internal Matrices LogScale { get; }      // log s, [R,m,d]
    internal Matrices InverseScale { get; }  // 1/s
    internal Matrices Normaliser { get; }    // d c − Σ log s, [R,m,1]

    /// <summary>Takes the free numbers in, <c>[R,m,d]</c>.</summary>
    internal void Set(Matrices free, int? replicate)
    {
        LogScale.Part(replicate).copy_(free.Part(replicate)).mul_(inverseBound).tanh_().mul_(most);
        InverseScale.Part(replicate).copy_(LogScale.Part(replicate)).neg_().exp_();
        Normaliser.Product(LogScale, ones, replicate: replicate);
        Normaliser.Part(replicate).mul_(minus).add_(constant);
    }

    /// <summary>∂/∂free = ∂/∂log s · f (1 − tanh²), from log s. Both <c>[R,m,d]</c>.</summary>
    internal void Follow(Matrices logScaleGradient, Matrices freeGradient, int? replicate)
    {
        var part = slope!.Part(replicate);
        part.copy_(LogScale.Part(replicate)).mul_(inverseMost);
        part.mul_(part).mul_(minusFactor).add_(factor);
        freeGradient.Part(replicate).copy_(logScaleGradient.Part(replicate)).mul_(part);
    }

    public void Dispose()
    {
        foreach (var buffer in (Matrices?[])[LogScale, InverseScale, Normaliser, ones, slope]) buffer?.Dispose();
    }
}
