using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Barber–Agakov upper bound on I(X;Y), the rate, where p(y|x) is known exactly and normalised.</summary>
/// <remarks>Value mean_i [ log p(y_i|x_i) − log q(y_i) ]  (Barber and Agakov 2003; Poole et al. 2019, arXiv:1905.06922, §2.1; Alemi et al. 2017), S_ij = log p(y_j|x_i), companion
/// c_i = log q(y_i) of any normalised density. Above I by KL(p_y ‖ q), and tight at q = p(y). Training minimises it over q alone: it climbs mean_i log q(y_i), and the scores have no
/// gradient. O(B) time, for the diagonal.</remarks>
public sealed class BarberAgakovUpper : LogQuotientBound
{
    /// <inheritdoc/>
    public override string Name => "Barber–Agakov, upper";

    /// <inheritdoc/>
    public override Side Side => Side.Upper;

    /// <inheritdoc/>
    public override string Citation => "Barber and Agakov 2003, NIPS 16; Poole et al. 2019, arXiv:1905.06922, §2.1";

    /// <inheritdoc/>
    public override bool NeedsConditional => true;

    /// <inheritdoc/>
    public override bool NeedsDensity => true;

    /// <inheritdoc/>
    public override CompanionKind Companion => CompanionKind.DensityOfY;

    internal override Tensor OptimalCompanion(Tensor logRatio, Tensor logMarginal) => logMarginal;

    private protected override Tensor ObjectiveOf(Tensor scores, Tensor companion) => companion.mean([-1]);

    private protected override Tensor GradientOf(Tensor scores, Tensor companion) => zeros_like(scores);

    private protected override bool GradientsByHand(ScoreGradient to) => to.CompanionAlone();
}
