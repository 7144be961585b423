using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A latent variable on batches of one size: samples of each example's code, or all states that a code can have and each example's probabilities of them; and the gradients that terms add up.</summary>
/// <remarks>An expectation over codes is a mean over S samples, or a sum over the states with their weights. Terms give ∂/∂samples and, where there are weights, ∂/∂weights.</remarks>
internal abstract class CodePass : IDisposable
{
    /// <summary>The pass that the encoder asks for. Codes of finitely many states are enumerated, but for the training of a relaxation.</summary>
    internal static CodePass Of(LatentModel model, Matrices input, int samples, bool backward, Crew? crew = null) => model.Options.Noise switch
    {
        EncoderNoise.StatesNoise { Relaxation: { } relaxation } when backward => new RelaxedPass(model, input, samples, relaxation, crew),
        EncoderNoise.StatesNoise => new EnumeratedPass(model, input, backward, crew),
        _ => LatentPass.Of(model, input, samples, backward, crew),
    };

    /// <summary>S: samples of each example, or states.</summary>
    internal abstract int Samples { get; }

    /// <summary>Whether a second draw is another one; not of states, nor of a code without noise.</summary>
    internal virtual bool IsDrawn => true;

    /// <summary>[R,S·B,K]; or the states, which all examples share, [R,S,K].</summary>
    internal abstract Matrices Sample { get; }

    /// <summary>As <see cref="Sample"/>; null where gradients are not wanted, and of states, which nothing moves.</summary>
    internal abstract Matrices? SampleGradient { get; }

    /// <summary>e(z_s|x_i) of the states, [R,S,B]; null of samples, which weigh the same.</summary>
    internal virtual Tensor? Weights => null;

    /// <summary>Adds to ∂/∂<see cref="Weights"/>, [R,S,B].</summary>
    internal virtual void AddWeightGradient(Tensor gradient) => throw new NotSupportedException("Samples have no weights.");

    /// <summary>E z, [R,B,K].</summary>
    internal abstract Tensor Mean { get; }

    /// <summary>The standard deviation of each number of z, [R,B,K].</summary>
    internal abstract Tensor Deviation { get; }

    /// <summary>The distribution of each example's code; with a generator for each replicate, after the encoder's dropout, as in training.</summary>
    internal abstract void Encode(Generator[]? dropout = null);

    /// <summary>S samples of each example. Replicate r draws from its own generator; on a device all draw from the first, in one operator.</summary>
    internal abstract void Draw(Generator[] generators);

    /// <summary>The step of training that comes next, from 0, where something changes with it.</summary>
    internal virtual void At(long step) { }

    /// <summary>Whether its steps make tensors, which a scope is to free.</summary>
    internal virtual bool MakesTensors => true;

    internal abstract void ForgetGradients();

    /// <summary>The encoder's gradients from all that terms added up.</summary>
    internal abstract void Backward();

    public abstract void Dispose();
}
