using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Log-densities by hand against plain formulas in double precision, and their gradients against differences: rows that are no whole vectors, several samples and replicates, huge numbers.</summary>
public sealed class RowDensityTests
{
    private const int Replicates = 2, Batch = 3, Samples = 2;

    public static TheoryData<int> Widths => [1, 2, 7, 8, 9, 17];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Of_classes(int width)
    {
        Held(new ClassDensity(0, 0), width, Classes, Classes, isClasses: true);
        Held(new ClassDensity(0.2, 0.3), width, Classes, Regularised, isClasses: true);

        double Log(double[] f, int c) => f[c] - f.Max() - Math.Log(f.Sum(each => Math.Exp(each - f.Max())));
        double Classes(double[] f, double[] y, int _) => f.Select((_, c) => y[c] * Log(f, c)).Sum();
        double Regularised(double[] f, double[] y, int _) => f.Select((_, c) => (0.8 * y[c] + 0.2 / width - 0.3 * Math.Exp(Log(f, c))) * Log(f, c)).Sum();
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Of_bits(int width)
    {
        double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
        double Bits(double[] f, double[] y, int _) => f.Select((x, j) => (0.5 * y[j] + 0.5) * x - Softplus(x)).Sum();
        Held(new BitDensity(0.5f, 0.5f), width, Bits, Bits, isClasses: false);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Of_normals(int width)
    {
        using var scope = NewDisposeScope();
        using var deviations = new Matrices(Numbers.Drawn([Replicates, 1, width], 3));
        using var gradients = Matrices.Empty(Replicates, 1, width, CPU);
        var log = Numbers.Of(deviations.All);
        double Normal(double[] f, double[] y, double[] s) => f.Select((x, j) => -0.5 * (Math.Pow((y[j] - x) * Math.Exp(-s[j]), 2) + Math.Log(2 * Math.PI)) - s[j]).Sum() - 0.7;
        double Of(double[] f, double[] y, int r) => Normal(f, y, log[(r * width)..((r + 1) * width)]);
        var (outputs, targets, weights) = Held(new NormalDensity(deviations, gradients, () => 0.7), width, Of, Of, isClasses: false);

        var found = Numbers.Of(gradients.All);
        for (var r = 0; r < Replicates; r++)
            for (var j = 0; j < width; j++)
            {
                double At(double step)
                {
                    var own = log[(r * width)..((r + 1) * width)];
                    own[j] += step;
                    return Enumerable.Range(0, Samples * Batch).Sum(i => weights[r * Batch + i % Batch] / Samples * Normal(outputs[r * Samples * Batch + i], targets[r * Batch + i % Batch], own));
                }
                // differences of 10⁻⁴, whose error is some 10⁻⁸ of the third derivative; and floats
                Assert.Equal((At(1e-4) - At(-1e-4)) / 2e-4, found[r * width + j], 1e-4);
            }
    }

    // Huge logits, of one size: only their differences count.
    [Fact]
    public void Huge_logits_lose_nothing()
    {
        foreach (var size in (float[])[1e3f, 1e8f, 1e20f, 3e38f])
        {
            var (density, gradient) = (new ClassDensity(0, 0), new float[3]);
            float[] even = [size, size, -size], sure = [size, -size, -size], target = [1, 0, 0], other = [0, 1, 0];
            Assert.Equal(-Math.Log(2), density.Of(even, target), 1e-12);
            Assert.Equal(0, density.Of(sure, target));
            Assert.Equal(-2.0 * size, density.Of(sure, other), 1e-12 * size);
            density.Gradient(even, target, 1, gradient);
            Assert.Equal([0.5f, -0.5f, 0], gradient);
            density.Gradient(sure, other, 2, gradient);
            Assert.Equal([-2, 2, 0], gradient);

            var bits = new BitDensity(1, 0);
            float[] many = [.. Enumerable.Repeat(size, 9)], zeros = new float[9], slopes = new float[9]; // a vector, and one that is left over
            Assert.Equal(-9.0 * size, bits.Of(many, zeros), 1e-12 * size);
            bits.Gradient(many, zeros, 1, slopes);
            Assert.All(slopes, slope => Assert.Equal(-1, slope));
            bits.Gradient([.. many.Select(f => -f)], zeros, 1, slopes);
            Assert.All(slopes, slope => Assert.Equal(0, slope));
        }
    }

    [Fact]
    public void What_is_no_number_stays_none()
    {
        foreach (var width in (int[])[2, 9])
            foreach (var density in (RowDensity[])[new ClassDensity(0, 0), new BitDensity(1, 0)])
                for (var place = 0; place < width; place++)
                {
                    float[] output = new float[width], target = new float[width], gradient = new float[width];
                    (output[place], target[0]) = (float.NaN, 1);
                    Assert.True(double.IsNaN(density.Of(output, target)), $"{density}, {place} of {width}");
                    density.Gradient(output, target, 1, gradient);
                    Assert.True(float.IsNaN(gradient[place]), $"the gradient of {density}, {place} of {width}");
                }
    }

    private static (double[][] Outputs, double[][] Targets, double[] Weights) Held(RowDensity density, int width, Func<double[], double[], int, double> formula, Func<double[], double[], int, double> followed, bool isClasses)
    {
        using var scope = NewDisposeScope();
        using var output = new Matrices(Numbers.Drawn([Replicates, Samples * Batch, width], 1, 3));
        using var target = new Matrices(Numbers.Drawn([Replicates, Batch, width], 2));
        if (isClasses) target.All.copy_(eye(width).index_select(0, tensor((long[])[.. Enumerable.Range(0, Replicates * Batch).Select(i => 2 * i % width)])).view(Replicates, Batch, width));
        using var gradient = Matrices.Empty(Replicates, Samples * Batch, width, CPU);
        double[][] Rows(Tensor numbers) => [.. Numbers.Of(numbers).Chunk(width)];
        var (outputs, targets, values) = (Rows(output.All), Rows(target.All), zeros([Replicates, Batch]));
        density.Means(output, target, values);
        double[] means = [.. Enumerable.Range(0, Replicates * Batch).Select(i => Enumerable.Range(0, Samples).Average(s => formula(outputs[Row(i, s)], targets[i], i / Batch)))];
        Numbers.Near(means, Numbers.Of(values), (_, expected) => 4 * Numbers.Epsilon32 * (1 + Math.Abs(expected)));

        double[] weights = [];
        foreach (var shape in (long[][])[[1, 1], [Replicates, 1], [Replicates, Batch]])
        {
            using var weight = Numbers.Drawn(shape, 10);
            weights = Numbers.Of(weight.expand(Replicates, Batch).contiguous());
            density.Gradients(weight, output, target, gradient);
            var found = Rows(gradient.All);
            for (var i = 0; i < Replicates * Batch; i++)
                for (var s = 0; s < Samples; s++)
                    for (var j = 0; j < width; j++)
                    {
                        var row = (double[])outputs[Row(i, s)].Clone();
                        double At(double step)
                        {
                            (var before, row[j]) = (row[j], row[j] + step);
                            var value = followed(row, targets[i], i / Batch);
                            row[j] = before;
                            return value;
                        }
                        // differences of 10⁻⁴, whose error is some 10⁻⁸ of the third derivative; and floats
                        Assert.Equal(weights[i] / Samples * (At(1e-4) - At(-1e-4)) / 2e-4, found[Row(i, s)][j], 2e-6 * (1 + Math.Abs(found[Row(i, s)][j])));
                    }
        }
        return (outputs, targets, weights);

        int Row(int example, int sample) => example / Batch * Samples * Batch + sample * Batch + example % Batch;
    }
}
