using Xunit;

namespace Vib.Core.Tests;

/// <summary>I(X;Y|Z) where it is known: x = z + s, y = z + t with (s, t) Gaussian of correlation ρ gives −½ ln(1 − ρ²), whatever z does.</summary>
public sealed class ConditionalInformationTests
{
    private static readonly EstimationOptions options = Small.Options with { Steps = 800, LookEvery = 100 };

    private static Triples Of(double nats, int count)
    {
        var noise = CorrelatedGaussian.WithInformation(1, nats).Sample(count, seed: 5);
        var z = CorrelatedGaussian.WithInformation(1, 0).Sample(count, seed: 6).X;
        return new([.. noise.X.Zip(z, (s, c) => s + c)], 1, [.. noise.Y.Zip(z, (t, c) => t + c)], 1, z, 1, "common cause", nats);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void What_is_shared_beyond_a_common_cause_is_estimated(double nats)
    {
        var e = MutualInformation.Conditional(Of(nats, 8000), new InfoNce(), Small.Concatenated, options);
        Assert.Equal(("I(X;Y|Z)", Side.Estimate, (double?)nats), (e.Quantity, e.Side, e.Truth));
        Assert.InRange(e.Value, 0.6 * nats - 4 * e.StandardError, nats + 4 * e.StandardError); // both bounds are below their truths, the larger by more
        Assert.StartsWith("I(X;Y|Z) ≈", e.ToString());
    }

    [Fact]
    public void Replicates_are_subtracted_one_by_one()
    {
        var e = MutualInformation.Conditional(Of(1, 2000), critic: Small.Separable, options: options with { Replicates = 2, Steps = 50 });
        Assert.Equal(2, e.ReplicateValues.Count);
        Assert.Equal(e.ReplicateValues.Average(), e.Value, 1e-9);
        Assert.True(e.StandardError > 0);
    }

    [Fact]
    public void Triples_say_what_is_wrong()
    {
        Assert.Throws<ShapeException>(() => new Triples([1, 2], 1, [1, 2], 1, [1], 1));
        Assert.Throws<ShapeException>(() => new Triples([1, 2], 1, [1], 1, [1, 2], 1));
        Assert.Contains("row 1", Assert.Throws<DataException>(() => new Triples([1, 2], 1, [1, float.NaN], 1, [1, 2], 1)).Came);
        Assert.Throws<DomainException>(() => MutualInformation.Conditional(Of(1, 500), options: options with { Permutations = 3 }));
        var triples = Triples.FromArrays(new double[,] { { 1 }, { 2 } }, new double[,] { { 3, 4 }, { 5, 6 } }, new double[,] { { 7 }, { 8 } });
        Assert.Equal([3f, 4, 7, 5, 6, 8], triples.XAndYZ.Y);
        Assert.Equal("2 triples, x 1-d, y 2-d, z 1-d (data)", triples.ToString());
    }
}
