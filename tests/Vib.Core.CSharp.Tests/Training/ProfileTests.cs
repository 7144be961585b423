using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Pointwise information against the density ratio that is known.</summary>
public sealed class ProfileTests
{
    private static readonly EstimationOptions options = Small.Options with { Steps = 600, LookEvery = 100 };
    private static readonly CorrelatedGaussian truth = CorrelatedGaussian.WithInformation(1, 1);
    private static readonly Pairs pairs = truth.Sample(6000);

    private static double[] Exact(PointwiseProfile profile)
    {
        using var scope = NewDisposeScope();
        return [.. profile.Rows.Select(row => truth.LogRatio(tensor([(double)pairs.X[row]], [1, 1]), tensor([(double)pairs.Y[row]], [1, 1])).item<double>())];
    }

    private static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var (ma, mb) = (a.Average(), b.Average());
        double Sum(Func<double, double, double> f) => a.Zip(b, (u, v) => f(u - ma, v - mb)).Sum();
        return Sum((u, v) => u * v) / Math.Sqrt(Sum((u, _) => u * u) * Sum((_, v) => v * v));
    }

    [Theory]
    [InlineData("JS, read by NWJ", false)]
    [InlineData("NWJ", false)]
    [InlineData("InfoNCE", false)]
    [InlineData("Donsker–Varadhan", false)]
    [InlineData("SMILE with τ = 5", false)]
    [InlineData("FLO", false)] // whose second critic says log r, and whose first only up to any c(x)
    [InlineData("TUBA", false)]
    [InlineData("TUBA", true)]
    [InlineData("I_α with α = 0.01", false)]
    [InlineData("I_α with α = 0.01", true)]
    [InlineData("I_α with α = 0.953", true)]
    public void Pairs_tell_what_the_density_ratio_says(string bound, bool learnedBaseline)
    {
        var critic = Small.Concatenated.WithCompanion(learnedBaseline ? new LearnedBaseline { Hidden = [16, 16] } : null);
        var profile = MutualInformation.Profile(pairs, AllBounds.Named(bound).Bound, critic, options);
        Assert.True(Correlation(profile.Values, Exact(profile)) > 0.8, $"{Correlation(profile.Values, Exact(profile))}");
        Assert.Equal(truth.Information, profile.Values.Average(), 0.25);
        Assert.All(profile.Deviations, d => Assert.True(double.IsNaN(d)));
        Assert.Equal(3000 / 32 * 32, profile.Rows.Count);
    }

    [Fact]
    public void Folds_profile_every_pair_and_replicates_tell_how_sure_that_is()
    {
        var profile = MutualInformation.Profile(pairs, critic: Small.Separable, options: options with { Folds = 2, Replicates = 2, Steps = 100, Batch = 60, Validation = 0.1 });
        Assert.Equal(Enumerable.Range(0, 6000), profile.Rows.Order());
        Assert.All(profile.Deviations, d => Assert.True(d >= 0));
        Assert.Equal(6000, profile.Estimate.Count);
    }

    [Fact]
    public void A_bound_that_does_not_tell_the_ratio_is_refused()
    {
        foreach (var bound in (Bound[])[new Club(), new ReverseJensen(), new SharpReverseJensen()])
            Assert.StartsWith("Pointwise information from", Assert.Throws<DomainException>(() => MutualInformation.Profile(pairs, bound)).Came);
    }
}
