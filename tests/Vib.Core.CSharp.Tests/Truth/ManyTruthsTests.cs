using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What each truth has to itself.</summary>
public sealed class ManyTruthsTests
{
    [Theory]
    [InlineData(0, 0.301244, 1e-6)] // 0.30124477: the spec cuts off
    [InlineData(0.15, 0.22978, 5e-6)]
    [InlineData(0.5, 0.11638, 5e-6)]
    public void The_zero_inflated_Poisson_has_the_exact_value_and_not_the_printed_one(double inflation, double nats, double accuracy) // specs/mi-bounds.md §4
    {
        var exact = new ZeroInflatedPoisson(inflation).Information;
        Assert.Equal(nats, exact, accuracy);
        if (inflation > 0) Assert.True(exact < (1 - inflation) * 0.301244 - 0.02);
    }

    // at p = 0: 2 log 2 − γ − Σ 2^{−k} log k  (Gao et al. 2017, §5)
    [Fact]
    public void Without_inflation_it_is_the_published_series() =>
        Assert.Equal(2 * Math.Log(2) - 0.57721566490153286 - Enumerable.Range(2, 80).Sum(k => Math.Log(k) * Math.Pow(2, -k)), new ZeroInflatedPoisson(0).Information, 1e-14);

    [Theory]
    [InlineData(1, 1, 1, 0.224171)]
    [InlineData(1, 1, 2, 0.082681)]
    [InlineData(1, 1, 3, 0.042411)]
    [InlineData(1, 1, 10, 0.004648)]
    [InlineData(3, 3, 1, 0.585183)]
    public void Student_t_has_information_without_correlation(int p, int q, double nu, double nats) => // specs/ib-analysis.md §6
        Assert.Equal(nats, new StudentT(AllTruths.Identity(p + q), p, nu).Information, 5e-7);

    [Fact]
    public void Many_degrees_of_freedom_make_Student_t_Gaussian()
    {
        double[,] covariance = { { 1, 0.6 }, { 0.6, 1 } };
        Assert.Equal(new MultivariateGaussian(covariance, 1).Information, new StudentT(covariance, 1, 1e5).Information, 1e-6);
    }

    [Theory]
    [InlineData(1, 0.42278433509846714)] // 1 − γ
    [InlineData(2, 0.22963715453852184)] // 3/2 − γ − log 2
    public void Log_gamma_exponential_has_its_closed_form(double shape, double nats) => Assert.Equal(nats, new LogGammaExponential(shape).Information, 1e-14);

    // dI/d log θ is between −1 and 0, so log θ to a rounding gives I to a rounding of log θ
    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void Log_gamma_exponential_shares_what_it_is_asked_to(double nats) =>
        Assert.Equal(nats, LogGammaExponential.WithInformation(nats).Information, 4 * Numbers.Epsilon * (10 + nats));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(501)]
    [InlineData(double.NaN)]
    public void Information_that_it_cannot_share_is_refused(double nats) => Assert.Throws<DomainException>(() => LogGammaExponential.WithInformation(nats));

    // y = x + n is rounded, and a float's 0.1 is above a tenth: such a pair is still one that can be.
    [Fact]
    public void A_pair_on_the_edge_of_the_noise_does_not_fall_off_by_rounding()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var x = zeros([10_000, 1, 1]).uniform_(0, 1, generator);
        foreach (var edge in (double[])[-0.1, 0.1])
            Assert.True(new AdditiveUniformNoise(0.1).LogRatio(x, x + edge).isfinite().all().item<bool>());
        Assert.False(new AdditiveUniformNoise(0.1).LogRatio(x, x + 0.10001).isfinite().any().item<bool>());
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.25, 0.94314718055994529)] // ¼ + log 2
    [InlineData(2, 0.125)]
    public void Uniform_noise_has_its_closed_form_on_both_sides(double noise, double nats) => Assert.Equal(nats, new AdditiveUniformNoise(noise).Information, 1e-15);

    public sealed record Case(int Dx, int Dy, int Seed);

    private static readonly Arbitrary<Case> any = Arb.From(
        from dx in Gen.Choose(1, 4) from dy in Gen.Choose(1, 4) from seed in Gen.Choose(1, int.MaxValue - 1) select new Case(dx, dy, seed),
        c => c.Dx + c.Dy > 2 ? [c with { Dx = 1, Dy = 1 }] : []);

    /// <summary>A Aᵀ + 0.2, with A uniform: eigenvalues between 0.2 and n + 0.2.</summary>
    private static double[,] Covariance(int n, int seed)
    {
        using var scope = NewDisposeScope();
        var a = Numbers.Drawn([n, n], seed, 1, ScalarType.Float64);
        return Square(a.matmul(a.t()) + eye(n, dtype: ScalarType.Float64) * 0.2);
    }

    private static double[,] Square(Tensor matrix)
    {
        var (numbers, n) = (Numbers.Of(matrix), (int)matrix.shape[0]);
        var square = new double[n, n];
        for (var k = 0; k < numbers.Length; k++) square[k / n, k % n] = (numbers[k] + numbers[k % n * n + k / n]) / 2;
        return square;
    }

    // Condition numbers are at most 41 here; maps of condition about as much are applied on both sides.
    [Fact]
    public void A_Gaussian_s_information_and_ratio_do_not_see_linear_bijections() => Law.Holds(any, c =>
    {
        var (n, sigma) = (c.Dx + c.Dy, Covariance(c.Dx + c.Dy, c.Seed));
        var map = zeros([n, n], ScalarType.Float64);
        map.narrow(0, 0, c.Dx).narrow(1, 0, c.Dx).copy_(tensor([.. Covariance(c.Dx, c.Seed + 1).Cast<double>()], [c.Dx, c.Dx]));
        map.narrow(0, c.Dx, c.Dy).narrow(1, c.Dx, c.Dy).copy_(tensor([.. Covariance(c.Dy, c.Seed + 2).Cast<double>()], [c.Dy, c.Dy]));
        var matrix = tensor([.. sigma.Cast<double>()], [n, n]);
        var mapped = new MultivariateGaussian(Square(map.matmul(matrix).matmul(map.t())), c.Dx);
        var plain = new MultivariateGaussian(sigma, c.Dx);
        Assert.Equal(plain.Information, mapped.Information, 1e-10);
        Assert.True(plain.Information >= -1e-14);

        var points = Numbers.Drawn([6, n], c.Seed + 3, 3, ScalarType.Float64);
        var there = points.matmul(map.t());
        Numbers.Near(plain.LogRatio(points.narrow(1, 0, c.Dx), points.narrow(1, c.Dx, c.Dy)),
            mapped.LogRatio(there.narrow(1, 0, c.Dx), there.narrow(1, c.Dx, c.Dy)), 1e-8);
    });

    [Fact]
    public void The_general_Gaussian_is_the_correlated_one_where_that_is_it() => Law.Holds(any, c =>
    {
        var (d, rho) = (c.Dx, new SplitMix64(c.Seed, 0, 0).Between(-0.95, 0.95));
        var covariance = AllTruths.Identity(2 * d);
        for (var k = 0; k < d; k++) covariance[k, k + d] = covariance[k + d, k] = rho;
        var (general, special) = (new MultivariateGaussian(covariance, d), new CorrelatedGaussian(d, rho));
        Assert.Equal(special.Information, general.Information, 1e-13);
        var (x, y) = (Numbers.Drawn([5, d], c.Seed, 3, ScalarType.Float64), Numbers.Drawn([5, d], c.Seed + 1, 3, ScalarType.Float64));
        Numbers.Near(special.LogRatio(x, y), general.LogRatio(x, y), 1e-11);
    });

    // In sixteen-figure arithmetic; the quantile is a steep function near 0 and 1.
    [Theory]
    [InlineData("cubed", 1e-14)]
    [InlineData("half-cubed", 1e-14)]
    [InlineData("through asinh", 1e-14)]
    [InlineData("through Φ", 1e-8)]
    [InlineData("wiggled", 1e-14)]
    [InlineData("in two bumps", 1e-8)]
    public void A_bijection_is_increasing_and_undone_by_its_inverse(string name, double tolerance)
    {
        using var scope = NewDisposeScope();
        var all = new[] { Bijection.Cube, Bijection.HalfCube, Bijection.Asinh, Bijection.NormalCdf, Bijection.WigglyX, Bijection.WigglyY, Bijection.TwoBumps(0.3, 0, 5), Bijection.TwoBumps(0.5, 3, -1) };
        foreach (var bijection in all.Where(b => b.ToString() == name))
        {
            var x = arange(-5, 5, 0.01, ScalarType.Float64);
            var there = bijection.Apply(x);
            Numbers.Near(x, bijection.Invert(there), tolerance * 5);
            Assert.True((there.narrow(0, 1, there.shape[0] - 1) - there.narrow(0, 0, there.shape[0] - 1)).gt(0).all().item<bool>());
            Assert.True(bijection.Invert(bijection.Apply(full([1], 40f, ScalarType.Float32))).isfinite().all().item<bool>()); // even where Φ is 1
            Assert.False(bijection.Apply(full([1], double.NaN)).isfinite().any().item<bool>());
        }
        Assert.Contains(all, b => b.ToString() == name);
    }

    // what goes through TwoBumps has their distribution function: w Φ(t − a) + (1 − w) Φ(t − b) at the image of x is Φ(x)
    [Theory]
    [InlineData(0.3, 0, 5)]
    [InlineData(0.5, 3, -1)]
    [InlineData(0.01, 2, 2)]
    public void Two_bumps_are_the_quantiles_of_their_mixture(double weight, double first, double second)
    {
        using var scope = NewDisposeScope();
        var x = arange(-4, 4, 0.1, ScalarType.Float64);
        Tensor Phi(Tensor z) => Bijection.NormalCdf.Apply(z);
        var t = Bijection.TwoBumps(weight, first, second).Apply(x);
        Numbers.Near(Phi(x), Phi(t - first) * weight + Phi(t - second) * (1 - weight), 1e-15);
    }

    [Fact]
    public void Waves_and_rolls_have_their_values()
    {
        using var scope = NewDisposeScope();
        var x = tensor([-2.0, 0, 1.5]);
        double X(double v) => v + 0.4 * Math.Sin(v) + 0.2 * Math.Sin(1.7 * v + 1) + 0.03 * Math.Sin(3.3 * v - 2.5);
        double Y(double v) => v - 0.4 * Math.Sin(0.4 * v) + 0.17 * Math.Sin(1.3 * v + 3.5) + 0.02 * Math.Sin(4.3 * v - 2.5);
        Numbers.Near([X(-2), X(0), X(1.5)], Numbers.Of(Bijection.WigglyX.Apply(x)), (_, _) => 1e-15);
        Numbers.Near([Y(-2), Y(0), Y(1.5)], Numbers.Of(Bijection.WigglyY.Apply(x)), (_, _) => 1e-15);

        using Generator one = new(4), two = new(4);
        var flat = new MappedTruth(new CorrelatedGaussian(1, 0.75), Bijection.NormalCdf, Bijection.NormalCdf);
        var (u, v, rolled, w) = (zeros([100, 1], ScalarType.Float64), zeros([100, 1], ScalarType.Float64), zeros([100, 2], ScalarType.Float64), zeros([100, 1], ScalarType.Float64));
        flat.Draw(u, v, one);
        new SwissRoll(flat).Draw(rolled, w, two);
        Numbers.Same(v, w);
        var angles = Numbers.Of(u).Select(value => 1.5 * Math.PI * (1 + 2 * value)).ToArray();
        Numbers.Near([.. angles.SelectMany(t => (double[])[t * Math.Cos(t) / 21, t * Math.Sin(t) / 21])], Numbers.Of(rolled), (_, _) => 1e-15);
        Numbers.Near(flat.LogRatio(u, v), new SwissRoll(flat).LogRatio(rolled, w), 1e-8);
    }

    [Fact]
    public void Bijections_have_the_values_they_are_named_after()
    {
        using var scope = NewDisposeScope();
        var x = tensor([-4.0, 1e-9, 0.5, 4]);
        Numbers.Near([-64, 1e-27, 0.125, 64], Numbers.Of(Bijection.Cube.Apply(x)), (_, v) => 1e-14 * Math.Abs(v));
        Numbers.Near([-8, Math.Pow(1e-9, 1.5), Math.Pow(0.5, 1.5), 8], Numbers.Of(Bijection.HalfCube.Apply(x)), (_, v) => 1e-14 * Math.Abs(v));
        Numbers.Near([Math.Asinh(-4), 1e-9, Math.Asinh(0.5), Math.Asinh(4)], Numbers.Of(Bijection.Asinh.Apply(x)), (_, v) => 1e-14 * Math.Abs(v));
        Assert.Equal(0.97724986805182079, Bijection.NormalCdf.Apply(tensor([2.0])).item<double>(), 1e-15);
    }

    [Fact]
    public void A_spiral_keeps_lengths_and_is_undone_by_turning_back()
    {
        using var scope = NewDisposeScope();
        using Generator one = new(4), two = new(4);
        var gaussian = new CorrelatedGaussian(3, 0.6);
        var (x, y, u, v) = (zeros([100, 3], ScalarType.Float64), zeros([100, 3], ScalarType.Float64), zeros([100, 3], ScalarType.Float64), zeros([100, 3], ScalarType.Float64));
        gaussian.Draw(x, y, one);
        new Spiral(gaussian, 1.0 / 3).Draw(u, v, two);
        Numbers.Near(x.square().sum(-1), u.square().sum(-1), 1e-13);
        Assert.True((x - u).abs().max().item<double>() > 1);
        Numbers.Same(y, v);
        Numbers.Near(gaussian.LogRatio(x, y), new Spiral(gaussian, 1.0 / 3).LogRatio(u, v), 1e-11);
    }

    [Fact]
    public void A_spiral_turns_the_coordinates_that_it_is_told_to()
    {
        using var scope = NewDisposeScope();
        using Generator one = new(4), two = new(4);
        var gaussian = new CorrelatedGaussian(4, 0.6);
        var (x, y, u, v) = (zeros([100, 4], ScalarType.Float64), zeros([100, 4], ScalarType.Float64), zeros([100, 4], ScalarType.Float64), zeros([100, 4], ScalarType.Float64));
        gaussian.Draw(x, y, one);
        new Spiral(gaussian, 0.25, 0.5) { XFirst = 2, YFirst = 1 }.Draw(u, v, two);
        Numbers.Same(x.narrow(1, 0, 2), u.narrow(1, 0, 2));
        Numbers.Same(y.narrow(1, 0, 1), v.narrow(1, 0, 1));
        Numbers.Same(y.narrow(1, 3, 1), v.narrow(1, 3, 1));
        var angle = y.square().sum(-1) * 0.5;
        Numbers.Near(y.select(1, 1) * angle.cos() - y.select(1, 2) * angle.sin(), v.select(1, 1), 1e-13);
        Numbers.Near(y.select(1, 1) * angle.sin() + y.select(1, 2) * angle.cos(), v.select(1, 2), 1e-13);
        Assert.True((x - u).abs().max().item<double>() > 1);
    }

    [Fact]
    public void Blocks_put_coordinates_side_by_side_and_add_up()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (new CorrelatedGaussian(2, 0.6), new MultivariateGaussian(Covariance(3, 5), 1));
        var blocks = new Blocks(first, second);
        Assert.Equal((3, 4), (blocks.XDimension, blocks.YDimension));
        Assert.Equal(first.Information + second.Information, blocks.Information);
        var (x, y) = (Numbers.Drawn([4, 3], 1, 2, ScalarType.Float64), Numbers.Drawn([4, 4], 2, 2, ScalarType.Float64));
        var sum = first.LogRatio(x.narrow(1, 0, 2), y.narrow(1, 0, 2)) + second.LogRatio(x.narrow(1, 2, 1), y.narrow(1, 2, 2));
        Numbers.Same(sum, blocks.LogRatio(x, y));
        Assert.StartsWith("2-d Gaussian with ρ = 0.6 + Gaussian, x 1-d, y 2-d", blocks.ToString());
    }

    [Fact]
    public void A_staircase_has_its_truth_at_each_step()
    {
        var stairs = Staircase.Gaussian(20, 4000, 2, 4, 6, 8, 10);
        Assert.Equal((5, 20_000), (stairs.Stairs.Count, stairs.Steps));
        Assert.Equal([2, 2, 4, 10, 10], new long[] { 0, 3999, 4000, 19_999, 1_000_000 }.Select(step => Math.Round(stairs.At(step).Information, 9)));
        Assert.Throws<DomainException>(() => stairs.At(-1));
        Assert.Throws<DomainException>(() => Staircase.Gaussian(20, 0, 2));
        Assert.Throws<DomainException>(() => Staircase.Gaussian(20, 10));
        Assert.Contains("the same dimensions", Assert.Throws<DomainException>(() => new Staircase([new CorrelatedGaussian(2, 0.5), new CorrelatedGaussian(3, 0.5)], 10)).Message);
    }

    public static TheoryData<string> Misuse => [.. misuse.Keys];

    private static readonly Dictionary<string, (Action Make, string Came)> misuse = new()
    {
        ["no shape"] = (() => new LogGammaExponential(0), "The shape is 0"),
        ["no noise"] = (() => new AdditiveUniformNoise(0), "The half-width of the noise is 0"),
        ["a flip above 1"] = (() => new BinarySymmetricChannel(1.1), "A flip probability of 1.1"),
        ["all lost"] = (() => new ZeroInflatedPoisson(1), "An inflation of 1"),
        ["no values"] = (() => new DiscreteToContinuous(0), "The number of values is 0"),
        ["no signal"] = (() => new AwgnChannel(2, 0), "The signal-to-noise ratio is 0"),
        ["no dimension"] = (() => new AwgnChannel(0, 1), "The dimension of the channel is 0"),
        ["no freedom"] = (() => new StudentT(AllTruths.Identity(2), 1, 0), "The number of degrees of freedom is 0"),
        ["no blocks"] = (() => new Blocks(), "The number of blocks is 0"),
        ["a turn of one coordinate"] = (() => new Spiral(new BinarySymmetricChannel(0.1), 1), "X of dimension 1 to be turned"),
        ["a turn beyond the last coordinate"] = (() => new Spiral(new CorrelatedGaussian(3, 0.5), 0, 1) { YFirst = 2 }, "Coordinates 2 and 3 of Y to turn, of 3"),
        ["a turn before the first coordinate"] = (() => new Spiral(new CorrelatedGaussian(3, 0.5), 1) { XFirst = -1 }, "Coordinates -1 and 0 of X to turn, of 3"),
        ["a plane rolled up"] = (() => new SwissRoll(new CorrelatedGaussian(2, 0.5)), "X of dimension 2 to be rolled up"),
        ["one bump only"] = (() => Bijection.TwoBumps(1, 0, 5), "A weight of the first bump of 1"),
        ["a bump nowhere"] = (() => Bijection.TwoBumps(0.5, 0, double.NaN), "Bumps at 0 and NaN"),
        ["no y"] = (() => new MultivariateGaussian(AllTruths.Identity(2), 2), "The dimension of X is 2, of 2 in all"),
        ["not symmetric"] = (() => new MultivariateGaussian(new double[,] { { 1, 0.5 }, { 0.4, 1 } }, 1), "A covariance with 0.4 at [1,0] and 0.5 at [0,1]"),
        ["determined"] = (() => new MultivariateGaussian(new double[,] { { 1, 1 }, { 1, 1 } }, 1), "A covariance whose coordinate 1 has 0 left"),
        ["indefinite"] = (() => new MultivariateGaussian(new double[,] { { 1, 2 }, { 2, 1 } }, 1), "A covariance whose coordinate 1 has -3 left"),
        ["not a number"] = (() => new MultivariateGaussian(new double[,] { { 1, double.NaN }, { double.NaN, 1 } }, 1), "A covariance with NaN at [1,0]"),
    };

    [Theory]
    [MemberData(nameof(Misuse))]
    public void Misuse_is_refused_with_what_came(string name) => Assert.StartsWith(misuse[name].Came, Assert.Throws<DomainException>(misuse[name].Make).Came);

    [Fact]
    public void A_covariance_that_is_not_square_is_refused() => Assert.Throws<ShapeException>(() => new MultivariateGaussian(new double[2, 3], 1));
}
