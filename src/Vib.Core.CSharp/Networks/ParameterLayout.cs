namespace Vib.Core;

/// <summary>A matrix of parameters and its place in the flat buffer.</summary>
/// <param name="Name">Its name in checkpoints, as in <c>encoder.1.weight</c>.</param>
/// <param name="Offset">The index of its first element in each replicate's row.</param>
/// <param name="Rows">Rows; 1 for a bias.</param>
/// <param name="Columns">Columns.</param>
/// <param name="FanIn">Inputs of the layer that it belongs to; 0 for a bias.</param>
internal sealed record ParameterSlot(string Name, long Offset, long Rows, long Columns, long FanIn)
{
    internal long Size => Rows * Columns;
}

/// <summary>Lays the parameters of one or more networks out, one after the other, in a single row.</summary>
internal sealed class ParameterLayout
{
    // Every slot starts on a cache line, so that products and SIMD passes read aligned memory.
    private const long Alignment = 16;

    private readonly List<ParameterSlot> slots = [];

    internal IReadOnlyList<ParameterSlot> Slots => slots;

    /// <summary>Elements in a replicate's row, padding included.</summary>
    internal long Size { get; private set; }

    internal ParameterSlot Weight(string name, long inputs, long outputs) => Add(new(name, Size, inputs, outputs, inputs));

    internal ParameterSlot Bias(string name, long outputs) => Zeros(name, 1, outputs);

    /// <summary>A matrix that is not drawn.</summary>
    internal ParameterSlot Zeros(string name, long rows, long columns) => Add(new(name, Size, rows, columns, 0));

    private ParameterSlot Add(ParameterSlot slot)
    {
        slots.Add(slot);
        Size = (Size + slot.Size + Alignment - 1) / Alignment * Alignment;
        return slot;
    }
}
