namespace Vib.Core;

/// <summary>The rate KL[e(z|x) ‖ m(z)] of a categorical code, summed over its states: an upper bound on I(X;Z), or, where m depends on y, on I(X;Z|Y).</summary>
/// <remarks><para>mean_i Σ_k e(k|x_i) log e(k|x_i)/m(k). The bound is I(X;Z) + KL[p(z) ‖ m(z)], upper for every m  (Alemi et al. 2017, eq. 14), and, where m is learned, tight at m = p(z); with a backward encoder b(z|y) it
/// is I(X;Z|Y) + E_y KL[p(z|y) ‖ b(z|y)]  (Fischer 2020, arXiv:2002.05379).</para>
/// <para>Exact: nothing is drawn. At most ln K against the uniform distribution. Nats. O(B·K).</para></remarks>
public sealed record CategoricalRateTerm : PriorRateTerm
{
    private readonly Prior prior;

    private enum Prior { Uniform, Learned, BackwardEncoder }

    private CategoricalRateTerm(Prior prior, Variable latent, Variable input, Variable? given) : base(latent, input, given) => this.prior = prior;

    /// <summary>Against 1/K of each state: ln K − H(Z|X).</summary>
    /// <param name="latent">The code, of a categorical encoder.</param>
    /// <param name="input">What it is the code of.</param>
    /// <returns>The term, an upper bound on I(X;Z).</returns>
    /// <exception cref="DomainException">The code is not encoded, or its input is. Training: a Gaussian encoder.</exception>
    public static CategoricalRateTerm Uniform(Variable latent, Variable input) => new(Prior.Uniform, latent, input, null);

    /// <summary>Against probabilities of the states that are learned: the rate that reaches I(X;Z).</summary>
    /// <param name="latent">The code, of a categorical encoder.</param>
    /// <param name="input">What it is the code of.</param>
    /// <returns>The term, an upper bound on I(X;Z).</returns>
    /// <exception cref="DomainException">The code is not encoded, or its input is. Training: a Gaussian encoder.</exception>
    public static CategoricalRateTerm Learned(Variable latent, Variable input) => new(Prior.Learned, latent, input, null);

    /// <summary>Against a backward encoder b(z|y) = softmax(W y + b): the residual information of CEB.</summary>
    /// <param name="latent">The code, of a categorical encoder.</param>
    /// <param name="input">What it is the code of.</param>
    /// <param name="given">Y.</param>
    /// <returns>The term, an upper bound on I(X;Z|Y).</returns>
    /// <exception cref="DomainException">The code is not encoded, or its input or Y is. Training: a Gaussian encoder.</exception>
    public static CategoricalRateTerm BackwardEncoder(Variable latent, Variable input, Variable given) =>
        new(Prior.BackwardEncoder, latent, input, given);

    /// <inheritdoc/>
    public override string Method => prior switch
    {
        Prior.Uniform => "categorical rate, uniform prior",
        Prior.Learned => "categorical rate, learned prior",
        _ => "categorical rate, backward encoder",
    };

    private protected override string? FixedPrior => prior == Prior.Uniform ? "1/K" : null;

    internal override TermModel Reserve(TermSite site)
    {
        site.CheckCategorical(Latent, Method);
        var states = site.Numbers(Latent);
        return prior switch
        {
            Prior.Uniform => new UniformStates(Latent),
            Prior.Learned => new LearnedStates(Latent, site.Layout.Bias($"{site.Name}.logits", states), entropy: false),
            _ => new StatesGiven(Latent, Given!, new(site.Layout, site.Name, [site.Numbers(Given!), states])),
        };
    }
}
