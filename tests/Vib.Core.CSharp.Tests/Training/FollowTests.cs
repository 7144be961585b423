using Xunit;

namespace Vib.Core.Tests;

/// <summary>Training on a staircase, watched step by step.</summary>
public sealed class FollowTests
{
    private static readonly Staircase stairs = Staircase.Gaussian(2, 300, 0, 2);
    private static readonly EstimationOptions options = Small.Options with { LookEvery = 100, Optimiser = new() { LearningRate = 3e-3 } };

    [Fact]
    public void Every_batch_is_read_and_the_second_stair_is_climbed()
    {
        var heard = new List<TrainingProgress>();
        var traces = MutualInformation.Follow(stairs, [new InfoNce(), new Nwj()], Small.Separable, options with { Replicates = 2 }, new Small.Told(heard.Add));
        Assert.Equal(["InfoNCE", "NWJ"], traces.Select(trace => trace.Bound.Name));
        foreach (var trace in traces)
        {
            Assert.Equal([600, 600], trace.Values.Select(values => values.Length));
            var ends = trace.Stairs(0.25);
            Assert.Equal([0.0, stairs.Stairs[1].Information], ends.Select(end => end.Exact));
            Assert.InRange(ends[0].Mean, -0.3, 0.1);
            Assert.Equal(600, trace.Smoothed().Count);
        }
        double Climbed(StaircaseTrace trace) => trace.Values.SelectMany(values => values[^75..]).Order().ElementAt(75); // the median
        Assert.InRange(traces[0].Stairs(0.25)[1].Mean, 0.8, 2.2);
        Assert.InRange(Climbed(traces[1]), 0.2, 2.2); // one batch of NWJ's reads −179, and the mean with it
        Assert.All(traces[0].Values.SelectMany(values => values), value => Assert.True(value <= Math.Log(32) + 1e-5));
        Assert.Equal([100, 200, 300, 400, 500, 600], heard.Select(p => p.Step));
    }

    [Fact]
    public void Neither_other_bounds_nor_cores_nor_other_replicates_change_a_trace()
    {
        var alone = MutualInformation.Follow(stairs, [new Nwj()], Small.Separable, options with { Threads = 1 })[0];
        var among = MutualInformation.Follow(stairs, [new InfoNce(), new Nwj()], Small.Separable, options with { Threads = 2, Replicates = 2 })[1];
        Assert.Equal(alone.Values[0], among.Values[0]);
    }

    [Fact]
    public void A_smoothed_trace_is_a_weighted_mean_of_the_past()
    {
        var trace = new StaircaseTrace(new Nwj(), "any", Staircase.Gaussian(1, 2, 1, 2), [[1, 2, 4, 8], [3, 2, 0, 0]]);
        var decay = 1 - 2.0 / 4; // a span of 3
        var means = new double[] { 2, 2, 2, 4 };
        for (var step = 0; step < 4; step++)
        {
            var weights = Enumerable.Range(0, step + 1).Select(k => Math.Pow(decay, step - k)).ToArray();
            Assert.Equal(weights.Zip(means, (w, m) => w * m).Sum() / weights.Sum(), trace.Smoothed(3)[step], 1e-12);
        }
        Assert.Equal(4.0 / 3, trace.Stairs(1)[0].Variance * 2, 1); // 1, 2, 3, 2 about 2: 2/3
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<DomainException>(() => MutualInformation.Follow(stairs, []));
        Assert.Throws<DomainException>(() => MutualInformation.Follow(stairs, [new Club()]));
        Assert.Throws<DomainException>(() => MutualInformation.Follow(stairs, [new Nwj()], options: options with { Permutations = 1 }));
        var trace = new StaircaseTrace(new Nwj(), "any", stairs, [new double[600]]);
        Assert.Throws<DomainException>(() => trace.Stairs(0));
        Assert.Throws<DomainException>(() => trace.Smoothed(0));
    }

    [Fact]
    public void A_trace_leaves_no_tensor() => LiveTensors.Stay(() => MutualInformation.Follow(Staircase.Gaussian(2, 5, 1, 2), [new Nwj(), new Mine()], Small.Separable, options));
}
