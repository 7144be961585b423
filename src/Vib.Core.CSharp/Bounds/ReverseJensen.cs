using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>RJE_a, the reverse Jensen estimator of I(X;Y).</summary>
/// <remarks>mean_i S_ii − a/(1 − a^{−1/2}) R L + log aR,  R = E e^{2S}/(E e^S)²,  L = E log(1 + e^S) over pairs off the diagonal  (Wunder et al. 2021, arXiv:2111.06676; the
/// constants are those of the authors' notebook with b = 1, the inequality was proved anew: docs). With exact expectations it is below Donsker–Varadhan and so below I;
/// on a batch R and the means are sampled, and it is on neither side. Far from tight: at best it reads log(1 − a^{−1/2}) − 1 below Donsker–Varadhan for small e^S, 1.38 nat
/// at a = 10, and −1.345 for independent variables. A loss to train on, not a number to report; see <see cref="SharpReverseJensen"/>. It moves when a constant is added to
/// the scores. Computed in log space, with the diagonal at −∞. O(B²) time.</remarks>
public sealed class ReverseJensen : Bound
{
    private readonly ReverseJensenForm form;

    /// <summary>RJE_a.</summary>
    /// <param name="slack">a > 1; the authors use 10.</param>
    /// <param name="freezeRatio">Whether gradients stop at R; the authors let them through.</param>
    /// <exception cref="DomainException">a is not above 1, or not finite.</exception>
    public ReverseJensen(double slack = 10, bool freezeRatio = false)
    {
        Require.That(slack > 1 && double.IsFinite(slack), $"A slack of {slack}", "a finite a > 1", "10, or SharpReverseJensen, which needs none");
        Slack = slack;
        form = new(slack / (1 - 1 / Math.Sqrt(slack)), Math.Log(slack), freezeRatio);
    }

    /// <summary>a.</summary>
    public double Slack { get; }

    /// <summary>Whether gradients stop at R.</summary>
    public bool FreezesRatio => form.FreezeRatio;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"RJE with a = {Slack:G3}{(FreezesRatio ? ", R frozen" : "")}");

    /// <inheritdoc/>
    public override Side Side => Side.Estimate;

    /// <inheritdoc/>
    public override string Citation => "Wunder, Groß, Fritschek and Schaefer 2021, arXiv:2111.06676";

    internal override bool HasHeavyPartition => true;

    internal override bool TellsRatio => false; // its best critic is not a shift of log r

    internal override TiledReading Tiled(int count) => form.Tiled(count);

    private protected override Tensor ValueOf(Tensor scores) => form.Value(scores);

    private protected override Tensor ObjectiveOf(Tensor scores) => form.Objective(scores);

    private protected override Tensor GradientOf(Tensor scores) => form.Gradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.ReverseJensen(form.Factor, form.FreezeRatio);
}
