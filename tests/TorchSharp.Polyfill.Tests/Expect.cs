using Xunit;
using static TorchSharp.torch;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // live tensors and resident memory are counted per process

namespace TorchSharp.Polyfill.Tests;

internal static class Expect
{
    internal static double[] Numbers(Tensor tensor)
    {
        using var plain = tensor.to_type(ScalarType.Float64);
        using var packed = plain.contiguous();
        return packed.data<double>().ToArray();
    }

    /// <summary>Exactly this shape and these values.</summary>
    internal static void Is(Tensor actual, long[] shape, params double[] values)
    {
        Assert.Equal(shape, actual.shape);
        Assert.Equal(values, Numbers(actual));
    }

    /// <summary>|actual − expected| ≤ tolerance · max(1, |expected|), element by element.</summary>
    internal static void Near(double[] expected, Tensor actual, double tolerance)
    {
        var numbers = Numbers(actual);
        Assert.Equal(expected.Length, numbers.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(numbers[i] - expected[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])) || numbers[i].Equals(expected[i]),
                $"element {i} is {numbers[i]:R}, not {expected[i]:R}");
    }

    /// <summary>A matrix of doubles, row by row.</summary>
    internal static Tensor Matrix(long rows, params double[] values) => tensor(values, [rows, values.Length / rows]);

    /// <summary>Doubles that look random and are the same in every run: uniform in [from, to).</summary>
    internal static double[] Drawn(int count, int seed, double from = -1, double to = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => from + (to - from) * random.NextDouble())];
    }

    internal static Tensor Drawn(long[] shape, int seed, double from = -1, double to = 1) =>
        tensor(Drawn((int)shape.Aggregate(1L, (a, b) => a * b), seed, from, to), shape);
}
