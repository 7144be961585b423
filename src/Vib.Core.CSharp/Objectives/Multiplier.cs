using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The multiplier of a <see cref="Constraint"/>, of each replicate.</summary>
internal sealed class Multiplier : IDisposable
{
    private static readonly Scalar least = -1.0, most = 1.0;

    private readonly Scalar limit, scale, rate;
    private readonly Tensor logarithm, violation, now; // [R,1]

    internal Multiplier(Constraint constraint, double start, double rate, int replicates, Device device)
    {
        (limit, scale, this.rate) = (-constraint.Limit, (constraint.IsAtMost ? 1 : -1) / constraint.Limit, rate);
        Tensor Filled(double value) => full([replicates, 1], value, device: device).DetachFromDisposeScope();
        (logarithm, violation, now) = (Filled(Math.Log(start)), Filled(0), Filled(start));
    }

    /// <summary>Looks at the limited value of this batch, [R,1], and moves.</summary>
    internal void See(Tensor value)
    {
        violation.copy_(value).add_(limit).mul_(scale).clamp_(least, most);
        logarithm.add_(violation, rate);
        now.copy_(logarithm).add_(violation).exp_();
    }

    /// <summary>What the constraint's gradient is multiplied by since it was last seen, [R,1].</summary>
    internal Tensor Now => now;

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
        now.Dispose();
    }
}
