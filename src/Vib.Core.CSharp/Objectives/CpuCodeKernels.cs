using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;
using static Vib.Core.TensorMemory;

namespace Vib.Core;

/// <summary>The passes of codes by hand, 16 lanes at a time; logarithms and exponentials in double precision.</summary>
/// <remarks>What is left over at the end of a row goes through the same lanes, the rest of them empty.</remarks>
internal sealed class CpuCodeKernels : CodeKernels
{
    private static readonly int Lanes = Vector512<float>.Count;

    internal override void Softplus(Matrices output, double offset, Tensor scale, Tensor logScale, Tensor? slope)
    {
        Span<float> outputs = Floats(output.All), scales = Floats(scale), logs = Floats(logScale), slopes = slope is null ? default : Floats(slope);
        var width = (int)output.Columns;
        var rows = outputs.Length / width;
        var latent = scales.Length / rows;
        for (var i = 0; i < rows; i++)
        {
            var rho = outputs.Slice(i * width + latent, latent);
            for (var k = 0; k < latent; k += Lanes)
            {
                var (s, l, d) = Softplus(Read(rho, k) - Vector512.Create((float)offset));
                Write(s, scales.Slice(i * latent, latent), k);
                Write(l, logs.Slice(i * latent, latent), k);
                if (!slopes.IsEmpty) Write(d, slopes.Slice(i * latent, latent), k);
            }
        }
    }

    private static (Vector512<float> Scale, Vector512<float> Log, Vector512<float> Slope) Softplus(Vector512<float> t)
    {
        var (low, high) = (Softplus(Vector512.WidenLower(t)), Softplus(Vector512.WidenUpper(t)));
        return (Vector512.Narrow(low.Scale, high.Scale), Vector512.Narrow(low.Log, high.Log), Vector512.Narrow(low.Slope, high.Slope));
    }

    /// <summary>max(t, 0) + log(1 + e^−|t|), its logarithm, and sigmoid(t) over it.</summary>
    private static (Vector512<double> Scale, Vector512<double> Log, Vector512<double> Slope) Softplus(Vector512<double> t)
    {
        var (linear, one) = (Vector512.LessThan(t, Vector512.Create(LinearBelow)), Vector512<double>.One);
        var e = VectorExp.Of(-Vector512.Abs(t));
        var scale = Vector512.ConditionalSelect(linear, e, Vector512.Max(t, Vector512<double>.Zero) + Vector512.Log(one + e));
        var sigmoid = Vector512.ConditionalSelect(Vector512.LessThan(t, Vector512<double>.Zero), e, one) / (one + e);
        return (scale, Vector512.ConditionalSelect(linear, t, Vector512.Log(scale)), Vector512.ConditionalSelect(linear, one, sigmoid / scale));
    }

    internal override void Draw(Matrices output, Matrices deviation, Matrices noise, Matrices sample)
    {
        Span<float> outputs = Floats(output.All), deviations = Floats(deviation.All), noises = Floats(noise.All), samples = Floats(sample.All);
        var (latent, width) = ((int)deviation.Columns, (int)output.Columns);
        for (var i = 0; i < samples.Length / latent; i++)
        {
            var row = Example(i, sample, deviation);
            Span<float> mean = outputs.Slice(row * width, latent), sigma = deviations.Slice(row * latent, latent), epsilon = noises.Slice(i * latent, latent), z = samples.Slice(i * latent, latent);
            for (var k = 0; k < latent; k += Lanes) Write(Read(epsilon, k) * Read(sigma, k) + Read(mean, k), z, k);
        }
    }

    internal override void Rate(Matrices output, Matrices deviation, Matrices logScale, Tensor values)
    {
        Span<float> outputs = Floats(output.All), deviations = Floats(deviation.All), logs = Floats(logScale.All), rates = Floats(values);
        var (latent, width, one) = ((int)deviation.Columns, (int)output.Columns, Vector512<float>.One);
        for (var i = 0; i < rates.Length; i++)
        {
            Span<float> mean = outputs.Slice(i * width, latent), sigma = deviations.Slice(i * latent, latent), log = logs.Slice(i * latent, latent);
            var (sum, k) = (Vector512<float>.Zero, 0);
            for (; k <= latent - Lanes; k += Lanes) sum += Divergence(Read(mean, k), Read(sigma, k), Read(log, k));
            if (k < latent) sum += Divergence(Read(mean, k), Read(sigma, k, filled: 1), Read(log, k)); // an empty lane is N(0, 1), whose divergence is 0
            rates[i] = Vector512.Sum(sum) * 0.5f;
        }

        Vector512<float> Divergence(Vector512<float> mean, Vector512<float> sigma, Vector512<float> log) => mean * mean + (Vector512.FusedMultiplyAdd(sigma, sigma, -one) - log * 2); // a small mean is not lost beside 1
    }

    internal override void RateBackward(Tensor weight, Matrices output, Matrices deviation, Matrices meanGradient, Matrices logScaleGradient)
    {
        Span<float> weights = Floats(weight), outputs = Floats(output.All), deviations = Floats(deviation.All), means = Floats(meanGradient.All), logs = Floats(logScaleGradient.All);
        var (latent, width, rows) = ((int)deviation.Columns, (int)output.Columns, (int)(deviation.Replicates * deviation.Rows));
        var alike = rows / weights.Length; // examples of one weight, one after the other
        for (var i = 0; i < rows; i++)
        {
            var each = Vector512.Create(weights[i / alike]);
            Span<float> mean = outputs.Slice(i * width, latent), sigma = deviations.Slice(i * latent, latent), toMean = means.Slice(i * latent, latent), toLog = logs.Slice(i * latent, latent);
            for (var k = 0; k < latent; k += Lanes)
            {
                var s = Read(sigma, k);
                Write(Read(toMean, k) + Read(mean, k) * each, toMean, k);
                Write(Read(toLog, k) + (s * s - Vector512<float>.One) * each, toLog, k);
            }
        }
    }

    internal override void Gather(Matrices sampleGradient, Matrices noise, Matrices deviation, Matrices meanGradient, Matrices logScaleGradient, Tensor? slope, Matrices outputGradient)
    {
        Span<float> gradients = Floats(sampleGradient.All), noises = Floats(noise.All), deviations = Floats(deviation.All), means = Floats(meanGradient.All), logs = Floats(logScaleGradient.All),
            slopes = slope is null ? default : Floats(slope), outputs = Floats(outputGradient.All);
        var (latent, width, batch) = ((int)deviation.Columns, (int)outputGradient.Columns, (int)deviation.Rows);
        var samples = (int)sampleGradient.Rows / batch;
        for (var i = 0; i < deviation.Replicates * batch; i++)
        {
            var first = i / batch * samples * batch + i % batch; // the example's first sample
            for (var k = 0; k < latent; k += Lanes)
            {
                var (plain, times) = (Vector512<float>.Zero, Vector512<float>.Zero);
                for (var s = 0; s < samples; s++)
                {
                    var at = (first + s * batch) * latent;
                    var gradient = Read(gradients.Slice(at, latent), k);
                    plain += gradient;
                    times += gradient * Read(noises.Slice(at, latent), k);
                }
                var toLog = logs.Slice(i * latent, latent);
                var log = Read(toLog, k) + times * Read(deviations.Slice(i * latent, latent), k);
                Write(log, toLog, k);
                Write(Read(means.Slice(i * latent, latent), k) + plain, outputs.Slice(i * width, latent), k);
                if (!slopes.IsEmpty) Write(log * Read(slopes.Slice(i * latent, latent), k), outputs.Slice(i * width + latent, latent), k);
            }
        }
    }

    /// <summary>The row of the example, of all replicates' one after the other, whose sample this is.</summary>
    private static int Example(int sample, Matrices samples, Matrices examples)
    {
        var (perReplicate, batch) = ((int)samples.Rows, (int)examples.Rows);
        return sample / perReplicate * batch + sample % perReplicate % batch;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Read(ReadOnlySpan<float> row, int start, float filled = 0) =>
        row.Length - start >= Lanes ? Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)start) : ReadRest(row[start..], filled);

    private static Vector512<float> ReadRest(ReadOnlySpan<float> rest, float filled)
    {
        Span<float> lanes = stackalloc float[Vector512<float>.Count];
        lanes.Fill(filled);
        rest.CopyTo(lanes);
        return Vector512.Create<float>(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector512<float> values, Span<float> row, int start)
    {
        if (row.Length - start >= Lanes) values.StoreUnsafe(ref MemoryMarshal.GetReference(row), (nuint)start);
        else WriteRest(values, row[start..]);
    }

    private static void WriteRest(Vector512<float> values, Span<float> rest)
    {
        Span<float> lanes = stackalloc float[Vector512<float>.Count];
        values.CopyTo(lanes);
        lanes[..rest.Length].CopyTo(rest);
    }
}
