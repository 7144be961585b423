using Xunit;

namespace Vib.Core.Tests;

public sealed class ExactCriticTests
{
    // At its optimal critic NWJ is unbiased. Five standard errors over 200 batches of a nat: a false alarm in a million, were the batches' values normal.
    // y has variance 1 + 1/SNR, which standardisation would change.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_unbiased_bound_reads_the_truth_with_it_and_training_changes_nothing(int replicates)
    {
        var (truth, bound) = (new AwgnChannel(2, Math.E - 1), new Nwj());
        Estimate Read(int steps) => MutualInformation.Estimate(truth, bound, new ExactCritic(truth) { Offset = bound.OptimalOffset },
            Small.Options with { Steps = steps, LookEvery = steps, Replicates = replicates });
        LiveTensors.Stay(() =>
        {
            var estimate = Read(1);
            Assert.Equal(truth.Information, estimate.Value, 5 * estimate.StandardError);
            Assert.InRange(estimate.StandardError, 1e-4, 0.05);
            Assert.Equal(estimate.ReplicateValues, Read(20).ReplicateValues);
        });
    }

    [Fact]
    public void Its_scores_are_exact_and_no_density_of_y()
    {
        var critic = new ExactCritic(new CorrelatedGaussian(1, 0.5));
        Assert.True(critic.IsExact);
        Assert.False(critic.IsDensity);
    }
}
