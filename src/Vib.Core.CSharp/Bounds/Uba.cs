using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>UBA, the unnormalised Barber–Agakov lower bound on I(X;Y) where the critic's partition is known exactly.</summary>
/// <remarks>mean_i [ f(x_i, y_i) − log Z(y_i) ],  Z(y) = E_{p(x)} e^{f(x,y)}  (Poole et al. 2019, arXiv:1905.06922, §2.1), companion c_i = log Z(y_i). A lower bound for any f,
/// tight at log p(y|x) plus any c(y): it is Barber–Agakov with q(x|y) = p(x) e^f/Z. The caller gives log Z, in closed form or by quadrature; a network's is no bound, since too small
/// a Z reads too high, and <see cref="Tuba"/> is what stays below with any. Without a companion Z = 1, which is right for log r. The gradient in the scores holds Z; to move f, follow
/// log Z's too, by <see cref="CompanionBound.CompanionGradient"/>. O(B) time, for the diagonal.</remarks>
public sealed class Uba : LogQuotientBound
{
    /// <inheritdoc/>
    public override string Name => "UBA";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "Poole et al. 2019, arXiv:1905.06922, §2.1";

    /// <inheritdoc/>
    public override CompanionKind Companion => CompanionKind.LogPartition;

    internal override Tensor OptimalCompanion(Tensor logRatio, Tensor logMarginal) => zeros_like(logMarginal); // E_{p(x)} r = 1

    private protected override bool GradientsByHand(ScoreGradient to) => to.MeanJoint(ofCompanion: -1);

    private protected override Tensor CompanionGradientOf(Tensor scores, Tensor companion) => base.CompanionGradientOf(scores, companion).neg();
}
