using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>log a(y), any function of y: a network that the bound itself trains.</summary>
/// <remarks>"Unnormalised baseline" in Poole et al. 2019, §2.2, whose notebook has two hidden layers of 512. At TUBA's optimum it is log E_x e^{f(x,y)}.</remarks>
public sealed record LearnedBaseline : CompanionOptions
{
    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [512, 512];

    /// <inheritdoc/>
    public override string Name => "learned baseline";

    /// <inheritdoc/>
    public override CompanionKind Kind => CompanionKind.OfY;

    internal override Companion Reserve(ParameterLayout layout, int xDimension, int yDimension)
    {
        Require.Widths(Hidden, "A baseline's hidden layers", "[512, 512]");
        return new Baseline(new Mlp(layout, "baseline", [yDimension, .. Hidden, 1]));
    }

    private sealed class Baseline(Mlp network) : Companion
    {
        internal override void Attach(FlatParameters parameters) => network.Attach(parameters);

        internal override CompanionPass Pass(int replicates, int batch, Device device, bool backward) => new BaselinePass(new(network, replicates, batch, device, backward));

        public override void Dispose() => network.Dispose();
    }

    private sealed class BaselinePass(MlpPass pass) : CompanionPass
    {
        internal override Matrices Output => pass.Output;

        internal override Matrices OutputGradient => pass.OutputGradient;

        internal override void Forward(Matrices x, Matrices y, int? replicate) => pass.Forward(y, replicate);

        internal override void Backward(Matrices x, Matrices y, int? replicate) => pass.Backward(y, replicate: replicate);

        public override void Dispose() => pass.Dispose();
    }
}
