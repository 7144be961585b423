using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The passes of codes by hand and by operators against plain loops in double precision: rows that are no whole vectors, several samples and replicates, numbers at the ends of what floats are.</summary>
public sealed class CodeKernelsTests
{
    private const int Replicates = 2, Batch = 3;

    private static readonly CodeKernels byHand = new CpuCodeKernels(), byOperators = new TensorCodeKernels();

    public static TheoryData<int> Widths => [1, 15, 16, 17, 33];

    [Fact]
    public void Softplus_its_logarithm_and_its_slope_are_right_at_both_ends()
    {
        double[] arguments = [-1e30, -1e4, -200, -104, -103, -88, -40, -15.0001, -15, -14.9999, -1, -1e-4, 0, 1e-4, 1, 15, 17, 88, 200, 1e4, 1e30];
        foreach (var kernels in (CodeKernels[])[byHand, byOperators])
        {
            using var scope = NewDisposeScope();
            var latent = arguments.Length;
            using var output = new Matrices(cat([zeros([1, 1, latent]), tensor(arguments, [1, 1, latent], ScalarType.Float32)], 2));
            var (scale, log, slope) = (zeros([1, 1, latent]), zeros([1, 1, latent]), zeros([1, 1, latent]));
            kernels.Softplus(output, 0, scale, log, slope);
            var t = Numbers.Of(output.All.narrow(2, latent, latent));
            double Softplus(double x) => x < -30 ? Math.Exp(x) : Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
            double Logarithm(double x) => x < -30 ? x : Math.Log(Softplus(x));
            double Slope(double x) => x < -30 ? 1 : 1 / (1 + Math.Exp(-x)) / Softplus(x);
            // a few roundings; numbers below the smallest normal float may be rounded to 0
            Numbers.Near([.. t.Select(Softplus)], Numbers.Of(scale), (_, expected) => 4 * Numbers.Epsilon32 * expected + 1.2e-38);
            Numbers.Near([.. t.Select(Logarithm)], Numbers.Of(log), (_, expected) => 4 * Numbers.Epsilon32 * (1 + Math.Abs(expected)));
            Numbers.Near([.. t.Select(Slope)], Numbers.Of(slope), (_, expected) => 4 * Numbers.Epsilon32 * expected);
        }
    }

    [Fact]
    public void What_is_no_number_stays_none()
    {
        using var scope = NewDisposeScope();
        using var output = new Matrices(full([1, 2, 2], double.NaN));
        var (scale, log, slope) = (zeros([1, 2, 1]), zeros([1, 2, 1]), zeros([1, 2, 1]));
        byHand.Softplus(output, 0, scale, log, slope);
        Assert.All((double[])[.. Numbers.Of(scale), .. Numbers.Of(log), .. Numbers.Of(slope)], number => Assert.True(double.IsNaN(number)));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Samples_rates_and_gradients_are_those_of_loops(int latent)
    {
        using var scope = NewDisposeScope();
        foreach (var kernels in (CodeKernels[])[byHand, byOperators])
            foreach (var samples in (int[])[1, 3])
            {
                Matrices Of(long rows, long columns, long seed) => new(Numbers.Drawn([Replicates, rows, columns], seed, 2));
                using var output = Of(Batch, 2 * latent, 1);
                using var log = Of(Batch, latent, 2);
                using var deviation = new Matrices(log.All.exp());
                using var noise = Of(samples * Batch, latent, 3);
                using var upstream = Of(samples * Batch, latent, 4);
                using var sample = Of(samples * Batch, latent, 5);
                using var toMean = Of(Batch, latent, 6);
                using var toLog = Of(Batch, latent, 7);
                using var outputGradient = Of(Batch, 2 * latent, 8);
                using var slope = Of(Batch, latent, 9);
                var values = zeros([Replicates, Batch]);
                double[] m = Numbers.Of(output.All.narrow(2, 0, latent)), l = Numbers.Of(log.All), d = Numbers.Of(deviation.All), e = Numbers.Of(noise.All), g = Numbers.Of(upstream.All), f = Numbers.Of(slope.All);

                kernels.Draw(output, deviation, noise, sample);
                int Row(int i) => i / (samples * Batch) * Batch + i % (samples * Batch) % Batch; // the example that sample i is of
                double[] drawn = [.. Enumerable.Range(0, e.Length).Select(i => m[Row(i / latent) * latent + i % latent] + d[Row(i / latent) * latent + i % latent] * e[i])];
                Numbers.Near(drawn, Numbers.Of(sample.All), (_, _) => 32 * Numbers.Epsilon32);

                kernels.Rate(output, deviation, log, values);
                double[] rates = [.. Enumerable.Range(0, Replicates * Batch).Select(i => Enumerable.Range(i * latent, latent).Sum(k => 0.5 * (m[k] * m[k] + d[k] * d[k] - 1) - l[k]))];
                Numbers.Near(rates, Numbers.Of(values), (_, expected) => 32 * Numbers.Epsilon32 * (expected + latent));

                foreach (var shape in (long[][])[[Replicates, Batch], [Replicates, 1], [1, 1]])
                {
                    using var weight = Numbers.Drawn(shape, 10);
                    double[] w = Numbers.Of(weight.expand(Replicates, Batch).contiguous()), means = Numbers.Of(toMean.All), logs = Numbers.Of(toLog.All);
                    kernels.RateBackward(weight, output, deviation, toMean, toLog);
                    Numbers.Near([.. means.Select((start, i) => start + w[i / latent] * m[i])], Numbers.Of(toMean.All), (_, _) => 16 * Numbers.Epsilon32);
                    Numbers.Near([.. logs.Select((start, i) => start + w[i / latent] * (d[i] * d[i] - 1))], Numbers.Of(toLog.All), (_, expected) => 16 * Numbers.Epsilon32 * (4 + Math.Abs(expected)));
                }

                double[] before = Numbers.Of(toLog.All), mean = Numbers.Of(toMean.All), log1 = (double[])before.Clone();
                for (var i = 0; i < e.Length; i++)
                {
                    var at = Row(i / latent) * latent + i % latent;
                    (mean[at], log1[at]) = (mean[at] + g[i], log1[at] + d[at] * e[i] * g[i]);
                }
                kernels.Gather(upstream, noise, deviation, toMean, toLog, slope.All, outputGradient);
                double Allowed(int i, double expected) => 64 * Numbers.Epsilon32 * (16 + Math.Abs(before[i]));
                Numbers.Near(mean, Numbers.Of(outputGradient.All.narrow(2, 0, latent)), Allowed);
                Numbers.Near(log1, Numbers.Of(toLog.All), Allowed);
                Numbers.Near([.. log1.Select((x, i) => x * f[i])], Numbers.Of(outputGradient.All.narrow(2, latent, latent)), (i, expected) => 2 * Allowed(i, expected));
            }
    }

    // Of a code that has all but collapsed nothing is left but the small: N(μ, 1) is ½ μ² from N(0, 1), however small μ is.
    [Fact]
    public void The_rate_of_a_small_mean_is_not_lost()
    {
        using var scope = NewDisposeScope();
        using var output = new Matrices(full([1, 1, 34], 1e-5));
        using var deviation = new Matrices(ones([1, 1, 17]));
        using var log = new Matrices(zeros([1, 1, 17]));
        var rate = zeros([1, 1]);
        byHand.Rate(output, deviation, log, rate);
        Assert.Equal(17 * 0.5e-10, rate.item<float>(), 1e-15);
    }

    // The square of so many examples is no int.
    [Fact]
    public void Weights_of_each_of_many_examples_are_their_own()
    {
        using var scope = NewDisposeScope();
        const int count = 50_000;
        using var weight = arange(count).to_type(ScalarType.Float32).view(1, count);
        using var ones1 = new Matrices(ones([1, count, 1]));
        using var toMean = Matrices.Empty(1, count, 1, CPU);
        using var toLog = Matrices.Empty(1, count, 1, CPU);
        byHand.RateBackward(weight, ones1, ones1, toMean, toLog);
        Numbers.Same(weight.view(-1), toMean.All.view(-1));
        new BitDensity(1, 0).Gradients(weight, toLog, ones1, toMean); // 1 − sigmoid(0) = ½
        Numbers.Same(weight.view(-1) * 0.5, toMean.All.view(-1));
    }
}
