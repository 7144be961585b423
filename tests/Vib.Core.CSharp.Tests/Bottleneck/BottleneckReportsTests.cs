using Xunit;

namespace Vib.Core.Tests;

public sealed class BottleneckReportsTests
{
    private static readonly EpochReport untested = new(3, 0.51234, 0.4, 12.25, 7.06, null);

    private static Estimate Nat(double value, Side side) => new() { Value = value, Side = side, Bound = "any" };

    [Fact]
    public void An_epoch_says_what_training_cost() => Assert.Equal("epoch   3  loss 0.5123  rate 12.3 nat = 17.7 bit  7.1 s", (untested with { Rate = 12.26 }).ToString());

    [Fact]
    public void And_what_the_test_set_says_where_there_is_one() => Assert.Equal(
        "epoch   3  loss 0.5123  rate 10.0 nat = 14.4 bit  I(Z;Y) ≥ 2.236 nat  test error 1.56 % (one sample), 1.24 % (12)  7.1 s",
        (untested with
        {
            Test = new()
            {
                OneShotError = 0.0156, AveragedError = 0.0124, ReplicateOneShotErrors = [], ReplicateAveragedErrors = [], Samples = 12, Rate = Nat(10, Side.Upper),
                Information = Nat(2.2361, Side.Lower), CrossEntropy = 0, AveragedNll = 0, Count = 1, AveragedWeights = true,
            },
        }).ToString());

    [Fact]
    public void Progress_reads_as_a_line() => Assert.Equal("epoch 2/5, loss 0.5123, rate 10.0 nat = 14.4 bit", new BottleneckProgress(2, 5, 300, 1000, 0.51234, 10, 1, null).ToString());

    [Fact]
    public void So_does_that_of_an_estimation() => Assert.Equal("step 300 of 1000, 1.83 nat, 0.4 s", new TrainingProgress(300, 1000, 1.8349, 0.44).ToString());
}
