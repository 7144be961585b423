using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>RJE*, the reverse Jensen estimator of I(X;Y) without its slack factor.</summary>
/// <remarks>mean_i S_ii − R L + log R,  R = E e^{2S}/(E e^S)²,  L = E log(1 + e^S) over pairs off the diagonal. Derived here, by Jensen's inequality under the size-biased law:
/// f(x)/x is convex for f = log(1 + x), hence E f(X) ≥ μ f(s)/s with s = E X²/E X, that is f(Rμ) ≤ R E f(X)  (after Wunder et al. 2021, arXiv:2111.06676; docs/bounds/reverse-jensen). With exact expectations
/// RJE_a(S) ≤ RJE*(S + log a) ≤ Donsker–Varadhan(S + log a) ≤ I, and the second is an equality only where e^S takes one value or two, one of them 0, in the limit of large scores; on a
/// batch it is on neither side. It moves when a constant is added to the scores. O(B²) time.</remarks>
public sealed class SharpReverseJensen : Bound
{
    private readonly ReverseJensenForm form;

    /// <summary>RJE*.</summary>
    /// <param name="freezeRatio">Whether gradients stop at R.</param>
    public SharpReverseJensen(bool freezeRatio = false) => form = new(1, 0, freezeRatio);

    /// <summary>Whether gradients stop at R.</summary>
    public bool FreezesRatio => form.FreezeRatio;

    /// <inheritdoc/>
    public override string Name => FreezesRatio ? "RJE*, R frozen" : "RJE*";

    /// <inheritdoc/>
    public override Side Side => Side.Estimate;

    /// <inheritdoc/>
    public override string Citation => "derived here from Wunder, Groß, Fritschek and Schaefer 2021, arXiv:2111.06676";

    internal override bool HasHeavyPartition => true;

    internal override bool TellsRatio => false; // its best critic is not a shift of log r

    internal override TiledReading Tiled(int count) => form.Tiled(count);

    private protected override Tensor ValueOf(Tensor scores) => form.Value(scores);

    private protected override Tensor ObjectiveOf(Tensor scores) => form.Objective(scores);

    private protected override Tensor GradientOf(Tensor scores) => form.Gradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.ReverseJensen(form.Factor, form.FreezeRatio);
}
