using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The rate against a mixture of M Gaussians, sampled: an upper bound on I(X;Z).</summary>
/// <remarks><para>mean_i (1/S) Σ_s { log e(z_s|x_i) − log m(z_s) }, z_s ~ e(z|x_i), with m = Σ_m π_m N(c_m, diag s_m²). The expectation is I(X;Z) + KL[p(z) ‖ m(z)], upper for every m
/// (Alemi et al. 2017, eq. 14); the divergence from a mixture has no closed form, and a sample of it may be negative.</para>
/// <para>The components are parameters of their own, or, as a VampPrior, the encoder's Gaussians at M learned pseudo-inputs, each of weight 1/M  (Tomczak and Welling 2018, arXiv:1705.07120).</para>
/// <para>Gradients follow the samples, through log e too. Nats. O(S·B·M·K), and for a VampPrior M more rows through the encoder.</para></remarks>
public sealed record MixtureRateTerm : Term
{
    private readonly bool isOfPseudoInputs;

    private MixtureRateTerm(bool isOfPseudoInputs, Variable latent, Variable input, int components)
    {
        Require.That(latent.IsLatent, $"The rate of {latent}", "a variable that is encoded", "Variable.Z");
        Require.That(!input.IsLatent, $"The rate of {latent} about {input}", "the variable that it is the code of", "Variable.X");
        Require.AtLeast(1, components, "M, the number of a prior's components,", "10");
        (this.isOfPseudoInputs, Latent, Input, Components) = (isOfPseudoInputs, latent, input, components);
    }

    /// <summary>Against a mixture whose weights, means and deviations are learned.</summary>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    /// <param name="components">M, at least 1.</param>
    /// <returns>The rate, an upper bound.</returns>
    /// <exception cref="DomainException">A variable of the wrong sort, or no component.</exception>
    public static MixtureRateTerm Learned(Variable latent, Variable input, int components) => new(false, latent, input, components);

    /// <summary>Against the mixture of the encoder's own Gaussians at inputs that are learned.</summary>
    /// <remarks>The pseudo-inputs are of what the encoder encodes, and may take any value. The encoder's covariance is to be diagonal, and its network a multilayer perceptron. The components are as narrow as the codes: where σ starts near 0, the rate
    /// starts at the squares of distances over σ², thousands of nats, and the code collapses before it has learned. So start σ near 1, with a softplus offset of 0, or the weight on a ramp.</remarks>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    /// <param name="components">M, at least 1.</param>
    /// <returns>The rate, an upper bound.</returns>
    /// <exception cref="DomainException">A variable of the wrong sort, or no component.</exception>
    public static MixtureRateTerm OfPseudoInputs(Variable latent, Variable input, int components) => new(true, latent, input, components);

    /// <summary>The code.</summary>
    public Variable Latent { get; }

    /// <summary>What it is the code of.</summary>
    public Variable Input { get; }

    /// <summary>M.</summary>
    public int Components { get; }

    /// <inheritdoc/>
    public override string Quantity => $"I({Input};{Latent})";

    /// <inheritdoc/>
    public override Side Side => Side.Upper;

    /// <inheritdoc/>
    public override string Method => isOfPseudoInputs ? $"rate, VampPrior of {Components} pseudo-inputs" : $"rate, mixture of {Components} Gaussians for a prior";

    /// <inheritdoc/>
    public override string Formula => $"E[log e({Latent.Name.ToLowerInvariant()}|{Input.Name.ToLowerInvariant()})/m({Latent.Name.ToLowerInvariant()})]";

    /// <inheritdoc/>
    public override string Citation => isOfPseudoInputs ? "Tomczak and Welling 2018, arXiv:1705.07120" : "Alemi et al. 2017, eq. 14";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => [Input, Latent];

    /// <inheritdoc/>
    public override string? Trains => "prior";

    /// <inheritdoc/>
    public override string ToString() => base.ToString();

    internal override TermModel Reserve(TermSite site)
    {
        site.CheckNoise(Latent, Method);
        if (isOfPseudoInputs)
        {
            site.CheckDiagonal(Latent, Method);
            Require.That(site.Latent(Latent).Network is Mlp, $"The {Method} of {Latent}, whose encoder is {(site.Latent(Latent).Options.Blocks > 0 ? "residual" : "convolutional")}", "a multilayer perceptron, to whose inputs gradients pass here", "a mixture of Gaussians for a prior");
            return new VampPrior(Latent, site.Layout.Weight($"{site.Name}.pseudo-inputs", Components, site.Latent(Latent).Network.Inputs));
        }
        site.CheckGaussian(Latent, Method);
        var dimension = site.Numbers(Latent);
        // The means are drawn as weights are, since equal components would stay equal.
        return new MixturePrior(Latent, site.Layout.Bias($"{site.Name}.logits", Components), site.Layout.Weight($"{site.Name}.means", Components, dimension),
            site.Layout.Zeros($"{site.Name}.log deviations", Components, dimension));
    }
}
