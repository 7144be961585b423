using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Bounds of the form mean_i (S_ii − c_i): the mean logarithm of a quotient, with no marginal pair in it.</summary>
/// <remarks>The companion is the logarithm of what is divided by. Without one it is 0 for every pair: a density of 1, a partition of 1.</remarks>
public abstract class LogQuotientBound : CompanionBound
{
    private protected LogQuotientBound() { }

    /// <inheritdoc/>
    public sealed override bool NeedsCompanion => true;

    internal sealed override TiledReading Tiled(double[] companion) => new PairReading(companion.Length, (joint, i) => joint - companion[i]);

    private protected sealed override Tensor ValueOf(Tensor scores, Tensor companion) => (Scores.Joint(scores) - companion).mean([-1]);

    private protected override Tensor GradientOf(Tensor scores, Tensor companion) => Scores.MeanJointGradient(scores);

    private protected override bool GradientsByHand(ScoreGradient to) => to.MeanJoint(ofCompanion: 1);

    // what is climbed is the mean of c_i, or has it as a part: q(y) fits by likelihood
    private protected override Tensor CompanionGradientOf(Tensor scores, Tensor companion) => full(companion.shape, 1.0 / scores.shape[^1], companion.dtype, companion.device);
}
