using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The codes of a batch told apart by their distances, from below and from above.</summary>
public sealed class BhattacharyyaRateTermTests
{
    private const int Latent = 2;

    /// <summary>Bhattacharyya's value and the pairwise rate over the whole batch, from means and log-deviations, [B,K] each.</summary>
    private static (double Lower, double Upper) Bounds(double[,] means, double[,] logDeviations)
    {
        using var scope = NewDisposeScope();
        var (batch, dimension) = (means.GetLength(0), means.GetLength(1));
        var output = new double[batch * 2 * dimension];
        for (var i = 0; i < batch; i++)
            for (var k = 0; k < dimension; k++)
            {
                output[i * 2 * dimension + k] = means[i, k];
                output[i * 2 * dimension + dimension + k] = Math.Log(Math.Exp(Math.Exp(logDeviations[i, k])) - 1); // softplus turned around
            }
        using var bench = new CodeBench(tensor(output, [1, batch, 2 * dimension], ScalarType.Float32), dimension, 1, EncoderNoise.OfInput(0),
            new BhattacharyyaRateTerm(Variable.Z, Variable.X), new PairwiseRateTerm(Variable.Z, Variable.X, leaveOneOut: false));
        return (bench.Terms[0].Forward().item<float>(), bench.Terms[1].Forward().item<float>());
    }

    private static double[,] Table(int rows, int columns, Func<int, int, double> number)
    {
        var table = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var k = 0; k < columns; k++) table[i, k] = number(i, k);
        return table;
    }

    // A float holds ln B to 1e-7 of it; means and deviations pass through float too, but they are what both bounds are of.
    private const double Rounding = 1e-6;

    [Fact]
    public void Zero_and_lower_and_upper_and_the_logarithm_of_the_batch_stand_in_this_order() =>
        Law.Holds(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (batch, scale) = (random.Next(2, 20), Math.Exp(4 * random.NextDouble() - 2));
            var (lower, upper) = Bounds(Table(batch, Latent, (_, _) => scale * (2 * random.NextDouble() - 1)), Table(batch, Latent, (_, _) => 2 * random.NextDouble() - 1.5));
            Assert.InRange(lower, -Rounding, upper + Rounding);
            Assert.InRange(upper, lower - Rounding, Math.Log(batch) + Rounding);
        });

    [Fact]
    public void Equal_codes_tell_nothing_and_codes_far_apart_all_that_a_batch_can_hold()
    {
        const int batch = 7;
        var spread = Table(batch, Latent, (_, _) => -0.7);
        var (lower, upper) = Bounds(Table(batch, Latent, (_, k) => 3 - k), spread);
        Assert.Equal(0, lower, Rounding);
        Assert.Equal(0, upper, Rounding);
        (lower, upper) = Bounds(Table(batch, Latent, (i, _) => 40 * i), spread);
        Assert.Equal(Math.Log(batch), lower, Rounding);
        Assert.Equal(Math.Log(batch), upper, Rounding);
    }

    [Fact]
    public void Its_mean_over_batches_is_below_the_information_of_a_linear_code()
    {
        // z = x + σ ε with x ~ N(0, 1): I(X;Z) = ½ ln(1 + 1/σ²). 400 batches; four standard errors, a false alarm in 30 000 where the bound would be tight, and it is not.
        const double deviation = 0.5;
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var x = zeros([400, 20, 1]).normal_(generator: generator);
        using var bench = new CodeBench(x, 1, 1, EncoderNoise.Fixed(deviation), new BhattacharyyaRateTerm(Variable.Z, Variable.X));
        var (mean, error) = Numbers.Mean(Numbers.Of(bench.Terms[0].Forward()));
        var exact = 0.5 * Math.Log(1 + 1 / (deviation * deviation));
        Assert.InRange(mean, 0.5 * exact, exact + 4 * error);
    }

    [Theory]
    [InlineData(0.0, 1.0, 1.0)]
    [InlineData(0.5, 1.0, 1.0)]
    [InlineData(2.0, 1.0, 1.0)]
    [InlineData(5.0, 1.0, 1.0)]
    [InlineData(0.0, 0.3, 1.2)]
    [InlineData(1.0, 0.2, 1.5)]
    public void Two_codes_on_a_line_are_sandwiched_around_the_information_by_quadrature(double apart, double first, double second)
    {
        var (lower, upper) = Bounds(Table(2, 1, (i, _) => i * apart), Table(2, 1, (i, _) => Math.Log(i == 0 ? first : second)));
        var exact = Information(apart, first, second);
        Assert.InRange(exact, lower - Rounding, upper + Rounding);
        // the formula by hand: equal deviations have D = Δ²/(8 σ²)
        var distance = apart * apart / (4 * (first * first + second * second)) + 0.5 * Math.Log((first * first + second * second) / (2 * first * second));
        Assert.Equal(-Math.Log((1 + Math.Exp(-distance)) / 2), lower, Rounding);
    }

    /// <summary>The information about which of two equally likely Gaussians a number was drawn from, by the trapezium rule, whose error on functions that fall off like these is below 1e-12.</summary>
    private static double Information(double apart, double first, double second)
    {
        const int points = 20_000;
        var (from, to) = (-15 * Math.Max(first, second), apart + 15 * Math.Max(first, second));
        static double LogDensity(double z, double mean, double deviation) => -0.5 * Math.Pow((z - mean) / deviation, 2) - Math.Log(deviation) - 0.5 * Math.Log(2 * Math.PI);
        double sum = 0;
        for (var i = 0; i <= points; i++)
        {
            var z = from + (to - from) * i / points;
            var (a, b) = (LogDensity(z, 0, first), LogDensity(z, apart, second));
            var mixture = Math.Max(a, b) + Math.Log((Math.Exp(a - Math.Max(a, b)) + Math.Exp(b - Math.Max(a, b))) / 2);
            sum += 0.5 * (Math.Exp(a) * (a - mixture) + Math.Exp(b) * (b - mixture));
        }
        return sum * (to - from) / points;
    }
}
