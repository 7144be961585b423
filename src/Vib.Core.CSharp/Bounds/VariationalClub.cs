using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>vCLUB: CLUB with a fitted conditional q(y|x) in place of the exact one; climbs the likelihood of q.</summary>
/// <remarks>Value mean_i log q(y_i|x_i) − mean_{i≠j} log q(y_j|x_i), objective mean_i log q(y_i|x_i)  (Cheng et al. 2020, arXiv:2006.12013, §3.2), S_ij = log q(y_j|x_i).
/// vCLUB − I = KL(p_x p_y ‖ q p_x) − KL(p_xy ‖ q p_x), for any q: an upper bound only while q is nearer to the joint than to the product, so it has no side. At q = p(y|x) it
/// is <see cref="Club"/>. The value of a poor q is low, and near the truth only by luck. O(B²) time.</remarks>
public sealed class VariationalClub : Bound
{
    /// <inheritdoc/>
    public override string Name => "vCLUB";

    /// <inheritdoc/>
    public override Side Side => Side.Estimate;

    /// <inheritdoc/>
    public override string Citation => "Cheng et al. 2020, arXiv:2006.12013, §3.2";

    /// <inheritdoc/>
    public override bool NeedsDensity => true;

    internal override TiledReading Tiled(int count) => Club.TiledOf(count);

    private protected override Tensor ValueOf(Tensor scores) => Club.Of(scores);

    private protected override Tensor ObjectiveOf(Tensor scores) => Scores.MeanJoint(scores);

    private protected override Tensor GradientOf(Tensor scores) => Scores.MeanJointGradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.MeanJoint();
}
