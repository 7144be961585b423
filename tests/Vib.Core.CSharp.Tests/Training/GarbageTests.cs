using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The law of the step: once it is warm it makes nothing that the collector must clear away, on any thread.</summary>
public sealed class GarbageTests
{
    private const int WarmUp = 200, Steps = 1000;

    [Theory]
    [InlineData("InfoNCE")]
    [InlineData("InfoNCE over x")]
    [InlineData("NWJ")]
    [InlineData("Donsker–Varadhan")]
    [InlineData("MINE")]
    [InlineData("TUBA")]
    [InlineData("JS, read by NWJ")]
    [InlineData("JS, read by NWJ as published")]
    [InlineData("SMILE with τ = 5")]
    public void A_step_of_a_separable_critic_makes_none(string bound) => Check(AllBounds.Named(bound).Bound, new SeparableCritic { Hidden = [32, 32], Embedding = 8 });

    [Theory]
    [InlineData("InfoNCE")]
    [InlineData("MINE")]
    public void A_step_of_a_concatenated_critic_makes_none(string bound)
    {
        var critic = new ConcatenatedCritic { Hidden = [16, 16] };
        Check(AllBounds.Named(bound).Bound, critic);
        Check(AllBounds.Named(bound).Bound, critic with { KeptNumbers = 0 });
    }

    /// <summary>What the log-ratio of a correlated Gaussian makes of temporaries: there is no network to be fast beside, and few train one beside an exact critic.</summary>
    private const long OfAnExactCritic = 3_000;

    // All copies in turn on one thread; an exact critic is a truth's own arithmetic, which is on tensors.
    [Theory]
    [MemberData(nameof(AllSteps.Names), MemberType = typeof(AllSteps))]
    public void Nor_does_any_other_step_but_one_with_an_exact_critic(string bound, string critic, string companion)
    {
        using var one = new ThreadCount(1);
        foreach (var replicates in (int[])[1, 2])
            AllSteps.Use(bound, critic, companion, new([8], 4), batch: 10, replicates, step =>
            {
                void Steps(int count)
                {
                    for (var i = 0; i < count; i++) step();
                }
                Steps(20);
                var (mine, everyones) = Garbage.Of(() => Steps(10));
                if (critic != "exact") Assert.Equal((0, 0), (mine, everyones));
                else Assert.InRange(mine, 1, 10 * replicates * OfAnExactCritic);
            });
    }

    // Copies side by side on two threads, and the towers or the tiles of one.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Nor_does_one_on_two_threads(int replicates)
    {
        Check(new InfoNce(), new SeparableCritic { Hidden = [32, 32], Embedding = 8 }, replicates, threads: 2);
        Check(new Mine(), new ConcatenatedCritic { Hidden = [16, 16] }, replicates, threads: 2);
    }

    [Fact]
    public void Nor_does_one_with_a_moving_average_of_the_weights_and_a_falling_rate() =>
        Check(new InfoNce(), new SeparableCritic { Hidden = [16], Embedding = 8 }, adam: new() { AverageDecay = 0.99, Schedule = Schedule.Staircase(0.9, every: 100) });

    [Fact]
    public void Garbage_would_be_seen()
    {
        var made = 0;
        Assert.Throws<Xunit.Sdk.EqualException>(() => Clean(() => GC.KeepAlive(new object[++made % 2])));
    }

    private static void Check(Bound bound, CriticOptions options, int replicates = 1, int threads = 1, AdamOptions? adam = null)
    {
        using var one = new ThreadCount(1);
        using var crew = threads > 1 ? new Crew(threads) : null;
        using var critic = options.Create(5, 5, replicates, CPU, 1);
        using var data = PairData.Open(CorrelatedGaussian.WithInformation(5, 2), new EstimationOptions { Batch = 24, Replicates = replicates }, CPU);
        using var pairs = data.Training();
        using var training = new CriticTraining(critic, bound, adam ?? new(), batch: 24, crew);
        Clean(() => training.Step(pairs));
    }

    private static void Clean(Action step)
    {
        for (var i = 0; i < WarmUp; i++) step();
        Assert.Equal((0, 0), Garbage.Of(() =>
        {
            for (var i = 0; i < Steps; i++) step();
        }));
    }
}
