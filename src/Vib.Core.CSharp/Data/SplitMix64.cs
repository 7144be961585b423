using System;

namespace Vib.Core;

/// <summary>A small random generator whose sequence is part of the library's contract, unlike that of <see cref="Random"/>.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood 2014). Only integer operations and + − · on doubles, so the numbers are the same on every machine.
/// A mutable value: pass it by reference.</remarks>
internal struct SplitMix64
{
    private const ulong Gamma = 0x9e3779b97f4a7c15;
    private ulong _state;

    /// <summary>The generator of one item of one stream: it depends on nothing that was drawn before, so items may be drawn in any order.</summary>
    internal SplitMix64(long seed, ulong stream, long item) =>
        _state = Mix(Mix(Mix((ulong)seed + Gamma) + stream + Gamma) + (ulong)item + Gamma);

    internal ulong Next() => Mix(_state += Gamma);

    /// <summary>Uniform on [0, 1), 53 bits.</summary>
    internal double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on [low, high).</summary>
    internal double Between(double low, double high) => low + (high - low) * Uniform();

    /// <summary>Uniform on 0 … n − 1; the bias of n/2⁶⁴ is of no consequence here.</summary>
    internal int Below(int n) => (int)Math.BigMul(Next(), (ulong)n, out _);

    /// <summary>Mean 0, variance 1, nearly normal: a sum of four uniforms, within ±2√3. Without a logarithm or a cosine, whose last bits differ
    /// between platforms.</summary>
    internal double NearNormal()
    {
        const double rootThree = 1.7320508075688772;
        var bits = Next();
        var sum = (bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48); // four lanes of 0 … 65535
        return (sum / 65536.0 + 2.0 / 65536 - 2) * rootThree; // lanes at their midpoints: 4 · ½ / 65536
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
