using System.Diagnostics;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The same seed on the same device gives the same bits, and replicate r of many is replicate r of few.</summary>
public sealed class ReproducibilityTests
{
    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, bool, bool>();
            // the laws hold every bound to its replicates; here it is the training that is held to them
            foreach (var name in (string[])["InfoNCE", "NWJ", "Donsker–Varadhan"])
                foreach (var concatenated in (bool[])[false, true])
                    foreach (var given in (bool[])[false, true]) data.Add(name, concatenated, given);
            return data;
        }
    }

    private static readonly Pairs pairs = Small.OneNat.Sample(1200);
    private static readonly EstimationOptions options = Small.Options with { Steps = 120, LookEvery = 10, Patience = 3, FreshPairs = 320 };

    private static (Estimate Estimate, float[][] Weights) Run(string name, bool concatenated, bool given, EstimationOptions options)
    {
        var (critic, bound, source) = (concatenated ? Small.Concatenated : Small.Separable, AllBounds.Named(name).Bound, given ? (PairSource)pairs : Small.OneNat);
        using var scope = NewDisposeScope();
        using var threads = new ThreadCount(1);
        using var data = PairData.Open(source, options, CPU);
        using var network = critic.Create(2, 2, options.Replicates, CPU, options.Seed);
        using var training = new CriticTraining(network, bound, options.Optimiser, options.Batch);
        using var run = new TrainingRun(training, data, options);
        TrainingRun.Train([run], options, null, Stopwatch.StartNew(), null, default);
        var weights = Enumerable.Range(0, options.Replicates).Select(r => network.Parameters.Values.select(0, r).data<float>().ToArray());
        return (MutualInformation.Estimate(source, bound, critic, options), [.. weights]);
    }

    /// <summary>An estimate without the clock, and without its lists, which records compare by reference.</summary>
    private static Estimate Numbers(Estimate e) => e with { Seconds = 0, Trace = [], ReplicateValues = [], Diagnoses = [] };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_same_seed_gives_the_same_bits_and_another_seed_gives_others(string name, bool concatenated, bool given)
    {
        var (first, again) = (Run(name, concatenated, given, options), Run(name, concatenated, given, options));
        var other = Run(name, concatenated, given, options with { Seed = 2 });
        Assert.Equal(first.Weights[0], again.Weights[0]);
        Assert.Equal(Numbers(first.Estimate), Numbers(again.Estimate));
        Assert.Equal(first.Estimate.Trace, again.Estimate.Trace);
        Assert.Equal(first.Estimate.ReplicateValues, again.Estimate.ReplicateValues);
        Assert.Equal(first.Estimate.Diagnoses, again.Estimate.Diagnoses);
        Assert.NotEqual(first.Weights[0], other.Weights[0]);
        Assert.NotEqual(first.Estimate.Value, other.Estimate.Value);
    }

    // The clock is told what the measurement is to find.
    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 4)]
    [InlineData(true, 1)]
    [InlineData(true, 4)]
    public void The_number_of_threads_that_is_found_best_changes_no_bit(bool concatenated, int replicates)
    {
        var alone = Weights(null);
        foreach (var best in (int[])[1, 2, 4]) Assert.Equal(alone, Weights(best));

        float[] Weights(int? best)
        {
            using var scope = NewDisposeScope();
            using var threads = new ThreadCount(1);
            Crew? crew = null;
            var now = 0L;
            if (best is { } count) crew = new(4, () => now += 1_000 * (1 + Math.Abs(crew!.Working - count)));
            using var owned = crew;
            var chosen = options with { Replicates = replicates };
            using var data = PairData.Open(Small.OneNat, chosen, CPU);
            using var network = (concatenated ? Small.Concatenated : Small.Separable).Create(2, 2, replicates, CPU, 1);
            using var training = new CriticTraining(network, new InfoNce(), chosen.Optimiser, chosen.Batch, crew);
            using var run = new TrainingRun(training, data, chosen);
            TrainingRun.Train([run], chosen, crew, Stopwatch.StartNew(), null, default);
            if (crew is not null) Assert.Contains(crew.Choices, choice => choice.Threads == Math.Min(best!.Value, choice.Parts));
            return network.Parameters.Values.data<float>().ToArray();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_number_of_cores_changes_no_bit(string name, bool concatenated, bool given)
    {
        foreach (var replicates in (int[])[1, 3])
        {
            Estimate Read(int threads) => MutualInformation.Estimate(given ? pairs : Small.OneNat, AllBounds.Named(name).Bound,
                concatenated ? Small.Concatenated : Small.Separable, options with { Replicates = replicates, Steps = 40, Threads = threads });
            var (alone, three) = (Read(1), Read(3));
            Assert.Equal(alone.Trace, three.Trace);
            Assert.Equal(alone.ReplicateValues, three.ReplicateValues);
        }
    }

    // Data, initialisation, every step, early stopping and the reading: nothing of it may look at another replicate.
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_replicate_among_three_is_the_replicate_alone(string name, bool concatenated, bool given)
    {
        var (alone, three) = (Run(name, concatenated, given, options), Run(name, concatenated, given, options with { Replicates = 3 }));
        Assert.Equal(alone.Weights[0], three.Weights[0]);
        Assert.Equal(alone.Estimate.Value, three.Estimate.ReplicateValues[0]);
        Assert.NotEqual(three.Weights[0], three.Weights[1]);
        Assert.NotEqual(three.Weights[1], three.Weights[2]);
    }
}
