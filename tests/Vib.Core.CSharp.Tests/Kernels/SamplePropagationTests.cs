using Xunit;

namespace Vib.Core.Tests;

public sealed class SamplePropagationTests
{
    [Fact]
    public void A_mixture_of_two_has_its_entropy()
    {
        const double a = 1, sigma = 0.8;
        double Density(double t) => (Math.Exp(-(t - a) * (t - a) / (2 * sigma * sigma)) + Math.Exp(-(t + a) * (t + a) / (2 * sigma * sigma))) / (2 * sigma * Math.Sqrt(2 * Math.PI));
        var (h, step) = (0.0, 0.005);
        for (var k = 0; k <= 4000; k++) h -= (k is 0 or 4000 ? 1 : k % 2 == 1 ? 4 : 2) * step / 3 * Logarithms.TimesLog(Density(-10 + k * step));
        var two = new[,] { { a }, { -a } };
        double[] drawn = [.. Enumerable.Range(1, 20).Select(seed => SamplePropagation.Entropy(two, sigma, new() { Draws = 2000, Seed = seed }).Value)];
        var (mean, error) = Numbers.Mean(drawn);
        Assert.InRange(Math.Abs(mean - h), 0, 4 * error);
        Assert.InRange(error, 0, 0.003);
        Assert.Equal(SamplePropagation.Entropy(two, sigma).Value - PairwiseBounds.NoiseEntropy(1, sigma), SamplePropagation.Information(two, sigma).Value, 1e-12);
    }

    [Theory]
    [InlineData(0.3), InlineData(1), InlineData(3)]
    public void It_is_between_the_pairwise_bounds_of_the_same_samples(double sigma)
    {
        var t = Draws.Normal(400, 3, 1, z => [z[0] + z[1], Math.Tanh(z[1]), z[2]]);
        var (both, drawn) = (PairwiseBounds.OfInput(t, sigma), Enumerable.Range(1, 10).Select(seed => SamplePropagation.Information(t, sigma, new() { Seed = seed }).Value).ToArray());
        var (mean, error) = Numbers.Mean(drawn);
        Assert.InRange(mean, both.Below.Value - 4 * error, both.Above.Value + 4 * error);
    }

    [Fact]
    public void A_noisy_linear_net_has_its_information()
    {
        // T = W x + σ Z: I = ½ log det(I + W Wᵀ/σ²)
        const double sigma = 1.5;
        double a = 1 + 5 / (sigma * sigma), b = 0.5 / (sigma * sigma), c = 1 + 0.25 / (sigma * sigma);
        Estimate One(int seed) => SamplePropagation.Information(Draws.Normal(1500, 2, seed, z => [2 * z[0] + z[1], 0.5 * z[1]]), sigma, new() { Seed = seed });
        Draws.Hold(0.5 * Math.Log(a * c - b * b), [.. Enumerable.Range(1, 12).Select(One)], 0.6, 1.7);
    }

    [Fact]
    public void Noise_below_is_taken_from_passes_of_each_input()
    {
        // S = x + τ U with τ below the layer, T = S + σ Z: I(X;T) = ½ log(1 + 1/(τ² + σ²))
        const double tau = 0.6, sigma = 0.5;
        Estimate One(int seed)
        {
            var (inputs, noise) = (Draws.Normal(60, 1, 500 + seed), Draws.Normal(60 * 150, 1, 900 + seed));
            double[][,] passes = [.. Enumerable.Range(0, 60).Select(x => Filled(150, i => inputs[x, 0] + tau * noise[150 * x + i, 0]))];
            var samples = Draws.Normal(1200, 2, seed, z => [z[0] + tau * z[1]]);
            return SamplePropagation.Information(samples, passes, sigma, new() { Seed = seed });
        }
        // h(T|x) is the same for every x, so that its spread over inputs is small; 150 passes bias it by about −1/150 of a nat a dimension
        var estimates = Enumerable.Range(1, 12).Select(One).ToArray();
        var (mean, error) = Numbers.Mean([.. estimates.Select(e => e.Value)]);
        Assert.InRange(mean - 0.5 * Math.Log(1 + 1 / (tau * tau + sigma * sigma)), -4 * error, 4 * error + 1 / 150.0);
        Assert.Equal(Side.Estimate, estimates[0].Side);
    }

    [Fact]
    public void Many_units_do_not_underflow()
    {
        var t = Draws.Normal(40, 3000, 1); // e^{−z²/2} is 10⁻⁶⁵⁰
        var told = SamplePropagation.Information(t, 1, new() { Draws = 1 });
        Assert.Equal(Math.Log(40), told.Value, 1e-9);
        Assert.True(double.IsFinite(told.StandardError));
        Assert.Equal(DiagnosisKind.NearCeiling, Assert.Single(told.Diagnoses).Kind);
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_and_threads_change_none()
    {
        var t = Draws.Normal(200, 2, 1);
        var first = SamplePropagation.Information(t, 0.5);
        Assert.Equal((first.Value, first.StandardError), SamplePropagation.Information(t, 0.5, new() { Threads = 1 }) is var again ? (again.Value, again.StandardError) : default);
        Assert.NotEqual(first.Value, SamplePropagation.Information(t, 0.5, new() { Seed = 2 }).Value);
        Assert.StartsWith("I(X;T) ≈ ", first.ToString(), StringComparison.Ordinal);
        Assert.Contains("sample propagation, σ = 0.5, 4 draws; ceiling ln 200 = 5.30; n 200; seed 1", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var t = Draws.Normal(10, 2, 1);
        Assert.Throws<DomainException>(() => SamplePropagation.Entropy(t, 0));
        Assert.Throws<DomainException>(() => SamplePropagation.Entropy(t, 1, new() { Draws = 0 }));
        Assert.Throws<DomainException>(() => SamplePropagation.Information(t, [t], 1));
        Assert.Throws<ShapeException>(() => SamplePropagation.Information(t, [t, Draws.Normal(10, 3, 1)], 1));
        Assert.Throws<DomainException>(() => SamplePropagation.Entropy(new double[1, 1], 1));
    }

    private static double[,] Filled(int count, Func<int, double> value)
    {
        var made = new double[count, 1];
        for (var i = 0; i < count; i++) made[i, 0] = value(i);
        return made;
    }
}
