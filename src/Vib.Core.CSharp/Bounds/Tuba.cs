using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>TUBA, the tractable unnormalised lower bound on I(X;Y).</summary>
/// <remarks>1 + mean_i [ S_ii − log a(y_i) ] − mean_{i≠j} e^{S_ij} / a(y_j)  (Poole et al. 2019, arXiv:1905.06922, §2.2, eq. 9), from log t ≤ t/a + log a − 1, with any
/// a(y) > 0: a constant, a density, or a network's output. Tight where S − log a = log r. No ceiling; unbiased in value and gradient; its variance grows as e^{2I}.
/// With log a = 1 it is <see cref="Nwj"/>. With scores that are an exact log p(y|x) and a = q(y) it reads I + KL(p_y‖q) − χ²(p_y‖q). O(B²) time.</remarks>
public sealed class Tuba : BaselineBound
{
    /// <inheritdoc/>
    public override string Name => "TUBA";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "Poole et al. 2019, arXiv:1905.06922, §2.2; Barber and Agakov 2003";

    internal override bool HasHeavyPartition => true;

    internal override TiledReading Tiled(double[] logBaseline)
    {
        var count = logBaseline.Length;
        var ratio = ScoreMaps.ShiftColumns(ScoreBlock.Numbers([.. logBaseline.Select(a => -a)]));
        return new MarginalReading(count, [new LogMeanExpMarginal(count, ratio)], logMean => (1 - Math.Exp(logMean[0]), [-Math.Exp(logMean[0])]), logBaseline);
    }

    private protected override Tensor ValueOf(Tensor scores, Tensor logBaseline)
    {
        var ratio = scores - logBaseline.unsqueeze(-2); // [..,B,B]: log-baselines belong to columns
        return Scores.Joint(ratio).mean([-1]) - Scores.LogMeanExpMarginal(ratio).exp() + 1;
    }

    // ∂/∂S_ii = 1/B,  ∂/∂S_ij = −e^{S_ij}/a(y_j) / (B (B − 1))
    private protected override Tensor GradientOf(Tensor scores, Tensor logBaseline)
    {
        var b = scores.shape[^1];
        return Scores.WithJoint((scores - (logBaseline.unsqueeze(-2) + Math.Log((double)b * (b - 1)))).exp().neg());
    }

    internal override bool GradientByHand(ScoreGradient to) => to.Exponentials(LogBaseline);

    private protected override bool GradientsByHand(ScoreGradient to) => to.ColumnExponentials();

    // the value is a function of S_ij − log a(y_j)
    private protected override Tensor CompanionGradientOf(Tensor scores, Tensor logBaseline) => GradientOf(scores, logBaseline).sum(-2).neg();
}
