namespace Vib.Core;

/// <summary>Conversions between nats, the unit of every number inside the library, and bits, which exist only where a user asks for them.</summary>
/// <remarks>1 bit = ln 2 nat.</remarks>
public static class Nats
{
    /// <summary>The number of nats in one bit: ln 2.</summary>
    public const double PerBit = 0.693147180559945309417232121458;

    /// <summary>Converts nats to bits.</summary>
    /// <param name="nats">A quantity in nats; infinities and NaN pass through.</param>
    /// <returns>The same quantity in bits.</returns>
    public static double ToBits(double nats) => nats / PerBit;

    /// <summary>Converts bits to nats.</summary>
    /// <param name="bits">A quantity in bits; infinities and NaN pass through.</param>
    /// <returns>The same quantity in nats.</returns>
    public static double FromBits(double bits) => bits * PerBit;
}
