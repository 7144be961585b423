using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static Vib.Core.TensorMemory;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Vib.Core;

/// <summary>One matrix of scores and the place of its gradient, in a CPU's memory: the gradients of the bounds that are trained most, in a few passes and without garbage.</summary>
/// <remarks>The closed forms on tensors, <see cref="Bound.Gradient"/>, are what these are held to. Each says that it was done, for a bound to pass on. O(B²) time.</remarks>
internal readonly ref partial struct ScoreGradient
{
    // Columns that are worked on together: what is kept of each fits the stack.
    private const int Strip = 512;

    private readonly ReadOnlySpan<float> scores;
    private readonly Span<float> gradient;
    private readonly ReadOnlySpan<float> companion; // c_i and the place of its gradient, where the bound has a companion
    private readonly Span<float> change;
    private readonly int batch;

    /// <summary>Of tensors that <see cref="Fits"/>.</summary>
    internal ScoreGradient(Tensor scores, Tensor gradient, int replicate)
    {
        batch = (int)scores.size(-1);
        var (start, count) = (replicate * batch * batch, batch * batch);
        this.scores = Floats(scores).Slice(start, count);
        this.gradient = Floats(gradient).Slice(start, count);
    }

    /// <summary>With the numbers beside the scores, of tensors that <see cref="FitsBeside"/>.</summary>
    internal ScoreGradient(Tensor scores, Tensor companion, Tensor gradient, Tensor change, int replicate) : this(scores, gradient, replicate)
    {
        this.companion = Floats(companion).Slice(replicate * batch, batch);
        this.change = Floats(change).Slice(replicate * batch, batch);
    }

    /// <summary>Whether a column is one number for each pair of the scores, in a CPU's memory, in single precision.</summary>
    internal static bool FitsBeside(Tensor scores, Tensor column) => Kernels.ByHand(column.device_type) && column.dtype == ScalarType.Float32 && column.is_contiguous()
        && column.dim() == scores.dim() && column.size(-1) == 1 && column.size(-2) == scores.size(-1) && column.numel() == Replicates(scores) * scores.size(-1);

    /// <summary>Whether both are whole matrices of one shape in a CPU's memory, in single precision.</summary>
    internal static bool Fits(Tensor scores, Tensor gradient) =>
        Flat(scores) && Flat(gradient) && scores.dim() == gradient.dim() && scores.size(-1) == gradient.size(-1) && scores.numel() == gradient.numel();

    internal static int Replicates(Tensor scores) => scores.dim() == 2 ? 1 : (int)scores.size(0);

    private static bool Flat(Tensor tensor) => Kernels.ByHand(tensor.device_type) && tensor.dtype == ScalarType.Float32 && tensor.is_contiguous()
        && tensor.dim() is 2 or 3 && tensor.size(-1) >= 2 && tensor.size(-1) == tensor.size(-2) && tensor.numel() <= int.MaxValue / sizeof(float);

    private double Marginals => (double)batch * (batch - 1);

    /// <summary>([i = j] − softmax_j S_ij)/B.</summary>
    internal bool RowContrasts()
    {
        for (var i = 0; i < batch; i++)
        {
            var from = scores.Slice(i * batch, batch);
            var to = gradient.Slice(i * batch, batch);
            TensorPrimitives.Subtract(from, TensorPrimitives.Max(from), to);
            TensorPrimitives.Exp<float>(to, to);
            TensorPrimitives.Multiply(to, -1 / (batch * TensorPrimitives.Sum<float>(to)), to);
            to[i] += 1f / batch;
        }
        return true;
    }

    /// <summary>([i = j] − softmax_i S_ij)/B.</summary>
    internal bool ColumnContrasts()
    {
        Span<float> largest = stackalloc float[Strip], weights = stackalloc float[Strip];
        for (var start = 0; start < batch; start += Strip)
        {
            var count = Math.Min(Strip, batch - start);
            ColumnContrasts(start, largest[..count], weights[..count]);
        }
        return true;
    }

    private void ColumnContrasts(int start, Span<float> largest, Span<float> weights)
    {
        scores.Slice(start, largest.Length).CopyTo(largest);
        for (var i = 1; i < batch; i++) TensorPrimitives.Max(scores.Slice(i * batch + start, largest.Length), largest, largest);
        weights.Clear();
        for (var i = 0; i < batch; i++)
        {
            var to = gradient.Slice(i * batch + start, largest.Length);
            TensorPrimitives.Subtract(scores.Slice(i * batch + start, largest.Length), largest, to);
            TensorPrimitives.Exp<float>(to, to);
            TensorPrimitives.Add(weights, to, weights);
        }
        TensorPrimitives.Divide(-1f / batch, weights, weights);
        for (var i = 0; i < batch; i++)
        {
            var to = gradient.Slice(i * batch + start, largest.Length);
            TensorPrimitives.Multiply(to, weights, to);
            if (i - start is var k && k >= 0 && k < to.Length) to[k] += 1f / batch;
        }
    }

    /// <summary>1/B on the diagonal, −e^{S_ij}/(a B(B−1)) off it.</summary>
    internal bool Exponentials(double logBaseline)
    {
        TensorPrimitives.Subtract(scores, (float)(logBaseline + Math.Log(Marginals)), gradient);
        TensorPrimitives.Exp<float>(gradient, gradient);
        return Weigh(1);
    }

    /// <summary>1/B on the diagonal, −softmax of the pairs off it.</summary>
    internal bool Softmax()
    {
        MarginalExponentials(out var sum);
        return Weigh(1 / sum);
    }

    /// <summary>σ(−S_ii)/B on the diagonal, −σ(S_ij)/(B(B−1)) off it.</summary>
    internal bool Sigmoids()
    {
        TensorPrimitives.Sigmoid(scores, gradient);
        Weigh(1 / Marginals);
        for (var i = 0; i < gradient.Length; i += batch + 1) gradient[i] /= 1 + MathF.Exp(scores[i]);
        return true;
    }

    /// <summary>Writes numbers that are to each other as the e^{S_ij} off the diagonal are.</summary>
    /// <param name="sum">Their sum.</param>
    /// <returns>log of the mean of e^{S_ij}, i ≠ j.</returns>
    internal double MarginalExponentials(out double sum)
    {
        scores.CopyTo(gradient);
        for (var i = 0; i < gradient.Length; i += batch + 1) gradient[i] = float.NegativeInfinity;
        var largest = TensorPrimitives.Max<float>(gradient);
        TensorPrimitives.Subtract(gradient, largest, gradient);
        TensorPrimitives.Exp<float>(gradient, gradient);
        sum = 0;
        for (var i = 0; i < gradient.Length; i += batch) sum += TensorPrimitives.Sum<float>(gradient.Slice(i, batch)); // in doubles: there may be millions
        return largest + Math.Log(sum / Marginals);
    }

    /// <summary>1/B on the diagonal, −weight times what is there off it.</summary>
    internal bool Weigh(double weight)
    {
        TensorPrimitives.Multiply(gradient, (float)-weight, gradient);
        for (var i = 0; i < gradient.Length; i += batch + 1) gradient[i] = 1f / batch;
        return true;
    }
}
