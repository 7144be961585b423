using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The rate KL[e(z|x) ‖ m(z)] against a Gaussian m: an upper bound on I(X;Z), or, where m depends on y, on I(X;Z|Y).</summary>
/// <remarks><para>mean_i Σ_k { log s_k − log σ_ik + [σ_ik² + (μ_ik − m_k)²]/(2 s_k²) − ½ }. The bound is I(X;Z) + KL[p(z) ‖ m(z)]  (Alemi et al. 2017, eq. 14), upper for every m; with a backward encoder
/// b(z|y) it is I(X;Z|Y) + E_y KL[p(z|y) ‖ b(z|y)]  (Fischer 2020, arXiv:2002.05379), because Z – X – Y is a Markov chain.</para>
/// <para>Sum over dimensions, mean over the batch. Nats. Closed form, O(B·K).</para></remarks>
public sealed record RateTerm : PriorRateTerm
{
    private readonly Prior prior;

    private enum Prior { StandardNormal, Learned, BackwardEncoder, UnitBackwardEncoder }

    private RateTerm(Prior prior, Variable latent, Variable input, Variable? given) : base(latent, input, given) => this.prior = prior;

    /// <summary>Against N(0, I).</summary>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    /// <returns>The term, an upper bound on I(X;Z).</returns>
    /// <exception cref="DomainException">The code is not encoded, or its input is.</exception>
    public static RateTerm StandardNormal(Variable latent, Variable input) => new(Prior.StandardNormal, latent, input, null);

    /// <summary>Against N(m, diag s²) with m and s learned: tighter than the standard normal, and a bound all the same.</summary>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    /// <returns>The term, an upper bound on I(X;Z).</returns>
    /// <exception cref="DomainException">The code is not encoded, or its input is.</exception>
    public static RateTerm Learned(Variable latent, Variable input) => new(Prior.Learned, latent, input, null);

    /// <summary>Against a backward encoder b(z|y) = N(m(y), diag s(y)²), linear in y: the residual information of CEB.</summary>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    /// <param name="given">Y.</param>
    /// <param name="unitVariance">Whether s is 1, as in the second paper; it is learned otherwise.</param>
    /// <returns>The term, an upper bound on I(X;Z|Y).</returns>
    /// <exception cref="DomainException">The code is not encoded, or its input or Y is.</exception>
    public static RateTerm BackwardEncoder(Variable latent, Variable input, Variable given, bool unitVariance = false) =>
        new(unitVariance ? Prior.UnitBackwardEncoder : Prior.BackwardEncoder, latent, input, given);

    /// <inheritdoc/>
    public override string Method => prior switch
    {
        Prior.StandardNormal => "rate, prior N(0, I)",
        Prior.Learned => "rate, learned Gaussian prior",
        Prior.BackwardEncoder => "rate, backward encoder",
        _ => "rate, backward encoder of unit variance",
    };

    private protected override string? FixedPrior => prior == Prior.StandardNormal ? "N(0, I)" : null;

    internal override TermModel Reserve(TermSite site)
    {
        site.CheckGaussian(Latent, Method);
        site.CheckNoise(Latent, Method);
        var dimension = site.Numbers(Latent);
        return prior switch
        {
            Prior.StandardNormal => new StandardNormalPrior(Latent),
            Prior.Learned => new LearnedPrior(Latent, site.Layout.Bias($"{site.Name}.mean", dimension), site.Layout.Bias($"{site.Name}.log deviation", dimension)),
            _ => new BackwardEncoderPrior(Latent, Given!, new(site.Layout, site.Name, [site.Numbers(Given!), (prior == Prior.BackwardEncoder ? 2 : 1) * dimension])),
        };
    }
}
