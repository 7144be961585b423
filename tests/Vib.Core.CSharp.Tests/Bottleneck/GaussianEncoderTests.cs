using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class GaussianEncoderTests
{
    private const int Latent = 3;
    private const double Offset = 5;

    [Fact]
    public void The_rate_is_the_divergence_from_the_standard_normal_computed_in_double()
    {
        using var scope = NewDisposeScope();
        using var output = Output(2, 4, scale: 6);
        var rate = Numbers.Of(new GaussianEncoder(output, Latent, Offset).Rate());
        var numbers = Numbers.Of(output.All);
        for (var row = 0; row < 8; row++)
        {
            double exact = 0;
            for (var k = 0; k < Latent; k++)
            {
                double mean = numbers[row * 2 * Latent + k], t = numbers[row * 2 * Latent + Latent + k] - Offset;
                var deviation = double.LogP1(Math.Exp(t));
                exact += 0.5 * (mean * mean + deviation * deviation - 1) - Math.Log(deviation);
            }
            // a handful of float operations on each of three terms, none larger than the sum of them all and K
            Assert.Equal(exact, rate[row], 32 * Numbers.Epsilon32 * (exact + Latent));
        }
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-200)]  // softplus underflows in float at about −104: its logarithm would be −∞
    public void The_rate_and_its_gradient_stay_finite_where_softplus_underflows(double shifted)
    {
        using var scope = NewDisposeScope();
        using var output = new Matrices(cat([zeros([1, 1, Latent]), full([1, 1, Latent], shifted + Offset)], 2));
        var encoder = new GaussianEncoder(output, Latent, Offset);
        Assert.Equal(Latent * (-0.5 - shifted), encoder.Rate().item<float>(), Latent * Math.Abs(shifted) * 4 * Numbers.Epsilon32);
        var gradient = zeros([1, 1, 2 * Latent]);
        encoder.Backward(zeros([1, 1, Latent]), zeros([1, 1, Latent]), 1, beta: 1, gradient);
        Assert.All(Numbers.Of(gradient.narrow(2, Latent, Latent)), slope => Assert.Equal(-1, slope, 1e-6)); // ∂(−log σ)/∂ρ → −1
    }

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(1, 1e-3)]
    [InlineData(3, 0.7)]
    public void The_backward_pass_is_that_of_automatic_differentiation(int samples, double beta)
    {
        using var scope = NewDisposeScope();
        const int replicates = 2, batch = 5;
        using var output = Output(replicates, batch, scale: 4);
        var noise = Numbers.Drawn([replicates, samples * batch, Latent], 2);
        var upstream = Numbers.Drawn([replicates, samples * batch, Latent], 3);

        var leaf = output.All.clone().requires_grad_();
        using var traced = new Matrices(leaf.add(0));
        var oracle = new GaussianEncoder(traced, Latent, Offset);
        var (mean, deviation) = (oracle.Mean.unsqueeze(1), oracle.Deviation.unsqueeze(1));
        var z = mean + deviation * noise.view(replicates, samples, batch, Latent);
        var loss = (z * upstream.view(z.shape)).sum() + oracle.Rate().sum() * (beta / batch);
        var expected = autograd.grad([loss], [leaf])[0];

        var actual = zeros([replicates, batch, 2 * Latent]);
        new GaussianEncoder(output, Latent, Offset).Backward(upstream, noise, samples, beta, actual);
        Numbers.Near(expected, actual, (_, e) => 64 * Numbers.Epsilon32 * (1 + Math.Abs(e)));
    }

    [Fact]
    public void A_sample_is_the_mean_plus_the_deviation_times_the_noise()
    {
        using var scope = NewDisposeScope();
        const int samples = 2, batch = 3;
        using var output = Output(1, batch, scale: 4);
        var encoder = new GaussianEncoder(output, Latent, Offset);
        var (noise, z) = (Numbers.Drawn([1, samples * batch, Latent], 7), zeros([1, samples * batch, Latent]));
        encoder.Sample(noise, z, samples);
        var (m, s, e, got) = (Numbers.Of(encoder.Mean), Numbers.Of(encoder.Deviation), Numbers.Of(noise), Numbers.Of(z));
        for (var i = 0; i < got.Length; i++)
        {
            var place = i % (batch * Latent); // sample-major: the same examples again for every sample
            Assert.Equal(m[place] + s[place] * e[i], got[i], 8 * Numbers.Epsilon32 * (1 + Math.Abs(got[i])));
        }
    }

    private static Matrices Output(int replicates, int batch, double scale) => new(Numbers.Drawn([replicates, batch, 2 * Latent], 1, scale));
}
