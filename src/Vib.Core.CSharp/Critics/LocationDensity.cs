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

    // one row of a place and a width against all points
    private sealed class LocationDensityPass : ColumnPass
    {
        private readonly LocationDensity density;
        private readonly LocationPairs pairs;
        private readonly Matrices row;           // [R,1,B], the numbers
        private readonly Matrices? rowGradient;

        internal LocationDensityPass(LocationDensity density, int replicates, int batch, Device device, bool backward) : base(replicates, batch, device, backward)
        {
            this.density = density;
            row = new(Output.All.view(replicates, 1, batch));
            rowGradient = backward ? new(OutputGradient.All.view(replicates, 1, batch)) : null;
            pairs = new(density.family, density.scale, (int)density.location!.Columns, row, rowGradient, Kernels.ByHand(device.type));
        }

        internal override void Forward(Matrices x, Matrices y, int? replicate)
        {
            pairs.Load(density.location!, density.free!, y, replicate);
            pairs.Score(replicate);
        }

        internal override void Backward(Matrices x, Matrices y, int? replicate) => pairs.Follow(density.locationGradient!, density.freeGradient!, replicate);

        public override void Dispose()
        {
            pairs.Dispose();
            row.Dispose();
            rowGradient?.Dispose();
            base.Dispose();
        }
    }
}
