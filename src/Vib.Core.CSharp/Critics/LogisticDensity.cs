namespace Vib.Core;

/// <summary>q(y) a logistic density with independent coordinates, its place and scale learned.</summary>
/// <remarks>c_i = Σ_d [ −z − 2 softplus(−z) − log s_d ], z = (y_id − μ_d)/s_d: the marginal beside <see cref="LogisticConditional"/> in the difference of entropies
/// (McAllester and Stratos 2020, §5). Starts at μ = 0, s = 1. log s = b tanh(t/b).</remarks>
public sealed record LogisticDensity : CompanionOptions
{
    /// <summary>b, nats: |log s| stays below it. Positive, at most 20.</summary>
    public double LogScaleBound { get; init; } = 5;

    /// <inheritdoc/>
    public override string Name => "logistic density";

    /// <inheritdoc/>
    public override CompanionKind Kind => CompanionKind.DensityOfY;

    internal override Companion Reserve(ParameterLayout layout, int xDimension, int yDimension)
    {
        var scale = new BoundedLogScale(LogScaleBound, 1);
        scale.Check("The bound of the log-scale");
        return new LocationDensity(LocationFamily.Logistic, scale, layout, yDimension);
    }
}
