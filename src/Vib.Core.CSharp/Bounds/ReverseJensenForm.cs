using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>mean_i S_ii − k R L + log R + c, with R = E e^{2S}/(E e^S)² and L = E log(1 + e^S) over the pairs off the diagonal.</summary>
/// <param name="Factor">k.</param>
/// <param name="Offset">c.</param>
/// <param name="FreezeRatio">Whether gradients stop at R.</param>
internal sealed record ReverseJensenForm(double Factor, double Offset, bool FreezeRatio)
{
    /// <summary>log R, from masked log-sums: at least 0, at most log B(B−1).</summary>
    internal static Tensor LogRatio(Tensor scores) => Scores.LogMeanExpMarginal(scores * 2) - Scores.LogMeanExpMarginal(scores) * 2;

    private static Tensor Softplus(Tensor scores) => Scores.MeanMarginal(JensenShannonObjective.Softplus(scores));

    internal Tensor Value(Tensor scores) => Value(scores, LogRatio(scores));

    internal Tensor Objective(Tensor scores) => FreezeRatio ? Value(scores, LogRatio(scores).detach()) : Value(scores);

    private Tensor Value(Tensor scores, Tensor logRatio) => Scores.Joint(scores).mean([-1]) - logRatio.exp() * Softplus(scores) * Factor + logRatio + Offset;

    // of log E e^S, log E e^{2S} and L:  ∂/∂log R = 1 − k R L,  ∂/∂L = −k R
    internal TiledReading Tiled(int count) => new MarginalReading(count, [new LogMeanExpMarginal(count), new LogMeanExpMarginal(count, ScoreMaps.Twice), new MeanMarginal(count, ScoreMaps.Softplus)], means =>
    {
        var logRatio = means[1] - 2 * means[0];
        var (ratio, loss) = (Factor * Math.Exp(logRatio), Factor * Math.Exp(logRatio) * means[2]);
        return (logRatio - loss + Offset, [-2 * (1 - loss), 1 - loss, -ratio]);
    });

    // ∂/∂S_ij = ∂log R (1 − k R L) − k R σ(S_ij)/(B(B−1)),  ∂log R = 2 (softmax 2S − softmax S)
    internal Tensor Gradient(Tensor scores)
    {
        var b = scores.shape[^1];
        var ratio = (LogRatio(scores).exp() * Factor).unsqueeze(-1).unsqueeze(-1);
        var gradient = scores.sigmoid() * ratio / (-(double)b * (b - 1));
        if (!FreezeRatio)
        {
            var masked = Scores.WithoutJoint(scores).flatten(-2);
            var ratioGradient = ((masked * 2).softmax(-1) - masked.softmax(-1)).view(scores.shape) * 2;
            gradient += ratioGradient * (1 - ratio * Softplus(scores).unsqueeze(-1).unsqueeze(-1));
        }
        return Scores.WithJoint(gradient);
    }
}
