using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What a code tells of its input, from below: the codes of a batch told apart by their Bhattacharyya distances. No critic is needed.</summary>
/// <remarks><para>mean_i −log mean_j e^{−D(i,j)}, j over the whole batch, with D(i,j) = −log ∫ √(e(z|x_i) e(z|x_j)) dz, for diagonal Gaussians
/// Σ_k { ¼ (μ_i − μ_j)²/(σ_i² + σ_j²) + ½ log (σ_i² + σ_j²)/(2 σ_i σ_j) }  (Kolchinsky and Tracey 2017, arXiv:1706.02419 with α = ½).</para>
/// <para>Lower bound on I(X;Z) in expectation. The value bounds from below the information about which example of the batch was coded, h(mean_j e(z|x_j)) − mean_j h(e(z|x_j)). The expectation of the mixture
/// is p(z), and entropy is concave, so that E h(mean_j e(z|x_j)) ≤ h(p(z)); the other part has the expectation h(Z|X). At least 0, since D is; at most ln B, since D(i,i) = 0; never above
/// the pairwise rate over the whole batch, since D ≤ KL/2.</para>
/// <para>Double precision. Nats. O(B²·K) time; tiles of rows keep memory at O(B²).</para></remarks>
public sealed record BhattacharyyaRateTerm : Term
{
    /// <summary>Over the variables of an encoder.</summary>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    /// <exception cref="DomainException">A variable of the wrong sort. Training: an encoder of full covariance.</exception>
    public BhattacharyyaRateTerm(Variable latent, Variable input)
    {
        Require.That(latent.IsLatent && !input.IsLatent, $"The rate of {latent} about {input}", "a code, and the variable that it is the code of", "Variable.Z and Variable.X");
        (Latent, Input) = (latent, input);
    }

    /// <summary>The code.</summary>
    public Variable Latent { get; }

    /// <summary>What it is the code of.</summary>
    public Variable Input { get; }

    /// <inheritdoc/>
    public override string Quantity => $"I({Input};{Latent})";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Method => "pairwise rate, Bhattacharyya distances";

    /// <inheritdoc/>
    public override string Formula => "−log mean_j exp −D[e_i, e_j]";

    /// <inheritdoc/>
    public override string Citation => "Kolchinsky and Tracey 2017, arXiv:1706.02419";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => [Input, Latent];

    /// <inheritdoc/>
    public override string? Trains => null;

    /// <inheritdoc/>
    public override bool IsMeanOverExamples => false;

    /// <inheritdoc/>
    public override string ToString() => base.ToString();

    internal override double Ceiling(int batch, double constant) => Math.Log(batch);

    internal override bool IsOfPairs => true;

    internal override TermModel Reserve(TermSite site)
    {
        site.CheckDiagonal(Latent, Method);
        return new Model(Latent);
    }

    private sealed class Model(Variable latent) : TermModel
    {
        internal override TermPass Pass(ObjectivePass pass) => new Pairs(pass.Diagonal(latent));
    }

    private sealed class Pairs(DiagonalPass latent) : TermPass
    {
        private const long TileNumbers = 1 << 19; // 4 MiB of doubles: a tile stays in a core's cache

        private Tensor? weights; // [R,B,B]: ∂t_i/∂D_ij, of the last forward

        private (Tensor Mean, Tensor Variance, Tensor LogDeviation) Codes() // [R,B,K]
        {
            var log = latent.LogDeviation.to_type(ScalarType.Float64);
            return (latent.Mean.to_type(ScalarType.Float64), (log * 2).exp(), log);
        }

        private IEnumerable<(long Start, long Count)> Tiles()
        {
            var shape = latent.Mean.shape;
            var rows = Math.Max(1, TileNumbers / (shape[0] * shape[1] * shape[2]));
            for (long start = 0; start < shape[1]; start += rows) yield return (start, Math.Min(rows, shape[1] - start));
        }

        /// <summary>Each of some rows with every row of the batch, [R,T,B,K].</summary>
        private static Tensor Rows(Tensor codes, (long Start, long Count) tile) => codes.narrow(1, tile.Start, tile.Count).unsqueeze(2); // [R,T,1,K]

        internal override Tensor Forward()
        {
            var (mean, variance, log) = Codes();
            var distances = cat([.. Tiles().Select(tile =>
            {
                using var scope = NewDisposeScope();
                var (apart, both) = (Rows(mean, tile) - mean.unsqueeze(1), Rows(variance, tile) + variance.unsqueeze(1)); // [R,T,B,K]
                return (apart.square() / both * 0.25 + (both * 0.5).log() * 0.5).sum(-1).MoveToOuterDisposeScope(); // [R,T,B]
            })], 1);
            var half = log.sum(-1) * 0.5; // [R,B]
            var nearness = half.unsqueeze(1) + half.unsqueeze(2) - distances; // [R,B,B]: −D
            weights?.Dispose();
            weights = nearness.softmax(-1).DetachFromDisposeScope();
            return (nearness.logsumexp(-1) - Math.Log(mean.shape[1])).neg().mean([1], keepdim: true).to_type(ScalarType.Float32); // [R,1]
        }

        internal override void Backward(Tensor upstream, bool reaches)
        {
            if (!reaches) return;
            using var scope = NewDisposeScope();
            var (mean, variance, _) = Codes();
            var each = weights! * (upstream.to_type(ScalarType.Float64) / mean.shape[1]).unsqueeze(-1);
            var ofPair = (each + each.transpose(1, 2)).unsqueeze(-1); // [R,B,B,1]: ∂J/∂D of i with j, and of j with i
            foreach (var tile in Tiles())
            {
                using var inner = NewDisposeScope();
                var (apart, both) = (Rows(mean, tile) - mean.unsqueeze(1), Rows(variance, tile) + variance.unsqueeze(1)); // [R,T,B,K]
                var own = ofPair.narrow(1, tile.Start, tile.Count); // [R,T,B,1]
                var share = own / both;
                var pull = apart * share;
                var byMean = pull.sum(2) * 0.5; // [R,T,K]
                var bySpread = (share.sum(2) - (apart * pull / both).sum(2) * 0.5) * variance.narrow(1, tile.Start, tile.Count) - own.sum(2) * 0.5;
                latent.MeanGradient!.narrow(1, tile.Start, tile.Count).add_(byMean.to_type(ScalarType.Float32));
                latent.LogDeviationGradient!.narrow(1, tile.Start, tile.Count).add_(bySpread.to_type(ScalarType.Float32));
            }
        }

        public override void Dispose() => weights?.Dispose();
    }
}
