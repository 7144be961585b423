using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The rate of a code against the mixture of the batch's own codes, by pairwise divergences: no prior is needed.</summary>
/// <remarks><para>mean_i −log mean_j e^{−KL[e(z|x_i) ‖ e(z|x_j)]}  (Kolchinsky and Tracey 2017, arXiv:1706.02419; Kolchinsky, Tracey and Wolpert 2019, arXiv:1705.02436).</para>
/// <para>As published, j runs over the whole batch, i among it. That bounds the information about which example of the batch was coded from above, but is at most ln B itself, so it is on no side of I(X;Z):
/// an estimate. Without the pair of i with itself it is an upper bound on I(X;Z) in expectation: for any density q that x_i has no part in, I(X;Z) ≤ E[log e(z|x_i)/q(z)]; with q the mixture of the others,
/// −E log mean_{j≠i} e(z|x_j)/e(z|x_i) is at most the value, since log-sum-exp is convex. It has no ceiling, and is loose where codes lie far apart.</para>
/// <para>Divergences in double precision. Nats. O(B²·K).</para></remarks>
public sealed record PairwiseRateTerm : Term
{
    /// <summary>Over the variables of an encoder.</summary>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    /// <param name="leaveOneOut">Whether each code is left out of its own mixture, which makes it an upper bound.</param>
    /// <exception cref="DomainException">A variable of the wrong sort. Training: an encoder of full covariance.</exception>
    public PairwiseRateTerm(Variable latent, Variable input, bool leaveOneOut)
    {
        Require.That(latent.IsLatent && !input.IsLatent, $"The rate of {latent} about {input}", "a code, and the variable that it is the code of", "Variable.Z and Variable.X");
        (Latent, Input, LeaveOneOut) = (latent, input, leaveOneOut);
    }

    /// <summary>The code.</summary>
    public Variable Latent { get; }

    /// <summary>What it is the code of.</summary>
    public Variable Input { get; }

    /// <summary>Whether each code is left out of its own mixture.</summary>
    public bool LeaveOneOut { get; }

    /// <inheritdoc/>
    public override string Quantity => $"I({Input};{Latent})";

    /// <inheritdoc/>
    public override Side Side => LeaveOneOut ? Side.Upper : Side.Estimate;

    /// <inheritdoc/>
    public override string Method => LeaveOneOut ? "pairwise rate, leave one out" : "pairwise rate";

    /// <inheritdoc/>
    public override string Formula => $"−log mean_{(LeaveOneOut ? "j≠i" : "j")} exp −KL[e_i ‖ e_j]";

    /// <inheritdoc/>
    public override string Citation => "Kolchinsky, Tracey and Wolpert 2019, arXiv:1705.02436";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => [Input, Latent];

    /// <inheritdoc/>
    public override string? Trains => null;

    /// <inheritdoc/>
    public override bool IsMeanOverExamples => false;

    /// <inheritdoc/>
    public override string ToString() => base.ToString();

    internal override TermModel Reserve(TermSite site)
    {
        site.CheckDiagonal(Latent, Method);
        return new Model(this);
    }

    private sealed class Model(PairwiseRateTerm term) : TermModel
    {
        internal override TermPass Pass(ObjectivePass pass) => Kernels.ByHand(pass.Diagonal(term.Latent).Mean.device_type)
            ? new PairwisePass(pass.Diagonal(term.Latent), term.LeaveOneOut, pass.Crew)
            : new Pairs(pass.Diagonal(term.Latent), term.LeaveOneOut);
    }

    /// <summary>By libtorch's operators: any device. From codes taken relative to their mean, by products.</summary>
    private sealed class Pairs(DiagonalPass latent, bool leaveOneOut) : TermPass
    {
        private Tensor? weights; // [R,B,B]: ∂t_i/∂D_ij, of the last forward

        /// <summary>Codes relative to their mean, variances and precisions, [R,B,K], in double precision.</summary>
        private (Tensor Mean, Tensor Variance, Tensor Precision, Tensor LogDeviation) Codes()
        {
            var (mean, log) = (latent.Mean.to_type(ScalarType.Float64), latent.LogDeviation.to_type(ScalarType.Float64));
            return (mean - mean.mean([1], keepdim: true), (log * 2).exp(), (log * -2).exp(), log);
        }

        internal override Tensor Forward()
        {
            var (mean, variance, precision, log) = Codes();
            var (batch, scaled) = (mean.shape[1], mean * precision);
            var quadratic = (variance + mean.square()).bmm(precision.transpose(1, 2)) - mean.bmm(scaled.transpose(1, 2)) * 2 + (mean * scaled).sum(-1).unsqueeze(1);
            var logs = log.sum(-1); // [R,B]
            var divergence = (quadratic - mean.shape[2]) * 0.5 + logs.unsqueeze(1) - logs.unsqueeze(2); // [R,B,B]: KL[e_i ‖ e_j]
            var others = leaveOneOut ? divergence.neg().masked_fill(Itself(divergence), double.NegativeInfinity) : divergence.neg();
            weights?.Dispose();
            weights = others.softmax(-1).DetachFromDisposeScope();
            return (others.logsumexp(-1) - Math.Log(leaveOneOut ? batch - 1 : batch)).neg().mean([1], keepdim: true).to_type(ScalarType.Float32); // [R,1]
        }

        private static Tensor Itself(Tensor square) => eye(square.shape[1], device: square.device).to_type(ScalarType.Bool).unsqueeze(0);

        internal override void Backward(Tensor upstream, bool reaches)
        {
            if (!reaches) return;
            using var scope = NewDisposeScope();
            var (mean, variance, precision, _) = Codes();
            var each = weights! * (upstream.to_type(ScalarType.Float64) / mean.shape[1]).unsqueeze(-1); // [R,B,B]: ∂J/∂D_ij
            var (from, to) = (each.sum(2, keepdim: true), each.sum(1, keepdim: false).unsqueeze(-1));   // [R,B,1]: of i as the first, and as the second
            var (others, turned) = (each.bmm(precision), each.transpose(1, 2));
            var turnedMean = turned.bmm(mean);
            var byMean = mean * others - each.bmm(mean * precision) + precision * (mean * to - turnedMean);
            var bySpread = variance * others - from + to - precision * (turned.bmm(variance + mean.square()) - mean * turnedMean * 2 + mean.square() * to);
            latent.MeanGradient!.add_(byMean.to_type(ScalarType.Float32));
            latent.LogDeviationGradient!.add_(bySpread.to_type(ScalarType.Float32));
        }

        public override void Dispose() => weights?.Dispose();
    }
}
