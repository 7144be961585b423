using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The fused step of Adam, on buffers of any length.</summary>
public sealed class AdamKernelTests
{
    private static readonly AdamStep step = new(0.01f, 0.9f, 0.999f, 3.2f, 1e-8f, 0.99f);

    // m, v and the average are two products and a sum of numbers below 1; in w the quotient, at most 0.01/3.2 × m/√v, is good to a few ε.
    [Theory]
    [InlineData(1, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    [InlineData(1003, true)]
    [InlineData(1003, false)]
    public void The_pass_by_hand_agrees_with_libtorch_s(int count, bool average)
    {
        using var scope = NewDisposeScope();
        var (expected, actual) = (Buffers(count, average), Buffers(count, average));
        for (var t = 0; t < 3; t++)
        {
            Step(new TensorKernels(), expected);
            Step(new CpuKernels(), actual);
        }
        for (var k = 0; k < expected.Length; k++) Numbers.Near(expected[k], actual[k], (_, v) => 16 * Numbers.Epsilon32 * Math.Max(Math.Abs(v), 0.1));
    }

    // One thread does 2^18 + 37 elements in one sweep; several take whole cache lines each.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Several_threads_give_the_bits_of_one(int threads)
    {
        const int count = (1 << 18) + 37;
        using var scope = NewDisposeScope();
        var (alone, shared) = (Buffers(count, true), Buffers(count, true));
        for (var t = 0; t < 2; t++)
        {
            using (new ThreadCount(1)) Step(new CpuKernels(), alone);
            using (new ThreadCount(threads)) Step(new CpuKernels(), shared);
        }
        for (var k = 0; k < alone.Length; k++) Numbers.Same(alone[k], shared[k]);
    }

    // Elements are alone with themselves: what a buffer does in a register it does in what is left over.
    [Fact]
    public void The_end_that_fills_no_register_gets_the_same_arithmetic()
    {
        using var scope = NewDisposeScope();
        var whole = Buffers(64, true);
        Tensor[] part = [.. whole.Select(buffer => buffer.narrow(0, 0, 61).clone())];
        Step(new CpuKernels(), whole);
        Step(new CpuKernels(), part);
        for (var k = 0; k < whole.Length; k++) Numbers.Same(whole[k].narrow(0, 0, 61), part[k]);
    }

    /// <summary>Weights, gradients, two moments (the second positive) and the average.</summary>
    private static Tensor[] Buffers(int count, bool average)
    {
        Tensor[] buffers = [.. Enumerable.Range(1, average ? 5 : 4).Select(seed => Numbers.Drawn([count], seed))];
        buffers[3].copy_(buffers[3].abs() + 0.01);
        return buffers;
    }

    private static void Step(Kernels kernels, Tensor[] b)
    {
        using var stage = new AdamStage(CPU);
        stage.Set(1, step.Rate, step);
        kernels.Adam(b[0], b[1], b[2], b[3], b.Length > 4 ? b[4] : null, step, stage);
    }
}
