using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A part of an objective or of a constraint in a model: the place of its term, its weights and its constant.</summary>
internal sealed class Strand : IDisposable
{
    internal Strand(Part part, int node, double constant, int? constraint, bool descends, int replicates, Device device)
    {
        (Part, Node, Constraint, IsConstantKnown) = (part, node, constraint, !double.IsNaN(constant));
        Constant = IsConstantKnown ? constant : 0;
        Sign = (part.IsSubtracted ? -1 : 1);
        var values = part.Weight.Values;
        float[] signed = [.. Enumerable.Range(0, replicates).Select(r => (float)(Sign * values[values.Count == 1 ? 0 : r]))];
        (Weight, Direction) = (from_array(signed).to(device, copy: true).view(-1, 1).DetachFromDisposeScope(), descends ? 1 : -1);
    }

    internal Part Part { get; }

    /// <summary>Signed as in the formula, without its ramp, [R,1].</summary>
    internal Tensor Weight { get; }

    /// <summary>+1 where the loss has the formula's sign, −1 where it has the other.</summary>
    internal int Direction { get; }

    /// <summary>The number of the term's place in the model.</summary>
    internal int Node { get; }

    /// <summary>The number of the constraint that it belongs to; null for the objective itself.</summary>
    internal int? Constraint { get; }

    /// <summary>+1, or −1 where it is subtracted.</summary>
    internal int Sign { get; }

    /// <summary>What is added to the mean of the values; 0 where nobody knows it.</summary>
    internal double Constant { get; }

    internal bool IsConstantKnown { get; }

    /// <summary>Whether the loss changes by the same for every example and step.</summary>
    internal bool IsPlain => Part.Weight.Ramp == Ramp.Constant && Part.Growth == Growth.Identity && Part.Weights is null && Constraint is null;

    /// <summary>The weights of the rows that <see cref="Weighed"/> multiplies by, or 1 for each value; rows that are given are the same in all replicates.</summary>
    internal double[] Loads(int values, ObjectivePass pass) => Part.Weights is { } weights
        ? pass.Observed(weights).All.select(0, 0).squeeze(-1).to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray()
        : [.. Enumerable.Repeat(1.0, values)];

    /// <summary>Weight and sign in the formula, of one replicate, at a step or, without one, where its ramp has ended.</summary>
    internal double Coefficient(int replicate, long? step = null)
    {
        var values = Part.Weight.Values;
        return Sign * values[values.Count == 1 ? 0 : replicate] * (step is { } at ? Part.Weight.Ramp.At(at) : 1);
    }

    /// <summary>The term's values with the data's weights on them, where it has any: [R,B] or [R,1].</summary>
    internal Tensor Weighed(Tensor values, ObjectivePass pass) => Part.Weights is { } weights ? values * pass.Observed(weights).All.squeeze(-1) : values;

    public void Dispose() => Weight.Dispose();
}
