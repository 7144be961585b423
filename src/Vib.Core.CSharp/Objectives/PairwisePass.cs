using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;
using static Vib.Core.TensorMemory;

namespace Vib.Core;

/// <summary>The pairwise rate by hand, in double precision on places made once; rows of pairs are parts for a crew, the same for any number of threads.</summary>
/// <remarks><para>D_ij = KL[e_i ‖ e_j] = ½ Σ_k { [σ_i² + (μ_i − μ_j)²]/σ_j² − 1 } + Σ_k log σ_j − Σ_k log σ_i, and t_i = −log mean_j e^{−D_ij} has the slope w_ij = e^{−D_ij}/Σ_j e^{−D_ij} in D_ij.</para>
/// <para>An example is the first of its own pairs and the second of others': ∂/∂μ_i = Σ_j w_ij (μ_i − μ_j)/σ_j² + Σ_j w_ji (μ_i − μ_j)/σ_i², and
/// ∂/∂log σ_i = Σ_j w_ij (σ_i²/σ_j² − 1) + Σ_j w_ji { 1 − [σ_j² + (μ_i − μ_j)²]/σ_i² }.</para></remarks>
internal sealed class PairwisePass : TermPass
{
    private const int Rows = 8; // of a part
    private static readonly int Lanes = Vector512<double>.Count;

    private readonly DiagonalPass latent;
    private readonly bool leaveOneOut;
    private readonly Crew? crew;
    private readonly int replicates, batch, dimension, width, blocks; // width: K to whole vectors; what is left over is zeros, which add nothing
    private readonly double[] mean, variance, precision;              // [R,B,width]
    private readonly double[] logs, each;                             // Σ_k log σ and t, [R,B]
    private readonly double[][] weights;                              // w of each replicate, [B,B]
    private readonly double[] sums;                                   // [R,B,4,width]: an example's four sums over j
    private readonly Tensor values;                                   // [R,1]
    private readonly Action<int> read, compare, follow;
    private Tensor? upstream;

    internal PairwisePass(DiagonalPass latent, bool leaveOneOut, Crew? crew)
    {
        (this.latent, this.leaveOneOut, this.crew) = (latent, leaveOneOut, crew);
        var shape = latent.Mean.shape;
        (replicates, batch, dimension) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        (width, blocks) = ((dimension + Lanes - 1) / Lanes * Lanes, (batch + Rows - 1) / Rows);
        double[] Of(int columns) => new double[replicates * batch * columns];
        (mean, variance, precision, logs, each) = (Of(width), Of(width), Of(width), Of(1), Of(1));
        weights = [.. Enumerable.Range(0, replicates).Select(_ => new double[batch * batch])];
        sums = latent.MeanGradient is null ? [] : Of(4 * width);
        values = zeros([replicates, 1]).DetachFromDisposeScope();
        (read, compare, follow) = (Read, Compare, Follow);
    }

    internal override bool MakesTensors => false;

    internal override Tensor Forward()
    {
        Run(read);
        Run(compare);
        var means = Floats(values);
        for (var r = 0; r < replicates; r++)
        {
            var sum = 0.0;
            foreach (var t in each.AsSpan(r * batch, batch)) sum += t;
            means[r] = (float)(sum / batch);
        }
        return values;
    }

    internal override void Backward(Tensor upstream, bool reaches)
    {
        if (!reaches) return;
        this.upstream = upstream;
        Run(follow);
    }

    private void Run(Action<int> body)
    {
        var parts = replicates * blocks;
        if (crew is not null) crew.Run(parts, body);
        else
            for (var part = 0; part < parts; part++) body(part);
    }

    /// <summary>The replicate that a part is of, and its examples, of all replicates' one after the other.</summary>
    private (int Replicate, int Start, int End) Examples(int part)
    {
        var (r, block) = Math.DivRem(part, blocks);
        return (r, r * batch + block * Rows, r * batch + Math.Min(batch, (block + 1) * Rows));
    }

    /// <summary>μ, σ², 1/σ² and Σ log σ of some examples.</summary>
    private void Read(int part)
    {
        Span<float> outputs = Floats(latent.Output.All), logScales = Floats(latent.LogDeviation);
        var (_, start, end) = Examples(part);
        for (var i = start; i < end; i++)
        {
            ReadOnlySpan<float> m = outputs.Slice(i * (int)latent.Output.Columns, dimension), log = logScales.Slice(i * dimension, dimension);
            logs[i] = 0;
            for (var k = 0; k < dimension; k++)
            {
                logs[i] += log[k];
                (mean[i * width + k], variance[i * width + k], precision[i * width + k]) = (m[k], Math.Exp(2.0 * log[k]), Math.Exp(-2.0 * log[k]));
            }
        }
    }

    /// <summary>t and w of some examples.</summary>
    private void Compare(int part)
    {
        var (r, start, end) = Examples(part);
        for (var i = start; i < end; i++)
        {
            var row = weights[r].AsSpan((i - r * batch) * batch, batch);
            var largest = double.NegativeInfinity;
            for (var j = 0; j < batch; j++)
            {
                var other = r * batch + j;
                row[j] = leaveOneOut && other == i ? double.NegativeInfinity : logs[i] - logs[other] - 0.5 * (Relative(i, other) - dimension); // −D_ij
                largest = Math.Max(largest, row[j]);
            }
            var sum = 0.0;
            foreach (ref var w in row) sum += w = Math.Exp(w - largest);
            foreach (ref var w in row) w /= sum;
            each[i] = Math.Log(leaveOneOut ? batch - 1 : batch) - largest - Math.Log(sum);
        }
    }

    /// <summary>Σ_k [σ_i² + (μ_i − μ_j)²]/σ_j².</summary>
    private double Relative(int i, int j)
    {
        var sum = Vector512<double>.Zero;
        for (var k = 0; k < width; k += Lanes)
        {
            var apart = Load(mean, i, k) - Load(mean, j, k);
            sum += (Load(variance, i, k) + apart * apart) * Load(precision, j, k);
        }
        return Vector512.Sum(sum);
    }

    /// <summary>The gradients of some examples.</summary>
    private void Follow(int part)
    {
        var (r, start, end) = Examples(part);
        var upstreams = Floats(upstream!);
        var weight = upstreams[upstreams.Length == 1 ? 0 : r] / (double)batch;
        Span<float> toMean = Floats(latent.MeanGradient!), toLog = Floats(latent.LogDeviationGradient!);
        for (var i = start; i < end; i++)
        {
            var (first, second) = Gather(i, r);
            Span<double> pull = Sum(i, 0), spread = Sum(i, 1), pulled = Sum(i, 2), spreads = Sum(i, 3);
            for (var k = 0; k < dimension; k++)
            {
                var at = i * width + k;
                toMean[i * dimension + k] += (float)(weight * (pull[k] + pulled[k] * precision[at]));
                toLog[i * dimension + k] += (float)(weight * (spread[k] * variance[at] - first + second - spreads[k] * precision[at]));
            }
        }
    }

    /// <summary>Σ_j of w_ij (μ_i − μ_j)/σ_j², w_ij/σ_j², w_ji (μ_i − μ_j) and w_ji [σ_j² + (μ_i − μ_j)²] into their places; and of w_ij and w_ji.</summary>
    private (double First, double Second) Gather(int i, int r)
    {
        Span<double> pull = Sum(i, 0), spread = Sum(i, 1), pulled = Sum(i, 2), spreads = Sum(i, 3);
        pull.Clear();
        spread.Clear();
        pulled.Clear();
        spreads.Clear();
        var (w, own, first, second) = (weights[r], i - r * batch, 0.0, 0.0);
        for (var j = 0; j < batch; j++)
        {
            double from = w[own * batch + j], to = w[j * batch + own];
            (first, second) = (first + from, second + to);
            for (var k = 0; k < width; k += Lanes)
            {
                var other = r * batch + j;
                var (apart, inverse) = (Load(mean, i, k) - Load(mean, other, k), Load(precision, other, k) * from);
                DoubleSums.Add(pull, k, apart * inverse);
                DoubleSums.Add(spread, k, inverse);
                DoubleSums.Add(pulled, k, apart * to);
                DoubleSums.Add(spreads, k, (Load(variance, other, k) + apart * apart) * to);
            }
        }
        return (first, second);
    }

    private Span<double> Sum(int example, int which) => sums.AsSpan((example * 4 + which) * width, width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Load(double[] rows, int example, int k) => Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(rows), (nuint)(example * width + k));

    public override void Dispose() => values.Dispose();
}
