using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Tensors as plain numbers, and what tests ask of them.</summary>
internal static class Numbers
{
    /// <summary>Spacing of doubles and of floats at 1, twice the largest relative rounding error.</summary>
    internal const double Epsilon = 1.0 / (1L << 52), Epsilon32 = 1.0 / (1 << 23);

    internal static double[] Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    internal static double Largest(Tensor tensor) => Of(tensor).Max(Math.Abs);

    /// <summary>Same shape, and |actual − expected| ≤ tolerance(i, expected_i) for every element i.</summary>
    internal static void Near(Tensor expected, Tensor actual, Func<int, double, double> tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        Near(Of(expected), Of(actual), tolerance);
    }

    internal static void Near(Tensor expected, Tensor actual, double tolerance) => Near(expected, actual, (_, _) => tolerance);

    internal static void Near(double[] expected, double[] actual, Func<int, double, double> tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var (allowed, off) = (tolerance(i, expected[i]), Math.Abs(actual[i] - expected[i]));
            if (!(off <= allowed) && !actual[i].Equals(expected[i])) // NaN is near nothing but NaN
                Assert.Fail($"Element {i} is {actual[i]:R}, not {expected[i]:R}: off by {off:G3}, allowed {allowed:G3}.");
        }
    }

    /// <summary>The same bits; −0 and 0 differ, NaN equals NaN.</summary>
    internal static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(expected.dtype, actual.dtype);
        using var scope = NewDisposeScope();
        Assert.True(expected.contiguous().bytes.SequenceEqual(actual.contiguous().bytes), "The bits differ.");
    }

    /// <summary>Numbers that look random and are the same in every run, uniform in (−scale, scale).</summary>
    internal static Tensor Drawn(long[] shape, long seed, double scale = 1, ScalarType type = ScalarType.Float32)
    {
        var random = new SplitMix64(seed, 0, 0);
        var values = new double[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++) values[i] = random.Between(-scale, scale);
        return tensor(values, shape, type);
    }

    /// <summary>Mean and standard error.</summary>
    internal static (double Mean, double Error) Mean(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1.0) / values.Count));
    }
}
