using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>R copies of a network with residual blocks: h ← W x + b, then h ← h + W₂ max(W₁ h + b₁, 0) + b₂ block by block, then an affine layer  (He, Zhang, Ren and Sun 2016, arXiv:1603.05027: nothing stands on the way past the blocks).</summary>
/// <remarks>W₂ starts at 0, so that every depth starts as the same affine map and gradients come through it whole. All layers between the first and the last are of one width.</remarks>
internal sealed class ResidualNetwork : INetwork
{
    private readonly Mlp first, last;
    private readonly Mlp[] blocks;

    internal ResidualNetwork(ParameterLayout layout, string name, int inputs, int width, int blocks, int outputs)
    {
        first = new(layout, $"{name}.first", [inputs, width]);
        this.blocks = [.. Enumerable.Range(0, blocks).Select(block => new Mlp(layout, $"{name}.block.{block}", [width, width, width]))];
        last = new(layout, $"{name}.last", [width, outputs]);
    }

    public int Inputs => first.Inputs;

    /// <summary>The parts of the input's numbers, and of the units inside each block, that a training pass leaves out.</summary>
    internal (double Input, double Hidden) Dropout
    {
        init
        {
            first.Dropout = (value.Input, 0);
            foreach (var block in blocks) block.Dropout = (0, value.Hidden);
        }
    }

    private int Width => last.Inputs;

    private IEnumerable<Mlp> Parts => [first, .. blocks, last];

    public void Attach(FlatParameters parameters)
    {
        foreach (var part in Parts) part.Attach(parameters);
    }

    /// <summary>Makes every block the identity.</summary>
    internal void Initialise()
    {
        foreach (var block in blocks) block.Weight(1).All.zero_();
    }

    public INetworkPass Pass(int replicates, int batch, Device device, bool backward, Crew? crew = null) => new ResidualPass(this, replicates, batch, device, backward, crew);

    public void Dispose()
    {
        foreach (var part in Parts) part.Dispose();
    }

    private sealed class ResidualPass : INetworkPass
    {
        private readonly MlpPass first, last;
        private readonly MlpPass[] blocks;
        private readonly Matrices[] states;                 // what goes into each block, and into the last layer; [R,B,W]
        private readonly Matrices? gradient, branch;        // ∂/∂state, and what a block adds to it; [R,B,W]

        internal ResidualPass(ResidualNetwork network, int replicates, int batch, Device device, bool backward, Crew? crew)
        {
            MlpPass Of(Mlp part) => new(part, replicates, batch, device, backward, crew: crew);
            Matrices State() => Matrices.Empty(replicates, batch, network.Width, device);
            (first, last, blocks) = (Of(network.first), Of(network.last), [.. network.blocks.Select(Of)]);
            states = [first.Output, .. network.blocks.Select(_ => State())];
            if (backward) (gradient, branch) = (State(), State());
        }

        public Matrices Output => last.Output;

        public Matrices OutputGradient => last.OutputGradient;

        public Matrices Forward(Matrices input, int? replicate = null, Generator[]? dropout = null)
        {
            first.Forward(input, replicate, dropout);
            for (var l = 0; l < blocks.Length; l++) states[l + 1].Part(replicate).copy_(states[l].Part(replicate)).add_(blocks[l].Forward(states[l], replicate, dropout).Part(replicate));
            return last.Forward(states[^1], replicate);
        }

        public void Backward(Matrices input, int? replicate = null, Matrices? inputGradient = null)
        {
            last.Backward(states[^1], gradient, replicate: replicate);
            for (var l = blocks.Length - 1; l >= 0; l--)
            {
                blocks[l].OutputGradient.Part(replicate).copy_(gradient!.Part(replicate));
                blocks[l].Backward(states[l], branch, replicate: replicate);
                gradient.Part(replicate).add_(branch!.Part(replicate));
            }
            first.OutputGradient.Part(replicate).copy_(gradient!.Part(replicate));
            first.Backward(input, inputGradient, replicate: replicate);
        }

        public void Dispose()
        {
            foreach (var part in (MlpPass[])[first, .. blocks, last]) part.Dispose();
            foreach (var state in states[1..]) state.Dispose();
            gradient?.Dispose();
            branch?.Dispose();
        }
    }
}
