using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Rates against mixtures are what a double-precision sum over their components says, and the closed form where there is one.</summary>
public sealed class MixtureRateTermTests
{
    private const int Latent = 3, Batch = 8;
    private const double Offset = 0.5;

    private static readonly MixtureRateTerm single = MixtureRateTerm.Learned(Variable.Z, Variable.X, 1);

    private static CodeBench Bench(int samples, params Term[] terms) => new(Numbers.Drawn([1, Batch, 2 * Latent], 4, 1.5), Latent, samples, EncoderNoise.OfInput(Offset), terms);

    /// <summary>The values of the first term over so many draws of each example's samples, [draws][B], and the closed form, [B].</summary>
    private static (double[][] Drawn, double[] Exact) AgainstStandardNormal(int samples, int draws)
    {
        using var scope = NewDisposeScope();
        using var bench = Bench(samples, single, RateTerm.StandardNormal(Variable.Z, Variable.X));
        bench.Parameter("prior.means").zero_(); // and one component with log-deviation 0: N(0, I)
        var drawn = new double[draws][];
        for (var d = 0; d < draws; d++)
        {
            using var inner = NewDisposeScope();
            bench.Draw();
            drawn[d] = Numbers.Of(bench.Terms[0].Forward());
        }
        return (drawn, Numbers.Of(bench.Terms[1].Forward()));
    }

    [Fact]
    public void One_standard_normal_component_has_the_closed_form_rate_within_its_standard_error()
    {
        // Eight examples, four and a half standard errors each: a false alarm in 18 000 runs, and the seed is fixed.
        var (drawn, exact) = AgainstStandardNormal(4, 1000);
        for (var i = 0; i < Batch; i++)
        {
            var (mean, error) = Numbers.Mean([.. drawn.Select(values => values[i])]);
            Assert.InRange(mean, exact[i] - 4.5 * error, exact[i] + 4.5 * error);
            Assert.True(error < 0.05 * exact[i], "too few draws to tell");
        }
        Assert.Contains(drawn, values => values.Any(value => value < 0)); // a sample of a divergence may be negative
    }

    [Fact]
    public void The_error_falls_with_the_square_root_of_the_samples()
    {
        double Variance(int samples)
        {
            var (drawn, exact) = AgainstStandardNormal(samples, 1000);
            return drawn.Average(values => values.Select((value, i) => Math.Pow(value - exact[i], 2)).Average());
        }
        // 8000 squared errors, of kurtosis below 15 where S is 1: each variance is known to 4 %, the ratio to 6 %; a quarter is four standard errors.
        Assert.InRange(Variance(1) / Variance(16), 16 / 1.25, 16 * 1.25);
    }

    [Fact]
    public void A_mixture_is_summed_over_its_components()
    {
        const int components = 3;
        using var scope = NewDisposeScope();
        using var bench = Bench(2, MixtureRateTerm.Learned(Variable.Z, Variable.X, components));
        foreach (var (name, seed) in new[] { ("logits", 1L), ("means", 2), ("log deviations", 3) })
        {
            var place = bench.Parameter($"prior.{name}");
            place.copy_(Numbers.Drawn(place.shape, seed));
        }
        var logits = Numbers.Of(bench.Parameter("prior.logits"));
        var total = logits.Sum(Math.Exp);
        Holds(bench, [.. logits.Select(l => Math.Exp(l) / total)], Numbers.Of(bench.Parameter("prior.means")), Numbers.Of(bench.Parameter("prior.log deviations")));
    }

    [Fact]
    public void A_VampPrior_is_the_mixture_of_the_codes_of_its_pseudo_inputs()
    {
        const int components = 3;
        using var scope = NewDisposeScope();
        using var bench = Bench(2, MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, components));
        var inputs = Numbers.Of(bench.Parameter("prior.pseudo-inputs")); // the network is the identity
        Assert.Equal(components * 2 * Latent, inputs.Distinct().Count());
        double At(int m, int k) => inputs[m * 2 * Latent + k];
        var places = Enumerable.Range(0, components * Latent).Select(i => (M: i / Latent, K: i % Latent)).ToArray();
        Holds(bench, [.. Enumerable.Repeat(1.0 / components, components)], [.. places.Select(p => At(p.M, p.K))], [.. places.Select(p => Math.Log(double.LogP1(Math.Exp(At(p.M, Latent + p.K) - Offset))))]);
    }

    /// <summary>The term's values are those of this mixture at the bench's samples.</summary>
    private static void Holds(CodeBench bench, double[] weights, double[] means, double[] logDeviations)
    {
        static double LogDensity(ReadOnlySpan<double> z, ReadOnlySpan<double> mean, ReadOnlySpan<double> log)
        {
            double sum = 0;
            for (var k = 0; k < Latent; k++) sum -= 0.5 * Math.Pow((z[k] - mean[k]) / Math.Exp(log[k]), 2) + log[k];
            return sum;
        }
        var (found, samples) = (Numbers.Of(bench.Terms[0].Forward()), Numbers.Of(bench.Latent.Sample.All));
        var (codes, logs) = (Numbers.Of(bench.Latent.Mean), Numbers.Of(bench.Latent.LogScale));
        var count = samples.Length / Latent / Batch;
        for (var i = 0; i < Batch; i++)
        {
            double expected = 0, size = 0;
            for (var s = 0; s < count; s++)
            {
                var z = samples.AsSpan((s * Batch + i) * Latent, Latent);
                var own = LogDensity(z, codes.AsSpan(i * Latent, Latent), logs.AsSpan(i * Latent, Latent));
                double mixture = 0;
                for (var m = 0; m < weights.Length; m++) mixture += weights[m] * Math.Exp(LogDensity(z, means.AsSpan(m * Latent, Latent), logDeviations.AsSpan(m * Latent, Latent)));
                expected += (own - Math.Log(mixture)) / count;
                size += Math.Abs(own) + Math.Abs(Math.Log(mixture));
            }
            // ε from z, μ and σ that were rounded to floats: a few units of the sums' last place
            Assert.Equal(expected, found[i], 32 * Numbers.Epsilon32 * (1 + size));
        }
    }

    [Fact]
    public void A_stopped_VampPrior_moves_its_pseudo_inputs_and_no_encoder()
    {
        using var scope = NewDisposeScope();
        using var bench = Bench(1, MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 2));
        double[] Step(bool reaches)
        {
            bench.Latent.ForgetGradients();
            bench.Terms[0].Forward();
            bench.Terms[0].Backward(ones([1, 1]), reaches);
            bench.Latent.Backward();
            return [Numbers.Largest(bench.BiasGradient), Numbers.Largest(bench.Gradient("prior.pseudo-inputs"))];
        }
        var (reached, stopped) = (Step(true), Step(false));
        Assert.True(reached[0] > 0);
        Assert.Equal(0, stopped[0]);
        Assert.Equal(reached[1], stopped[1]);
        Assert.True(reached[1] > 0);
    }
}
