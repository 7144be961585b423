using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>All parameters of R independent copies of a model, and their gradients, each in one flat buffer <c>[R,P]</c>.</summary>
/// <remarks>A row is a model: an optimiser is one pass over the buffer, a checkpoint is one copy of it, and a replicate never mixes with another.</remarks>
internal sealed class FlatParameters : IDisposable
{
    internal FlatParameters(ParameterLayout layout, int replicates, Device device)
    {
        (Layout, Replicates, Device) = (layout, replicates, device);
        Values = torch.zeros([replicates, layout.Size], device: device).DetachFromDisposeScope();
        Gradients = torch.zeros([replicates, layout.Size], device: device).DetachFromDisposeScope();
    }

    internal ParameterLayout Layout { get; }
    internal int Replicates { get; }
    internal Device Device { get; }
    internal Tensor Values { get; }     // [R,P]
    internal Tensor Gradients { get; }  // [R,P]

    /// <summary>How layers multiply with them in a step.</summary>
    internal StepPrecision Precision { get; } = new();

    /// <summary>Xavier-uniform weights, U(−a, a) with a = √(6/(in + out)), and zero biases  (Glorot and Bengio 2010).</summary>
    /// <remarks>Replicate r is drawn from its own stream, so that it does not depend on how many replicates there are.</remarks>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="streams">The number of each replicate's stream; null for 0, 1, 2 and so on.</param>
    internal void Initialise(long seed, IReadOnlyList<int>? streams = null)
    {
        using var scope = NewDisposeScope();
        for (var r = 0; r < Replicates; r++)
        {
            using var generator = Seeds.Generator(seed, RandomStream.Initialisation, streams?[r] ?? r, CPU);
            foreach (var slot in Layout.Slots.Where(s => s.FanIn > 0))
            {
                var bound = Math.Sqrt(6.0 / (slot.Rows + slot.Columns));
                var drawn = empty([slot.Size]).uniform_(-bound, bound, generator);
                Values.select(0, r).narrow(0, slot.Offset, slot.Size).copy_(drawn);
            }
        }
    }

    /// <summary>The slot in a buffer of this layout, as R matrices; where a network multiplies with them, in the precision of its parameters.</summary>
    internal static Matrices View(Tensor buffer, ParameterSlot slot, StepPrecision? precision = null)
    {
        using var scope = NewDisposeScope();
        var all = buffer.narrow(1, slot.Offset, slot.Size).view(buffer.shape[0], slot.Rows, slot.Columns);
        return new(all.DetachFromDisposeScope(), precision);
    }

    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
    }
}
