using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>CEB's contrastive form, CatGen: a backward encoder scores each code against every y of the batch.</summary>
/// <remarks><para>mean_i (1/S) Σ_s { log b(z_s,i|y_i) − log mean_j b(z_s,i|y_j) }, j over the whole batch: InfoNCE with the scores log b(z|y). Lower bound on I(Z;Y), at most ln B  (Fischer 2020, arXiv:2002.05379).
/// Y may be classes or numbers.</para>
/// <para>b is that of a rate against a backward encoder of the same variables, where the objective has one: the two train it together. Otherwise it is the term's own, linear in y with variances that are
/// learned. Nats. O(S·B²·K) by products.</para></remarks>
public sealed record CatGenTerm : BackwardEncoderTerm
{
    /// <summary>Over a code and a variable of the data.</summary>
    /// <param name="of">What is told from the code.</param>
    /// <param name="from">The code.</param>
    /// <exception cref="DomainException">A variable of the wrong sort.</exception>
    public CatGenTerm(Variable of, Variable from) : base(of, from, "CatGen") { }

    /// <inheritdoc/>
    public override string Method => "CatGen";

    /// <inheritdoc/>
    public override string Formula => $"E[log b({From.Name.ToLowerInvariant()}|{Of.Name.ToLowerInvariant()})/mean_j b({From.Name.ToLowerInvariant()}|{Of.Name.ToLowerInvariant()}_j)]";

    /// <inheritdoc/>
    public override bool IsMeanOverExamples => false;

    internal override double Ceiling(int batch, double constant) => Math.Log(batch);

    internal override bool IsOfPairs => true;

    internal override TermModel Reserve(TermSite site) => new Model(this, At(site));

    private sealed class Model(CatGenTerm term, BackwardEncoder encoder) : TermModel
    {
        internal override void Attach(FlatParameters parameters) => encoder.Attach(parameters);

        internal override TermPass Pass(ObjectivePass pass) => new CatGenPass(pass.Latent(term.From), pass.Observed(term.Of), encoder, pass.Backward);

        public override void Dispose() => encoder.Dispose();
    }

    private sealed class CatGenPass(LatentPass latent, Matrices given, BackwardEncoder encoder, bool backward) : TermPass
    {
        private readonly BackwardEncoderPass scores = new(latent, given, encoder, backward);
        private Tensor? shares; // [R,S·B,B]: softmax of the scores over j, of the last forward

        /// <summary>1 where j is the sample's own example, [S·B,B].</summary>
        private Tensor Own => eye(given.Rows, dtype: ScalarType.Float64, device: given.All.device).unsqueeze(0).expand(latent.Samples, given.Rows, given.Rows).reshape(-1, given.Rows);

        internal override Tensor Forward()
        {
            var logs = scores.LogDensities().log_softmax(-1); // [R,S·B,B]
            shares?.Dispose();
            shares = logs.exp().DetachFromDisposeScope();
            // the sum over j of zeros and one number; b is a density of finite logarithm, so that no 0 · ∞ is among them
            return ((logs * Own).sum(-1).mean([1], keepdim: true) + Math.Log(given.Rows)).to_type(ScalarType.Float32); // [R,1]
        }

        internal override void Backward(Tensor upstream, bool reaches)
        {
            using var scope = NewDisposeScope();
            scores.Backward((Own - shares!) * (upstream.to_type(ScalarType.Float64) / shares!.shape[1]).unsqueeze(-1), reaches);
        }

        public override void Dispose()
        {
            shares?.Dispose();
            scores.Dispose();
        }
    }
}
