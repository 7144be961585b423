using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>H(Z) of a categorical code, what the deterministic bottleneck pays in the place of I(X;Z)  (Strouse and Schwab 2017, arXiv:1604.00268).</summary>
/// <remarks><para>H(Z) = I(X;Z) + H(Z|X), so that an upper bound of it is one of I(X;Z), and a code that minimises it is a function of x.</para>
/// <para><see cref="Bounded"/>: mean_i Σ_k −e(k|x_i) log m(k) with m learned. It is H(Z) + KL[p(z) ‖ m(z)], upper for every m, a mean over examples, and tight at m = p(z).</para>
/// <para><see cref="OfBatch"/>: the entropy of ê, the batch's mean of e(z|x). The entropy is concave, so its expectation is H(Z) − E KL[ê ‖ p], at most H(Z), by about Σ_k Var e(k|X)/(2B p(k)), which is (K − 1)/(2B) where z is a function of x: what is
/// minimised is below what it stands for, and it is on no side of I(X;Z). Evaluation takes the mean over all rows at once: the entropy of the code of those very rows, exactly.</para>
/// <para>Nats. O(B·K).</para></remarks>
public sealed record CodeEntropyTerm : Term
{
    private readonly bool isOfBatch;

    private CodeEntropyTerm(bool isOfBatch, Variable latent, Variable input)
    {
        Require.That(latent.IsLatent && !input.IsLatent, $"The entropy of {latent}, a code of {input}", "a code, and the variable that it is the code of", "Variable.Z and Variable.X");
        (this.isOfBatch, Latent, Input) = (isOfBatch, latent, input);
    }

    /// <summary>By a learned distribution of the states.</summary>
    /// <param name="latent">The code, of a categorical encoder.</param>
    /// <param name="input">What it is the code of.</param>
    /// <returns>The term, an upper bound on H(Z), and so on I(X;Z).</returns>
    /// <exception cref="DomainException">A variable of the wrong sort. Training: a Gaussian encoder.</exception>
    public static CodeEntropyTerm Bounded(Variable latent, Variable input) => new(false, latent, input);

    /// <summary>By the mean of the batch's codes.</summary>
    /// <param name="latent">The code, of a categorical encoder.</param>
    /// <param name="input">What it is the code of.</param>
    /// <returns>The term, an estimate.</returns>
    /// <exception cref="DomainException">A variable of the wrong sort. Training: a Gaussian encoder.</exception>
    public static CodeEntropyTerm OfBatch(Variable latent, Variable input) => new(true, latent, input);

    /// <summary>The code.</summary>
    public Variable Latent { get; }

    /// <summary>What it is the code of.</summary>
    public Variable Input { get; }

    /// <inheritdoc/>
    public override string Quantity => $"H({Latent})";

    /// <inheritdoc/>
    public override Side Side => isOfBatch ? Side.Estimate : Side.Upper;

    /// <inheritdoc/>
    public override string Method => isOfBatch ? "entropy of the batch's mean code" : "cross-entropy with a learned prior";

    /// <inheritdoc/>
    public override string Formula => isOfBatch ? $"H[mean_i e({Latent.Name.ToLowerInvariant()}|{Input.Name.ToLowerInvariant()}_i)]" : $"E[−log m({Latent.Name.ToLowerInvariant()})]";

    /// <inheritdoc/>
    public override string Citation => "Strouse and Schwab 2017, arXiv:1604.00268";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => [Input, Latent];

    /// <inheritdoc/>
    public override string? Trains => isOfBatch ? null : "prior";

    /// <inheritdoc/>
    public override bool IsMeanOverExamples => !isOfBatch;

    /// <inheritdoc/>
    public override string ToString() => base.ToString();

    internal override bool IsPooled => isOfBatch;

    internal override TermModel Reserve(TermSite site)
    {
        site.CheckCategorical(Latent, Method);
        return isOfBatch ? new Pooled(Latent) : new LearnedStates(Latent, site.Layout.Bias($"{site.Name}.logits", site.Numbers(Latent)), entropy: true);
    }

    private sealed class Pooled(Variable latent) : TermModel
    {
        internal override TermPass Pass(ObjectivePass pass) => new PooledPass(pass.Categorical(latent));
    }

    private sealed class PooledPass(CategoricalPass code) : TermPass, IPooled
    {
        private Tensor Codes => code.Probabilities.to_type(ScalarType.Float64); // [R,B,K]

        /// <summary>−log, and 0 of a state that no code has: it weighs 0.</summary>
        private static Tensor Surprise(Tensor mean) => where(mean.gt(0), mean.log().neg(), zeros_like(mean));

        public Tensor Sum() => Codes.sum(1);

        public Tensor? Mean { private get; set; } // [R,K]; null for the batch's

        internal override Tensor Forward()
        {
            if (Mean is not null) return (Codes * Surprise(Mean).unsqueeze(1)).sum(-1); // [R,B], whose mean over all rows is the entropy
            var mean = Codes.mean([1]);
            return (mean * Surprise(mean)).sum(-1, keepdim: true).to_type(ScalarType.Float32); // [R,1]
        }

        internal override void Backward(Tensor upstream, bool reaches)
        {
            if (!reaches) return;
            using var scope = NewDisposeScope();
            var slope = Surprise(Codes.mean([1], keepdim: true)).to_type(ScalarType.Float32); // [R,1,K], less 1, which the softmax does not pass on
            code.ProbabilityGradient.add_(slope * (upstream / code.Probabilities.shape[1]).unsqueeze(-1));
        }
    }
}
