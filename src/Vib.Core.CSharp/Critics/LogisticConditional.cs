using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y|x) a logistic density with independent coordinates, its place and scale by one network: heavier tails than <see cref="GaussianConditional"/>.</summary>
/// <remarks>S_ij = Σ_d [ −z − 2 softplus(−z) − log s_d(x_i) ], z = (y_jd − μ_d(x_i))/s_d(x_i), normalised in y  (McAllester and Stratos 2020, §5, whose code has it beside
/// the Gaussian). Written with |z|, which it is symmetric in, so nothing overflows. log s = b tanh(t/b) of the network's t. B² dy time beyond the network's.</remarks>
public sealed record LogisticConditional : LayeredCriticOptions
{
    /// <summary>b, nats: |log s| stays below it. Positive, at most 20. The default is that of <see cref="GaussianConditional.LogVarianceBound"/>, which is of the square.</summary>
    public double LogScaleBound { get; init; } = 5;

    /// <inheritdoc/>
    public override string Name => "logistic conditional";

    /// <inheritdoc/>
    public override bool IsDensity => true;

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        var scale = new BoundedLogScale(LogScaleBound, 1);
        scale.Check("The bound of the log-scale");
        return LocationCritic.Of(this, LocationFamily.Logistic, scale, xDimension, yDimension, replicates, device, seed);
    }
}
