using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class BottleneckTrainingTests
{
    private static readonly LabelledImages Training = DrawnDigits.Draw(1500, 1), Test = DrawnDigits.Draw(500, 2);
    private static readonly BottleneckOptions Small = BottleneckOptions.Short(3) with { Hidden = [64], Latent = 8, Batch = 50 };

    [Fact]
    public void Training_learns_and_the_bounds_keep_their_places()
    {
        using var trained = BottleneckTraining.Train(Training, Test, Small with { Epochs = 6 });
        var (first, last) = (trained.Epochs[0], trained.Epochs[^1]);
        Assert.True(last.Loss < first.Loss, $"The loss went from {first.Loss} to {last.Loss}.");
        var read = last.Test!;
        Assert.True(read.AveragedError < 0.5, $"Ten classes, and an error of {read.AveragedError}."); // chance is 0.9
        Assert.True(read.AveragedNll <= read.CrossEntropy); // Jensen, on every image and so on the mean
        Assert.True(read.Information.Value <= read.Information.Ceiling);
        Assert.Equal(Side.Upper, read.Rate.Side);
        Assert.Equal(Side.Lower, read.Information.Side);
        Assert.Empty(trained.Diagnoses);
    }

    // β ≥ 1: data processing makes rate 0 and CE = H(Y) the optimum (vib.md, §4.3). The rate starts at K (5 − ½) = 36 nat and goes to 0 as fast as Adam can
    // flatten σ(x), which is slowly: here it has lost 98 % of its start, and the code says nothing about Y.
    [Fact]
    public void A_price_above_one_collapses_the_code()
    {
        var constantRate = Small.Optimiser with { LearningRate = 3e-3, AverageDecay = 0.99 };
        using var trained = BottleneckTraining.Train(Training, Test, Small with { Beta = 2, Epochs = 30, RateDecay = 1, Optimiser = constantRate });
        var read = trained.Epochs[^1].Test!;
        Assert.True(read.Rate.Value is >= 0 and < 0.02 * 36, $"The rate is {read.Rate.Value} nat.");
        Assert.True(read.Information.Value < 4 * read.Information.StandardError + 1e-3, $"I(Z;Y) ≥ {read.Information.Value} nat.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_gives_others()
    {
        using var one = BottleneckTraining.Train(Training, Test, Small);
        using var same = BottleneckTraining.Train(Training, Test, Small);
        using var other = BottleneckTraining.Train(Training, Test, Small with { Seed = 2 });
        Assert.Equal(one.Epochs.Select(Numbers), same.Epochs.Select(Numbers));
        Assert.NotEqual(one.Epochs[^1].Loss, other.Epochs[^1].Loss);
        static (double, double, double, double) Numbers(EpochReport e) => (e.Loss, e.Rate, e.Test!.Rate.Value, e.Test.Information.Value);
    }

    [Fact]
    public void A_replicate_does_not_know_how_many_there_are()
    {
        using var alone = BottleneckTraining.Train(Training, null, Small);
        using var pair = BottleneckTraining.Train(Training, null, Small with { Replicates = 2 });
        var (a, b) = (alone.Evaluate(Test), pair.Evaluate(Test));
        Assert.Equal(a.Rate.Value, b.Rate.ReplicateValues[0]);
        Assert.Equal(a.Information.Value, b.Information.ReplicateValues[0]);
        Assert.NotEqual(b.Rate.ReplicateValues[0], b.Rate.ReplicateValues[1]);
    }

    [Fact]
    public void Nothing_outlives_a_run_but_the_model()
    {
        LiveTensors.Stay(() =>
        {
            using var trained = BottleneckTraining.Train(Training, Test, Small with { Epochs = 1 });
            trained.Evaluate(Test);
        });
        using var cancelled = new CancellationTokenSource();
        LiveTensors.Stay(() =>
        {
            var steps = new Reporter<BottleneckProgress>(p => { if (p.Step > 40) cancelled.Cancel(); });
            Assert.Throws<OperationCanceledException>(() => BottleneckTraining.Train(Training, Test, Small, steps, cancelled.Token));
        });
    }

    [Fact]
    public void An_absurd_learning_rate_ends_in_a_diagnosis_and_not_in_an_exception()
    {
        var absurd = Small with { Optimiser = Small.Optimiser with { LearningRate = 1e30 } };
        using var trained = BottleneckTraining.Train(Training, null, absurd);
        Assert.Contains(trained.Diagnoses, d => d.Kind == DiagnosisKind.NonFinite);
        Assert.Single(trained.Epochs);
    }

    public static TheoryData<string, BottleneckOptions> Nonsense => new()
    {
        { "K", Small with { Latent = 0 } },
        { "β", Small with { Beta = -1e-3 } },
        { "β", Small with { Beta = double.NaN } },
        { "learning rate", Small with { Optimiser = Small.Optimiser with { LearningRate = 0 } } },
        { "batch", Small with { Batch = 1501 } },
        { "epochs", Small with { Epochs = 0 } },
        { "Hidden", Small with { Hidden = [] } },
        { "samples", Small with { TrainingSamples = 0 } },
        { "threads", Small with { Threads = 0 } },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Options_that_make_no_sense_are_refused_by_name(string name, BottleneckOptions options)
    {
        DomainException? error = null;
        LiveTensors.Stay(() => error = Assert.Throws<DomainException>(() => BottleneckTraining.Train(Training, Test, options)));
        Assert.Contains(name, error!.Message);
    }

    [Fact]
    public void A_test_set_of_another_size_is_refused_before_any_work()
    {
        var other = new LabelledImages("small", new byte[4 * 9], new byte[4], 3, 3, 10);
        var error = Assert.Throws<ShapeException>(() => BottleneckTraining.Train(Training, other, Small));
        Assert.Contains("784", error.Message);
    }
}
