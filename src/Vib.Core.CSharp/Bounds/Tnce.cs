using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>TNCE, the minibatch lower bound on I(X;Y) where p(y|x) is known exactly.</summary>
/// <remarks>log B + mean_i [ log p(y_i|x_i) − log Σ_j p(y_i|x_j) ]  (Poole et al. 2019, §2.3): <see cref="InfoNce"/> over x with S_ij = log p(y_j|x_i), which is optimal.
/// At most log B. Ignores any c(y_j), so log r serves as well as log p(y|x). With <see cref="L1Out"/> on the same scores it encloses I. O(B²) time.</remarks>
public sealed class Tnce : Bound
{
    /// <inheritdoc/>
    public override string Name => "TNCE";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "Poole et al. 2019, arXiv:1905.06922, §2.3";

    /// <inheritdoc/>
    public override bool NeedsConditional => true;

    /// <inheritdoc/>
    public override double Ceiling(int batch) => Math.Log(batch);

    internal override TiledReading Tiled(int count) => InfoNce.Tiled(count, Contrast.OverX);

    private protected override Tensor ValueOf(Tensor scores) => InfoNce.Of(scores, -2);

    private protected override Tensor GradientOf(Tensor scores) => InfoNce.GradientAlong(scores, -2);

    internal override bool GradientByHand(ScoreGradient to) => to.ColumnContrasts();
}
