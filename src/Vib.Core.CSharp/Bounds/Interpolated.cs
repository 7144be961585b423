using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>I_α, the lower bound on I(X;Y) between TUBA (α → 0: no ceiling, much variance) and InfoNCE (α → 1: little of either).</summary>
/// <remarks><para>1 + mean_{j≠i} [ S_ii − A_ji ] − mean_{i≠j} e^{S_ij − A_jj},  A_ji = log a(y_i; x_{≠j}),
/// a(y; x_{≠j}) = α/(B−1) Σ_{l≠j} e^{f(x_l,y)} + (1−α) q(y)  (Poole et al. 2019, §2.4, eq. 14; minibatch form of the authors' notebook: each sample is held out in turn and
/// B = K + 1). At most 1 + log((B−1)/α). Tight for S = log r + log q where also q is the partition.</para>
/// <para>The notebook's documentation has its logit the wrong way round: α is the weight of InfoNCE's partition, so logit → +∞ is InfoNCE. Its leave-one-out mean,
/// s + softplus⁻¹(lse − s), is wrong where one score towers; here it is a sum from above and one from below. O(B²) time.</para></remarks>
public sealed class Interpolated : BaselineBound
{
    private readonly double logAlpha, logRest;

    private Interpolated(double alpha, double logAlpha, double logRest) => (Alpha, this.logAlpha, this.logRest) = (alpha, logAlpha, logRest);

    /// <summary>I_α for a value of α.</summary>
    /// <param name="alpha">0 &lt; α &lt; 1.</param>
    /// <exception cref="DomainException">α is not inside (0, 1).</exception>
    public Interpolated(double alpha) : this(alpha, Math.Log(alpha), Log1M(alpha)) =>
        Require.That(alpha is > 0 and < 1, $"α = {alpha}", "0 < α < 1", "Tuba for α = 0, InfoNce with Contrast.OverX for α = 1");

    /// <summary>I_α for the logit of α, which tells numbers very near 0 or 1 apart.</summary>
    /// <param name="logit">log α/(1−α), finite; large is InfoNCE, small is TUBA.</param>
    /// <param name="logBaseline">The log-baseline of every y where none is given, nats.</param>
    /// <returns>I_α with α = 1/(1 + e^{−logit}).</returns>
    /// <exception cref="DomainException">The logit is not finite.</exception>
    public static Interpolated WithLogit(double logit, double logBaseline = 0)
    {
        Require.That(double.IsFinite(logit), $"A logit of {logit}", "a finite number", "Tuba for −∞, InfoNce with Contrast.OverX for +∞");
        return new(1 / (1 + Math.Exp(-logit)), -Softplus(-logit), -Softplus(logit)) { LogBaseline = logBaseline };
    }

    // log(1 − a) and log(1 + e^t), each where it loses nothing
    private static double Log1M(double a) => Math.Abs(a) < 1e-5 ? -a * (1 + a * (0.5 + a / 3)) : Math.Log(1 - a);

    private static double Softplus(double t) => Math.Max(t, 0) + Log1M(-Math.Exp(-Math.Abs(t)));

    /// <summary>α, the weight of InfoNCE's partition.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"I_α with α = {Alpha:G3}");

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "Poole et al. 2019, arXiv:1905.06922, §2.4";

    /// <summary>1 + log((B−1)/α): the joint sample is itself a part of the partition.</summary>
    /// <param name="batch">B, the number of pairs scored together; at least 2.</param>
    /// <returns>Nats.</returns>
    public override double Ceiling(int batch) => 1 + Math.Log(batch - 1) - logAlpha;

    internal override TiledReading Tiled(double[] logBaseline) => new InterpolatedReading(logBaseline, logAlpha, logRest);

    /// <summary>[j,i]: log-mean over l≠j of e^{S_li}, and log a(y_i; x_{≠j}).</summary>
    private (Tensor Mean, Tensor Partition) Partitions(Tensor scores, Tensor logBaseline)
    {
        var mean = Scores.LogSumWithoutRow(scores) - Math.Log(scores.shape[^1] - 1.0);
        return (mean, (mean + logAlpha).logaddexp((logBaseline + logRest).unsqueeze(-2)));
    }

    /// <summary>A is the baseline at the optimum, and the partition that the scores have for any α: near 1 the baseline has no weight, and is not learned.</summary>
    internal override Tensor Pointwise(Tensor scores, Tensor logBaseline)
    {
        using var scope = NewDisposeScope();
        var (_, partition) = Partitions(scores, logBaseline);
        var others = partition.masked_fill(Scores.Diagonal(scores), 0).sum(-2) / (scores.shape[^1] - 1.0); // mean over j≠i of A_ji
        return (Scores.Joint(scores) - others).MoveToOuterDisposeScope();
    }

    private protected override Tensor ValueOf(Tensor scores, Tensor logBaseline)
    {
        var (mean, partition) = Partitions(scores, logBaseline);
        // Σ_{i≠j} e^{S_ij} is (B−1) e^{mean_jj}: the last term is at most 1/α
        var marginal = Scores.Joint(mean - partition).exp().mean([-1]);
        return Scores.Joint(scores).mean([-1]) - Scores.MeanMarginal(partition) - marginal + 1;
    }

    // Of S_li:  [l = i]/B  − Σ_{j≠l,i} β_ji w_lji /(B(B−1))  − [l ≠ i] e^{mean_ii − A_ii} (1 − β_ii) w_lii / B
    // with β_ji = α e^{mean_ji − A_ji} the part of the partition that moves and w_lji = e^{S_li − mean_ji}/(B−1) the part of it that is row l's.
    private protected override Tensor GradientOf(Tensor scores, Tensor logBaseline)
    {
        var b = scores.shape[^1];
        var (_, partition) = Partitions(scores, logBaseline);
        var moving = Scores.LogSumWithoutRow(Scores.WithoutJoint(partition.neg())) + (logAlpha - Math.Log((double)b * (b - 1) * (b - 1))); // β w without e^{S_li}
        var gradient = (scores + moving).exp().neg();
        var own = Scores.Joint(partition).unsqueeze(-2);                                                                                  // A_ii, of column i
        var marginal = scores - own * 2 + (logBaseline.unsqueeze(-2) + (logRest - Math.Log((double)b * (b - 1))));                         // 1 − β = (1−α) q e^{−A}
        gradient -= Scores.WithoutJoint(marginal).exp();
        Scores.Joint(gradient).add_(1.0 / b);
        return gradient;
    }

    internal override bool GradientByHand(ScoreGradient to) => to.Interpolated(logAlpha, LogBaseline + logRest);

    private protected override bool GradientsByHand(ScoreGradient to) => to.Interpolated(logAlpha, logRest);

    private protected override Tensor CompanionGradientOf(Tensor scores, Tensor logBaseline)
    {
        var b = scores.shape[^1];
        var (mean, partition) = Partitions(scores, logBaseline);
        var fixedPart = ((logBaseline + logRest).unsqueeze(-2) - partition).exp();                    // 1 − β_ji
        var joint = fixedPart.masked_fill(Scores.Diagonal(scores), 0).sum(-2) / ((double)b * (b - 1)); // [..,B]
        return Scores.Joint((mean - partition).exp() * fixedPart) / (double)b - joint;
    }
}
