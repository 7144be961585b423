using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>Σ_j { y_j f_j − softplus(f_j) }: the log-probability of bits, y = scale · target + shift.</summary>
internal sealed class BitDensity(float scale, float shift) : RowDensity
{
    private static readonly int Lanes = Vector256<float>.Count;

    internal override double Of(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        var (sums, sum, j) = (Vector512<double>.Zero, 0.0, 0);
        for (; j <= output.Length - Lanes; j += Lanes)
        {
            var (f, y) = (Read(output, j), Bits(target, j));
            sums += f * y - Vector512.Max(f, Vector512<double>.Zero) - Vector512.Log(Vector512<double>.One + VectorExp.Of(-Vector512.Abs(f)));
        }
        for (; j < output.Length; j++) sum += (double)output[j] * (target[j] * scale + shift) - Math.Max(output[j], 0) - Math.Log(1 + Math.Exp(-MathF.Abs(output[j])));
        return Vector512.Sum(sums) + sum;
    }

    /// <summary>(y − sigmoid(f)) · weight.</summary>
    internal override void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float weight, Span<float> gradient)
    {
        var (one, j) = (Vector512<double>.One, 0);
        for (; j <= output.Length - Lanes; j += Lanes)
        {
            var f = Read(output, j);
            var e = VectorExp.Of(-Vector512.Abs(f));
            var sigmoid = Vector512.ConditionalSelect(Vector512.LessThan(f, Vector512<double>.Zero), e, one) / (one + e);
            var slope = (Bits(target, j) - sigmoid) * (double)weight;
            Vector256.Narrow(slope.GetLower(), slope.GetUpper()).StoreUnsafe(ref MemoryMarshal.GetReference(gradient), (nuint)j);
        }
        for (; j < output.Length; j++) gradient[j] = (float)((target[j] * scale + shift - 1 / (1 + Math.Exp(-output[j]))) * weight);
    }

    private Vector512<double> Bits(ReadOnlySpan<float> target, int start) => Read(target, start) * scale + Vector512.Create((double)shift);

    private static Vector512<double> Read(ReadOnlySpan<float> row, int start)
    {
        var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)start));
        return Vector512.Create(low, high);
    }
}
