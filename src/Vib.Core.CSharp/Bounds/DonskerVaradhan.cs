using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Donsker–Varadhan bound on I(X;Y), read on finite batches.</summary>
/// <remarks>mean_i S_ii − log mean_{i≠j} e^{S_ij}  (Donsker and Varadhan 1983; Belghazi et al. 2018). With exact expectations it is a lower bound; on a batch the
/// logarithm of a sample mean is biased downwards and the value upwards, so it has no side and is an <see cref="Side.Estimate"/>. At least NWJ for every score matrix. Invariant to a constant
/// added to the scores. The gradient is that of the batch value, a ratio of means, and biased likewise; <see cref="Mine"/> corrects it. O(B²) time.</remarks>
public sealed class DonskerVaradhan : LogPartitionBound
{
    /// <inheritdoc/>
    public override string Name => "Donsker–Varadhan";

    /// <inheritdoc/>
    public override string Citation => "Donsker and Varadhan 1983, Comm. Pure Appl. Math. 36(2); Belghazi et al. 2018, arXiv:1801.04062, eq. 5";

    internal override bool HasHeavyPartition => true;

    private protected override Tensor GradientOf(Tensor scores) => Scores.DonskerVaradhanGradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.Softmax();
}
