using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>vL1Out: L1Out with a fitted conditional q(y|x) in place of the exact one; climbs the likelihood of q.</summary>
/// <remarks>Value mean_i [ log q(y_i|x_i) − log (1/(B−1)) Σ_{j≠i} q(y_i|x_j) ], objective mean_i log q(y_i|x_i)  (Poole et al. 2019, §2.1, eq. 7, with the q of Cheng et al. 2020,
/// arXiv:2006.12013), S_ij = log q(y_j|x_i). Another q than p(y|x) lowers the first term by E_x KL(p(y|x) ‖ q(y|x)) and moves the second either way, so it has no side: one that ignores x reads 0.
/// At q = p(y|x) it is <see cref="L1Out"/>. Read it on pairs that q was not fitted to, or it is too high. O(B²) time.</remarks>
public sealed class VariationalL1Out : Bound
{
    /// <inheritdoc/>
    public override string Name => "vL1Out";

    /// <inheritdoc/>
    public override Side Side => Side.Estimate;

    /// <inheritdoc/>
    public override string Citation => "Poole et al. 2019, arXiv:1905.06922, §2.1; Cheng et al. 2020, arXiv:2006.12013";

    /// <inheritdoc/>
    public override bool NeedsDensity => true;

    internal override TiledReading Tiled(int count) => L1Out.TiledOf(count);

    private protected override Tensor ValueOf(Tensor scores) => L1Out.Of(scores);

    private protected override Tensor ObjectiveOf(Tensor scores) => Scores.MeanJoint(scores);

    private protected override Tensor GradientOf(Tensor scores) => Scores.MeanJointGradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.MeanJoint();
}
