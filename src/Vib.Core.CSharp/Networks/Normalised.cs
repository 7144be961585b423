using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A network whose output rows are brought to length 1.</summary>
internal sealed class Normalised(INetwork network) : INetwork
{
    public int Inputs => network.Inputs;

    public void Attach(FlatParameters parameters) => network.Attach(parameters);

    public INetworkPass Pass(int replicates, int batch, Device device, bool backward, Crew? crew = null) => new NormalisedPass(network.Pass(replicates, batch, device, backward, crew), device);

    public void Dispose() => network.Dispose();

    private sealed class NormalisedPass : INetworkPass
    {
        private readonly INetworkPass pass;
        private readonly Kernels kernels;
        private readonly Matrices norms; // [R,B,1]

        internal NormalisedPass(INetworkPass pass, Device device)
        {
            (this.pass, kernels) = (pass, Kernels.For(device));
            var (replicates, rows) = (pass.Output.Replicates, pass.Output.Rows);
            (Output, norms) = (Matrices.Empty(replicates, rows, pass.Output.Columns, device), Matrices.Empty(replicates, rows, 1, device));
        }

        public Matrices Output { get; }

        public Matrices OutputGradient => pass.OutputGradient;

        public Matrices Forward(Matrices input, int? replicate = null, Generator[]? dropout = null)
        {
            kernels.Normalise(pass.Forward(input, replicate, dropout), Output, norms, replicate);
            return Output;
        }

        public void Backward(Matrices input, int? replicate = null, Matrices? inputGradient = null)
        {
            kernels.NormaliseBackward(OutputGradient, Output, norms, replicate);
            pass.Backward(input, replicate, inputGradient);
        }

        public void Dispose()
        {
            pass.Dispose();
            Output.Dispose();
            norms.Dispose();
        }
    }
}
