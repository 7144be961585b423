using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The JS-trained lower bound on I(X;Y): climbs the Jensen–Shannon objective, reads NWJ.</summary>
/// <remarks>Value 1 + mean_i S_ii − mean_{i≠j} e^{S_ij}, which is <see cref="Nwj"/> of S + 1; objective mean_i [ −softplus(−S_ii) ] − mean_{i≠j} softplus(S_ij)
/// (Poole et al. 2019, §2.2; Hjelm et al. 2019). The objective's optimal critic is log r, NWJ's is 1 + log r: hence the 1. A lower bound for any critic; the steps are
/// steadier than NWJ's, the value's variance grows as e^{2I} all the same. The notebook of Poole et al. and two later repositories read NWJ of S itself, which is 1/e too
/// low at the optimum: that is <see cref="LegacyJsNwj"/>. O(B²) time.</remarks>
public sealed class JensenShannon : Bound
{
    /// <inheritdoc/>
    public override string Name => "JS, read by NWJ";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "Hjelm et al. 2019, arXiv:1808.06670; Poole et al. 2019, arXiv:1905.06922, §2.2";

    internal override bool HasHeavyPartition => true;

    internal override TiledReading Tiled(int count) => Nwj.Tiled(count, 0);

    private protected override Tensor ValueOf(Tensor scores) => Nwj.Of(scores + 1);

    private protected override Tensor ObjectiveOf(Tensor scores) => JensenShannonObjective.Of(scores);

    private protected override Tensor GradientOf(Tensor scores) => JensenShannonObjective.Gradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.Sigmoids();
}
