using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Vib.Core;

/// <summary>Logits to log-probabilities, row by row, and back: by hand and without garbage in a CPU's memory, by libtorch's operators elsewhere.</summary>
internal static class LogSoftmax
{
    /// <summary>to_k ← logits_k − log Σ_l e^{logits_l}. Both <c>[R,m,K]</c>.</summary>
    internal static void Forward(Matrices logits, Matrices to, int? replicate)
    {
        if (Kernels.ByHand(logits.All.device_type))
        {
            var (first, end) = logits.Span(replicate);
            for (var r = first; r < end; r++) Forward(Floats(logits, r), Floats(to, r), (int)logits.Columns);
            return;
        }
        using var normalised = logits.Part(replicate).log_softmax(-1);
        to.Part(replicate).copy_(normalised);
    }

    private static void Forward(ReadOnlySpan<float> logits, Span<float> to, int classes)
    {
        for (var start = 0; start < logits.Length; start += classes)
        {
            var from = logits.Slice(start, classes);
            var into = to.Slice(start, classes);
            TensorPrimitives.Subtract(from, TensorPrimitives.Max(from), into);
            var sum = 0.0;
            foreach (var logit in into) sum += MathF.Exp(logit);
            TensorPrimitives.Subtract(into, (float)Math.Log(sum), into);
        }
    }

    /// <summary>gradient_k ← gradient_k − p_k Σ_l gradient_l: from that of the log-probabilities to that of the logits. Both <c>[R,m,K]</c>.</summary>
    internal static void Backward(Matrices gradient, Matrices logProbabilities, int? replicate)
    {
        if (Kernels.ByHand(gradient.All.device_type))
        {
            var (first, end) = gradient.Span(replicate);
            for (var r = first; r < end; r++) Backward(Floats(gradient, r), Floats(logProbabilities, r), (int)gradient.Columns);
            return;
        }
        using var scope = NewDisposeScope();
        gradient.Part(replicate).sub_(logProbabilities.Part(replicate).exp() * gradient.Part(replicate).sum(-1, keepdim: true));
    }

    private static void Backward(Span<float> gradient, ReadOnlySpan<float> logProbabilities, int classes)
    {
        for (var start = 0; start < gradient.Length; start += classes)
        {
            var row = gradient.Slice(start, classes);
            var logs = logProbabilities.Slice(start, classes);
            var sum = 0.0;
            foreach (var element in row) sum += element;
            for (var k = 0; k < classes; k++) row[k] -= (float)(MathF.Exp(logs[k]) * sum);
        }
    }

    private static Span<float> Floats(Matrices matrices, int replicate) => MemoryMarshal.Cast<byte, float>(matrices.Each[replicate].bytes);
}
