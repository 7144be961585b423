using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>An encoder's Gaussian and its rate. The network is linear with the identity for weights: what comes out is what goes in.</summary>
public sealed class LatentPassTests
{
    private const int Latent = 3;
    private const double Offset = 5;

    private static CodeBench Bench(Tensor output, int samples, EncoderNoise? noise = null) => new(output, Latent, samples, noise ?? EncoderNoise.OfInput(Offset), RateTerm.StandardNormal(Variable.Z, Variable.X));

    [Fact]
    public void The_rate_is_the_divergence_from_the_standard_normal_computed_in_double()
    {
        using var scope = NewDisposeScope();
        using var bench = Bench(Numbers.Drawn([2, 4, 2 * Latent], 1, 6), 1);
        var rate = Numbers.Of(bench.Terms[0].Forward());
        var numbers = Numbers.Of(bench.Output);
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
        using var bench = Bench(cat([zeros([1, 1, Latent]), full([1, 1, Latent], shifted + Offset)], 2), 1);
        Assert.Equal(Latent * (-0.5 - shifted), bench.Terms[0].Forward().item<float>(), Latent * Math.Abs(shifted) * 4 * Numbers.Epsilon32);
        bench.Terms[0].Backward(ones([1, 1]), reaches: true);
        bench.Latent.Backward();
        // The bias's gradient is the output's, of a single row: ∂(−log σ)/∂ρ → −1.
        Assert.All(Numbers.Of(bench.BiasGradient.narrow(2, Latent, Latent)), slope => Assert.Equal(-1, slope, 1e-6));
    }

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(1, 1e-3)]
    [InlineData(3, 0.7)]
    public void The_backward_pass_is_that_of_automatic_differentiation(int samples, double beta)
    {
        using var scope = NewDisposeScope();
        const int replicates = 2, batch = 5;
        using var bench = Bench(Numbers.Drawn([replicates, batch, 2 * Latent], 1, 4), samples);
        var upstream = Numbers.Drawn([replicates, samples * batch, Latent], 3);
        bench.Latent.SampleGradient!.All.copy_(upstream);
        bench.Terms[0].Forward();
        bench.Terms[0].Backward(full([1, 1], beta / batch), reaches: true);
        bench.Latent.Backward();

        var leaf = bench.Bias.clone().requires_grad_();
        var output = bench.Output + leaf; // the bias is zero: the same numbers
        var (mean, t) = (output.narrow(2, 0, Latent), output.narrow(2, Latent, Latent) - Offset);
        var deviation = t.softplus();
        var z = mean.unsqueeze(1) + deviation.unsqueeze(1) * bench.Noise.view(replicates, samples, batch, Latent);
        var rate = (mean.square() + deviation.square() - 1 - deviation.log() * 2).sum(-1) * 0.5;
        var loss = (z * upstream.view(z.shape)).sum() + rate.sum() * (beta / batch);
        var expected = autograd.grad([loss], [leaf])[0];
        Numbers.Near(expected, bench.BiasGradient, (_, e) => 64 * batch * Numbers.Epsilon32 * (1 + Math.Abs(e)));
    }

    [Fact]
    public void A_sample_is_the_mean_plus_the_deviation_times_the_noise()
    {
        using var scope = NewDisposeScope();
        const int samples = 2, batch = 3;
        using var bench = Bench(Numbers.Drawn([1, batch, 2 * Latent], 1, 4), samples);
        var (m, s, e, got) = (Numbers.Of(bench.Latent.Mean), Numbers.Of(bench.Latent.Deviation), Numbers.Of(bench.Noise), Numbers.Of(bench.Latent.Sample.All));
        for (var i = 0; i < got.Length; i++)
        {
            var place = i % (batch * Latent); // sample-major: the same examples again for every sample
            Assert.Equal(m[place] + s[place] * e[i], got[i], 8 * Numbers.Epsilon32 * (1 + Math.Abs(got[i])));
        }
    }

    [Fact]
    public void Where_the_deviation_underflows_or_there_is_none_every_sample_is_the_mean()
    {
        using var scope = NewDisposeScope();
        const int samples = 3, batch = 4;
        var numbers = Numbers.Drawn([2, batch, Latent], 1);
        foreach (var (noise, output) in ((EncoderNoise, Tensor)[])[(EncoderNoise.OfInput(500), cat([numbers, numbers], 2)), (EncoderNoise.None, numbers)])
        {
            using var bench = new CodeBench(output, Latent, samples, noise, new ContrastiveTerm(Variable.X, Variable.Z, new InfoNce(), new SeparableCritic { Hidden = [4], Embedding = 2 }));
            foreach (var sample in Enumerable.Range(0, samples)) Numbers.Same(numbers, bench.Latent.Sample.All.narrow(1, sample * batch, batch));
            Assert.All(Numbers.Of(bench.Latent.Factor()), l => Assert.Equal(0, l));
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(2.0)]
    public void A_fixed_or_a_learned_deviation_is_that_of_every_input(double deviation)
    {
        using var scope = NewDisposeScope();
        foreach (var noise in (EncoderNoise[])[EncoderNoise.Fixed(deviation), EncoderNoise.Learned(deviation)])
        {
            using var bench = Bench(Numbers.Drawn([2, 4, Latent], 1, 4), 1, noise);
            Assert.All(Numbers.Of(bench.Latent.Deviation), s => Assert.Equal(deviation, s, 4 * Numbers.Epsilon32 * deviation));
            Assert.All(Numbers.Of(bench.Latent.LogScale), s => Assert.Equal(Math.Log(deviation), s, 8 * Numbers.Epsilon32));
        }
    }
}
