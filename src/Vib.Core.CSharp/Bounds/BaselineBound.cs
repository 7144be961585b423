namespace Vib.Core;

/// <summary>Bounds that compare scores with a baseline log a(y): one constant, or a number for each y.</summary>
/// <remarks>The companion is the log-baseline. Without one, <see cref="LogBaseline"/> stands for every y.</remarks>
public abstract class BaselineBound : CompanionBound
{
    private protected BaselineBound() { }

    /// <summary>The log-baseline of every y where none is given, nats.</summary>
    public double LogBaseline { get; init; }

    /// <inheritdoc/>
    public sealed override CompanionKind Companion => CompanionKind.OfY;

    private protected sealed override double Constant => LogBaseline;

    /// <summary>The optimal critic is log r plus the log-baseline.</summary>
    public sealed override double OptimalOffset => LogBaseline;
}
