using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>log q(y_i) of a diagonal <see cref="LocationFamily"/> whose place and width are parameters. They start at zero: μ = 0, s = 1.</summary>
internal sealed class LocationDensity : Companion
{
    private readonly LocationFamily family;
    private readonly BoundedLogScale scale;
    private readonly ParameterSlot locationSlot, freeSlot;
    private Matrices? location, free, locationGradient, freeGradient; // [R,1,dy]

    internal LocationDensity(LocationFamily family, BoundedLogScale scale, ParameterLayout layout, int yDimension)
    {
        (this.family, this.scale) = (family, scale);
        (locationSlot, freeSlot) = (layout.Bias("density.location", yDimension), layout.Bias("density.scale", yDimension));
    }

    internal override void Attach(FlatParameters parameters)
    {
        Dispose();
        (location, free) = (FlatParameters.View(parameters.Values, locationSlot), FlatParameters.View(parameters.Values, freeSlot));
        (locationGradient, freeGradient) = (FlatParameters.View(parameters.Gradients, locationSlot), FlatParameters.View(parameters.Gradients, freeSlot));
    }

    internal override CompanionPass Pass(int replicates, int batch, Device device, bool backward) => new LocationDensityPass(this, replicates, batch, device, backward);

    public override void Dispose()
    {
        foreach (var view in (Matrices?[])[location, free, locationGradient, freeGradient]) view?.Dispose();
    }

    private sealed class LocationDensityPass(LocationDensity density, int replicates, int batch, Device device, bool backward) : ColumnPass(replicates, batch, device, backward)
    {
        internal override void Forward(Matrices x, Matrices y, int? replicate)
        {
            using var scope = NewDisposeScope();
            var (z, logScale) = Standard(y, replicate);
            Output.Part(replicate).copy_((density.family.LogDensity(z) - logScale).sum(-1, keepdim: true) + density.family.Constant * y.Columns);
        }

        // ∂μ = −Σ_i g_i ℓ′(z_i)/s,  ∂log s = −Σ_i g_i (ℓ′(z_i) z_i + 1)
        internal override void Backward(Matrices x, Matrices y, int? replicate)
        {
            using var scope = NewDisposeScope();
            var (z, logScale) = Standard(y, replicate);
            var upstream = OutputGradient.Part(replicate);    // [..,B,1]
            var slope = density.family.Slope(z) * upstream;   // [..,B,dy]
            density.locationGradient!.Part(replicate).copy_((slope * logScale.neg().exp()).sum(-2, keepdim: true).neg());
            density.freeGradient!.Part(replicate).copy_((slope * z + upstream).sum(-2, keepdim: true).neg() * density.scale.Slope(logScale));
        }

        private (Tensor Z, Tensor LogScale) Standard(Matrices y, int? replicate)
        {
            var logScale = density.scale.LogScale(density.free!.Part(replicate));
            return ((y.Part(replicate) - density.location!.Part(replicate)) * logScale.neg().exp(), logScale);
        }
    }
}
