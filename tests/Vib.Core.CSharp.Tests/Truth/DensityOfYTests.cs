using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The marginal of Y: its density is one, and its entropy is the mean of minus the logarithm.</summary>
public sealed class DensityOfYTests
{
    private static readonly string[] unknown = ["half-cube", "normal CDF", "wiggly", "two bumps", "Swiss roll"]; // whose entropies have no closed form here

    private static Tensor Draw(Truth truth, int count, ScalarType type = ScalarType.Float64)
    {
        using var generator = new Generator(9);
        var (x, y) = (zeros([count, truth.XDimension], type), zeros([count, truth.YDimension], type));
        truth.Draw(x, y, generator);
        return y;
    }

    // For each truth 40 000 draws within 4 standard errors: 6 × 10⁻⁵ false alarms a truth for a seed not chosen beforehand, 0.15 % for all.
    [Theory]
    [MemberData(nameof(AllTruths.WithDensity), MemberType = typeof(AllTruths))]
    public void The_entropy_is_the_mean_of_minus_the_log_density(string name)
    {
        using var scope = NewDisposeScope();
        var truth = AllTruths.Named(name).Truth;
        Assert.True(truth.KnowsDensityOfY);
        Assert.Equal(unknown.Contains(name), truth.EntropyOfY is null);
        var (mean, error) = Numbers.Mean([.. Numbers.Of(truth.LogDensityOfY(Draw(truth, 40_000))).Select(log => -log)]);
        Assert.True(error < 0.05, $"± {error}"); // or the line below says nothing; infinite if a draw was called impossible
        if (truth.EntropyOfY is { } entropy) Assert.Equal(entropy, mean, 4 * error + 1e-12);
    }

    public static TheoryData<string> Continuous => ["one normal", "cubed", "half-cubed", "asinh", "Student-t", "Cauchy", "wiggled", "two bumps", "AWGN", "covariance", "narrow noise", "wide noise", "cells", "log-gamma"];

    private static Truth OneDimensional(string name) => name switch
    {
        "one normal" => new CorrelatedGaussian(1, 0.6),
        "cubed" => new CubicGaussian(new(1, 0.6)),
        "half-cubed" => new MappedTruth(new StudentT(AllTruths.Identity(2), 1, 5), Bijection.Identity, Bijection.HalfCube),
        "asinh" => new MappedTruth(new AwgnChannel(1, 4), Bijection.Cube, Bijection.Asinh),
        "Student-t" => new StudentT(new double[,] { { 1, 0.2 }, { 0.2, 3 } }, 1, 2.5),
        "wiggled" => new MappedTruth(new CorrelatedGaussian(1, 0.6), Bijection.Identity, Bijection.WigglyY),
        "two bumps" => new MappedTruth(new CorrelatedGaussian(1, 0.6), Bijection.Identity, Bijection.TwoBumps(0.3, 0, 5)),
        "Cauchy" => new StudentT(AllTruths.Identity(2), 1, 1),
        "AWGN" => new AwgnChannel(1, 0.3),
        "covariance" => new MultivariateGaussian(new double[,] { { 2, 0.3 }, { 0.3, 0.2 } }, 1),
        "narrow noise" => new AdditiveUniformNoise(0.1),
        "wide noise" => new AdditiveUniformNoise(2),
        "cells" => new DiscreteToContinuous(3),
        _ => new LogGammaExponential(0.7),
    };

    // Over ±e^t by the midpoint rule, which reaches the tails of a Cauchy and the pole of a cube; a jump at y costs half a step of t times y p(y). Entropies by the same rule.
    [Theory]
    [MemberData(nameof(Continuous))]
    public void A_density_integrates_to_one_and_has_its_entropy(string name)
    {
        using var scope = NewDisposeScope();
        var truth = OneDimensional(name);
        const int points = 200_000;
        var (from, to) = (-90.0, name == "asinh" ? 6.0 : 40); // sinh overflows at 710
        var step = (to - from) / points;
        var t = (arange(points, ScalarType.Float64) + 0.5) * step + from;
        var (mass, entropy) = (0.0, 0.0);
        foreach (var sign in (double[])[-1, 1])
        {
            var logs = truth.LogDensityOfY((t.exp() * sign).unsqueeze(-1));
            var weights = (logs + t).exp() * step;
            mass += weights.sum().item<double>();
            entropy -= (weights * logs.clamp(min: -1e4)).sum().item<double>();
        }
        var accuracy = name is "narrow noise" or "wide noise" or "cells" ? 1e-3 : 1e-8;
        Assert.Equal(1, mass, accuracy);
        if (truth.EntropyOfY is { } known) Assert.Equal(known, entropy, 5 * accuracy);
    }

    [Fact]
    public void Uniform_margins_have_the_density_one()
    {
        using var scope = NewDisposeScope();
        var truth = new MappedTruth(new CorrelatedGaussian(2, 0.5), Bijection.Identity, Bijection.NormalCdf);
        Numbers.Near(zeros([100], ScalarType.Float64), truth.LogDensityOfY(Draw(truth, 100)), 1e-9);
    }

    [Fact]
    public void Probabilities_sum_to_one_over_the_whole_numbers_and_nothing_else_can_be()
    {
        using var scope = NewDisposeScope();
        foreach (var truth in (Truth[])[new BinarySymmetricChannel(0.11), new ZeroInflatedPoisson(0), new ZeroInflatedPoisson(0.4)])
        {
            var logs = Numbers.Of(truth.LogDensityOfY((arange(60, ScalarType.Float64) - 3).unsqueeze(-1)));
            Assert.Equal(1, logs.Sum(Math.Exp), 1e-14);
            Assert.Equal(truth.EntropyOfY!.Value, -logs.Where(double.IsFinite).Sum(log => Math.Exp(log) * log), 1e-13);
            Assert.All(Numbers.Of(truth.LogDensityOfY(tensor([-1.0, 0.5, 1.5], [3, 1]))), log => Assert.Equal(double.NegativeInfinity, log));
        }
    }

    // −½(2 log 2π + log det + yᵀC⁻¹y) of the 2 × 2 block of y, by hand
    [Fact]
    public void A_Gaussian_of_any_covariance_has_that_of_its_block()
    {
        using var scope = NewDisposeScope();
        double[,] covariance = { { 1, 0.2, 0.1 }, { 0.2, 1.5, 0.4 }, { 0.1, 0.4, 0.8 } };
        var truth = new MultivariateGaussian(covariance, 1);
        var y = Numbers.Drawn([9, 2], 1, 2, ScalarType.Float64);
        var determinant = 1.5 * 0.8 - 0.4 * 0.4;
        var expected = Numbers.Of(y).Chunk(2).Select(v => -0.5 * ((0.8 * v[0] * v[0] - 0.8 * v[0] * v[1] + 1.5 * v[1] * v[1]) / determinant + 2 * Math.Log(2 * Math.PI) + Math.Log(determinant)));
        Numbers.Near([.. expected], Numbers.Of(truth.LogDensityOfY(y)), (_, e) => 1e-13 * Math.Abs(e));
    }

    // I = h(Y) − h(Y|X), and h(Y|X) of the channel is that of its noise
    [Fact]
    public void What_noise_leaves_unsaid_is_the_information()
    {
        var channel = new AwgnChannel(3, 2);
        Assert.Equal(channel.EntropyOfY!.Value - 1.5 * Math.Log(2 * Math.PI * Math.E / 2), channel.Information, 1e-14);
        Assert.Equal(new AdditiveUniformNoise(0.3).EntropyOfY!.Value - Math.Log(0.6), new AdditiveUniformNoise(0.3).Information, 1e-14);
        Assert.Equal(new DiscreteToContinuous(5).EntropyOfY!.Value - Math.Log(2), new DiscreteToContinuous(5).Information, 1e-14);
    }

    [Theory]
    [MemberData(nameof(AllTruths.WithDensity), MemberType = typeof(AllTruths))]
    public void Replicates_and_single_precision_have_the_same_and_one_tensor_is_left(string name)
    {
        using var scope = NewDisposeScope();
        var entry = AllTruths.Named(name);
        var y = Draw(entry.Truth, 24, ScalarType.Float32);
        var exact = entry.Truth.LogDensityOfY(y.to_type(ScalarType.Float64));
        var returned = new List<Tensor>();
        LiveTensors.Grow(1, () => returned.Add(entry.Truth.LogDensityOfY(y)));
        Assert.Equal(ScalarType.Float32, returned[0].dtype);
        Numbers.Near(exact, returned[0].to_type(ScalarType.Float64), 64 * Numbers.Epsilon32 * Math.Max(1e2, entry.Sensitivity));
        Numbers.Near(exact.view(2, 12), entry.Truth.LogDensityOfY(y.to_type(ScalarType.Float64).view(2, 12, -1)), 1e-9);
    }

    [Fact]
    public void What_is_not_known_and_other_shapes_are_refused()
    {
        using var scope = NewDisposeScope();
        var mapped = new MappedTruth(new Blocks(new CorrelatedGaussian(1, 0.5), new BinarySymmetricChannel(0.1)), Bijection.Identity, Bijection.Cube);
        Assert.Equal((false, (double?)null), (mapped.KnowsDensityOfY, mapped.EntropyOfY));
        Assert.Contains("KnowsDensityOfY", Assert.Throws<DomainException>(() => mapped.LogDensityOfY(zeros([4, 2]))).Message);
        Assert.False(new Blocks(mapped, new AwgnChannel(1, 1)).KnowsDensityOfY);
        Assert.Null(new Blocks(new AwgnChannel(1, 1), mapped).EntropyOfY);
        Assert.True(new MappedTruth(new BinarySymmetricChannel(0.1), Bijection.Cube, Bijection.Identity).KnowsDensityOfY);
        foreach (var shape in (long[][])[[4], [4, 3], [2, 2, 4, 2]])
            Assert.Equal("[B,2] or [R,B,2]", Assert.Throws<ShapeException>(() => new CorrelatedGaussian(2, 0.5).LogDensityOfY(zeros(shape))).Wanted);
    }
}
