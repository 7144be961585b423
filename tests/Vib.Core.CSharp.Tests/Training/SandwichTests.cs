using Xunit;

namespace Vib.Core.Tests;

/// <summary>Information enclosed from both sides. Sides at four standard errors: 3 × 10⁻⁵ false alarms a side for a seed not chosen beforehand.</summary>
public sealed class SandwichTests
{
    private static readonly EstimationOptions options = new() { Batch = 64, FreshPairs = 6400 };

    public static TheoryData<string> Truths => [.. ((Truth[])[CorrelatedGaussian.WithInformation(20, 2), CorrelatedGaussian.WithInformation(3, 0),
        new CubicGaussian(CorrelatedGaussian.WithInformation(5, 3)), new AdditiveUniformNoise(0.75)]).Select(truth => truth.Description)];

    private static Truth Named(string name) => ((Truth[])[CorrelatedGaussian.WithInformation(20, 2), CorrelatedGaussian.WithInformation(3, 0),
        new CubicGaussian(CorrelatedGaussian.WithInformation(5, 3)), new AdditiveUniformNoise(0.75)]).Single(truth => truth.Description == name);

    [Theory, MemberData(nameof(Truths))]
    public void The_truth_is_between_the_bounds(string name)
    {
        var truth = Named(name);
        var (below, above) = MutualInformation.Sandwich(truth, options);
        Assert.Equal((Side.Lower, Side.Upper), (below.Side, above.Side));
        Assert.True(below.Value <= truth.Information + 4 * below.StandardError + 1e-9, below.ToString());
        Assert.True(double.IsPositiveInfinity(above.Value) || above.Value >= truth.Information - 4 * above.StandardError - 1e-9, above.ToString());
        Assert.Equal((6400, truth.Information), (below.Count, below.Truth));
    }

    // specs/mi-bounds.md §4, B = 64, I = 2: 1.83 and 2.17
    [Fact]
    public void Two_nats_are_enclosed_as_closely_as_the_reference_says()
    {
        var (below, above) = MutualInformation.Sandwich(CorrelatedGaussian.WithInformation(20, 2), options with { FreshPairs = 64 * 300 });
        Assert.Equal(1.83, below.Value, 0.01 + 3 * below.StandardError);
        Assert.Equal(2.17, above.Value, 0.01 + 3 * above.StandardError);
    }

    // x ~ N(0, 1), z = 2x + ε/2: I = ½ ln(1 + 16)
    [Fact]
    public void An_encoder_is_enclosed_by_its_own_density()
    {
        var inputs = CorrelatedGaussian.WithInformation(1, 0).Sample(6400).X;
        var encoding = new GaussianEncoding([.. inputs.Select(x => 2 * x)], [.. inputs.Select(_ => 0.5f)], 1);
        var sandwich = MutualInformation.Sandwich(encoding, options);
        var truth = 0.5 * Math.Log(17);
        Assert.InRange(truth, sandwich.Below.Value - 4 * sandwich.Below.StandardError, sandwich.Above.Value + 4 * sandwich.Above.StandardError);
        Assert.InRange(sandwich.Width, 0, 0.3);
        Assert.Equal("I(X;Z)", sandwich.Below.Quantity);
        Assert.Contains("I(X;Z) ≥", sandwich.ToString());
        Assert.Contains("nat, ≤", sandwich.ToString());
        Assert.Contains("TNCE and L1Out, the encoder's density", sandwich.ToString());
    }

    [Fact]
    public void An_encoding_that_makes_no_sense_is_refused()
    {
        Assert.Throws<ShapeException>(() => new GaussianEncoding([1, 2], [1], 1));
        Assert.Throws<ShapeException>(() => new GaussianEncoding([1], [1], 1));
        Assert.Contains("row 1, column 0", Assert.Throws<DataException>(() => new GaussianEncoding([1, 2], [1, 0], 1)).Came);
        Assert.Contains("row 0, column 0", Assert.Throws<DataException>(() => new GaussianEncoding([float.NaN, 2], [1, 1], 1)).Came);
        Assert.Throws<DataException>(() => MutualInformation.Sandwich(new GaussianEncoding([1, 2], [1, 1], 1), options));
    }

    [Fact]
    public void A_sandwich_leaves_no_tensor() => LiveTensors.Stay(() =>
    {
        MutualInformation.Sandwich(Small.OneNat, options with { FreshPairs = 128 });
        MutualInformation.Sandwich(new GaussianEncoding([1, 2, 3, 4], [1, 1, 1, 1], 1), options with { Batch = 2 });
    });
}
