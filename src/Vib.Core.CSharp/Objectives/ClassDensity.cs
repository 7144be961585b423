using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>log softmax of the class, or of several with their weights, Σ_c y_c log q_c; the slope that training follows is that of Σ_c t_c log q_c + γ H(q), t = (1 − ε) y + ε/C.</summary>
/// <param name="smoothing">ε.</param>
/// <param name="penalty">γ.</param>
internal sealed class ClassDensity(double smoothing, double penalty) : RowDensity
{
    private static readonly int Lanes = Vector512<double>.Count;

    private double[] exponentials = []; // e^(f − max f) of the row, to whole vectors

    internal override double Of(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        var log = LogNormaliser(output);
        var sum = 0.0;
        for (var c = 0; c < output.Length; c++)
            if (target[c] != 0) sum += target[c] * (output[c] - log);
        return sum;
    }

    internal override void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float weight, Span<float> gradient)
    {
        var log = LogNormaliser(output);
        var (most, even) = ((float)(1 - smoothing), (float)(smoothing / output.Length));
        double scale = 1 / Math.Exp(log - Largest(output)), entropy = 0;
        if (penalty > 0)
            for (var c = 0; c < output.Length; c++) entropy -= exponentials[c] * scale * (output[c] - log);
        for (var c = 0; c < output.Length; c++)
        {
            var q = exponentials[c] * scale;
            var slope = target[c] * most + even - q;
            if (penalty > 0) slope -= penalty * q * (output[c] - log + entropy);
            gradient[c] = (float)slope * weight;
        }
    }

    private static float Largest(ReadOnlySpan<float> output)
    {
        var largest = float.NegativeInfinity;
        foreach (var f in output) largest = MathF.Max(largest, f);
        return largest;
    }

    /// <summary>log Σ e^f.</summary>
    private double LogNormaliser(ReadOnlySpan<float> output)
    {
        if (exponentials.Length < output.Length) exponentials = new double[(output.Length + Lanes - 1) / Lanes * Lanes];
        var largest = Largest(output);
        for (var c = 0; c < output.Length; c++) exponentials[c] = (double)output[c] - largest;
        exponentials.AsSpan(output.Length).Fill(double.NegativeInfinity);
        ref var first = ref MemoryMarshal.GetArrayDataReference(exponentials);
        var sum = Vector512<double>.Zero;
        for (var c = 0; c < exponentials.Length; c += Lanes)
        {
            var each = VectorExp.Of(Vector512.LoadUnsafe(ref first, (nuint)c));
            each.StoreUnsafe(ref first, (nuint)c);
            sum += each;
        }
        return largest + Math.Log(Vector512.Sum(sum));
    }
}
