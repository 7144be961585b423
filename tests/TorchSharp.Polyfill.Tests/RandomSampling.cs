using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Seeds are fixed, so each test either always passes or never does; the rates stated are over seeds.</summary>
public class RandomSampling
{
    private static readonly Dictionary<string, Func<Generator, Tensor>> samplers = new()
    {
        ["randn"] = g => randn([100], generator: g),
        ["rand"] = g => rand([100], float64, generator: g),
        ["randint"] = g => randint(0, 1000, [100], generator: g),
        ["randperm"] = g => randperm(100, generator: g),
        ["normal_"] = g => zeros([100]).normal_(1, 2, g),
        ["uniform_"] = g => zeros([100]).uniform_(1, 2, g),
        ["poisson"] = g => full([100], 20, float32).poisson(g),
        ["_standard_gamma"] = g => _standard_gamma(full([100], 0.7), g),
    };

    public static TheoryData<string> Samplers => [.. samplers.Keys];

    [Theory, MemberData(nameof(Samplers))]
    public void A_seed_gives_the_same_bits_and_another_seed_others(string name)
    {
        var draw = samplers[name];
        using Generator first = new(7), second = new(7), other = new(8);
        using var x = draw(first);
        Assert.True(x.Equals(draw(second)));
        Assert.False(x.Equals(draw(other)));
        Assert.False(x.Equals(draw(first))); // the stream moves on
        Assert.True(x.Equals(draw(first.manual_seed(7)))); // and back
        Assert.Equal(7, first.initial_seed());
    }

    [Theory, MemberData(nameof(Samplers))]
    public void A_state_that_is_put_back_continues_from_there(string name)
    {
        var draw = samplers[name];
        using Generator generator = new(7), other = new(99);
        using var _ = draw(generator);
        using var state = generator.get_state();
        using var next = draw(generator);
        other.set_state(state);
        Assert.True(next.Equals(draw(other)));
    }

    [Fact]
    public void Generators_do_not_disturb_each_other()
    {
        using Generator alone = new(1), disturbed = new(1), noise = new(2);
        foreach (var draw in samplers.Values)
        {
            using var expected = draw(alone);
            using var _ = draw(noise);
            Assert.True(expected.Equals(draw(disturbed)));
        }
    }

    private const int Count = 200_000;

    /// <summary>The sample mean is within 5 standard errors of the truth; false alarm 6e-7 a call.</summary>
    private static void HasMean(double mean, double deviation, Tensor sample) =>
        Assert.InRange(sample.mean().item<double>(), mean - 5 * deviation / Math.Sqrt(Count), mean + 5 * deviation / Math.Sqrt(Count));

    [Fact]
    public void Normal_samples_have_a_normals_moments()
    {
        using var generator = new Generator(3);
        foreach (var (sample, mean, deviation) in new[]
                 { (randn([Count], float64, generator: generator), 0.0, 1.0), (zeros([Count], float64).normal_(3, 0.5, generator), 3, 0.5) })
        {
            using var z = (sample - mean) / deviation;
            HasMean(0, 1, z);
            HasMean(1, Math.Sqrt(2), z.pow(2));
            HasMean(0, Math.Sqrt(15), z.pow(3));
            HasMean(3, Math.Sqrt(96), z.pow(4));
        }
    }

    [Fact]
    public void Poisson_and_gamma_samples_have_the_mean_and_the_variance_that_they_are_named_after()
    {
        using var generator = new Generator(6);
        foreach (var rate in (double[])[0.7, 5])
        {
            using var counts = full([Count], rate, float64).poisson(generator);
            HasMean(rate, Math.Sqrt(rate), counts);
            HasMean(rate, Math.Sqrt(rate + 2 * rate * rate), (counts - rate).square()); // fourth central moment λ + 3λ²
            using var times = _standard_gamma(full([Count], rate, float64), generator);
            HasMean(rate, Math.Sqrt(rate), times);
            HasMean(rate, Math.Sqrt(6 * rate + 2 * rate * rate), (times - rate).square()); // 6k + 3k²
        }
    }

    [Fact]
    public void Uniform_samples_fill_their_interval_evenly()
    {
        using var generator = new Generator(4);
        foreach (var (sample, from, to) in new[]
                 { (rand([Count], float64, generator: generator), 0.0, 1.0), (zeros([Count], float64).uniform_(-2, 6, generator), -2, 6) })
        {
            using var u = (sample - from) / (to - from);
            Assert.True(u.ge(0).all().item<bool>() && u.lt(1).all().item<bool>());
            HasMean(1.0 / 2, Math.Sqrt(1.0 / 12), u);
            HasMean(1.0 / 3, Math.Sqrt(4.0 / 45), u.pow(2));
        }
    }

    [Fact]
    public void Integers_are_equally_frequent_within_their_bounds()
    {
        using var generator = new Generator(5);
        var counts = new int[6];
        foreach (var value in randint(-2, 4, [Count], generator: generator).data<long>().ToArray()) counts[value + 2]++;
        var expected = Count / 6.0;
        Assert.True(counts.Sum(n => (n - expected) * (n - expected) / expected) < 35.9); // χ² with 5 degrees of freedom: false alarm 1e-6
    }

    [Fact]
    public void A_permutation_holds_every_index_once_and_each_place_equally_often()
    {
        using var generator = new Generator(6);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), randperm(1000, generator: generator).data<long>().ToArray().Order());
        const int trials = 10_000;
        var first = new int[4];
        for (var i = 0; i < trials; i++)
            using (var order = randperm(4, generator: generator)) first[order.data<long>().ToArray()[0]]++;
        Assert.True(first.Sum(n => Math.Pow(n - trials / 4.0, 2) / (trials / 4.0)) < 30.7); // χ² with 3: false alarm 1e-6
    }
}
