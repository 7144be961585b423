using Xunit;

namespace Vib.Core.Tests;

/// <summary>When training stops and which weights it leaves, seen from outside. Few pairs and many steps, so that validation turns back.</summary>
public sealed class TrainingRunTests
{
    private static readonly Pairs few = Small.OneNat.Sample(400);

    private static readonly EstimationOptions options = Small.Options with { Batch = 16, Steps = 600, LookEvery = 20, Patience = 1000 };

    private static Estimate Train(EstimationOptions options) => MutualInformation.Estimate(few, critic: new SeparableCritic { Hidden = [64, 64] }, options: options);

    [Fact]
    public void Of_given_pairs_the_weights_that_did_best_on_validation_are_read()
    {
        var whole = Train(options);
        var best = whole.Trace.MaxBy(look => look.Value).Step;
        Assert.InRange(best, 20, 500); // it turned back well before the end
        Assert.Equal(Train(options with { Steps = best }).Value, whole.Value);
    }

    [Fact]
    public void Training_stops_when_patience_is_over_and_not_before()
    {
        var (whole, stopped) = (Train(options), Train(options with { Patience = 4 }));
        var looks = whole.Trace.Select(look => look.Value).ToArray();
        var idle = 0;
        var (best, expected) = (double.NegativeInfinity, 0);
        while (idle < 4)
        {
            idle = looks[expected] > best ? 0 : idle + 1;
            best = Math.Max(best, looks[expected++]);
        }
        Assert.True(expected < looks.Length);
        Assert.Equal(whole.Trace.Take(expected), stopped.Trace);
        Assert.DoesNotContain(stopped.Diagnoses, d => d.Kind == DiagnosisKind.StillRising); // it stopped because it did not rise
    }

    [Fact]
    public void Of_fresh_pairs_the_last_weights_are_read()
    {
        Estimate Read(int steps) => MutualInformation.Estimate(Small.OneNat, critic: Small.Separable, options: Small.Options with { Steps = steps, LookEvery = 10 });
        var (shorter, longer) = (Read(300), Read(310));
        Assert.Equal(shorter.Trace, longer.Trace.SkipLast(1));
        Assert.NotEqual(shorter.Value, longer.Value);
    }

    [Fact]
    public void How_often_training_is_looked_at_does_not_change_what_it_learns()
    {
        Estimate Read(int every) => MutualInformation.Estimate(Small.OneNat, critic: Small.Separable, options: Small.Options with { Steps = 100, LookEvery = every });
        Assert.Equal(Read(7).Value, Read(100).Value);
    }
}
