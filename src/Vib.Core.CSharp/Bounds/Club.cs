using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>CLUB, the contrastive log-ratio upper bound on I(X;Y) where p(y|x) is known exactly.</summary>
/// <remarks>mean_i log p(y_i|x_i) − mean_{i≠j} log p(y_j|x_i)  (Cheng et al. 2020, arXiv:2006.12013, eq. 6), S_ij = log p(y_j|x_i). It exceeds I by E_x KL(p(y) ‖ p(y|x)):
/// for the correlated Gaussian it is dρ²/(1−ρ²), 34.4 nat at I = 10, d = 20. Unbiased; linear in the scores, so its variance is small. Ignores any c(y_j).
/// The authors' code has the diagonal in the second mean, which multiplies the value by (B−1)/B. With a fitted q(y|x) it is on neither side: <see cref="VariationalClub"/>. To be minimised,
/// never maximised. O(B²) time.</remarks>
public sealed class Club : Bound
{
    /// <inheritdoc/>
    public override string Name => "CLUB";

    /// <inheritdoc/>
    public override Side Side => Side.Upper;

    /// <inheritdoc/>
    public override string Citation => "Cheng et al. 2020, arXiv:2006.12013";

    /// <inheritdoc/>
    public override bool NeedsConditional => true;

    private protected override Tensor ValueOf(Tensor scores) => Of(scores);

    internal override TiledReading Tiled(int count) => TiledOf(count);

    internal static TiledReading TiledOf(int count) => new MarginalReading(count, [new MeanMarginal(count)], mean => (-mean[0], [-1]));

    private protected override Tensor GradientOf(Tensor scores)
    {
        var b = scores.shape[^1];
        return Scores.WithJoint(full(scores.shape, -1.0 / ((double)b * (b - 1)), scores.dtype, scores.device));
    }

    internal static Tensor Of(Tensor scores) => Scores.MeanJoint(scores) - Scores.MeanMarginal(scores);
}
