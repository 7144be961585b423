using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>eˣ of eight doubles at once, the same bits on every machine.</summary>
internal static class VectorExp
{
    private const double RoundToWhole = 3 * (1L << 51); // 1.5 · 2⁵²: added and taken away it rounds; in between the whole number stands in the last bits
    private const double High = 0.6931471803691238, Low = 1.9082149292705877e-10; // ln 2 in two parts

    /// <summary>eˣ for x ≤ 700, within 2 · 10⁻¹⁶ and a rounding; 0 below −708, where it would no longer be a normal number; 1 at 0 exactly; NaN of NaN.</summary>
    /// <remarks>x = n ln 2 + r; e^r by a polynomial of degree 11 through Chebyshev's points of |r| ≤ ½ ln 2, whose own relative error is 2 · 10⁻¹⁷; 2ⁿ by the exponent's bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Of(Vector512<double> x)
    {
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.4426950408889634), Vector512.Create(RoundToWhole));
        var n = shifted - Vector512.Create(RoundToWhole);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Low), Vector512.FusedMultiplyAdd(n, Vector512.Create(-High), x));
        var s = r * r;
        var even = Vector512.FusedMultiplyAdd(s, Vector512.Create(2.7620088445409746e-07), Vector512.Create(2.4801521295954376e-05));
        var odd = Vector512.FusedMultiplyAdd(s, Vector512.Create(2.510038549551032e-08), Vector512.Create(2.7557268459997064e-06));
        even = Vector512.FusedMultiplyAdd(even, s, Vector512.Create(0.0013888888917213717));
        odd = Vector512.FusedMultiplyAdd(odd, s, Vector512.Create(0.00019841269863053618));
        even = Vector512.FusedMultiplyAdd(even, s, Vector512.Create(0.04166666666662413));
        odd = Vector512.FusedMultiplyAdd(odd, s, Vector512.Create(0.008333333333330062));
        even = Vector512.FusedMultiplyAdd(even, s, Vector512.Create(0.5));
        odd = Vector512.FusedMultiplyAdd(odd, s, Vector512.Create(0.16666666666666669));
        var p = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(odd, r, even), s, r) + Vector512<double>.One;
        var scaled = (p.AsInt64() + (shifted.AsInt64() << 52)).AsDouble();
        return Vector512.AndNot(scaled, Vector512.LessThanOrEqual(x, Vector512.Create(-708.0)));
    }
}
