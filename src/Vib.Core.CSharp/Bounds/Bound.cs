using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A variational bound of I(X;Y): a pure function of a score matrix, with its gradient in closed form.</summary>
/// <remarks>Scores are <c>S[i,j] = f(x_i, y_j)</c>, joint pairs on the diagonal: <c>[B,B]</c>, or <c>[R,B,B]</c> with replicates, B ≥ 2. What a bound guarantees
/// holds in expectation over batches; <see cref="Side"/> says on which side. What is reported is <see cref="Value"/>; what training climbs is <see cref="Objective"/>,
/// the value itself unless the paper says otherwise, along <see cref="Gradient"/>; autograd is only the oracle that tests that.</remarks>
public abstract class Bound
{
    private protected Bound() { }

    /// <summary>The name in the literature.</summary>
    public abstract string Name { get; }

    /// <summary>The side of I(X;Y) that the value's expectation is on.</summary>
    public abstract Side Side { get; }

    /// <summary>Where the bound is from.</summary>
    public abstract string Citation { get; }

    /// <summary>The most that the value can be with a batch of this size, nats; +∞ where there is no ceiling.</summary>
    /// <param name="batch">B, the number of pairs scored together; at least 2.</param>
    /// <returns>Nats.</returns>
    public virtual double Ceiling(int batch) => double.PositiveInfinity;

    /// <summary>Whether the scores must be an exact log p(y_j|x_i), up to a function of y. From any other critic the value is on no side, and climbing it means nothing.</summary>
    public virtual bool NeedsConditional => false;

    /// <summary>Whether the scores must be log q(y_j|x_i) of a density of y that is normalised: a fitted one will do, any other critic will not.</summary>
    public virtual bool NeedsDensity => false;

    /// <summary>What the optimal critic adds to log r, r = p(x,y)/p(x)p(y); bounds that ignore a constant say 0.</summary>
    /// <remarks>Where <see cref="NeedsDensity"/> it is no constant: the optimal critic is log p(y|x), which is log r + log p(y), and this says 0.</remarks>
    public virtual double OptimalOffset => 0;

    /// <summary>The scores of the optimal critic.</summary>
    /// <param name="logRatio">log r(x_i, y_j), [B,B] or [R,B,B].</param>
    /// <param name="logMarginal">log p(y_j), [B] or [R,B].</param>
    internal Tensor OptimalScores(Tensor logRatio, Tensor logMarginal) => NeedsDensity ? logRatio + logMarginal.unsqueeze(-2) : logRatio + OptimalOffset;

    /// <summary>The value of the bound on a batch.</summary>
    /// <param name="scores">[B,B] or [R,B,B]; rows x_i, columns y_j, joint pairs on the diagonal; B ≥ 2.</param>
    /// <returns>[] or [R], nats. The caller owns it.</returns>
    /// <exception cref="ShapeException">The last two axes differ, or B is below 2, or the scores have another rank.</exception>
    public Tensor Value(Tensor scores)
    {
        using var scope = NewDisposeScope();
        return ValueOf(Scores.Check(scores)).MoveToOuterDisposeScope();
    }

    /// <summary>What training climbs; the value, except for bounds that say what they climb instead.</summary>
    /// <param name="scores">As in <see cref="Value"/>.</param>
    /// <returns>[] or [R], nats. Its derivative is <see cref="Gradient"/>. The caller owns it.</returns>
    /// <exception cref="ShapeException">As in <see cref="Value"/>.</exception>
    public Tensor Objective(Tensor scores)
    {
        using var scope = NewDisposeScope();
        return ObjectiveOf(Scores.Check(scores)).MoveToOuterDisposeScope();
    }

    /// <summary>∂objective/∂scores, in closed form.</summary>
    /// <param name="scores">As in <see cref="Value"/>.</param>
    /// <returns>The shape of the scores; a replicate's slice depends on that replicate alone. The caller owns it.</returns>
    /// <exception cref="ShapeException">As in <see cref="Value"/>.</exception>
    public Tensor Gradient(Tensor scores)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        return GradientOf(Scores.Check(scores)).MoveToOuterDisposeScope();
    }

    /// <summary>Starts a climb. Most bounds remember nothing between batches; the one that does keeps what it remembers there, and starts afresh in each.</summary>
    /// <returns>The gradient of each batch in turn. The caller disposes of it.</returns>
    public virtual Ascent Ascend() => new(this);

    private protected abstract Tensor ValueOf(Tensor scores);

    private protected virtual Tensor ObjectiveOf(Tensor scores) => ValueOf(scores);

    private protected abstract Tensor GradientOf(Tensor scores);

    /// <summary><see cref="Gradient"/> of one matrix by hand, for bounds that are trained much; false where there is no such form.</summary>
    internal virtual bool GradientByHand(ScoreGradient to) => false;

    /// <summary>Whether the optimal critic is log r, up to what <see cref="Pointwise"/> takes off.</summary>
    internal virtual bool TellsRatio => !NeedsConditional && !NeedsDensity;

    /// <summary>log r(x_i, y_i) of the joint pairs as a critic near this bound's optimum gives it, <c>[B]</c> or <c>[R,B]</c>, where its scores tell.</summary>
    internal virtual Tensor Pointwise(Tensor scores)
    {
        using var scope = NewDisposeScope();
        return (Scores.Joint(scores) - OptimalOffset).MoveToOuterDisposeScope();
    }

    /// <summary>Whether the value belongs to y as it is, and would be another for y that is scaled.</summary>
    internal virtual bool NeedsOwnScale => false;

    /// <summary>Whether the value rests on a mean of e^S, whose spread grows as e^{2I}.</summary>
    internal virtual bool HasHeavyPartition => false;

    /// <summary>The terms of a batch that <see cref="Pool"/> needs, <c>[R,T]</c>; for most bounds T = 1, the value.</summary>
    internal virtual Tensor Terms(Tensor scores)
    {
        using var scope = NewDisposeScope();
        return Value(scores).reshape(-1, 1).MoveToOuterDisposeScope();
    }

    /// <summary>The value over many batches of equal size, and its standard error, from the terms of each.</summary>
    /// <param name="terms">Terms of each batch, T numbers each; at least one batch.</param>
    internal virtual (double Value, double StandardError) Pool(IReadOnlyList<double[]> terms) => Moments.Mean([.. terms.Select(t => t[0])]);

    /// <summary>The reading of one batch of that many pairs, whose scores come in tiles and are never in memory together.</summary>
    /// <param name="count">N, the number of pairs; at least 2.</param>
    internal abstract TiledReading Tiled(int count);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
