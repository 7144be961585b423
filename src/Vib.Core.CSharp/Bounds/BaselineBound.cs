using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Bounds that compare scores with a baseline log q(y): one constant, or a number for each y.</summary>
/// <remarks>The baseline may be learned: its gradient is there too. Without one, <see cref="LogBaseline"/> stands for every y.</remarks>
public abstract class BaselineBound : Bound
{
    private protected BaselineBound() { }

    /// <summary>The log-baseline of every y where none is given, nats.</summary>
    public double LogBaseline { get; init; }

    /// <summary>The optimal critic is log r plus the log-baseline.</summary>
    public sealed override double OptimalOffset => LogBaseline;

    /// <summary>The value of the bound on a batch.</summary>
    /// <param name="scores">[B,B] or [R,B,B]; rows x_i, columns y_j, joint pairs on the diagonal; B ≥ 2.</param>
    /// <param name="logBaseline">[B] or [R,B]: log q(y_j).</param>
    /// <returns>[] or [R], nats. The caller owns it.</returns>
    /// <exception cref="ShapeException">The scores are not square, or the baseline is not one number for each column.</exception>
    public Tensor Value(Tensor scores, Tensor logBaseline)
    {
        using var scope = NewDisposeScope();
        return ValueOf(scores, Check(scores, logBaseline)).MoveToOuterDisposeScope();
    }

    /// <summary>∂value/∂scores.</summary>
    /// <param name="scores">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <param name="logBaseline">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <returns>The shape of the scores. The caller owns it.</returns>
    /// <exception cref="ShapeException">As in <see cref="Value(Tensor, Tensor)"/>.</exception>
    public Tensor Gradient(Tensor scores, Tensor logBaseline)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        return GradientOf(scores, Check(scores, logBaseline)).MoveToOuterDisposeScope();
    }

    /// <summary>∂value/∂logBaseline.</summary>
    /// <param name="scores">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <param name="logBaseline">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <returns>The shape of the baseline. The caller owns it.</returns>
    /// <exception cref="ShapeException">As in <see cref="Value(Tensor, Tensor)"/>.</exception>
    public Tensor BaselineGradient(Tensor scores, Tensor logBaseline)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        return BaselineGradientOf(scores, Check(scores, logBaseline)).MoveToOuterDisposeScope();
    }

    private protected abstract Tensor ValueOf(Tensor scores, Tensor logBaseline);          // [..,B,B], [..,B] → [..]

    private protected abstract Tensor GradientOf(Tensor scores, Tensor logBaseline);       // → [..,B,B]

    private protected abstract Tensor BaselineGradientOf(Tensor scores, Tensor logBaseline); // → [..,B]

    private protected sealed override Tensor ValueOf(Tensor scores) => ValueOf(scores, Constant(scores));

    private protected sealed override Tensor GradientOf(Tensor scores) => GradientOf(scores, Constant(scores));

    private Tensor Constant(Tensor scores) => full(scores.shape[..^1], LogBaseline, scores.dtype, scores.device);

    private static Tensor Check(Tensor scores, Tensor logBaseline)
    {
        var wanted = Scores.Check(scores).shape[..^1];
        return logBaseline.shape.SequenceEqual(wanted)
            ? logBaseline
            : throw new ShapeException($"A log-baseline of shape [{string.Join(",", logBaseline.shape)}] for scores of shape [{string.Join(",", scores.shape)}]",
                $"[{string.Join(",", wanted)}]", "one number for each y, or LogBaseline, one for all");
    }
}
