using Xunit;

namespace Vib.Core.Tests;

/// <summary>Constants of bounds that make no sense, and bounds asked for what they cannot do: each message says what came, what was wanted, what to try.</summary>
public sealed class BoundOptionsTests
{
    private static void Refused(Action make, string came, string wanted, string advice)
    {
        var error = Assert.Throws<DomainException>(make);
        Assert.Equal((came, wanted), (error.Came, error.Wanted));
        Assert.Contains(advice, error.Advice);
        Assert.Equal($"{error.Came}. Wanted: {error.Wanted}. Try: {error.Advice}.", error.Message);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(1.5, "1.5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Alpha_is_inside_the_unit_interval(double alpha, string shown)
    {
        Refused(() => _ = new Interpolated(alpha), $"α = {shown}", "0 < α < 1", "Tuba for α = 0");
        Refused(() => _ = new Interpolated(alpha), $"α = {shown}", "0 < α < 1", "InfoNce with Contrast.OverX for α = 1");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void The_logit_of_alpha_is_finite(double logit, string shown) =>
        Refused(() => Interpolated.WithLogit(logit), $"A logit of {shown}", "a finite number", "Tuba for −∞");

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-5, "-5")]
    [InlineData(double.NaN, "NaN")]
    public void Smile_s_clip_is_positive(double clip, string shown) =>
        Refused(() => _ = new Smile(clip), $"A clip of τ = {shown}", "τ > 0, or +∞ for no clip", "5, a good trade-off in the paper");

    [Theory]
    [InlineData(1, "1")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Reverse_Jensen_s_slack_is_above_one(double slack, string shown) =>
        Refused(() => _ = new ReverseJensen(slack), $"A slack of {shown}", "a finite a > 1", "SharpReverseJensen");

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1.01, "1.01")]
    public void Mine_s_weight_is_a_part(double weight, string shown) =>
        Refused(() => _ = new Mine(weight), $"A weight of the new batch of {shown}", "a number in (0, 1]", "0.01 to 0.1");

    // Climbing an upper bound would say nothing: CLUB has no maximum over critics.
    [Theory]
    [InlineData("CLUB")]
    [InlineData("L1Out")]
    public void An_upper_bound_is_not_maximised(string name) =>
        Refused(() => MutualInformation.Estimate(Small.OneNat, AllBounds.Named(name).Bound), $"{name} with the separable critic, which is trained",
            "a bound whose scores any critic can give, to be maximised", "an upper bound is minimised");

    [Fact]
    public void A_bound_that_needs_the_conditional_is_not_read_with_a_critic_that_knows_none() =>
        Refused(() => MutualInformation.Estimate(Small.OneNat, new Tnce(), new ConcatenatedCritic()), "TNCE with the concatenated critic, which is trained",
            "a bound whose scores any critic can give, to be maximised", "TNCE's own Value on an exact log p(y|x)");
}
