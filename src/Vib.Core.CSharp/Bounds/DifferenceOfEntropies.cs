using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>DoE, the difference of two cross-entropies of Y, each of a fitted density.</summary>
/// <remarks>Value mean_i [ log q(y_i|x_i) − log q(y_i) ], objective mean_i [ log q(y_i|x_i) + log q(y_i) ]  (McAllester and Stratos 2020, arXiv:1811.04251): both cross-entropies
/// fall. S_ij = log q(y_j|x_i), companion c_i = log q(y_i). DoE − I = KL(p_y ‖ q) − E_x KL(p(y|x) ‖ q(y|x)), so it has no side: too high where q(y) is the poorer of the two.
/// No marginal pair enters, hence no e^I samples and none of the limits on distribution-free lower bounds. O(B) time, for the diagonal.</remarks>
public sealed class DifferenceOfEntropies : LogQuotientBound
{
    /// <inheritdoc/>
    public override string Name => "DoE";

    /// <inheritdoc/>
    public override Side Side => Side.Estimate;

    /// <inheritdoc/>
    public override string Citation => "McAllester and Stratos 2020, arXiv:1811.04251";

    /// <inheritdoc/>
    public override bool NeedsDensity => true;

    /// <inheritdoc/>
    public override CompanionKind Companion => CompanionKind.DensityOfY;

    internal override Tensor OptimalCompanion(Tensor logRatio, Tensor logMarginal) => logMarginal;

    private protected override Tensor ObjectiveOf(Tensor scores, Tensor companion) => (Scores.Joint(scores) + companion).mean([-1]);
}
