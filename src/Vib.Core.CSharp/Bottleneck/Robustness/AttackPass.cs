using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A bottleneck as an adversary sees it, for batches of one size: log of the class probabilities averaged over S samples of Z, and their gradient with respect to the pixels.</summary>
/// <remarks>Z_c = log (1/S) Σ_s q(c|z_s), z_s = μ(x) + σ(x) ε_s, so ∂Z_c/∂log q(c|z_s) = q(c|z_s)/Σ_t q(c|z_t): the gradient of an expectation over the encoder's noise, estimated by the
/// same samples  (EOT: Athalye, Engstrom, Ilyas and Kwok 2018). What follows the logits is in doubles, and each example's gradient is scaled before it goes back through the
/// network: in single precision a confident model's gradient is 0, and an attack on it would find nothing.</remarks>
internal sealed class AttackPass : IDisposable
{
    private readonly LatentPass latent;
    private readonly MlpPass decoder;
    private readonly Matrices input;
    private readonly Matrices? inputGradient;
    private readonly int batch, samples, classes;
    private Tensor? each; // log q(c|z_s) of the last forward, [S,B,C], doubles

    internal AttackPass(BottleneckModel model, int batch, int samples, bool backward)
    {
        (this.batch, this.samples, classes) = (batch, samples, model.Classes);
        var device = model.Parameters.Device;
        input = Matrices.Empty(1, batch, model.Inputs, device);
        latent = LatentPass.Of(model.Networks.Latents[Variable.Z], input, samples, backward);
        decoder = new(((DecoderModel)model.Networks.Nodes[0].Model).Network, 1, batch * samples, device, backward);
        if (backward) inputGradient = Matrices.Empty(1, batch, model.Inputs, device);
    }

    /// <summary>log of the averaged probabilities, [B,C], of pixels in [0, 1], [B,D].</summary>
    internal double[] Forward(float[] pixels, Generator noise)
    {
        using var scope = NewDisposeScope();
        input.All.copy_(from_array(pixels).view(1, batch, -1)).mul_(2).add_(-1);
        latent.Encode();
        latent.Draw([noise]);
        var logits = decoder.Forward(latent.Sample).All.to_type(ScalarType.Float64).view(samples, batch, classes);
        each?.Dispose();
        each = logits.log_softmax(-1).DetachFromDisposeScope();
        return (each.logsumexp(0) - Math.Log(samples)).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>From ∂/∂Z, [B,C], to ∂/∂pixels, [B,D]. Follows a <see cref="Forward"/>.</summary>
    internal double[] Backward(double[] upstream)
    {
        using var scope = NewDisposeScope();
        var toLog = each!.softmax(0) * from_array(upstream).to(each.device).view(1, batch, classes);    // [S,B,C]
        var toLogits = toLog - each.exp() * toLog.sum(-1, keepdim: true);
        var scale = toLogits.abs().sum([0, 2]).cpu().contiguous().data<double>().ToArray();          // [B]
        var unit = from_array(Array.ConvertAll(scale, s => s > 0 ? 1 / s : 0)).to(each.device).view(1, batch, 1);
        decoder.OutputGradient.All.copy_((toLogits * unit).view(1, samples * batch, classes));
        latent.ForgetGradients();
        decoder.Backward(latent.Sample, latent.SampleGradient, parameters: false);
        latent.BackwardToInput(inputGradient!);
        var gradient = inputGradient!.All.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
        var size = gradient.Length / batch;
        for (var i = 0; i < gradient.Length; i++) gradient[i] *= 2 * scale[i / size]; // the network sees 2x − 1
        return gradient;
    }

    public void Dispose()
    {
        latent.Dispose();
        decoder.Dispose();
        foreach (var matrices in (Matrices?[])[input, inputGradient]) matrices?.Dispose();
        each?.Dispose();
    }
}
