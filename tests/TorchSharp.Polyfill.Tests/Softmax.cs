using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Softmax
{
    /// <summary>m + log Σ exp(xᵢ − m), m the largest.</summary>
    private static double LogSumExp(double[] x) => x.Max() is var m && double.IsNegativeInfinity(m) ? m : m + Math.Log(x.Sum(v => Math.Exp(v - m)));

    public static TheoryData<double> Sizes => [1, 100, 1e4];

    [Theory, MemberData(nameof(Sizes))]
    public void Scores_of_any_size_neither_overflow_nor_lose_their_sum(double size)
    {
        var x = Expect.Drawn(64, 5, -size, size);
        var rows = x.Chunk(8).ToArray();
        var sums = rows.Select(LogSumExp).ToArray();
        foreach (var (type, tolerance) in new[] { (ScalarType.Float64, 1e-13), (ScalarType.Float32, 1e-6) })
        {
            using var scores = tensor(x, [8, 8], type);
            var read = Expect.Numbers(scores).Chunk(8).ToArray(); // in single precision the scores themselves are rounded
            if (type == ScalarType.Float32) sums = [.. read.Select(LogSumExp)];
            double[] logs = [.. read.SelectMany((row, i) => row.Select(v => v - sums[i]))];
            Expect.Near(sums, scores.logsumexp(1), tolerance);
            Expect.Near(logs, scores.log_softmax(-1), tolerance);
            Expect.Near([.. logs.Select(Math.Exp)], scores.softmax(1), tolerance);
            Expect.Near(sums, logsumexp(scores.t(), 0), tolerance);
        }
    }

    [Fact]
    public void Masked_scores_take_no_part()
    {
        using var scores = tensor([double.NegativeInfinity, 0, 0, double.NegativeInfinity], [2, 2]);
        Expect.Is(scores.logsumexp(1, keepdim: true), [2, 1], 0, 0);
        Expect.Is(scores.softmax(1), [2, 2], 0, 1, 1, 0);
        Assert.Equal(double.NegativeInfinity, full([3], double.NegativeInfinity, float64).logsumexp(0).item<double>());
    }

    [Fact]
    public void The_type_asked_for_is_taken_before_the_exponentials()
    {
        using var scores = tensor([0f, 1e-9f]);
        Assert.Equal(ScalarType.Float64, scores.softmax(0, ScalarType.Float64).dtype);
        Assert.NotEqual(0.5, scores.softmax(0, ScalarType.Float64).data<double>().ToArray()[0]);
        Assert.Equal(ScalarType.Float64, scores.log_softmax(0, ScalarType.Float64).dtype);
    }
}
