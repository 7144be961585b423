using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The elementwise passes of diagonal Gaussian codes behind one seam: by hand on a CPU, one read and one write of memory each; by libtorch's operators elsewhere.</summary>
/// <remarks>An encoder's output is [R,B,·], its first K columns μ and, where each input has its own σ, ρ after them.</remarks>
internal abstract class CodeKernels
{
    private static readonly CodeKernels Cpu = new CpuCodeKernels(), Device = new TensorCodeKernels();

    internal static CodeKernels For(Device device) => Kernels.ByHand(device.type) ? Cpu : Device;

    /// <summary>σ ← softplus(t) of t = ρ − offset, its logarithm, and, where it is wanted, ∂log σ/∂t; all [R,B,K].</summary>
    /// <remarks>Below t = −15, softplus(t) = e^t to the last bit of a float, so its logarithm is t itself; further down softplus underflows. ∂log softplus/∂t = sigmoid(t)/softplus(t) tends to 1 there.</remarks>
    internal abstract void Softplus(Matrices output, double offset, Tensor scale, Tensor logScale, Tensor? slope);

    /// <summary>z ← μ + σ ε, S samples of each example. deviation [R,B,K]; noise and sample [R,S·B,K].</summary>
    internal abstract void Draw(Matrices output, Matrices deviation, Matrices noise, Matrices sample);

    /// <summary>values ← Σ_k { ½ (μ² + σ² − 1) − log L_kk }, [R,B]: KL[e ‖ N(0, I)].</summary>
    internal abstract void Rate(Matrices output, Matrices deviation, Matrices logScale, Tensor values);

    /// <summary>Adds the gradient of <see cref="Rate"/> times a weight, [R,B] or [R,1], in μ and in log σ.</summary>
    internal abstract void RateBackward(Tensor weight, Matrices output, Matrices deviation, Matrices meanGradient, Matrices logScaleGradient);

    /// <summary>From all that terms added up to the encoder's output: ∂/∂μ + Σ_s ∂/∂z, and [∂/∂log σ + σ Σ_s ε ∂/∂z] · slope, where there is a slope.</summary>
    internal abstract void Gather(Matrices sampleGradient, Matrices noise, Matrices deviation, Matrices meanGradient, Matrices logScaleGradient, Tensor? slope, Matrices outputGradient);

    /// <summary>The logarithm of softplus below this is its argument.</summary>
    private protected const double LinearBelow = -15;
}
