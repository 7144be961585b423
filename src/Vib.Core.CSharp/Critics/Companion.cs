using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Which network to train beside a critic, for bounds that ask for one number more for each pair.</summary>
public abstract record CompanionOptions
{
    private protected CompanionOptions() { }

    /// <summary>The companion's name, as it stands in reports.</summary>
    public abstract string Name { get; }

    /// <summary>What its numbers are.</summary>
    public abstract CompanionKind Kind { get; }

    /// <summary>Whether y must come as one-hot rows, as they are.</summary>
    internal virtual bool NeedsOneHot => false;

    /// <summary>Reserves its parameters behind those of the critic.</summary>
    internal abstract Companion Reserve(ParameterLayout layout, int xDimension, int yDimension);
}

/// <summary>R copies of a function that gives one number for each joint pair (x_i, y_i). Its parameters lie among the critic's.</summary>
internal abstract class Companion : IDisposable
{
    /// <summary>Points it at its places in these buffers.</summary>
    internal abstract void Attach(FlatParameters parameters);

    internal abstract CompanionPass Pass(int replicates, int batch, Device device, bool backward);

    public abstract void Dispose();
}

/// <summary>A companion's numbers for batches of one size, on buffers made once.</summary>
internal abstract class CompanionPass : IDisposable
{
    /// <summary>c_i, <c>[R,B,1]</c>.</summary>
    internal abstract Matrices Output { get; }

    /// <summary>Where the caller puts ∂/∂c_i, <c>[R,B,1]</c>, before it calls <see cref="Backward"/>.</summary>
    internal abstract Matrices OutputGradient { get; }

    /// <summary>As <see cref="CriticPass.Examine"/>.</summary>
    internal virtual void Examine(Matrices y) { }

    internal abstract void Forward(Matrices x, Matrices y, int? replicate);

    internal abstract void Backward(Matrices x, Matrices y, int? replicate);

    public abstract void Dispose();
}
