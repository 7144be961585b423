namespace Vib.Core;

/// <summary>q(y) = N(y; μ, diag σ²) with learned μ and σ.</summary>
/// <remarks>c_i = −½ Σ_d [ (y_id − μ_d)²/σ_d² + log σ_d² + log 2π ]: the marginal beside <see cref="GaussianConditional"/> in the difference of entropies (McAllester and
/// Stratos 2020, §5). Starts at μ = 0, σ = 1. log σ² = b tanh(t/b).</remarks>
public sealed record GaussianDensity : CompanionOptions
{
    /// <summary>b, nats: |log σ²| stays below it. Positive, at most 40.</summary>
    public double LogVarianceBound { get; init; } = 10;

    /// <inheritdoc/>
    public override string Name => "Gaussian density";

    /// <inheritdoc/>
    public override CompanionKind Kind => CompanionKind.DensityOfY;

    internal override Companion Reserve(ParameterLayout layout, int xDimension, int yDimension)
    {
        var scale = new BoundedLogScale(LogVarianceBound, 0.5);
        scale.Check("The bound of the log-variance");
        return new LocationDensity(LocationFamily.Gaussian, scale, layout, yDimension);
    }
}
