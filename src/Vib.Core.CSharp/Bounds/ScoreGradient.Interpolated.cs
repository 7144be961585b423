using System.Buffers;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Vib.Core;

internal readonly ref partial struct ScoreGradient
{
    private const int Columns = 64;             // worked on together: their sums without each row stay in the cache
    private const float Smallest = 1e-30f;      // of a sum of exponentials, relative to the largest: below it floats lose what is left

    /// <summary>That of I_α with one baseline, or with one of every y and their gradient (the formula stands at <see cref="Vib.Core.Interpolated"/>). False where a score towers so far over its column that the rest is lost to floats.</summary>
    /// <remarks>Sums without a row are one from above and one from below: no difference of large numbers.</remarks>
    /// <param name="logAlpha">log α.</param>
    /// <param name="logFixed">log (1−α) q, which every number beside the scores, where there are such, is added to.</param>
    internal bool Interpolated(double logAlpha, double logFixed)
    {
        var (moved, exponentials) = (ArrayPool<float>.Shared.Rent(batch * Columns), ArrayPool<float>.Shared.Rent(batch * Columns));
        try
        {
            for (var start = 0; start < batch; start += Columns)
                if (!Interpolated(start, Math.Min(Columns, batch - start), logAlpha, logFixed, moved, exponentials)) return false;
            return true;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(moved);
            ArrayPool<float>.Shared.Return(exponentials);
        }
    }

    private bool Interpolated(int start, int count, double logAlpha, double logFixed, Span<float> moved, Span<float> exponentials)
    {
        Span<float> scale = stackalloc float[count], constant = stackalloc float[count], sum = stackalloc float[count], own = stackalloc float[count];
        Span<float> others = stackalloc float[count], row = stackalloc float[count];
        var share = (float)(Math.Exp(logAlpha) / (batch - 1));
        for (var i = 0; i < count; i++) scale[i] = (float)(logFixed + Beside(start + i));
        Relative(start, scale, exponentials);
        for (var i = 0; i < count; i++) constant[i] = (float)Math.Exp(logFixed + Beside(start + i) - scale[i]);

        // moved[j] = 1/a(y_i; x_≠j), relative to the column's scale; 0 for the column's own x
        SumsWithoutRow(exponentials, moved, count, sum);
        for (var j = 0; j < batch; j++)
        {
            var to = moved.Slice(j * count, count);
            var k = j - start;
            var isOwn = k >= 0 && k < count;
            if (isOwn) others[k] = to[k];
            TensorPrimitives.MultiplyAdd(to, share, constant, to);
            if (TensorPrimitives.Min<float>(to) < Smallest) return false;
            if (isOwn) own[k] = to[k];
            TensorPrimitives.Divide(1f, to, to);
            if (isOwn) to[k] = 0;
        }

        // the marginal term's weight, the same for every row of a column
        for (var i = 0; i < count; i++) own[i] = (float)(constant[i] / ((double)own[i] * own[i] * Marginals));
        var shared = (float)(share / Marginals);
        SumsWithoutRow(moved, gradient[start..], batch, sum); // Σ_{j≠l} 1/a(y_i; x_≠j)
        for (var l = 0; l < batch; l++)
        {
            var to = gradient.Slice(l * batch + start, count);
            TensorPrimitives.Multiply(to, shared, row);
            var k = l - start;
            var isOwn = k >= 0 && k < count;
            var joint = isOwn ? row[k] : 0;
            if (isOwn && !change.IsEmpty) change[l] = (float)((double)others[k] * own[k] - (double)to[k] * constant[k] / Marginals); // of c_i: what its marginal term loses, less what its joint one does
            TensorPrimitives.Add(row, own, row);
            if (isOwn) row[k] = joint; // the joint pair is not in the marginal term
            TensorPrimitives.Multiply(row, exponentials.Slice(l * count, count), to);
            TensorPrimitives.Negate(to, to);
            if (isOwn) to[k] += 1f / batch;
        }
        return true;
    }

    private double Beside(int i) => companion.IsEmpty ? 0 : companion[i];

    /// <summary>e^{S_li − scale_i}; the column's largest score, where it is larger, becomes its scale.</summary>
    private void Relative(int start, Span<float> scale, Span<float> to)
    {
        var count = scale.Length;
        for (var l = 0; l < batch; l++) TensorPrimitives.Max(scores.Slice(l * batch + start, count), scale, scale);
        for (var l = 0; l < batch; l++)
        {
            var place = to.Slice(l * count, count);
            TensorPrimitives.Subtract(scores.Slice(l * batch + start, count), scale, place);
            TensorPrimitives.Exp<float>(place, place);
        }
    }

    /// <summary>to[j] ← Σ_{l≠j} from[l], of rows of sum's length; those of to are <paramref name="stride"/> apart.</summary>
    private void SumsWithoutRow(ReadOnlySpan<float> from, Span<float> to, int stride, Span<float> sum)
    {
        var count = sum.Length;
        sum.Clear();
        for (var j = 0; j < batch; j++)
        {
            sum.CopyTo(to.Slice(j * stride, count));
            TensorPrimitives.Add(sum, from.Slice(j * count, count), sum);
        }
        sum.Clear();
        for (var j = batch - 1; j >= 0; j--)
        {
            var place = to.Slice(j * stride, count);
            TensorPrimitives.Add(place, sum, place);
            TensorPrimitives.Add(sum, from.Slice(j * count, count), sum);
        }
    }
}
