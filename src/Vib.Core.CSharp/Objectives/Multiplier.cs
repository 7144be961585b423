using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The multiplier of a <see cref="Constraint"/>, of each replicate.</summary>
internal sealed class Multiplier : IDisposable
{
    private readonly Constraint constraint;
    private readonly double rate;
    private readonly Tensor logarithm, violation; // [R,1]

    internal Multiplier(Constraint constraint, double start, double rate, int replicates, Device device)
    {
        (this.constraint, this.rate) = (constraint, rate);
        logarithm = full([replicates, 1], Math.Log(start), device: device).DetachFromDisposeScope();
        violation = zeros([replicates, 1], device: device).DetachFromDisposeScope();
    }

    /// <summary>Looks at the limited value of this batch, [R,1], and moves.</summary>
    internal void See(Tensor value)
    {
        using var relative = value.add(-constraint.Limit);
        using var bounded = relative.mul_((constraint.IsAtMost ? 1 : -1) / constraint.Limit).clamp(-1, 1);
        violation.copy_(bounded);
        logarithm.add_(violation, rate);
    }

    /// <summary>What the constraint's gradient is multiplied by now, [R,1].</summary>
    internal Tensor Now => (logarithm + violation).exp();

    /// <summary>What the next step depends on, [2,R,1].</summary>
    internal Tensor State
    {
        get => stack([logarithm, violation]);
        set
        {
            logarithm.copy_(value.select(0, 0));
            violation.copy_(value.select(0, 1));
        }
    }

    /// <summary>λ of each replicate.</summary>
    internal double[] Values
    {
        get
        {
            using var scope = NewDisposeScope();
            return [.. logarithm.exp().cpu().data<float>().ToArray().Select(l => (double)l)];
        }
    }

    public void Dispose()
    {
        logarithm.Dispose();
        violation.Dispose();
    }
}
