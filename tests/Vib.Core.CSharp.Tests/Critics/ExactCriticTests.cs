using Xunit;
using static TorchSharp.torch;

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
    public void Its_scores_are_exact_and_a_density_of_y_where_the_truth_knows_one()
    {
        var critic = new ExactCritic(new CorrelatedGaussian(1, 0.5));
        Assert.True(critic.IsExact);
        Assert.True(critic.IsDensity);
        Assert.False(new ExactCritic(new MappedTruth(new BinarySymmetricChannel(0.1), Bijection.Identity, Bijection.Cube)).IsDensity); // a discrete Y, mapped
    }

    [Fact]
    public void As_a_density_its_scores_are_log_p_of_y_given_x()
    {
        using var scope = NewDisposeScope();
        var truth = new CorrelatedGaussian(2, 0.5);
        using var critic = new ExactCritic(truth).For(new BarberAgakov(0)).Create(2, 2, 1, CPU, 1);
        using var pass = critic.Pass(5, backward: false);
        pass.X.All.copy_(Numbers.Drawn([1, 5, 2], 1));
        pass.Y.All.copy_(Numbers.Drawn([1, 5, 2], 2));
        pass.Forward();
        // y|x ~ N(ρx, 1 − ρ²), coordinate by coordinate
        var difference = pass.Y.Each[0].unsqueeze(0) - pass.X.Each[0].unsqueeze(1) * 0.5;
        Numbers.Near((difference.square() / -1.5 - 0.5 * Math.Log(2 * Math.PI * 0.75)).sum(-1), pass.Scores.Each[0], 1e-5);
    }
}
