namespace Vib

/// <summary>The natural unit of information, log base e. Every number inside the library is in nats.</summary>
[<Measure>]
type nat

/// <summary>The binary unit of information, log base 2: ln 2 nat.</summary>
[<Measure>]
type bit

/// <summary>Conversions between nats and bits.</summary>
[<RequireQualifiedAccess>]
module Nats =
    /// <summary>The number of nats in a bit, ln 2.</summary>
    val perBit: float<nat / bit>

    /// <summary>Converts nats to bits; infinities and NaN pass through.</summary>
    /// <param name="nats">A quantity in nats.</param>
    /// <returns>The same quantity in bits.</returns>
    /// <example><code>Nats.toBits 4.0&lt;nat&gt;    // 5.77 bit</code></example>
    val toBits: nats: float<nat> -> float<bit>

    /// <summary>Converts bits to nats; infinities and NaN pass through.</summary>
    /// <param name="bits">A quantity in bits.</param>
    /// <returns>The same quantity in nats.</returns>
    /// <example><code>Nats.ofBits 1.0&lt;bit&gt;    // 0.693 nat</code></example>
    val ofBits: bits: float<bit> -> float<nat>
