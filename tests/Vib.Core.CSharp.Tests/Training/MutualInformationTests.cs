using Xunit;

namespace Vib.Core.Tests;

/// <summary>Whole estimations, small and fast. Bounds from above are one-sided at 4 standard errors: 3 × 10⁻⁵ false alarms a case for a seed not chosen
/// beforehand; floors are what a few hundred steps of such a critic must reach, far below what they do.</summary>
public sealed class MutualInformationTests
{
    [Theory]
    [InlineData("InfoNCE", false, 0.7)]
    [InlineData("InfoNCE", true, 0.7)]
    [InlineData("NWJ", false, 0.6)]
    [InlineData("NWJ", true, 0.6)]
    [InlineData("Donsker–Varadhan", false, 0.6)]
    public void One_nat_is_read_from_below(string name, bool concatenated, double floor)
    {
        var e = MutualInformation.Estimate(Small.OneNat, AllBounds.Named(name).Bound, concatenated ? Small.Concatenated : Small.Separable, Small.Options);
        Assert.InRange(e.Value, floor, 1 + 4 * e.StandardError);
        Assert.InRange(e.StandardError, 0.001, 0.1);
    }

    [Fact]
    public void The_cubic_twin_is_read_as_well()
    {
        var e = MutualInformation.Estimate(new CubicGaussian(CorrelatedGaussian.WithInformation(2, 1)), critic: Small.Separable, options: Small.Options);
        Assert.InRange(e.Value, 0.6, 1 + 4 * e.StandardError);
    }

    [Fact]
    public void Given_pairs_are_read_on_those_that_training_never_saw()
    {
        var e = MutualInformation.Estimate(Small.OneNat.Sample(4000), critic: Small.Separable, options: Small.Options);
        Assert.InRange(e.Value, 0.6, 1 + 4 * e.StandardError);
        Assert.Equal((true, 2000 / 32 * 32, (double?)1), (e.HeldOut, e.Count, e.Truth is { } truth ? Math.Round(truth, 12) : null));
    }

    // Few pairs and a critic that can learn them by heart: what it learned must not show.
    [Theory]
    [InlineData("InfoNCE")]
    [InlineData("NWJ")]
    [InlineData("Donsker–Varadhan")]
    public void Independent_pairs_do_not_read_as_dependent(string name)
    {
        var e = MutualInformation.Estimate(CorrelatedGaussian.WithInformation(5, 0).Sample(400), AllBounds.Named(name).Bound, new SeparableCritic { Hidden = [64, 64] },
            Small.Options with { Batch = 16, Patience = 1000 });
        Assert.True(e.Value <= 4 * e.StandardError, e.ToString());
        Assert.DoesNotContain(e.Value, e.Trace.Select(t => t.Value)); // no look of training is what is reported
    }

    [Theory]
    [InlineData("Barber–Agakov", "whose scores are no log-density of y", "log q(y|x) of a normalised density", "GaussianConditional")]
    [InlineData("vCLUB", "whose scores are no log-density of y", "log q(y|x) of a normalised density", "GaussianConditional")]
    [InlineData("vL1Out", "whose scores are no log-density of y", "log q(y|x) of a normalised density", "GaussianConditional")]
    [InlineData("DoE", "whose scores are no log-density of y", "log q(y|x) of a normalised density", "GaussianConditional")]
    [InlineData("UBA", "whose partition is not known", "which no network learns", "Tuba")]
    public void A_bound_that_needs_more_than_the_critic_gives_is_refused_with_what_to_do(string name, string came, string wanted, string advice)
    {
        var error = Assert.Throws<DomainException>(() => MutualInformation.Estimate(Small.OneNat, AllBounds.Named(name).Bound, Small.Separable, Small.Options));
        Assert.StartsWith($"{name} with the separable critic", error.Came);
        Assert.Contains(came, error.Came);
        Assert.Contains(wanted, error.Wanted);
        Assert.Contains(advice, error.Advice);
    }

    [Fact]
    public void Another_companion_than_the_bound_s_is_refused()
    {
        var critic = Small.Separable with { Companion = new LearnedBaseline { Hidden = [4] } };
        var error = Assert.Throws<DomainException>(() => MutualInformation.Estimate(Small.OneNat, new Flo(), critic, Small.Options));
        Assert.Equal("FLO with a learned baseline", error.Came);
    }

    [Fact]
    public void An_estimate_says_what_it_is_and_where_it_is_from()
    {
        var options = Small.Options with { Steps = 120, Replicates = 3, Seed = 42 };
        var heard = new List<TrainingProgress>();
        var e = MutualInformation.Estimate(Small.OneNat, critic: Small.Separable, options: options, progress: new Small.Told(heard.Add));
        Assert.Equal(("InfoNCE", "separable", "I(X;Y)", Side.Lower), (e.Bound, e.Critic, e.Quantity, e.Side));
        Assert.Equal((6400, true, 32, Math.Log(32), (long?)42), (e.Count, e.HeldOut, e.Batch, e.Ceiling, e.Seed));
        Assert.Equal(3, e.ReplicateValues.Count);
        Assert.Equal(e.ReplicateValues.Average(), e.Value, 1e-12);
        Assert.Equal(3, e.ReplicateValues.Distinct().Count());
        Assert.Equal(Small.OneNat.Information, e.Truth);
        Assert.True(e.Seconds > 0);
        Assert.Equal([50, 100, 120], e.Trace.Select(t => t.Step)); // every 50 steps, and the last
        Assert.Equal(e.Trace.Select(t => (long)t.Step), heard.Select(p => p.Step));
        Assert.Equal(e.Trace.Select(t => t.Value), heard.Select(p => p.Value));
        Assert.All(heard, p => Assert.Equal(120, p.Steps));
    }

    [Fact]
    public void The_defaults_are_InfoNce_and_the_separable_critic()
    {
        var e = MutualInformation.Estimate(Small.OneNat, options: Small.Options with { Steps = 1, FreshPairs = 64 });
        Assert.Equal(("InfoNCE", "separable"), (e.Bound, e.Critic));
    }

    [Fact]
    public void Replicates_add_their_spread_to_the_error_of_the_data()
    {
        Assert.Equal(0.3, Replicates.StandardError([(1, 0.3)]));
        (double, double)[] many = [(1, 0.3), (2, 0.5)];
        Assert.Equal(1.5, Replicates.Mean(many));
        Assert.Equal(Math.Sqrt(0.4 * 0.4 + 0.5 * 0.5), Replicates.StandardError(many), 1e-12); // mean error 0.4; s.d. √½ over √2 replicates
    }

    [Fact]
    public void A_source_of_an_unknown_kind_is_refused() =>
        Assert.Equal("A source of type Unknown", Assert.Throws<DomainException>(() => MutualInformation.Estimate(new Unknown())).Came);

    [Fact]
    public void No_source_is_refused() => Assert.Throws<ArgumentNullException>(() => MutualInformation.Estimate(null!));

    private sealed class Unknown : PairSource
    {
        public override int XDimension => 1;
        public override int YDimension => 1;
        public override double? KnownInformation => null;
        public override string Description => "unknown";
    }
}
