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

    private static Observations Lines(int seed, double shift, double scale)
    {
        var random = new Random(seed);
        var (x, y) = (new float[100, 2], new float[100, 1]);
        for (var i = 0; i < 100; i++)
        {
            for (var j = 0; j < 2; j++) x[i, j] = (float)(shift + scale * random.NextDouble());
            y[i, 0] = x[i, 0] - 2 * x[i, 1];
        }
        return Observations.Of(x).With(Variable.Y, y).Standardised();
    }

    private static readonly Objective regression = Objective.Maximise(decoder - 0.01 * rate);

    // Weights are made for numbers less the start's mean and over its deviation: by those of other rows they would be another function.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_of_other_units_do_not_change_what_the_start_says(bool standardised)
    {
        using var start = ObjectiveTraining.Train(regression, Lines(1, 10, 1), Options(1));
        var test = Lines(3, 10, 1);
        double[] Said(TrainedObjective model) => [.. start.Predict(test).Means().Cast<double>().Zip(model.Predict(test).Means().Cast<double>(), (a, b) => a - b)];
        using var warm = ObjectiveTraining.TrainFrom(start, regression, Lines(2, -500, 30).Standardised(standardised), Options(1, 1e-30) with { Optimiser = new() { LearningRate = 1e-30, AverageDecay = null } });
        using var plain = ObjectiveTraining.TrainFrom(start, regression, Lines(1, 10, 1), Options(1, 1e-30) with { Optimiser = new() { LearningRate = 1e-30, AverageDecay = null } });
        Assert.Equal(Said(plain), Said(warm));
        Assert.Equal(start.Evaluate(test, averagedWeights: false).Terms[0].Value, warm.Evaluate(test, averagedWeights: false).Terms[0].Value);
    }

    [Fact]
    public void A_warm_start_on_other_rows_goes_on_from_its_checkpoint_to_the_same_bits()
    {
        using var folder = new ScratchFolder();
        var others = Lines(2, -500, 30);
        using var start = ObjectiveTraining.Train(regression, Lines(1, 10, 1), Options(1));
        using var whole = ObjectiveTraining.TrainFrom(start, regression, others, Options(1));
        ObjectiveTraining.TrainFrom(start, regression, others, Options(1) with { Steps = 7, Checkpoint = folder["run"] }).Dispose();
        using var resumed = ObjectiveTraining.Resume(folder["run"], regression, others, Options(1));
        Assert.Equal(whole.Evaluate(others).Terms.Select(term => term.Value), resumed.Evaluate(others).Terms.Select(term => term.Value));
    }

    [Fact]
    public void What_the_start_learned_from_is_not_held_out()
    {
        var (first, second, third) = (Lines(1, 0, 1), Lines(2, 0, 1), Lines(3, 0, 1));
        using var start = ObjectiveTraining.Train(regression, first, Options(1));
        using var middle = ObjectiveTraining.TrainFrom(start, regression, second, Options(1));
        using var end = ObjectiveTraining.TrainFrom(middle, regression, third, Options(1));
        Assert.All((Observations[])[first, second, third, Lines(1, 0, 1)], rows => Assert.False(end.Evaluate(rows).Value.HeldOut));
        Assert.True(end.Evaluate(Lines(4, 0, 1)).Value.HeldOut);
        Assert.True(start.Evaluate(second).Value.HeldOut);
    }

    [Fact]
    public void Weights_that_would_be_read_in_another_way_are_refused()
    {
        using var start = ObjectiveTraining.Train(Objective.Maximise(decoder), data, Options(1) with { Encoder = new() { Hidden = [5], Latent = 2, Noise = EncoderNoise.Fixed(0.5) } });
        void From(EncoderNoise noise) => ObjectiveTraining.TrainFrom(start, Objective.Maximise(decoder), data, Options(1) with { Encoder = new() { Hidden = [5], Latent = 2, Noise = noise, Dropout = 0.5 } }).Dispose();
        foreach (var other in (EncoderNoise[])[EncoderNoise.Categorical(), EncoderNoise.None, EncoderNoise.Fixed(1)])
            Assert.Contains($"{other}", Assert.Throws<DomainException>(() => From(other)).Message);
        From(EncoderNoise.Fixed(0.5));
        var states = Options(1) with { Encoder = new() { Hidden = [5], Latent = 2, Noise = EncoderNoise.Categorical(new()) } };
        using var relaxed = ObjectiveTraining.Train(Objective.Maximise(decoder), data, states);
        ObjectiveTraining.TrainFrom(relaxed, Objective.Maximise(decoder), data, states with { Encoder = states.Encoder with { Noise = EncoderNoise.Categorical() } }).Dispose();
        var classes = Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(2, Variable.Y, Variable.Z)));
        Observations Named(params string[] names) => Observations.Of(Table.Of(new NumericColumn("u", Enumerable.Range(0, 100).Select(i => (double)i)), new CategoricalColumn("c", names, [.. Enumerable.Range(0, 100).Select(i => i % 2)])), ["u"], "c");
        using var named = ObjectiveTraining.Train(classes, Named("cat", "dog"), Options(1));
        Assert.Contains("'dog' in Y", Assert.Throws<DataException>(() => ObjectiveTraining.TrainFrom(named, classes, Named("dog", "cat"), Options(1)).Dispose()).Message);
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
