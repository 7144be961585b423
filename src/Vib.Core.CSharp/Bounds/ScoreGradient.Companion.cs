using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Vib.Core;

internal readonly ref partial struct ScoreGradient
{
    /// <summary>1/B on the diagonal, 0 off it: the mean logarithm of a density.</summary>
    internal bool MeanJoint()
    {
        gradient.Clear();
        for (var i = 0; i < gradient.Length; i += batch + 1) gradient[i] = 1f / batch;
        return true;
    }

    /// <summary>The same, and this over B for every number beside the scores.</summary>
    internal bool MeanJoint(int ofCompanion)
    {
        change.Fill((float)ofCompanion / batch);
        return MeanJoint();
    }

    /// <summary>Nothing for the scores, 1/B for every number beside them.</summary>
    internal bool CompanionAlone()
    {
        gradient.Clear();
        change.Fill(1f / batch);
        return true;
    }

    /// <summary>TUBA's with a baseline of every y: 1/B on the diagonal, −e^{S_ij − c_j}/(B(B−1)) off it; of c_j, what is off it, less 1/B.</summary>
    internal bool ColumnExponentials()
    {
        for (var start = 0; start < batch; start += Strip) ColumnExponentials(start, Math.Min(Strip, batch - start));
        return true;
    }

    private void ColumnExponentials(int start, int count)
    {
        Span<float> shifts = stackalloc float[count];
        Span<double> sums = stackalloc double[count];
        TensorPrimitives.Add(companion.Slice(start, count), (float)Math.Log(Marginals), shifts);
        sums.Clear();
        for (var i = 0; i < batch; i++)
        {
            var to = gradient.Slice(i * batch + start, count);
            TensorPrimitives.Subtract(scores.Slice(i * batch + start, count), shifts, to);
            TensorPrimitives.Exp<float>(to, to);
            var joint = i - start;
            if (joint >= 0 && joint < count) to[joint] = 0;
            DoubleSums.Add(to, sums);
            TensorPrimitives.Negate(to, to);
            if (joint >= 0 && joint < count) to[joint] = 1f / batch;
        }
        for (var j = 0; j < count; j++) change[start + j] = (float)(sums[j] - 1.0 / batch);
    }

    /// <summary>FLO's: −e^{S_ij − S_ii − c_i}/(B(B−1)) off the diagonal, the others' sum on it; of c_i, that sum less 1/B.</summary>
    internal bool RowExponentials()
    {
        for (var i = 0; i < batch; i++)
        {
            var to = gradient.Slice(i * batch, batch);
            TensorPrimitives.Subtract(scores.Slice(i * batch, batch), (float)(scores[i * batch + i] + (double)companion[i] + Math.Log(Marginals)), to);
            TensorPrimitives.Exp<float>(to, to);
            to[i] = 0;
            var sum = DoubleSums.Of(to);
            TensorPrimitives.Negate(to, to);
            to[i] = (float)sum;
            change[i] = (float)(sum - 1.0 / batch);
        }
        return true;
    }
}
