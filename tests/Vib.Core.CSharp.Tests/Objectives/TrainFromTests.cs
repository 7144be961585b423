using Xunit;

namespace Vib.Core.Tests;

/// <summary>A warm start begins where the other training ended, or says why it cannot.</summary>
public sealed class TrainFromTests
{
    private static readonly Observations data = Observations.Of(new CorrelatedGaussian(2, 0.8).Sample(200, 1));

    private static readonly Formula decoder = Formula.Of(new GaussianDecoderTerm(Variable.Y, Variable.Z)), rate = Formula.Of(RateTerm.Learned(Variable.Z, Variable.X)),
        adversary = Formula.Of(new ContrastiveTerm(Variable.X, Variable.Z, new InfoNce(), new SeparableCritic { Hidden = [8], Embedding = 4 }));

    private static ObjectiveOptions Options(int replicates, double learningRate = 0.01) => new()
    {
        Encoder = new() { Hidden = [5], Latent = 2, Noise = EncoderNoise.Learned(0.5) }, Batch = 50, Steps = 20, Replicates = replicates, Threads = 1,
        Optimiser = new() { LearningRate = learningRate }, ClimbingOptimiser = new() { LearningRate = learningRate },
    };

    private static double[][] Values(TrainedObjective model) => [.. model.Evaluate(data, averagedWeights: false).Terms.Select(term => term.ReplicateValues.ToArray())];

    [Fact]
    public void Weights_are_those_of_the_start_of_each_replicate_or_of_the_one_that_is_named()
    {
        Objective At(double beta) => Objective.Maximise(decoder + 0.1 * adversary - beta * rate);
        using var start = ObjectiveTraining.Train(At(0.1), data, Options(3));
        var before = Values(start);
        Assert.Equal(3, before[0].Distinct().Count());
        const double still = 1e-30; // no float moves by it
        using var each = ObjectiveTraining.TrainFrom(start, At(0.5), data, Options(3, still));
        Assert.Equal(before, Values(each)); // critics too, which have optimisers of their own
        using var copied = ObjectiveTraining.TrainFrom(start, At(0.5), data, Options(3, still), replicate: 1);
        using var single = ObjectiveTraining.TrainFrom(start, At(0.5), data, Options(1, still), replicate: 1);
        for (var term = 0; term < before.Length; term++)
        {
            Assert.Equal(Values(single)[term][0], Values(copied)[term][0]);
            // the others read by other noise: the same code, not the same draw
            Assert.All(Values(copied)[term], value => Assert.Equal(before[term][1], value, 0.2));
        }
        using var spread = ObjectiveTraining.TrainFrom(single, At(0.5), data, Options(3, still));
        Assert.Equal(Values(copied), Values(spread));
        Assert.Equal(before, Values(start)); // which stays as it is
        LiveTensors.Stay(() => ObjectiveTraining.TrainFrom(start, At(0.5), data, Options(3)).Dispose());
    }

    [Fact]
    public void Other_networks_and_replicates_that_are_not_there_are_refused()
    {
        using var start = ObjectiveTraining.Train(Objective.Maximise(decoder - 0.1 * rate), data, Options(2));
        string Refused<T>(Objective objective, ObjectiveOptions options, int? replicate = null) where T : VibException =>
            Assert.Throws<T>(() => ObjectiveTraining.TrainFrom(start, objective, data, options, replicate).Dispose()).Message;
        Assert.Contains("same networks", Refused<ShapeException>(Objective.Maximise(decoder), Options(2)));
        Assert.Contains("same networks", Refused<ShapeException>(Objective.Maximise(decoder - 0.1 * rate), Options(2) with { Encoder = new() { Hidden = [6], Latent = 2, Noise = EncoderNoise.Learned(0.5) } }));
        Assert.Contains("same networks", Refused<ShapeException>(Objective.Maximise(decoder - 0.1 * rate + adversary), Options(2)));
        Assert.Contains("Replicate 2", Refused<DomainException>(start.Objective, Options(2), 2));
        Assert.Contains("2 replicates", Refused<DomainException>(start.Objective, Options(3)));
    }
}
