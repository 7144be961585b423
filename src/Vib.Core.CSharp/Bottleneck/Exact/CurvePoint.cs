using static System.FormattableString;

namespace Vib.Core;

/// <summary>A point of an information curve.</summary>
/// <param name="Rate">I(X;Z), nats.</param>
/// <param name="Information">I(Z;Y), nats: the most that a Z of this rate can know of Y.</param>
/// <param name="Slope">dI(Z;Y)/dI(X;Z) to the right of the point: the β at which the plain Lagrangian has its optimum here.</param>
public readonly record struct CurvePoint(double Rate, double Information, double Slope)
{
    /// <inheritdoc/>
    public override string ToString() => Invariant($"I(X;Z) = {Rate:0.####;-0.####;0}, I(Z;Y) = {Information:0.####;-0.####;0} nat, slope {Slope:0.####}");
}
