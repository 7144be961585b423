using Xunit;

namespace Vib.Core.Tests;

/// <summary>Options that make no sense are refused before any work is done, each by its name and value.</summary>
public sealed class EstimationOptionsTests
{
    private const string Parts = "two positive parts that leave something to train on";

    public static TheoryData<EstimationOptions, string, string> Senseless => new()
    {
        { new() { Batch = 1 }, "The batch size is 1", "a finite number of at least 2" },
        { new() { Batch = -8 }, "The batch size is -8", "a finite number of at least 2" },
        { new() { Steps = 0 }, "The number of steps is 0", "a finite number of at least 1" },
        { new() { Replicates = 0 }, "The number of replicates is 0", "a finite number of at least 1" },
        { new() { LookEvery = 0 }, "The number of steps between looks is 0", "a finite number of at least 1" },
        { new() { Patience = 0 }, "The patience is 0", "a finite number of at least 1" },
        { new() { Batch = 128, FreshPairs = 255 }, "The number of fresh pairs is 255", "a finite number of at least 256" },
        { new() { HeldOut = 0.6, Validation = 0.4 }, "A held-out part of 0.6 and a validation part of 0.4", Parts },
        { new() { HeldOut = 0 }, "A held-out part of 0 and a validation part of 0.1", Parts },
        { new() { HeldOut = 1.5 }, "A held-out part of 1.5 and a validation part of 0.1", Parts },
        { new() { Validation = 0 }, "A held-out part of 0.5 and a validation part of 0", Parts },
        { new() { Validation = -0.1 }, "A held-out part of 0.5 and a validation part of -0.1", Parts },
        { new() { HeldOut = double.NaN }, "A held-out part of NaN and a validation part of 0.1", Parts },
        { new() { Threads = 0 }, "The number of threads is 0", "a finite number of at least 1" },
        { new() { Scaling = (Scaling)9 }, "Scaling 9", "None, Standard, Rank or Arctan" },
        { With(new() { LearningRate = -1e-3 }), "The learning rate is -0.001", "a positive, finite number" },
        { With(new() { LearningRate = 0 }), "The learning rate is 0", "a positive, finite number" },
        { With(new() { LearningRate = double.NaN }), "The learning rate is NaN", "a positive, finite number" },
        { With(new() { LearningRate = double.PositiveInfinity }), "The learning rate is Infinity", "a positive, finite number" },
        { With(new() { Beta1 = 1 }), "β1 is 1", "a number in [0, 1)" },
        { With(new() { Beta1 = -0.1 }), "β1 is -0.1", "a number in [0, 1)" },
        { With(new() { Beta2 = 1 }), "β2 is 1", "a number in [0, 1)" },
        { With(new() { Beta2 = double.NaN }), "β2 is NaN", "a number in [0, 1)" },
        { With(new() { Epsilon = 0 }), "ε is 0", "a positive, finite number" },
        { With(new() { AverageDecay = 1 }), "The decay of the weights' average is 1", "a number in [0, 1)" },
    };

    private static EstimationOptions With(AdamOptions optimiser) => new() { Optimiser = optimiser };

    [Theory]
    [MemberData(nameof(Senseless))]
    public void Options_that_make_no_sense_are_refused(EstimationOptions options, string came, string wanted) => LiveTensors.Stay(() =>
    {
        var error = Assert.Throws<DomainException>(() => MutualInformation.Estimate(Small.OneNat, options: options));
        Assert.Equal(came, error.Came);
        Assert.Equal(wanted, error.Wanted);
        Assert.NotEmpty(error.Advice);
    });

    [Fact]
    public void The_least_that_makes_sense_is_taken()
    {
        var e = MutualInformation.Estimate(Small.OneNat, critic: Small.Separable,
            options: new() { Batch = 2, Steps = 1, LookEvery = 1, Patience = 1, FreshPairs = 4, Optimiser = new() { Beta1 = 0, Beta2 = 0, AverageDecay = 0 } });
        Assert.Equal(4, e.Count);
        Assert.True(e.Value <= Math.Log(2));
    }

    [Fact]
    public void The_defaults_make_sense() => new EstimationOptions().Check();
}
