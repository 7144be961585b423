using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What the number is that a <see cref="CompanionBound"/> has beside its scores.</summary>
public enum CompanionKind
{
    /// <summary>Any function of y_j, one number for each column.</summary>
    OfY,

    /// <summary>The logarithm of a normalised density of y_j, one number for each column.</summary>
    DensityOfY,

    /// <summary>A function of the joint pair (x_i, y_i).</summary>
    OfPairs,

    /// <summary>The exact log E_{p(x)} e^{f(x, y_j)}, one number for each column. It comes from whoever gives the scores: no network learns it.</summary>
    LogPartition,
}

/// <summary>Bounds of a score matrix and one number more for each pair, the companion c_i: a log-baseline, a log-density, a second critic, a log-partition.</summary>
/// <remarks>A companion may be learned: its gradient is there too. Without one, a constant stands for every pair.</remarks>
public abstract class CompanionBound : Bound
{
    private protected CompanionBound() { }

    /// <summary>What the companion must be.</summary>
    public abstract CompanionKind Companion { get; }

    /// <summary>Whether training needs a companion network; where it does not, the constant will do.</summary>
    public virtual bool NeedsCompanion => false;

    private protected virtual double Constant => 0;

    /// <summary>The companion with which the bound is tight at the optimal critic; null where the constant is. Linear in its arguments.</summary>
    /// <param name="logRatio">log r(x_i, y_j), [B,B] or [R,B,B].</param>
    /// <param name="logMarginal">log p(y_j), [B] or [R,B].</param>
    internal virtual Tensor? OptimalCompanion(Tensor logRatio, Tensor logMarginal) => null;

    /// <summary>The value of the bound on a batch.</summary>
    /// <param name="scores">[B,B] or [R,B,B]; rows x_i, columns y_j, joint pairs on the diagonal; B ≥ 2.</param>
    /// <param name="companion">[B] or [R,B]: c_i.</param>
    /// <returns>[] or [R], nats. The caller owns it.</returns>
    /// <exception cref="ShapeException">The scores are not square, or the companion is not one number for each pair.</exception>
    public Tensor Value(Tensor scores, Tensor companion)
    {
        using var scope = NewDisposeScope();
        return ValueOf(scores, Check(scores, companion)).MoveToOuterDisposeScope();
    }

    /// <summary>What training climbs; the value, except for bounds that say what they climb instead.</summary>
    /// <param name="scores">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <param name="companion">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <returns>[] or [R], nats. Its derivatives are <see cref="Gradient(Tensor, Tensor)"/> and <see cref="CompanionGradient"/>. The caller owns it.</returns>
    /// <exception cref="ShapeException">As in <see cref="Value(Tensor, Tensor)"/>.</exception>
    public Tensor Objective(Tensor scores, Tensor companion)
    {
        using var scope = NewDisposeScope();
        return ObjectiveOf(scores, Check(scores, companion)).MoveToOuterDisposeScope();
    }

    /// <summary>∂objective/∂scores.</summary>
    /// <param name="scores">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <param name="companion">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <returns>The shape of the scores. The caller owns it.</returns>
    /// <exception cref="ShapeException">As in <see cref="Value(Tensor, Tensor)"/>.</exception>
    public Tensor Gradient(Tensor scores, Tensor companion)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        return GradientOf(scores, Check(scores, companion)).MoveToOuterDisposeScope();
    }

    /// <summary>∂objective/∂companion.</summary>
    /// <param name="scores">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <param name="companion">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <returns>The shape of the companion. The caller owns it.</returns>
    /// <exception cref="ShapeException">As in <see cref="Value(Tensor, Tensor)"/>.</exception>
    public Tensor CompanionGradient(Tensor scores, Tensor companion)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        return CompanionGradientOf(scores, Check(scores, companion)).MoveToOuterDisposeScope();
    }

    /// <summary>Both gradients into memory that is there already: by hand and without garbage where the bound has such a form and the memory is a CPU's, in single precision.</summary>
    /// <param name="scores">As in <see cref="Value(Tensor, Tensor)"/>.</param>
    /// <param name="companion">[B,1] or [R,B,1]: c_i.</param>
    /// <param name="gradient">The shape of the scores: where <see cref="Gradient(Tensor, Tensor)"/> goes.</param>
    /// <param name="change">The shape of the companion: where <see cref="CompanionGradient"/> goes.</param>
    internal void GradientsInto(Tensor scores, Tensor companion, Tensor gradient, Tensor change)
    {
        if (ScoreGradient.Fits(scores, gradient) && ScoreGradient.FitsBeside(scores, companion) && ScoreGradient.FitsBeside(scores, change) && ByHand(scores, companion, gradient, change)) return;
        using var scope = NewDisposeScope();
        var numbers = companion.squeeze(-1);
        gradient.copy_(Gradient(scores, numbers));
        change.copy_(CompanionGradient(scores, numbers).unsqueeze(-1));
    }

    private bool ByHand(Tensor scores, Tensor companion, Tensor gradient, Tensor change)
    {
        for (var r = 0; r < ScoreGradient.Replicates(scores); r++)
            if (!GradientsByHand(new(scores, companion, gradient, change, r))) return false;
        return true;
    }

    /// <summary>Both gradients of one matrix by hand; false where there is no such form, or where the tensors' must do it.</summary>
    private protected virtual bool GradientsByHand(ScoreGradient to) => false;

    private protected abstract Tensor ValueOf(Tensor scores, Tensor companion);             // [..,B,B], [..,B] → [..]

    private protected virtual Tensor ObjectiveOf(Tensor scores, Tensor companion) => ValueOf(scores, companion);

    private protected abstract Tensor GradientOf(Tensor scores, Tensor companion);          // → [..,B,B]

    private protected abstract Tensor CompanionGradientOf(Tensor scores, Tensor companion); // → [..,B]

    /// <summary>The reading of one batch whose scores come in tiles, with a companion for each of its pairs.</summary>
    /// <param name="companion">[N]: c_i; at least two.</param>
    internal abstract TiledReading Tiled(double[] companion);

    internal sealed override TiledReading Tiled(int count)
    {
        var constants = new double[Math.Max(count, 0)];
        Array.Fill(constants, Constant);
        return Tiled(constants);
    }

    private protected sealed override Tensor ValueOf(Tensor scores) => ValueOf(scores, Constants(scores));

    private protected sealed override Tensor ObjectiveOf(Tensor scores) => ObjectiveOf(scores, Constants(scores));

    private protected sealed override Tensor GradientOf(Tensor scores) => GradientOf(scores, Constants(scores));

    /// <summary>As <see cref="Bound.Terms"/>.</summary>
    internal virtual Tensor Terms(Tensor scores, Tensor companion)
    {
        using var scope = NewDisposeScope();
        return Value(scores, companion).reshape(-1, 1).MoveToOuterDisposeScope();
    }

    internal sealed override Tensor Pointwise(Tensor scores) => Pointwise(scores, Constants(scores));

    /// <summary>As <see cref="Bound.Pointwise"/>.</summary>
    internal virtual Tensor Pointwise(Tensor scores, Tensor companion)
    {
        using var scope = NewDisposeScope();
        return (Scores.Joint(scores) - companion).MoveToOuterDisposeScope();
    }

    private Tensor Constants(Tensor scores) => full(scores.shape[..^1], Constant, scores.dtype, scores.device);

    private static Tensor Check(Tensor scores, Tensor companion)
    {
        var wanted = Scores.Check(scores).shape[..^1];
        return companion.shape.SequenceEqual(wanted)
            ? companion
            : throw new ShapeException($"A companion of shape [{string.Join(",", companion.shape)}] for scores of shape [{string.Join(",", scores.shape)}]",
                $"[{string.Join(",", wanted)}]", "one number for each pair, or no companion, and the bound's own constant for all");
    }
}
