using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>FLO, the Fenchel–Legendre lower bound on I(X;Y): a critic g and a second one, u, that stands for the logarithm.</summary>
/// <remarks>1 − mean_i [ u_i + e^{−u_i} mean_{j≠i} e^{S_ij − S_ii} ]  (Guo et al. 2022, arXiv:2107.01131), S_ij = g(x_i, y_j), companion u_i = u(x_i, y_i). A lower bound for
/// any g and u, a constant u too, from −log t = max_u [ 1 − u − t e^{−u} ]. Tight where u = −log r and g is log r plus any c(x). Given a matrix the best u_i is
/// log mean_{j≠i} e^{S_ij − S_ii}, and the value there <see cref="L1Out"/> of the transpose: but that u looks at the other samples, and its value is on no side; u is a function
/// of the pair alone. With u_i = c_i − S_ii it is <see cref="Tuba"/> of the transpose. No ceiling; unbiased in value and gradient; its variance grows as e^{2I}. Without a
/// companion u = 0. Computed in log space. O(B²) time.</remarks>
public sealed class Flo : CompanionBound
{
    /// <inheritdoc/>
    public override string Name => "FLO";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "Guo et al. 2022, arXiv:2107.01131";

    /// <inheritdoc/>
    public override CompanionKind Companion => CompanionKind.OfPairs;

    /// <inheritdoc/>
    public override bool NeedsCompanion => true;

    internal override bool HasHeavyPartition => true;

    internal override Tensor OptimalCompanion(Tensor logRatio, Tensor logMarginal) => Scores.Joint(logRatio).neg();

    /// <summary>u is −log r at the optimum; g is log r only up to any c(x).</summary>
    internal override Tensor Pointwise(Tensor scores, Tensor companion) => companion.neg();

    /// <summary>log [ e^{−u_i} mean_{j≠i} e^{S_ij − S_ii} ], 0 for each pair where u is the best.</summary>
    private static Tensor LogContrast(Tensor scores, Tensor companion) =>
        Scores.WithoutJoint(scores).logsumexp(-1) - Math.Log(scores.shape[^1] - 1.0) - Scores.Joint(scores) - companion; // [..,B]

    internal override TiledReading Tiled(double[] companion) => new ContrastReading(companion.Length, Contrast.OverY, withJoint: false, (joint, logSum, i) =>
    {
        var contrast = Math.Exp(logSum - Math.Log(companion.Length - 1.0) - joint - companion[i]);
        return (1 - companion[i] - contrast, -contrast);
    });

    private protected override Tensor ValueOf(Tensor scores, Tensor companion) => -(companion + LogContrast(scores, companion).exp()).mean([-1]) + 1;

    // ∂/∂S_ij = −e^{S_ij − S_ii − u_i} / (B (B − 1)),  ∂/∂S_ii = the others' sum: rows add up to 0
    private protected override Tensor GradientOf(Tensor scores, Tensor companion)
    {
        var b = scores.shape[^1];
        var gradient = (scores - (Scores.Joint(scores) + companion + Math.Log((double)b * (b - 1))).unsqueeze(-1)).exp().neg();
        Scores.Joint(gradient).copy_(LogContrast(scores, companion).exp() / (double)b);
        return gradient;
    }

    // ∂/∂u_i = ( e^{−u_i} mean_{j≠i} e^{S_ij − S_ii} − 1 ) / B
    private protected override Tensor CompanionGradientOf(Tensor scores, Tensor companion) => (LogContrast(scores, companion).exp() - 1) / (double)scores.shape[^1];

    private protected override bool GradientsByHand(ScoreGradient to) => to.RowExponentials();
}
