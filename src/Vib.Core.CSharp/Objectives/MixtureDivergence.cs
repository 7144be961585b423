using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;
using static Vib.Core.TensorMemory;

namespace Vib.Core;

/// <summary>log e(z|x) − log m(z) on the samples, m = Σ_m π_m N(c_m, diag s_m²), by hand, in double precision on places made once; samples and components are parts for a crew, the same for any number of threads.</summary>
/// <remarks>With the share w_nm of a component in m(z_n), log m(z) has the slopes Σ_m w_nm (c_m − z_n)/s_m² in z_n, Σ_n w_nm (z_n − c_m)/s_m² in c_m, Σ_n w_nm {(z_n − c_m)²/s_m² − 1} in log s_m and Σ_n w_nm in log π_m.</remarks>
internal sealed class MixtureDivergence
{
    private const int Rows = 8; // of a part
    private static readonly int Lanes = Vector512<double>.Count;

    private readonly LatentPass latent;
    private readonly GaussianRows components, gradients;
    private readonly Crew? crew;
    private readonly int replicates, batch, samples, count, dimension, width; // count: M; width: K to whole vectors, the rest of which is zeros
    private readonly double[] points, means, precisions;                     // z, [R,S·B,width]; c and 1/s², [R,M,width]
    private readonly double[] normalisers, each, pulls, sums;                // log π − Σ log s, [R,M]; of each sample, [R,S·B]; Σ_m of it, [R,S·B,width]; Σ_n, [R,M,2,width]
    private readonly double[][] shares;                                      // w of each replicate, [S·B,M]
    private readonly Action<int> read, compare, toPoints, toComponents;
    private readonly double[] weights;                                       // of each example in the loss, [R,B]

    /// <param name="latent">The codes.</param>
    /// <param name="components">Where c and log s are, M rows of each replicate.</param>
    /// <param name="gradients">Where theirs go.</param>
    /// <param name="crew">Null for one thread.</param>
    internal MixtureDivergence(LatentPass latent, GaussianRows components, GaussianRows gradients, Crew? crew)
    {
        (this.latent, this.components, this.gradients, this.crew) = (latent, components, gradients, crew);
        var shape = latent.Mean.shape;
        (replicates, batch, dimension, samples, count) = ((int)shape[0], (int)shape[1], (int)shape[2], latent.Samples, (int)components.Means.Rows);
        width = (dimension + Lanes - 1) / Lanes * Lanes;
        var all = replicates * samples * batch;
        (points, means, precisions) = (new double[all * width], new double[replicates * count * width], new double[replicates * count * width]);
        (normalisers, each, LogWeights, WeightGradients) = (new double[replicates * count], new double[all], new double[replicates * count], new double[replicates * count]);
        weights = new double[replicates * batch];
        shares = [.. Enumerable.Range(0, replicates).Select(_ => new double[samples * batch * count])];
        (pulls, sums) = latent.SampleGradient is null ? ([], []) : (new double[all * width], new double[replicates * count * 2 * width]);
        (read, compare, toPoints, toComponents) = (part => Each(part, replicates * count, 0), part => Each(part, all, 1), part => Each(part, all, 2), part => Each(part, replicates * count, 3));
    }

    /// <summary>log π, [R,M].</summary>
    internal double[] LogWeights { get; }

    /// <summary>∂/∂(log π_m + log N_m) summed over samples, [R,M], of the last way back.</summary>
    internal double[] WeightGradients { get; }

    private int Points => samples * batch; // of a replicate

    /// <summary>The mean over each example's samples, [R,B].</summary>
    internal void Forward(Tensor values)
    {
        Run(replicates * count, read);
        Run(replicates * Points, compare);
        var to = Floats(values);
        for (var i = 0; i < to.Length; i++)
        {
            var sum = 0.0;
            for (var s = 0; s < samples; s++) sum += each[i / batch * Points + s * batch + i % batch];
            to[i] = (float)(sum / samples);
        }
    }

    /// <summary>Times a weight, [R,B] or, for all examples alike, [R,1] or [1,1]: adds to the codes' gradients where it reaches them, and writes those of the components.</summary>
    internal void Backward(Tensor upstream, bool reaches)
    {
        var given = Floats(upstream);
        var alike = weights.Length / given.Length; // examples of one weight, one after the other
        for (var i = 0; i < weights.Length; i++) weights[i] = given[i / alike];
        if (reaches)
        {
            Run(replicates * Points, toPoints);
            var toLog = Floats(latent.LogScaleGradient!);
            for (var i = 0; i < toLog.Length; i++) toLog[i] -= (float)weights[i / dimension]; // log e(z|x) at z = μ + L ε
        }
        Run(replicates * count, toComponents);
    }

    private void Run(int rows, Action<int> body)
    {
        var parts = (rows + Rows - 1) / Rows;
        if (crew is not null) crew.Run(parts, body);
        else
            for (var part = 0; part < parts; part++) body(part);
    }

    private void Each(int part, int rows, int what)
    {
        for (var row = part * Rows; row < Math.Min(rows, (part + 1) * Rows); row++)
            switch (what)
            {
                case 0: Read(row); break;
                case 1: Compare(row); break;
                case 2: ToPoint(row); break;
                default: ToComponent(row); break;
            }
    }

    /// <summary>c, 1/s² and log π − Σ log s of a component.</summary>
    private void Read(int component)
    {
        Span<float> c = components.Mean(component, dimension), logs = components.LogDeviation(component, dimension);
        normalisers[component] = LogWeights[component];
        for (var k = 0; k < dimension; k++)
        {
            normalisers[component] -= logs[k];
            (means[component * width + k], precisions[component * width + k]) = (c[k], Math.Exp(-2.0 * logs[k]));
        }
    }

    /// <summary>The shares and the value of a sample.</summary>
    private void Compare(int n)
    {
        var r = n / Points;
        Span<float> z = Floats(latent.Sample.All).Slice(n * dimension, dimension), noise = Floats(latent.Noise.All).Slice(n * dimension, dimension), logs = Floats(latent.LogScale).Slice(Example(n) * dimension, dimension);
        var own = 0.0;
        for (var k = 0; k < dimension; k++) (points[n * width + k], own) = (z[k], own - 0.5 * noise[k] * noise[k] - logs[k]);
        var row = Shares(n);
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        for (var m = 0; m < count; m++)
        {
            row[m] = normalisers[r * count + m] - 0.5 * Distance(n, r * count + m);
            largest = Math.Max(largest, row[m]);
        }
        foreach (ref var w in row) sum += w = Math.Exp(w - largest);
        foreach (ref var w in row) w /= sum;
        each[n] = own - largest - Math.Log(sum);
    }

    /// <summary>Σ_k (z − c)²/s².</summary>
    private double Distance(int n, int component)
    {
        var sum = Vector512<double>.Zero;
        for (var k = 0; k < width; k += Lanes)
        {
            var apart = Load(points, n, k) - Load(means, component, k);
            sum += apart * apart * Load(precisions, component, k);
        }
        return Vector512.Sum(sum);
    }

    private void ToPoint(int n)
    {
        Span<double> row = Shares(n), pull = pulls.AsSpan(n * width, width);
        var first = n / Points * count;
        pull.Clear();
        for (var m = 0; m < count; m++)
            for (var k = 0; k < width; k += Lanes) DoubleSums.Add(pull, k, (Load(points, n, k) - Load(means, first + m, k)) * Load(precisions, first + m, k) * row[m]);
        var weight = weights[Example(n)] / samples;
        var gradient = Floats(latent.SampleGradient!.All).Slice(n * dimension, dimension);
        for (var k = 0; k < dimension; k++) gradient[k] += (float)(weight * pull[k]);
    }

    private void ToComponent(int component)
    {
        var (r, m) = Math.DivRem(component, count);
        Span<double> pull = sums.AsSpan(2 * component * width, width), spread = sums.AsSpan((2 * component + 1) * width, width);
        pull.Clear();
        spread.Clear();
        var total = 0.0;
        for (var n = r * Points; n < (r + 1) * Points; n++)
        {
            var share = -Shares(n)[m] * weights[Example(n)] / samples;
            total += share;
            for (var k = 0; k < width; k += Lanes)
            {
                var apart = Load(points, n, k) - Load(means, component, k);
                DoubleSums.Add(pull, k, apart * share);
                DoubleSums.Add(spread, k, apart * apart * share);
            }
        }
        WeightGradients[component] = total;
        Span<float> toMean = gradients.Mean(component, dimension), toLog = gradients.LogDeviation(component, dimension);
        for (var k = 0; k < dimension; k++)
        {
            var precision = precisions[component * width + k];
            (toMean[k], toLog[k]) = ((float)(precision * pull[k]), (float)(precision * spread[k] - total));
        }
    }

    private Span<double> Shares(int n) => shares[n / Points].AsSpan(n % Points * count, count);

    /// <summary>The example that a sample is of, of all replicates' one after the other.</summary>
    private int Example(int n) => n / Points * batch + n % batch;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Load(double[] rows, int row, int k) => Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(rows), (nuint)(row * width + k));
}
