using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>SMILE: climbs the Jensen–Shannon objective, reads Donsker–Varadhan with a clipped partition.</summary>
/// <remarks>mean_i S_ii − log mean_{i≠j} e^{clip(S_ij, −τ, τ)}  (Song and Ermon 2020, arXiv:1910.06222, eq. 14). Only the partition is clipped, never the joint term.
/// On neither side: clipping alone can lower the partition and so raise the value above I. The clipped partition's variance over n pairs is at most
/// (e^τ − e^{−τ})²/4n. τ = ∞ is the JS critic read by Donsker–Varadhan; τ → 0 reads mean_i S_ii. Invariant to a constant only at τ = ∞. O(B²) time.</remarks>
public sealed class Smile : LogPartitionBound
{
    /// <summary>SMILE with its clip.</summary>
    /// <param name="clip">τ > 0, nats; +∞ for none. The paper uses 1, 5 and ∞.</param>
    /// <exception cref="DomainException">τ is not positive.</exception>
    public Smile(double clip = 5)
    {
        Require.That(clip > 0, $"A clip of τ = {clip}", "τ > 0, or +∞ for no clip", "5, a good trade-off in the paper");
        Clip = clip;
    }

    /// <summary>τ, nats.</summary>
    public double Clip { get; }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"SMILE with τ = {(double.IsInfinity(Clip) ? "∞" : Clip):0.###}");

    /// <inheritdoc/>
    public override string Citation => "Song and Ermon 2020, arXiv:1910.06222";

    internal override bool HasHeavyPartition => double.IsInfinity(Clip);

    private protected override Tensor LogPartition(Tensor scores) => Scores.LogMeanExpMarginal(double.IsInfinity(Clip) ? scores : scores.clamp(-Clip, Clip));

    /// <summary>The Jensen–Shannon objective is greatest at log r itself.</summary>
    internal override Tensor Pointwise(Tensor scores)
    {
        using var scope = NewDisposeScope();
        return Scores.Joint(scores).clone().MoveToOuterDisposeScope();
    }

    private protected override ScoreMap? PartitionMap => double.IsInfinity(Clip) ? null : ScoreMaps.Clamp(Clip);

    private protected override Tensor ObjectiveOf(Tensor scores) => JensenShannonObjective.Of(scores);

    private protected override Tensor GradientOf(Tensor scores) => JensenShannonObjective.Gradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.Sigmoids();
}
