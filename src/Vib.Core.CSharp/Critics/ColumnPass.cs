using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A companion's pass with memory of its own for a number for each pair, and for its gradient.</summary>
internal abstract class ColumnPass(int replicates, int batch, Device device, bool backward) : CompanionPass
{
    private readonly Matrices? gradient = backward ? Matrices.Empty(replicates, batch, 1, device) : null;

    internal override Matrices Output { get; } = Matrices.Empty(replicates, batch, 1, device);

    internal override Matrices OutputGradient => gradient!;

    public override void Dispose()
    {
        Output.Dispose();
        gradient?.Dispose();
    }
}
