using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Codes of full covariance: the diagonal ones are among them, and the others are what L says.</summary>
public sealed class FullCovariancePassTests
{
    private const int Latent = 3, Below = Latent * (Latent - 1) / 2;
    private const double Offset = 0.5;

    private static readonly RateTerm standard = RateTerm.StandardNormal(Variable.Z, Variable.X), learned = RateTerm.Learned(Variable.Z, Variable.X);

    private static CodeBench Bench(Tensor output, int samples, params Term[] terms) => new(output, Latent, samples, EncoderNoise.FullCovariance(Offset), terms);

    /// <summary>μ and L of each row, from the encoder's output.</summary>
    private static (double[] Mean, double[,] L)[] Codes(Tensor output)
    {
        var (numbers, width) = (Numbers.Of(output), 2 * Latent + Below);
        return [.. Enumerable.Range(0, numbers.Length / width).Select(i =>
        {
            var row = numbers.AsSpan(i * width, width).ToArray();
            var scale = new double[Latent, Latent];
            var next = 2 * Latent;
            for (var k = 0; k < Latent; k++)
            {
                for (var j = 0; j < k; j++) scale[k, j] = row[next++];
                scale[k, k] = double.LogP1(Math.Exp(row[Latent + k] - Offset));
            }
            return (row[..Latent], scale);
        })];
    }

    [Fact]
    public void A_diagonal_L_is_a_diagonal_code_to_the_gradient()
    {
        const int batch = 5, samples = 2;
        using var scope = NewDisposeScope();
        var numbers = Numbers.Drawn([2, batch, 2 * Latent], 4);
        using var full = Bench(cat([numbers, zeros([2, batch, Below])], 2), samples, standard, learned);
        using var diagonal = new CodeBench(numbers, Latent, samples, EncoderNoise.OfInput(Offset), standard, learned);
        foreach (var bench in (CodeBench[])[full, diagonal])
        {
            bench.Parameter("prior.1.mean").copy_(Numbers.Drawn([2, 1, Latent], 8));
            bench.Parameter("prior.1.log deviation").copy_(Numbers.Drawn([2, 1, Latent], 9));
            bench.Latent.SampleGradient!.All.copy_(Numbers.Drawn([2, samples * batch, Latent], 3));
            bench.Latent.AddLogDensityGradient(Numbers.Drawn([2, batch], 12));
        }
        Numbers.Near(diagonal.Latent.Deviation, full.Latent.Deviation, (_, e) => 4 * Numbers.Epsilon32 * e);
        Numbers.Near(diagonal.Latent.Sample.All, full.Latent.Sample.All, (_, e) => 8 * Numbers.Epsilon32 * (1 + Math.Abs(e)));
        Numbers.Near(diagonal.Latent.LogDensity(), full.Latent.LogDensity(), (_, e) => 8 * Numbers.Epsilon32 * (1 + Math.Abs(e)));
        for (var t = 0; t < 2; t++)
        {
            Numbers.Near(diagonal.Terms[t].Forward(), full.Terms[t].Forward(), (_, e) => 32 * Numbers.Epsilon32 * (Latent + e));
            foreach (var bench in (CodeBench[])[full, diagonal]) bench.Terms[t].Backward(Numbers.Drawn([2, batch], 6), reaches: true);
        }
        full.Latent.Backward();
        diagonal.Latent.Backward();
        Numbers.Near(diagonal.BiasGradient, full.BiasGradient.narrow(2, 0, 2 * Latent), (_, e) => 128 * batch * Numbers.Epsilon32 * (1 + Math.Abs(e)));
        foreach (var name in new[] { "prior.1.mean", "prior.1.log deviation" })
            Numbers.Near(diagonal.Gradient(name), full.Gradient(name), (_, e) => 128 * batch * Numbers.Epsilon32 * (1 + Math.Abs(e)));
    }

    [Fact]
    public void Its_rate_and_its_density_are_those_of_L_in_double()
    {
        const int batch = 6, samples = 2;
        using var scope = NewDisposeScope();
        using var bench = Bench(Numbers.Drawn([1, batch, 2 * Latent + Below], 5, 1.5), samples, standard);
        var (rate, density, z, codes) = (Numbers.Of(bench.Terms[0].Forward()), Numbers.Of(bench.Latent.LogDensity()), Numbers.Of(bench.Latent.Sample.All), Codes(bench.Output));
        for (var i = 0; i < batch; i++)
        {
            var (mean, scale) = codes[i];
            var logDiagonal = Enumerable.Range(0, Latent).Sum(k => Math.Log(scale[k, k]));
            var expected = 0.5 * (mean.Sum(m => m * m) + scale.Cast<double>().Sum(l => l * l) - Latent) - logDiagonal;
            Assert.Equal(expected, rate[i], 64 * Numbers.Epsilon32 * (Latent + expected));
            for (var s = 0; s < samples; s++)
            {
                var noise = new double[Latent]; // L ε = z − μ, forward
                for (var k = 0; k < Latent; k++)
                    noise[k] = (z[(s * batch + i) * Latent + k] - mean[k] - Enumerable.Range(0, k).Sum(j => scale[k, j] * noise[j])) / scale[k, k];
                // z is a float: its rounding over the smallest L_kk, once for each step of the solution
                Assert.Equal(-0.5 * noise.Sum(e => e * e) - logDiagonal, density[s * batch + i], 1e-3);
            }
        }
    }

    [Fact]
    public void Its_factor_is_L()
    {
        using var scope = NewDisposeScope();
        using var bench = Bench(Numbers.Drawn([1, 6, 2 * Latent + Below], 5, 1.5), 1, standard);
        double[] exact = [.. Codes(bench.Output).SelectMany(code => code.L.Cast<double>())];
        Numbers.Near(exact, Numbers.Of(bench.Latent.Factor()), (_, e) => 8 * Numbers.Epsilon32 * Math.Abs(e));
    }

    [Fact]
    public void Samples_have_the_covariance_L_Lt()
    {
        // A sample covariance of S Gaussians has the variance (Σ_ii Σ_jj + Σ_ij²)/S. 27 numbers, five standard errors each: a false alarm in 60 000 seeds.
        const int batch = 3, samples = 40_000;
        using var scope = NewDisposeScope();
        using var bench = Bench(Numbers.Drawn([1, batch, 2 * Latent + Below], 7, 1.5), samples, standard);
        var (z, deviations, codes) = (Numbers.Of(bench.Latent.Sample.All), Numbers.Of(bench.Latent.Deviation), Codes(bench.Output));
        for (var i = 0; i < batch; i++)
        {
            var (mean, scale) = codes[i];
            double Covariance(int a, int b) => Enumerable.Range(0, Latent).Sum(j => scale[a, j] * scale[b, j]);
            double At(int s, int k) => z[(s * batch + i) * Latent + k] - mean[k];
            for (var a = 0; a < Latent; a++)
            {
                Assert.Equal(0, Enumerable.Range(0, samples).Average(s => At(s, a)), 5 * Math.Sqrt(Covariance(a, a) / samples));
                Assert.Equal(Math.Sqrt(Covariance(a, a)), deviations[i * Latent + a], 8 * Numbers.Epsilon32 * Math.Sqrt(Covariance(a, a)));
                for (var b = 0; b <= a; b++)
                {
                    var error = Math.Sqrt((Covariance(a, a) * Covariance(b, b) + Math.Pow(Covariance(a, b), 2)) / samples);
                    Assert.Equal(Covariance(a, b), Enumerable.Range(0, samples).Average(s => At(s, a) * At(s, b)), 5 * error);
                }
            }
        }
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-200)]  // softplus underflows in float at about −104
    public void Its_rate_and_gradient_stay_finite_where_softplus_underflows(double shifted)
    {
        using var scope = NewDisposeScope();
        using var bench = Bench(cat([zeros([1, 1, Latent]), full([1, 1, Latent], shifted + Offset), zeros([1, 1, Below])], 2), 1, standard);
        Assert.Equal(Latent * (-0.5 - shifted), bench.Terms[0].Forward().item<float>(), Latent * Math.Abs(shifted) * 4 * Numbers.Epsilon32);
        bench.Terms[0].Backward(ones([1, 1]), reaches: true);
        bench.Latent.Backward();
        Assert.All(Numbers.Of(bench.BiasGradient.narrow(2, Latent, Latent)), slope => Assert.Equal(-1, slope, 1e-6));
    }

    [Fact]
    public void One_dimension_has_nothing_below_its_diagonal()
    {
        using var scope = NewDisposeScope();
        using var bench = new CodeBench(Numbers.Drawn([1, 4, 2], 5), 1, 1, EncoderNoise.FullCovariance(Offset), standard);
        using var diagonal = new CodeBench(Numbers.Drawn([1, 4, 2], 5), 1, 1, EncoderNoise.OfInput(Offset), standard);
        Numbers.Near(diagonal.Terms[0].Forward(), bench.Terms[0].Forward(), 4 * Numbers.Epsilon32);
    }
}
