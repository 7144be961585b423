using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>f(x, y) = mlp([x, y]): one network that sees both variables of each of the B² pairs.</summary>
/// <remarks>More expressive than <see cref="SeparableCritic"/> and about B times its cost  (Poole et al. 2019, §3, "joint"). The first layer is split,
/// W [x_i; y_j] + b = W_x x_i + (W_y y_j + b): it costs B rows instead of B², and the B² inputs are never built. Pairs are taken some rows of x at a time,
/// so that the work on them stays in a core's cache.</remarks>
public sealed record ConcatenatedCritic : LayeredCriticOptions
{
    /// <summary>Pairs in a tile: with two layers of 256, their activations and gradients fit a megabyte of cache.</summary>
    internal const int TilePairs = 256;

    /// <summary>The same on a GPU, of all replicates: enough to fill it, a quarter of a gigabyte a layer of 256 units.</summary>
    internal const int DevicePairs = 1 << 18;

    /// <summary>The most numbers of activations that are kept from the forward to the backward pass.</summary>
    internal long KeptNumbers { get; init; } = 1 << 26;

    /// <inheritdoc/>
    public override string Name => "concatenated";

    /// <inheritdoc/>
    public override bool GivesInputGradients => true;

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        var layout = new ParameterLayout();
        // One weight [dx + dy, h] with one bias: the first rows are W_x, the others W_y. Its fan-in is that of the layer which it splits.
        var first = layout.Weight("f.0.weight", xDimension + yDimension, Hidden[0]);
        var bias = layout.Bias("f.0.bias", Hidden[0]);
        var rest = new Mlp(layout, "f.rest", [.. Hidden, 1]);
        return new Concatenated(this, first, bias, rest, xDimension, yDimension, layout, replicates, device, seed);
    }

    internal sealed class Concatenated : Critic
    {
        internal Concatenated(ConcatenatedCritic options, ParameterSlot first, ParameterSlot bias, Mlp rest, int xDimension, int yDimension,
            ParameterLayout layout, int replicates, Device device, long seed) : base(options, xDimension, yDimension, layout, replicates, device)
        {
            (Widths, Rest) = (options.Hidden, rest);
            Parameters.Initialise(seed);
            rest.Attach(Parameters);
            (XWeight, YWeight) = Split(Parameters.Values, first);
            (XWeightGradient, YWeightGradient) = Split(Parameters.Gradients, first);
            (Bias, BiasGradient) = (FlatParameters.View(Parameters.Values, bias), FlatParameters.View(Parameters.Gradients, bias));
        }

        internal IReadOnlyList<int> Widths { get; }
        internal Mlp Rest { get; }
        internal Matrices XWeight { get; }
        internal Matrices YWeight { get; }
        internal Matrices Bias { get; }
        internal Matrices XWeightGradient { get; }
        internal Matrices YWeightGradient { get; }
        internal Matrices BiasGradient { get; }

        private (Matrices X, Matrices Y) Split(Tensor buffer, ParameterSlot slot)
        {
            using var both = FlatParameters.View(buffer, slot, Parameters.Precision);
            return (both.TakeRows(0, XDimension), both.TakeRows(XDimension, YDimension));
        }

        /// <summary>Memory for the first layer's output on so many rows, <c>[R,rows,h]</c>.</summary>
        internal Matrices Buffer(int rows) => Matrices.Empty(Parameters.Replicates, rows, Widths[0], Parameters.Device);

        internal override CriticPass Pass(int batch, bool backward, Crew? crew = null) => new ConcatenatedPass(this, batch, backward, crew);

        public override void Dispose()
        {
            foreach (var view in (Matrices[])[XWeight, YWeight, Bias, XWeightGradient, YWeightGradient, BiasGradient]) view.Dispose();
            Rest.Dispose();
            base.Dispose();
        }
    }
}
