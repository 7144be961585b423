using Xunit;

namespace Vib.Core.Tests;

public sealed class PcaTests
{
    private static double[,] Drawn(int n, int d, long seed)
    {
        var random = new SplitMix64(seed, 0, 0);
        var (samples, mixing) = (new double[n, d], new double[d, d]);
        for (var a = 0; a < d; a++)
            for (var b = 0; b < d; b++) mixing[a, b] = random.Between(-1, 1) / (1 + b);
        for (var i = 0; i < n; i++)
        {
            var sources = Enumerable.Range(0, d).Select(_ => random.NearNormal()).ToArray();
            for (var a = 0; a < d; a++) samples[i, a] = 3 * a + Enumerable.Range(0, d).Sum(b => mixing[a, b] * sources[b]);
        }
        return samples;
    }

    private static double[,] Covariance(double[,] samples)
    {
        var (n, d) = (samples.GetLength(0), samples.GetLength(1));
        var mean = Enumerable.Range(0, d).Select(a => Enumerable.Range(0, n).Average(i => samples[i, a])).ToArray();
        var covariance = new double[d, d];
        for (var a = 0; a < d; a++)
            for (var b = 0; b < d; b++) covariance[a, b] = Enumerable.Range(0, n).Sum(i => (samples[i, a] - mean[a]) * (samples[i, b] - mean[b])) / (n - 1);
        return covariance;
    }

    /// <summary>C v = λ v, vᵀv' = 1 or 0, Σ λ = tr C: each to rounding, d ε of the largest eigenvalue with a factor of 100 for the sums.</summary>
    [Theory]
    [InlineData(50, 1), InlineData(50, 2), InlineData(60, 7), InlineData(200, 40), InlineData(10, 30), InlineData(31, 30), InlineData(30, 30)]
    public void Axes_are_orthonormal_eigenvectors_of_the_covariance(int n, int d)
    {
        var samples = Drawn(n, d, 5);
        var (pca, covariance) = (Pca.Fit(samples), Covariance(samples));
        var off = 100 * d * Numbers.Epsilon;
        var scale = pca.Variances[0];
        Assert.Equal(Math.Min(d, n - 1), pca.Components);
        Assert.Equal(Enumerable.Range(0, d).Sum(a => covariance[a, a]), pca.Variances.Sum(), off * scale * d);
        Assert.Equal(pca.Variances.OrderDescending(), pca.Variances);
        for (var k = 0; k < pca.Components; k++)
        {
            var axis = pca.Axis(k);
            for (var a = 0; a < d; a++) Assert.Equal(pca.Variances[k] * axis[a], Enumerable.Range(0, d).Sum(b => covariance[a, b] * axis[b]), off * scale);
            for (var l = 0; l <= k; l++) Assert.Equal(k == l ? 1 : 0, axis.Zip(pca.Axis(l), (u, v) => u * v).Sum(), off);
            Assert.True(axis.MaxBy(Math.Abs) > 0);
        }
    }

    [Fact]
    public void What_is_projected_and_put_back_is_what_it_was_but_for_the_variance_that_is_left()
    {
        var samples = Drawn(80, 6, 2);
        double Missed(Pca pca)
        {
            var back = pca.Reconstruct(pca.Project(samples));
            return Enumerable.Range(0, 80).Sum(i => Enumerable.Range(0, 6).Sum(a => (samples[i, a] - back[i, a]) * (samples[i, a] - back[i, a]))) / 79;
        }
        var whole = Pca.Fit(samples);
        Assert.InRange(Missed(whole), 0, 1e-24);
        for (var k = 1; k < 6; k++)
        {
            var part = Pca.Fit(samples, k);
            Assert.Equal(whole.Variances.Skip(k).Sum(), Missed(part), 1e-12);
            Assert.Equal(1 - Missed(part) / whole.Variances.Sum(), part.Explained(k), 1e-12);
        }
    }

    [Fact]
    public void Diagonal_and_constant_data_have_the_axes_that_are_seen()
    {
        var samples = new double[400, 3];
        for (var i = 0; i < 400; i++) (samples[i, 0], samples[i, 1], samples[i, 2]) = (5, i % 2 == 0 ? 1 : -1, i / 2 % 2 == 0 ? 3 : -3);
        var pca = Pca.Fit(samples);
        Numbers.Near([9 * 400 / 399.0, 400 / 399.0, 0], [.. pca.Variances], (_, _) => 1e-14);
        Numbers.Near([0, 0, 1], [.. pca.Axis(0)], (_, _) => 1e-14);
        Assert.Equal([5, 0, 0], pca.Mean);
        Assert.Equal(1, Pca.Fit(new double[5, 2], 1).Explained(1));
        Assert.Equal("1 of 3 axes, 90.0 % of the variance of 400 samples", Pca.Fit(samples, 1).ToString());
    }

    [Fact]
    public void Single_precision_rows_are_the_same_samples_and_nothing_is_left_behind()
    {
        float[] values = [1, 2, 4, 1, -3, 5, 0.5f, 0.25f];
        LiveTensors.Stay(() =>
        {
            var pca = Pca.Fit(values, 2, 1);
            Assert.Equal(Pca.Fit(new double[,] { { 1, 2 }, { 4, 1 }, { -3, 5 }, { 0.5, 0.25 } }).Variances, pca.Variances);
        });
    }

    /// <summary>d = 3, L Gaussian with a known covariance, X = L: I(X;T) = ½ Σ log(1 + λ_i/σ²), and the bracket's upper end is that, for every k.</summary>
    [Theory]
    [InlineData(0.1), InlineData(1.0), InlineData(7.0)]
    public void The_certificate_is_exact_for_gaussians(double sigma)
    {
        double[] variances = [4, 1, 0.25, 0];
        double Exact(int k) => variances.Take(k).Sum(variance => Math.Log(1 + variance / (sigma * sigma))) / 2;
        for (var k = 0; k <= 4; k++)
        {
            var certificate = new PcaCertificate(variances, k, sigma);
            var (below, above) = certificate.Around(Exact(k));
            Assert.Equal(Exact(4), above, 1e-13);
            Assert.Equal(Exact(k), below);
            Assert.Equal((k, 4, sigma), (certificate.Components, certificate.Dimension, certificate.Sigma));
        }
        Assert.Equal(0, new PcaCertificate(variances, 3, sigma).Slack);
    }

    /// <summary>L uniform on eight corners of a box, which is no Gaussian: I(X;T) is the sum of the axes' own, each a numeric integral, and lies within every bracket, strictly.</summary>
    [Theory]
    [InlineData(0.3), InlineData(1.0), InlineData(3.0)]
    public void The_certificate_brackets_what_is_not_gaussian(double sigma)
    {
        double[] sides = [2, 1, 0.5];
        double Sign(double a) // I(S; aS + σZ), S = ±1
        {
            double Density(double t, double at) => Math.Exp(-(t - at) * (t - at) / (2 * sigma * sigma)) / Math.Sqrt(2 * Math.PI * sigma * sigma);
            var (sum, step) = (0.0, sigma / 200);
            for (var t = -a - 12 * sigma; t < a + 12 * sigma; t += step)
                if (Density(t, a) is var up && (up + Density(t, -a)) / 2 is var mixed && up > 0) sum += up * Math.Log(up / mixed) * step;
            return sum;
        }
        var samples = new double[8, 3];
        for (var i = 0; i < 8; i++)
            for (var a = 0; a < 3; a++) samples[i, a] = (i >> a & 1) == 0 ? sides[a] : -sides[a];
        var truth = sides.Sum(Sign);
        for (var k = 1; k <= 3; k++)
        {
            var (below, above) = Pca.Fit(samples, k).Certificate(sigma).Around(sides.Take(k).Sum(Sign));
            Assert.InRange(truth, below - 1e-9, above + 1e-9);
            if (k < 3) Assert.True(below + 1e-3 * truth < truth && truth < above);
        }
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("3 axes of 3 samples", Assert.Throws<DomainException>(() => Pca.Fit(new double[3, 5], 3)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => Pca.Fit(new double[1, 5]));
        Assert.Throws<ShapeException>(() => Pca.Fit(new double[0, 5]));
        Assert.Throws<ShapeException>(() => Pca.Fit(new float[5], 2));
        Assert.Throws<DataException>(() => Pca.Fit([1, float.NaN, 2, 3], 2));
        var pca = Pca.Fit(Drawn(20, 4, 1), 2);
        Assert.Throws<ShapeException>(() => pca.Project(new double[3, 5]));
        Assert.Throws<ShapeException>(() => pca.Reconstruct(new double[3, 3]));
        Assert.Throws<DomainException>(() => pca.Axis(2));
        Assert.Throws<DomainException>(() => pca.Explained(5));
        foreach (var sigma in new[] { 0, -1, double.NaN, double.PositiveInfinity }) Assert.Contains("σ of the noise", Assert.Throws<DomainException>(() => pca.Certificate(sigma)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => new PcaCertificate([1, 2], 1, 1));
        Assert.Throws<DomainException>(() => new PcaCertificate([2, -1], 1, 1));
    }
}
