using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>softplus(t) and its logarithm, which is a number wherever t is.</summary>
/// <remarks>Below t = −15, softplus(t) = e^t to the last bit of a float, so its logarithm is t itself; further down softplus underflows. ∂log softplus/∂t = sigmoid(t)/softplus(t) tends to 1 there.</remarks>
internal static class SoftplusScale
{
    private const double LinearBelow = -15;

    internal static void Into(Tensor t, Tensor scale, Tensor logScale)
    {
        using var scope = NewDisposeScope();
        scale.copy_(t.softplus());
        logScale.copy_(where(t.lt(LinearBelow), t, scale.log()));
    }

    /// <summary>∂log softplus/∂t, of the <paramref name="scale"/> that softplus gave.</summary>
    internal static Tensor Slope(Tensor t, Tensor scale) => where(t.lt(LinearBelow), ones_like(t), t.sigmoid() / scale);
}
