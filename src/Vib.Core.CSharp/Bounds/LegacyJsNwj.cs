using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The JS-trained bound as published code reads it: to compare with, not to report.</summary>
/// <remarks>Climbs the same objective as <see cref="JensenShannon"/> and reads <see cref="Nwj"/> of S, not of S + 1: mean_i S_ii − mean_{i≠j} e^{S_ij − 1}. Still a lower
/// bound, but at the objective's optimum S = log r it reads I − 1/e, 0.368 nat too low whatever I is (the official notebook of Poole et al. 2019; ermongroup/smile-mi-estimator;
/// karlstratos/doe). O(B²) time.</remarks>
public sealed class LegacyJsNwj : Bound
{
    /// <inheritdoc/>
    public override string Name => "JS, read by NWJ as published";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "the official notebook of Poole et al. 2019, arXiv:1905.06922";

    internal override bool HasHeavyPartition => true;

    internal override TiledReading Tiled(int count) => Nwj.Tiled(count, 1);

    private protected override Tensor ValueOf(Tensor scores) => Nwj.Of(scores);

    private protected override Tensor ObjectiveOf(Tensor scores) => JensenShannonObjective.Of(scores);

    private protected override Tensor GradientOf(Tensor scores) => JensenShannonObjective.Gradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.Sigmoids();
}
