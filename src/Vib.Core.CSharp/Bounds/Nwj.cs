using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>NWJ lower bound on I(X;Y), also f-GAN-KL or MINE-f.</summary>
/// <remarks>mean_i S_ii − mean_{i≠j} e^{S_ij − 1}  (Nguyen, Wainwright and Jordan 2010; Poole et al. 2019, §2.2). No ceiling; unbiased in value and gradient; its
/// variance grows as e^{2I}. Optimal critic 1 + log r, and no other. Not invariant to a constant added to the scores. O(B²) time.</remarks>
public sealed class Nwj : Bound
{
    /// <inheritdoc/>
    public override string Name => "NWJ";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "Nguyen, Wainwright and Jordan 2010, IEEE Trans. Inf. Theory 56(11); Poole et al. 2019, arXiv:1905.06922, §2.2";

    /// <inheritdoc/>
    public override double OptimalOffset => 1;

    internal override bool HasHeavyPartition => true;

    private protected override Tensor ValueOf(Tensor scores) => Of(scores);

    // ∂/∂S_ii = 1/B,  ∂/∂S_ij = −e^{S_ij − 1} / (B (B − 1))
    private protected override Tensor GradientOf(Tensor scores)
    {
        var b = scores.shape[^1];
        return Scores.WithJoint((scores - (1 + Math.Log((double)b * (b - 1)))).exp().neg());
    }

    internal override bool GradientByHand(ScoreGradient to) => to.Exponentials(logBaseline: 1);

    internal override TiledReading Tiled(int count) => Tiled(count, 1);

    /// <summary>1 − offset + mean_i S_ii − mean_{i≠j} e^{S_ij − offset}.</summary>
    internal static TiledReading Tiled(int count, double offset) => new MarginalReading(count, [new LogMeanExpMarginal(count)], logMean =>
    {
        var partition = Math.Exp(logMean[0] - offset);
        return (1 - offset - partition, [-partition]);
    });

    internal static Tensor Of(Tensor scores) => Scores.Joint(scores).mean([-1]) - (Scores.LogMeanExpMarginal(scores) - 1).exp();
}
