using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;
using static Vib.Core.TensorMemory;

namespace Vib.Core;

/// <summary>The passes by hand: one read and one write of memory each, 16 lanes at a time.</summary>
/// <remarks>Vector512 is two Vector256 where the machine has no 512-bit registers. What is left over at the end goes through the same arithmetic, one lane at a time.</remarks>
internal sealed class CpuKernels : Kernels
{
    private static readonly int Lanes = Vector512<float>.Count;

    // Below this many elements a pass is over before a second thread has started.
    private const int Parallel = 1 << 18;

    internal override void AddBias(Matrices x, Matrices bias, bool relu, int? replicate = null)
    {
        var floor = relu ? 0 : float.NegativeInfinity;
        var (first, end) = x.Span(replicate);
        for (var r = first; r < end; r++)
            AddBias(Floats(x.Each[r]), Floats(bias.Each[r]), floor);
    }

    internal static void AddBias(Span<float> x, ReadOnlySpan<float> bias, float floor)
    {
        ref var b = ref MemoryMarshal.GetReference(bias);
        var lowest = Vector512.Create(floor);
        for (; x.Length > 0; x = x[bias.Length..])
        {
            ref var row = ref MemoryMarshal.GetReference(x);
            var j = 0;
            for (; j <= bias.Length - Lanes; j += Lanes)
                Vector512.Max(Load(ref row, j) + Load(ref b, j), lowest).StoreUnsafe(ref row, (nuint)j);
            for (; j < bias.Length; j++)
                Unsafe.Add(ref row, j) = MathF.Max(Unsafe.Add(ref row, j) + Unsafe.Add(ref b, j), floor);
        }
    }

    internal override void ReluBackward(Matrices gradient, Matrices activation, int? replicate = null)
    {
        var (first, end) = gradient.Span(replicate);
        for (var r = first; r < end; r++)
            ReluBackward(Floats(gradient.Each[r]), Floats(activation.Each[r]));
    }

    internal static void ReluBackward(Span<float> gradient, ReadOnlySpan<float> activation)
    {
        ref var g = ref MemoryMarshal.GetReference(gradient);
        ref var a = ref MemoryMarshal.GetReference(activation);
        var i = 0;
        for (; i <= gradient.Length - Lanes; i += Lanes)
            (Load(ref g, i) & Vector512.GreaterThan(Load(ref a, i), Vector512<float>.Zero)).StoreUnsafe(ref g, (nuint)i);
        for (; i < gradient.Length; i++)
            if (!(Unsafe.Add(ref a, i) > 0)) Unsafe.Add(ref g, i) = 0;
    }

    internal override void Drop(Matrices x, Matrices chances, double rate, int? replicate = null)
    {
        var (first, end) = x.Span(replicate);
        for (var r = first; r < end; r++)
            Drop(Floats(x.Each[r]), Floats(chances.Each[r]), (float)rate, (float)(1 / (1 - rate)));
    }

    private static void Drop(Span<float> x, ReadOnlySpan<float> chances, float rate, float scale)
    {
        ref var to = ref MemoryMarshal.GetReference(x);
        ref var chance = ref MemoryMarshal.GetReference(chances);
        var (least, factor) = (Vector512.Create(rate), Vector512.Create(scale));
        var i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
            ((Load(ref to, i) * factor) & Vector512.GreaterThanOrEqual(Load(ref chance, i), least)).StoreUnsafe(ref to, (nuint)i);
        for (; i < x.Length; i++)
            Unsafe.Add(ref to, i) = Unsafe.Add(ref chance, i) >= rate ? Unsafe.Add(ref to, i) * scale : 0;
    }

    internal override void SumRows(Matrices gradient, Matrices bias, bool add, int? replicate = null)
    {
        var (first, end) = gradient.Span(replicate);
        for (var r = first; r < end; r++)
        {
            var sum = Floats(bias.Each[r]);
            if (!add) sum.Clear();
            SumRows(Floats(gradient.Each[r]), sum);
        }
    }

    internal static void SumRows(ReadOnlySpan<float> rows, Span<float> sum)
    {
        ref var s = ref MemoryMarshal.GetReference(sum);
        for (; rows.Length > 0; rows = rows[sum.Length..])
        {
            ref var row = ref MemoryMarshal.GetReference(rows);
            var j = 0;
            for (; j <= sum.Length - Lanes; j += Lanes)
                (Load(ref s, j) + Load(ref row, j)).StoreUnsafe(ref s, (nuint)j);
            for (; j < sum.Length; j++)
                Unsafe.Add(ref s, j) += Unsafe.Add(ref row, j);
        }
    }

    internal override void PairSum(Matrices x, Matrices y, int start, int count, Matrices pairs, int? replicate = null)
    {
        var (n, batch) = ((int)x.Columns, (int)y.Rows);
        var (first, end) = x.Span(replicate);
        for (var r = first; r < end; r++)
        {
            Span<float> into = Floats(pairs.Each[r]), xs = Floats(x.Each[r]), ys = Floats(y.Each[r]);
            for (var i = 0; i < count; i++)
            {
                var block = into.Slice(i * batch * n, batch * n);
                ys.CopyTo(block);
                AddBias(block, xs.Slice((start + i) * n, n), 0);
            }
        }
    }

    internal override void PairSumBackward(Matrices pairs, int start, int count, Matrices x, Matrices y, bool add, int? replicate = null)
    {
        var (n, batch) = ((int)x.Columns, (int)y.Rows);
        var (first, end) = x.Span(replicate);
        for (var r = first; r < end; r++)
        {
            Span<float> from = Floats(pairs.Each[r]), xs = Floats(x.Each[r]), ys = Floats(y.Each[r]);
            if (!add) ys.Clear();
            for (var i = 0; i < count; i++)
            {
                var block = from.Slice(i * batch * n, batch * n);
                var sum = xs.Slice((start + i) * n, n);
                sum.Clear();
                SumRows(block, sum);
                SumRows(block, ys);
            }
        }
    }

    internal override void Normalise(Matrices x, Matrices unit, Matrices norms, int? replicate = null)
    {
        var n = (int)x.Columns;
        var (first, end) = x.Span(replicate);
        for (var r = first; r < end; r++)
        {
            Span<float> from = Floats(x.Each[r]), into = Floats(unit.Each[r]), norm = Floats(norms.Each[r]);
            for (var i = 0; i < norm.Length; i++)
            {
                var row = from.Slice(i * n, n);
                norm[i] = MathF.Sqrt(Dot(row, row) + (float)SquaredNormFloor);
                Blend(row, 0, row, 1 / norm[i], into.Slice(i * n, n));
            }
        }
    }

    internal override void NormaliseBackward(Matrices gradient, Matrices unit, Matrices norms, int? replicate = null)
    {
        var n = (int)unit.Columns;
        var (first, end) = unit.Span(replicate);
        for (var r = first; r < end; r++)
        {
            Span<float> ds = Floats(gradient.Each[r]), us = Floats(unit.Each[r]), norm = Floats(norms.Each[r]);
            for (var i = 0; i < norm.Length; i++)
            {
                Span<float> d = ds.Slice(i * n, n), u = us.Slice(i * n, n);
                Blend(u, -Dot(d, u), d, 1 / norm[i], d);
            }
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var sums = Vector512<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Lanes; i += Lanes) sums += Load(ref x, i) * Load(ref y, i);
        var sum = Vector512.Sum(sums);
        for (; i < a.Length; i++) sum += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        return sum;
    }

    /// <summary>into ← (a·factor + b)·scale.</summary>
    private static void Blend(ReadOnlySpan<float> a, float factor, ReadOnlySpan<float> b, float scale, Span<float> into)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var to = ref MemoryMarshal.GetReference(into);
        var i = 0;
        for (; i <= a.Length - Lanes; i += Lanes) ((Load(ref x, i) * factor + Load(ref y, i)) * scale).StoreUnsafe(ref to, (nuint)i);
        for (; i < a.Length; i++) Unsafe.Add(ref to, i) = (Unsafe.Add(ref x, i) * factor + Unsafe.Add(ref y, i)) * scale;
    }

    internal override void Adam(Tensor values, Tensor gradients, Tensor first, Tensor second, Tensor? average, in AdamStep step, AdamStage? stage)
    {
        var count = (int)values.numel();
        if (count < Parallel || Environment.ProcessorCount == 1 || torch.get_num_threads() == 1)
        {
            Adam(Floats(values), Floats(gradients), Floats(first), Floats(second), average is null ? default : Floats(average), step);
            return;
        }
        AdamInParts(torch.get_num_threads(), values, gradients, first, second, average, step);
    }

    // apart, since what the threads share is made anew in each call: garbage that a pass on one thread goes without
    private static void AdamInParts(int parts, Tensor values, Tensor gradients, Tensor first, Tensor second, Tensor? average, AdamStep step)
    {
        var count = (int)values.numel();
        System.Threading.Tasks.Parallel.For(0, parts, part =>
        {
            // whole cache lines to each thread; arithmetic is elementwise, so the split does not change a bit of the result
            var from = (int)((long)count * part / parts / Lanes * Lanes);
            var to = part == parts - 1 ? count : (int)((long)count * (part + 1) / parts / Lanes * Lanes);
            Adam(Floats(values)[from..to], Floats(gradients)[from..to], Floats(first)[from..to], Floats(second)[from..to],
                average is null ? default : Floats(average)[from..to], step);
        });
    }

    private static void Adam(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, Span<float> average, in AdamStep step)
    {
        ref var w = ref MemoryMarshal.GetReference(values);
        ref var g = ref MemoryMarshal.GetReference(gradients);
        ref var m = ref MemoryMarshal.GetReference(first);
        ref var v = ref MemoryMarshal.GetReference(second);
        ref var a = ref MemoryMarshal.GetReference(average);
        var averaged = !average.IsEmpty;
        float beta1 = step.Beta1, beta2 = step.Beta2, new1 = 1 - beta1, new2 = 1 - beta2, rate = step.Rate, correction = step.SecondCorrection, epsilon = step.Epsilon,
            decay = step.AverageDecay, fresh = 1 - decay;
        var i = 0;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            var gradient = Load(ref g, i);
            var moment1 = Vector512.FusedMultiplyAdd(Load(ref m, i), Vector512.Create(beta1), gradient * new1);
            var moment2 = Vector512.FusedMultiplyAdd(Load(ref v, i), Vector512.Create(beta2), gradient * gradient * new2);
            var value = Load(ref w, i) - moment1 * rate / Vector512.FusedMultiplyAdd(Vector512.Sqrt(moment2), Vector512.Create(correction), Vector512.Create(epsilon));
            moment1.StoreUnsafe(ref m, (nuint)i);
            moment2.StoreUnsafe(ref v, (nuint)i);
            value.StoreUnsafe(ref w, (nuint)i);
            if (averaged) Vector512.FusedMultiplyAdd(Load(ref a, i), Vector512.Create(decay), value * fresh).StoreUnsafe(ref a, (nuint)i);
        }
        for (; i < values.Length; i++)
        {
            var gradient = gradients[i];
            first[i] = MathF.FusedMultiplyAdd(first[i], beta1, gradient * new1);
            second[i] = MathF.FusedMultiplyAdd(second[i], beta2, gradient * gradient * new2);
            values[i] -= first[i] * rate / MathF.FusedMultiplyAdd(MathF.Sqrt(second[i]), correction, epsilon);
            if (averaged) average[i] = MathF.FusedMultiplyAdd(average[i], decay, values[i] * fresh);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ref float start, int offset) => Vector512.LoadUnsafe(ref start, (nuint)offset);
}
