using Xunit;

namespace Vib.Core.Tests;

/// <summary>Bounds that need a density, a second critic or the exact conditional, trained and read from end to end. Sides at four standard errors: 3 × 10⁻⁵ false alarms each
/// for a seed not chosen beforehand; floors are far below what these critics reach.</summary>
public sealed class DensityEstimationTests
{
    private static readonly EstimationOptions options = Small.Options with { Steps = 800, LookEvery = 100 };
    private static readonly CriticOptions gaussian = new GaussianConditional { Hidden = [16] };

    [Fact]
    public void Barber_and_Agakov_s_bound_is_below_and_keeps_y_on_its_own_scale()
    {
        // y = 3x + 3ε is far from standard: scaled, log q would be off by the logarithm of its deviation
        var truth = new MultivariateGaussian(new double[,] { { 1, 3 }, { 3, 18 } }, 1);
        var e = MutualInformation.Estimate(truth, new BarberAgakov(truth.EntropyOfY!.Value), gaussian, options);
        Assert.Equal(0.5 * Math.Log(2), truth.Information, 1e-12);
        Assert.InRange(e.Value, 0.25, truth.Information + 4 * e.StandardError);
        Assert.Equal(Side.Lower, e.Side);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_difference_of_entropies_finds_the_density_of_y_by_itself(bool logistic)
    {
        var e = MutualInformation.Estimate(Small.OneNat, new DifferenceOfEntropies(), logistic ? new LogisticConditional { Hidden = [16] } : gaussian, options);
        Assert.InRange(e.Value, 0.8, 1.2);
        Assert.Equal(logistic ? "logistic conditional with logistic density" : "Gaussian conditional with Gaussian density", e.Critic);
    }

    [Fact]
    public void A_fitted_conditional_reads_CLUB_and_L1Out()
    {
        // ρ² = 1 − e⁻¹ in two dimensions: CLUB is 2ρ²/(1 − ρ²)
        var club = 2 * (1 - Math.Exp(-1)) / Math.Exp(-1);
        var read = MutualInformation.Compare(Small.OneNat, [new VariationalClub(), new VariationalL1Out()], [gaussian], options);
        Assert.Equal(club, read[0].Value, 0.25 * club);
        Assert.InRange(read[1].Value, 0.8, 1.3);
        Assert.All(read, e => Assert.Equal(Side.Estimate, e.Side));
    }

    [Fact]
    public void A_second_critic_comes_by_itself()
    {
        var e = MutualInformation.Estimate(Small.OneNat, new Flo(), Small.Separable, options);
        Assert.InRange(e.Value, 0.6, 1 + 4 * e.StandardError);
        Assert.Equal("separable with pair function", e.Critic);
    }

    [Fact]
    public void Classes_are_left_as_they_are()
    {
        // x normal, y its sign as a one-hot row: I = ln 2
        var x = CorrelatedGaussian.WithInformation(1, 0).Sample(2000).X;
        var pairs = new Pairs(x, 1, [.. x.SelectMany(v => v > 0 ? (float[])[1, 0] : [0, 1])], 2);
        var critic = new CategoricalConditional { Hidden = [16] };
        var (lower, doe) = (MutualInformation.Estimate(pairs, new BarberAgakov(Math.Log(2)), critic, options), MutualInformation.Estimate(pairs, new DifferenceOfEntropies(), critic, options));
        Assert.InRange(lower.Value, 0.5, Math.Log(2) + 0.03); // the sample's classes are not quite equal: 0.0005 nat at two standard errors
        Assert.InRange(doe.Value, 0.5, Math.Log(2) + 0.03);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Classes_that_are_not_one_hot_are_refused_before_the_first_step(bool given)
    {
        PairSource source = given ? Small.OneNat.Sample(500) : Small.OneNat;
        foreach (var critic in (CriticOptions[])[new CategoricalConditional { Hidden = [4] }, new GaussianConditional { Hidden = [4], Companion = new CategoricalDensity() }])
            LiveTensors.Stay(() => Assert.Contains("one-hot rows",
                Assert.Throws<DomainException>(() => MutualInformation.Estimate(source, new DifferenceOfEntropies(), critic, options with { Steps = 1 })).Message));
    }

    [Fact]
    public void On_a_device_the_rows_of_a_batch_are_looked_at_too()
    {
        // the first row alone is one-hot
        var pairs = new Pairs([.. Enumerable.Range(0, 500).Select(i => MathF.Sin(i))], 1, [.. Enumerable.Range(0, 500).SelectMany(i => (float[])(i == 0 ? [1, 0] : [0.5f, MathF.Sin(i)]))], 2);
        using (Kernels.ByLibrary())
            Assert.Contains("one-hot rows", Assert.Throws<DomainException>(() => MutualInformation.Estimate(pairs, new DifferenceOfEntropies(), new CategoricalConditional { Hidden = [4] }, options with { Steps = 1 })).Message);
    }

    [Fact]
    public void An_exact_critic_is_read_without_training()
    {
        var truth = CorrelatedGaussian.WithInformation(5, 2);
        var (squared, options) = (truth.Correlation * truth.Correlation, Small.Options with { Batch = 64, FreshPairs = 12_800, Steps = 1_000_000_000 });
        var read = MutualInformation.Compare(truth, [new Tnce(), new L1Out(), new Club(), new BarberAgakovUpper(), new Nwj(), new BarberAgakov(truth.EntropyOfY!.Value)],
            [new ExactCritic(truth) { Companion = new StandardNormalDensity() }], options);
        Assert.All(read, e => Assert.Empty(e.Trace));
        Assert.True(read[0].Value <= 2 + 4 * read[0].StandardError);
        Assert.True(read[1].Value >= 2 - 4 * read[1].StandardError);
        Assert.Equal(5 * squared / (1 - squared), read[2].Value, 4 * read[2].StandardError);
        foreach (var exact in read.Skip(3)) Assert.Equal(2, exact.Value, 4 * exact.StandardError);
    }

    [Fact]
    public void TUBA_with_a_known_conditional_learns_the_density_of_y()
    {
        // I + KL(p‖q) − χ²(p‖q) for any baseline q: below I, and I where the baseline is p(y)
        var truth = new AwgnChannel(1, 3);
        var critic = new ExactCritic(truth) { Companion = new LearnedBaseline { Hidden = [16, 16] } };
        var e = MutualInformation.Estimate(truth, new Tuba(), critic, options);
        Assert.InRange(e.Value, truth.Information - 0.1 - 4 * e.StandardError, truth.Information + 4 * e.StandardError);
        Assert.Equal("exact with learned baseline", e.Critic);
    }

    [Theory]
    [InlineData("InfoNCE")]
    [InlineData("NWJ")]
    [InlineData("Donsker–Varadhan")]
    [InlineData("I_α with α = 0.01")]
    [InlineData("L1Out")]
    public void Many_pairs_scored_together_read_what_the_bound_is_at_that_size(string name)
    {
        var (bound, truth) = (AllBounds.Named(name).Bound, CorrelatedGaussian.WithInformation(5, 2));
        var pairs = truth.Sample(10_240);
        Estimate Read(int batch, int together) => MutualInformation.Estimate(pairs, bound, new ExactCritic(truth), Small.Options with { Batch = batch, EvaluationBatch = together, Threads = 2 });
        var (tiled, whole) = (Read(64, 512), Read(512, 512));
        Assert.Equal(whole.Value, tiled.Value, name is "Donsker–Varadhan" ? 1e-2 : 1e-4); // the same pairs in the same order; DV pools one logarithm over batches, tiles one for each
        Assert.Equal((512, 5120, whole.Ceiling), (tiled.Batch, tiled.Count, tiled.Ceiling));
        Assert.InRange(tiled.StandardError / whole.StandardError, 0.4, 2.5); // ten batches know their own spread to a factor of two
    }

    [Fact]
    public void A_companion_is_read_with_many_pairs_too()
    {
        var critic = Small.Separable with { Companion = new PairFunction { Hidden = [16] } };
        Estimate Read(int? together) => MutualInformation.Estimate(Small.OneNat, new Flo(), critic, Small.Options with { EvaluationBatch = together, Replicates = 2 });
        var (batches, whole) = (Read(null), Read(6400));
        Assert.Equal(batches.Value, whole.Value, 4 * batches.StandardError);
        Assert.Equal(1, whole.Count / whole.Batch);
    }
}
