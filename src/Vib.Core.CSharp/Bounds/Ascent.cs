using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A bound that is being climbed: the gradient of one batch after the other.</summary>
/// <remarks>Made by <see cref="Bound.Ascend"/>. A bound is a pure function; what it remembers from batch to batch, if it does, is here.</remarks>
public class Ascent : IDisposable
{
    private protected Bound Bound { get; }

    internal Ascent(Bound bound) => Bound = bound;

    /// <summary>The direction to follow on the next batch.</summary>
    /// <param name="scores">As in <see cref="Vib.Core.Bound.Value"/>; the same shape in every call.</param>
    /// <returns>The shape of the scores. The caller owns it.</returns>
    /// <exception cref="ShapeException">As in <see cref="Vib.Core.Bound.Value"/>, or the number of replicates is not that of the batches before.</exception>
    public virtual Tensor Gradient(Tensor scores) => Bound.Gradient(scores);

    /// <summary><see cref="Gradient"/> into memory that is there already, of the scores' shape: by hand and without garbage where the bound has such a form and the memory is a
    /// CPU's, in single precision.</summary>
    internal void GradientInto(Tensor scores, Tensor gradient)
    {
        if (ScoreGradient.Fits(scores, gradient) && ByHand(scores, gradient)) return;
        using var made = Gradient(scores);
        gradient.copy_(made);
    }

    /// <summary>Whether it was done by hand; where not, nothing was remembered.</summary>
    private protected virtual bool ByHand(Tensor scores, Tensor gradient)
    {
        for (var r = 0; r < ScoreGradient.Replicates(scores); r++)
            if (!Bound.GradientByHand(new(scores, gradient, r))) return false;
        return true;
    }

    /// <summary>What is remembered, to go on from; null where nothing is. Setting it copies.</summary>
    internal virtual Tensor? Memory
    {
        get => null;
        set { }
    }

    /// <summary>Frees what was remembered.</summary>
    public void Dispose()
    {
        Forget();
        GC.SuppressFinalize(this);
    }

    private protected virtual void Forget() { }
}
