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
        var (largest, log) = LogNormaliser(output);
        var sum = 0.0;
        for (var c = 0; c < output.Length; c++)
            if (target[c] != 0) sum += target[c] * (output[c] - largest - log);
        return sum;
    }

    internal override void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float weight, Span<float> gradient)
    {
        var (largest, log) = LogNormaliser(output);
        var (most, even) = ((float)(1 - smoothing), (float)(smoothing / output.Length));
        double scale = Math.Exp(-log), entropy = 0;
        if (penalty > 0)
            for (var c = 0; c < output.Length; c++) entropy -= exponentials[c] * scale * (output[c] - largest - log);
        for (var c = 0; c < output.Length; c++)
        {
            var q = exponentials[c] * scale;
            var slope = target[c] * most + even - q;
            if (penalty > 0) slope -= penalty * q * (output[c] - largest - log + entropy);
            gradient[c] = (float)slope * weight;
        }
    }

    /// <summary>max f, and log Σ e^(f − max f): apart, since beside a huge f the logarithm would be lost.</summary>
    private (double Largest, double Log) LogNormaliser(ReadOnlySpan<float> output)
    {
        if (exponentials.Length < output.Length) exponentials = new double[(output.Length + Lanes - 1) / Lanes * Lanes];
        var largest = double.NegativeInfinity;
        foreach (var f in output) largest = Math.Max(largest, f); // NaN where one is
        for (var c = 0; c < output.Length; c++) exponentials[c] = output[c] - largest;
        exponentials.AsSpan(output.Length).Fill(double.NegativeInfinity);
        ref var first = ref MemoryMarshal.GetArrayDataReference(exponentials);
        var sum = Vector512<double>.Zero;
        for (var c = 0; c < exponentials.Length; c += Lanes)
        {
            var each = VectorExp.Of(Vector512.LoadUnsafe(ref first, (nuint)c));
            each.StoreUnsafe(ref first, (nuint)c);
            sum += each;
        }
        return (largest, Math.Log(Vector512.Sum(sum)));
    }
}
