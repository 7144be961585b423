using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The variable whose samples a contrast is normalised over.</summary>
public enum Contrast
{
    /// <summary>Which of the y_j belongs to this x_i? Each row of scores is normalised.</summary>
    OverY,

    /// <summary>Which of the x_i belongs to this y_j? Each column of scores is normalised.</summary>
    OverX,
}

/// <summary>InfoNCE lower bound on I(X;Y).</summary>
/// <remarks>log B + mean_i [ S_ii − logsumexp_j S_ij ]  (van den Oord et al. 2018; Poole et al. 2019, §2.3), or with <see cref="Contrast.OverX"/>
/// log B + mean_j [ S_jj − logsumexp_i S_ij ]. Both are lower bounds; a transposed score matrix turns one into the other. At most log B, whatever the truth; low
/// variance. The diagonal is part of the sum. Over y, adding any c(x_i) to the scores changes nothing; over x, any c(y_j). O(B²) time.</remarks>
public sealed class InfoNce : Bound
{
    /// <summary>The variable that is normalised over.</summary>
    public Contrast Contrast { get; init; } = Contrast.OverY;

    /// <inheritdoc/>
    public override string Name => Contrast == Contrast.OverY ? "InfoNCE" : "InfoNCE over x";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "van den Oord, Li and Vinyals 2018, arXiv:1807.03748; Poole et al. 2019, arXiv:1905.06922, §2.3";

    /// <inheritdoc/>
    public override double Ceiling(int batch) => Math.Log(batch);

    private int Axis => Contrast == Contrast.OverY ? -1 : -2;

    private protected override Tensor ValueOf(Tensor scores) => Of(scores, Axis);

    private protected override Tensor GradientOf(Tensor scores) => GradientAlong(scores, Axis);

    internal override bool GradientByHand(ScoreGradient to) => Contrast == Contrast.OverY ? to.RowContrasts() : to.ColumnContrasts();

    /// <summary>The score against the log-mean of its row or column, so at most log B.</summary>
    internal override Tensor Pointwise(Tensor scores)
    {
        using var scope = NewDisposeScope();
        return (Scores.Joint(scores) - scores.logsumexp(Axis) + Math.Log(scores.shape[^1])).MoveToOuterDisposeScope();
    }

    internal override TiledReading Tiled(int count) => Tiled(count, Contrast);

    internal static TiledReading Tiled(int count, Contrast contrast) =>
        new ContrastReading(count, contrast, withJoint: true, (joint, logSum, _) => (joint - logSum + Math.Log(count), -1));

    internal static Tensor Of(Tensor scores, int axis) => (Scores.Joint(scores) - scores.logsumexp(axis)).mean([-1]) + Math.Log(scores.shape[^1]);

    // ∂/∂S_ij = ([i = j] − softmax S_ij) / B, along the axis
    internal static Tensor GradientAlong(Tensor scores, int axis)
    {
        var weight = 1.0 / scores.shape[^1];
        var gradient = scores.softmax(axis).mul_(-weight);
        Scores.Joint(gradient).add_(weight);
        return gradient;
    }
}
