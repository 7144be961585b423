using Xunit;

namespace Vib.Core.Tests;

/// <summary>Several bounds and critics in one run.</summary>
public sealed class CompareTests
{
    private static readonly EstimationOptions options = Small.Options with { Steps = 120, LookEvery = 10, Patience = 3, FreshPairs = 640 };
    private static readonly Pairs pairs = Small.OneNat.Sample(1200);

    [Theory]
    [InlineData(true, 1, 1)]
    [InlineData(true, 2, 2)]
    [InlineData(false, 1, 2)]
    [InlineData(false, 2, 1)]
    public void A_cell_is_the_estimate_that_it_would_be_alone(bool given, int replicates, int threads)
    {
        var source = given ? (PairSource)pairs : Small.OneNat;
        var settings = options with { Replicates = replicates, Threads = threads };
        Bound[] bounds = [new InfoNce(), new Nwj(), new Mine(0.05), new Tuba()];
        CriticOptions[] critics = [Small.Separable, Small.Concatenated with { Companion = new LearnedBaseline { Hidden = [8] } }];
        var table = MutualInformation.Compare(source, bounds, critics, settings);
        Assert.Equal(8, table.Count);
        for (var c = 0; c < 2; c++)
            for (var b = 0; b < 4; b++)
            {
                var critic = bounds[b] is CompanionBound ? critics[c] : critics[c] with { Companion = null };
                var (alone, cell) = (MutualInformation.Estimate(source, bounds[b], critic, settings with { Threads = 1 }), table[c * 4 + b]);
                Assert.Equal((alone.Bound, alone.Critic, alone.Value, alone.StandardError), (cell.Bound, cell.Critic, cell.Value, cell.StandardError));
                Assert.Equal(alone.Trace, cell.Trace);
                Assert.Equal(alone.ReplicateValues, cell.ReplicateValues);
            }
    }

    [Fact]
    public void Nothing_to_compare_is_refused()
    {
        Assert.Contains("0 bounds", Assert.Throws<DomainException>(() => MutualInformation.Compare(pairs, [], [Small.Separable])).Came);
        Assert.Contains("0 critics", Assert.Throws<DomainException>(() => MutualInformation.Compare(pairs, [new Nwj()], [])).Came);
    }

    [Fact]
    public void A_comparison_leaves_no_tensor() =>
        LiveTensors.Stay(() => MutualInformation.Compare(pairs, [new InfoNce(), new Mine()], [Small.Separable], options with { Steps = 10, Permutations = 1, Folds = 2, Replicates = 2 }));

    // A baseline that is learned is at least worth its trouble: TUBA with log a = 5 everywhere is far too low until the baseline comes down, or the critic comes up.
    [Fact]
    public void A_baseline_is_trained_with_the_critic()
    {
        var critic = Small.Separable with { Companion = new LearnedBaseline { Hidden = [16, 16] } };
        foreach (var bound in (Bound[])[new Tuba(), new Interpolated(0.1)])
        {
            var e = MutualInformation.Estimate(Small.OneNat, bound, critic, Small.Options);
            Assert.InRange(e.Value, 0.6, 1 + 4 * e.StandardError);
            Assert.Equal("separable with learned baseline", e.Critic);
        }
    }

    [Fact]
    public void A_baseline_beside_a_bound_without_one_is_refused()
    {
        var error = Assert.Throws<DomainException>(() => MutualInformation.Estimate(pairs, new Nwj(), Small.Separable with { Companion = new LearnedBaseline() }));
        Assert.Equal("NWJ with a learned baseline", error.Came);
    }

    [Fact]
    public void The_gradient_of_a_baseline_reaches_its_weights()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var critic = (Small.Separable with { Companion = new LearnedBaseline { Hidden = [4] } }).Create(2, 2, 2, TorchSharp.torch.CPU, 1);
        using var training = new CriticTraining(critic, new Tuba(), new() { LearningRate = 1e-2 }, 32);
        using var data = PairData.Open(Small.OneNat, Small.Options with { Replicates = 2 }, TorchSharp.torch.CPU);
        using var stream = data.Training();
        var before = critic.Parameters.Values.clone();
        training.Step(stream);
        var moved = (critic.Parameters.Values - before).abs();
        foreach (var slot in critic.Parameters.Layout.Slots)
            Assert.True(moved.narrow(1, slot.Offset, slot.Size).sum().item<float>() > 0, slot.Name);
    }
}
