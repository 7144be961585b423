using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Vib.Core;

internal readonly ref partial struct ScoreGradient
{
    /// <summary>That of mean_i S_ii − k R L + log R (the formula stands at <see cref="ReverseJensenForm"/>): 1/B on the diagonal, 2 (w²_ij − w_ij)(1 − k R L) − k R σ(S_ij)/(B(B−1)) off it,
    /// w and w² the softmax of S and of 2 S.</summary>
    internal bool ReverseJensen(double factor, bool freezeRatio)
    {
        var loss = SoftplusMean();
        MarginalExponentials(out _);
        var (sum, squares) = DoubleSums.WithSquares(gradient);
        var ratio = factor * squares / sum / sum * Marginals; // k R
        var slope = freezeRatio ? 0 : 2 * (1 - ratio * loss);
        var (twice, once, sigmoid) = ((float)(slope / squares), (float)(-slope / sum), (float)(-ratio / Marginals));
        for (var i = 0; i < batch; i++) // (e twice + once) e + σ(S) sigmoid
            for (var start = 0; start < batch; start += Strip) ReverseJensen(i * batch + start, Math.Min(Strip, batch - start), twice, once, sigmoid);
        for (var i = 0; i < gradient.Length; i += batch + 1) gradient[i] = 1f / batch;
        return true;
    }

    private void ReverseJensen(int start, int count, float twice, float once, float sigmoid)
    {
        Span<float> weights = stackalloc float[count];
        var to = gradient.Slice(start, count);
        TensorPrimitives.Multiply(to, twice, weights);
        TensorPrimitives.Add(weights, once, weights);
        TensorPrimitives.Multiply(to, weights, to);
        TensorPrimitives.Sigmoid(scores.Slice(start, count), weights);
        TensorPrimitives.MultiplyAdd(weights, sigmoid, to, to);
    }

    /// <summary>mean_{i≠j} log(1 + e^{S_ij}). Uses the gradient's memory.</summary>
    private double SoftplusMean()
    {
        Softplus(scores, gradient);
        for (var i = 0; i < gradient.Length; i += batch + 1) gradient[i] = 0;
        return DoubleSums.Of(gradient) / Marginals;
    }

    /// <summary>max(s, 0) + log(1 + e^{−|s|}), to full relative precision.</summary>
    private static void Softplus(ReadOnlySpan<float> from, Span<float> to)
    {
        ref var s = ref MemoryMarshal.GetReference(from);
        ref var into = ref MemoryMarshal.GetReference(to);
        var i = 0;
        for (; i <= from.Length - Vector512<float>.Count; i += Vector512<float>.Count) Softplus(Vector512.LoadUnsafe(ref s, (nuint)i)).StoreUnsafe(ref into, (nuint)i);
        for (; i < from.Length; i++) to[i] = Softplus(Vector512.Create(from[i]))[0];
    }

    // log(1 + e) is e log(u)/(u − 1) with u = 1 + e as it was rounded, and e where u is 1
    private static Vector512<float> Softplus(Vector512<float> s)
    {
        var e = Vector512.Exp(-Vector512.Abs(s));
        var u = e + Vector512<float>.One;
        var rest = u - Vector512<float>.One;
        var log = Vector512.ConditionalSelect(Vector512.Equals(rest, Vector512<float>.Zero), e, Vector512.Log(u) * (e / rest));
        return Vector512.Max(s, Vector512<float>.Zero) + log;
    }
}
