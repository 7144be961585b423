using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>u(x, y), any function of the joint pair: a network on [x, y] that the bound itself trains.</summary>
/// <remarks>FLO's second critic (Guo et al. 2022), whose optimum is minus the pointwise information. B rows of dx + dy numbers.</remarks>
public sealed record PairFunction : CompanionOptions
{
    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 256];

    /// <inheritdoc/>
    public override string Name => "pair function";

    /// <inheritdoc/>
    public override CompanionKind Kind => CompanionKind.OfPairs;

    internal override Companion Reserve(ParameterLayout layout, int xDimension, int yDimension)
    {
        Require.Widths(Hidden, "A pair function's hidden layers", "[256, 256]");
        return new Function(new Mlp(layout, "pair", [xDimension + yDimension, .. Hidden, 1]), xDimension);
    }

    private sealed class Function(Mlp network, int xDimension) : Companion
    {
        internal override void Attach(FlatParameters parameters) => network.Attach(parameters);

        internal override CompanionPass Pass(int replicates, int batch, Device device, bool backward) =>
            new FunctionPass(new(network, replicates, batch, device, backward), Matrices.Empty(replicates, batch, network.Inputs, device), xDimension);

        public override void Dispose() => network.Dispose();
    }

    private sealed class FunctionPass(MlpPass pass, Matrices pairs, int xDimension) : CompanionPass
    {
        // places in the rows [x_i, y_i]
        private readonly Matrices xs = new(pairs.All.narrow(2, 0, xDimension)), ys = new(pairs.All.narrow(2, xDimension, pairs.Columns - xDimension));

        internal override Matrices Output => pass.Output;

        internal override Matrices OutputGradient => pass.OutputGradient;

        internal override void Forward(Matrices x, Matrices y, int? replicate)
        {
            xs.Part(replicate).copy_(x.Part(replicate));
            ys.Part(replicate).copy_(y.Part(replicate));
            pass.Forward(pairs, replicate);
        }

        internal override void Backward(Matrices x, Matrices y, int? replicate) => pass.Backward(pairs, replicate: replicate);

        public override void Dispose()
        {
            pass.Dispose();
            foreach (var buffer in (Matrices[])[xs, ys, pairs]) buffer.Dispose();
        }
    }
}
