using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y|x) = N(y; μ(x), diag σ²(x)), both by one network: a fitted density as a critic.</summary>
/// <remarks><para>S_ij = log q(y_j|x_i) = −½ Σ_d [ (y_jd − μ_d(x_i))²/σ_d²(x_i) + log σ_d²(x_i) + log 2π ], summed over dimensions, normalised in y: the q of vCLUB
/// (Cheng et al. 2020, arXiv:2006.12013, §3.2) and of the difference of entropies (McAllester and Stratos 2020, §5). Where p(y|x) is Gaussian with independent
/// coordinates the mean of the diagonal reaches −h(Y|X). Fitted, so a bound on it is an estimate.</para>
/// <para>log σ² = b tanh(t/b) of the network's t. In the code of Linear95/CLUB b is 1, which keeps σ² within [e⁻¹, e] whatever the data are. B² dy time beyond the
/// network's, by differences and not by expanded squares, so that a small σ costs no digits.</para></remarks>
public sealed record GaussianConditional : LayeredCriticOptions
{
    /// <summary>b, nats: |log σ²| stays below it. Positive, at most 40.</summary>
    /// <remarks>10 lets σ go from e^−5 to e^5 of the scale of the data, so one standardised coordinate of y can tell up to 5 nat of x. Narrower forbids answers; much
    /// wider lets σ collapse on few pairs, and log q of all others with it.</remarks>
    public double LogVarianceBound { get; init; } = 10;

    /// <inheritdoc/>
    public override string Name => "Gaussian conditional";

    /// <inheritdoc/>
    public override bool IsDensity => true;

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        var scale = new BoundedLogScale(LogVarianceBound, 0.5);
        scale.Check("The bound of the log-variance");
        return LocationCritic.Of(this, LocationFamily.Gaussian, scale, xDimension, yDimension, replicates, device, seed);
    }
}
