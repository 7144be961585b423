using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>L1Out, the leave-one-out upper bound on I(X;Y) where p(y|x) is known exactly.</summary>
/// <remarks>mean_i [ log p(y_i|x_i) − log (1/(B−1)) Σ_{j≠i} p(y_i|x_j) ]  (Poole et al. 2019, §2.1, eq. 7), S_ij = log p(y_j|x_i): the rate with a marginal q(y) built from
/// the other samples. For each y_i it is −log[(B e^{−t} − 1)/(B−1)] of TNCE's t, and diverges as t → log B. Ignores any c(y_j). With a fitted q(y|x) instead of the exact
/// p(y|x) it bounds nothing: <see cref="VariationalL1Out"/>. To be minimised, never maximised. O(B²) time.</remarks>
public sealed class L1Out : Bound
{
    /// <inheritdoc/>
    public override string Name => "L1Out";

    /// <inheritdoc/>
    public override Side Side => Side.Upper;

    /// <inheritdoc/>
    public override string Citation => "Poole et al. 2019, arXiv:1905.06922, §2.1";

    /// <inheritdoc/>
    public override bool NeedsConditional => true;

    private protected override Tensor ValueOf(Tensor scores) => Of(scores);

    internal override TiledReading Tiled(int count) => TiledOf(count);

    internal static TiledReading TiledOf(int count) =>
        new ContrastReading(count, Contrast.OverX, withJoint: false, (joint, logSum, _) => (joint - logSum + Math.Log(count - 1), -1));

    // ∂/∂S_ii = 1/B,  ∂/∂S_ij = −softmax over the other rows of its column / B
    private protected override Tensor GradientOf(Tensor scores) => Scores.WithJoint(Scores.WithoutJoint(scores).softmax(-2).mul_(-1.0 / scores.shape[^1]));

    internal static Tensor Of(Tensor scores) => (Scores.Joint(scores) - Scores.WithoutJoint(scores).logsumexp(-2)).mean([-1]) + Math.Log(scores.shape[^1] - 1);
}
