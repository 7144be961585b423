using Xunit;

namespace Vib.Core.Tests;

/// <summary>A run that stopped goes on to the same bits, and a file that does not fit says so before anything is lost.</summary>
public sealed class ObjectiveFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vib-objective-").FullName;

    private static readonly Formula decoder = Formula.Of(new CategoricalDecoderTerm(3, Variable.Y, Variable.Z)), rate = Formula.Of(RateTerm.Learned(Variable.Z, Variable.X));

    // every kind of state: a prior, a critic with an optimiser of its own, MINE's moving average, a multiplier, an adversarial decoder
    private static readonly Objective objective = Objective
        .Maximise(decoder - 0.1 * Formula.Of(new ContrastiveTerm(Variable.X, Variable.Z, new Mine(0.1), new SeparableCritic { Hidden = [8], Embedding = 4 })).Climbed(2).Trusted(Side.Upper, "a test")
            - 0.01 * decoder.Climbed(1).Trusted(Side.Upper, "a test"))
        .AtMost(rate, 2);

    // every kind of network: shared, of pseudo-inputs, of classes, bits and numbers
    private static readonly Formula family = Formula.Of(new ConsistentClassifierTerm(Variable.Y, Variable.Z)) + 0.1 * Formula.Of(new CatGenTerm(Variable.Y, Variable.Z))
        + 0.1 * Formula.Of(new BernoulliDecoderTerm(Variable.X, Variable.Z)) + 0.1 * Formula.Of(new HeteroscedasticDecoderTerm(Variable.X, Variable.Z))
        - 0.1 * Formula.Of(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)) - 0.01 * Formula.Of(MixtureRateTerm.Learned(Variable.Z, Variable.X, 3));

    public static TheoryData<Objective, Encoder> Objectives => new()
    {
        { objective, new() { Hidden = [8], Latent = 3 } },
        { Objective.Maximise(family + 0.1 * Formula.Of(new BhattacharyyaRateTerm(Variable.Z, Variable.X)) - 0.01 * Formula.Of(MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 3))), new() { Hidden = [8], Latent = 3, Noise = EncoderNoise.Learned(0.5) } },
        { Objective.Maximise(family), new() { Hidden = [8], Latent = 3, Noise = EncoderNoise.FullCovariance(0) } },
        { objective, new() { Hidden = [8, 6], Latent = 3, Dropout = 0.5, InputDropout = 0.25 } },
        { Objective.Maximise(decoder), new() { Hidden = [8], Latent = 3, Noise = EncoderNoise.None, Dropout = 0.5 } },
        { objective, new() { Hidden = [8], Blocks = 2, Latent = 3, Dropout = 0.5, InputDropout = 0.25 } },
        { Objective.Maximise(states), new() { Hidden = [8], Blocks = 2, Latent = 4, Noise = EncoderNoise.Categorical(new() { Steps = 10 }), Dropout = 0.5 } },
        { Objective.Maximise(family), new() { Images = new(1, 2, 2), Channels = [3], Hidden = [8], Latent = 3 } },
        { Objective.Maximise(states), new() { Hidden = [8], Latent = 4, Noise = EncoderNoise.Categorical() } },
        { Objective.Maximise(family - (0.1 * rate).Trusted(Side.Upper, "a test")), new() { Hidden = [8], Blocks = 2, Latent = 3, Noise = EncoderNoise.FullCovariance(0) } },
        { Objective.Maximise(decoder - (0.1 * rate.NearCapacity(2, Ramp.WarmUp(10))).Trusted(Side.Upper, "a penalty")), new() { Hidden = [8], Latent = 3 } },
        { Objective.Maximise(states), new() { Images = new(1, 2, 2), Channels = [3], Hidden = [8], Latent = 4, Noise = EncoderNoise.Categorical(new() { Steps = 10 }) } }, // the temperature still moves where it stopped
        { Objective.Maximise(states), new() { Hidden = [8], Latent = 4, Noise = EncoderNoise.Categorical(new() { StraightThrough = true }) } },
    };

    private static readonly Formula states = decoder + 0.1 * Formula.Of(new GaussianDecoderTerm(Variable.X, Variable.Z)) - 0.1 * Formula.Of(CategoricalRateTerm.Learned(Variable.Z, Variable.X))
        - 0.1 * Formula.Of(CategoricalRateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)) - 0.1 * Formula.Of(CodeEntropyTerm.Bounded(Variable.Z, Variable.X))
        - 0.1 * Formula.Of(CodeEntropyTerm.OfBatch(Variable.Z, Variable.X)).Trusted(Side.Upper, "a test");

    private static readonly Observations data = Rows(1);

    private string File(string name) => Path.Combine(folder, name);

    private static ObjectiveOptions Options(int steps, string? checkpoint = null) => new()
    {
        Encoder = new() { Hidden = [8], Latent = 3 }, Batch = 16, Steps = steps, Replicates = 2, Threads = 1, Checkpoint = checkpoint, CheckpointEvery = 7, LookEvery = 5,
    };

    private static Observations Rows(int seed)
    {
        var random = new Random(seed);
        var x = new float[50, 4];
        for (var i = 0; i < 50; i++)
            for (var j = 0; j < 4; j++) x[i, j] = (float)random.NextDouble();
        return Observations.Of(x, [.. Enumerable.Range(0, 50).Select(i => i % 3)]);
    }

    private static string Numbers(TrainedObjective model) => string.Join(" ", model.Evaluate(data, samples: 2).Terms.SelectMany(term => term.ReplicateValues).Select(v => v.ToString("R")));

    [Theory]
    [MemberData(nameof(Objectives), DisableDiscoveryEnumeration = true)]
    public void A_run_goes_on_in_the_middle_of_an_epoch_to_the_same_bits(Objective objective, Encoder encoder)
    {
        using var whole = ObjectiveTraining.Train(objective, data, Options(20) with { Encoder = encoder });
        using (ObjectiveTraining.Train(objective, data, Options(8, File("run")) with { Encoder = encoder })) { } // 50 rows are 3 batches: it stops within the third epoch
        using var resumed = ObjectiveTraining.Resume(File("run"), objective, data, Options(20) with { Encoder = encoder });
        Assert.Equal(Numbers(whole), Numbers(resumed));
        Assert.Equal(whole.Multipliers.SelectMany(each => each), resumed.Multipliers.SelectMany(each => each));
    }

    [Fact]
    public void A_model_comes_back_to_the_same_numbers_from_a_file_and_from_a_checkpoint()
    {
        using var model = ObjectiveTraining.Train(objective, data, Options(8, File("run")));
        model.Save(File("model"));
        using var loaded = TrainedObjective.Load(File("model"), objective, data, Options(8));
        using var checkpoint = TrainedObjective.Load(File("run"), objective, data, Options(8));
        Assert.Equal(Numbers(model), Numbers(loaded));
        Assert.Equal(Numbers(model), Numbers(checkpoint));
    }

    [Fact]
    public void A_file_that_does_not_fit_is_refused()
    {
        using (var model = ObjectiveTraining.Train(objective, data, Options(8, File("run")))) model.Save(File("model"));
        string Refused(string file, Objective wanted, Observations rows, ObjectiveOptions options) =>
            Assert.ThrowsAny<VibException>(() => ObjectiveTraining.Resume(file, wanted, rows, options).Dispose()).Message;
        Assert.Contains("a trained model, not a run", Refused(File("model"), objective, data, Options(20)));
        Assert.Contains("fingerprint", Refused(File("run"), objective, Rows(2), Options(20)));
        Assert.Contains("of the objective", Refused(File("run"), Objective.Maximise(decoder), data, Options(20)));
        Assert.Contains("of the architecture", Refused(File("run"), objective, data, Options(20) with { Encoder = new() { Hidden = [9], Latent = 3 } }));
        Assert.Contains("5 steps of a run that has done 8", Refused(File("run"), objective, data, Options(5)));
        Refused(File("missing"), objective, data, Options(20));
        var bytes = System.IO.File.ReadAllBytes(File("run"));
        System.IO.File.WriteAllBytes(File("cut"), bytes[..(bytes.Length / 2)]);
        Refused(File("cut"), objective, data, Options(20));
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File("run")));
    }

    // The names of the objective and of its methods round numbers or leave them out: settings do not.
    [Fact]
    public void Other_settings_are_named_and_nothing_is_overwritten()
    {
        static Objective Varied(double weight = 0.1, double memory = 0.1, int steps = 2, double limit = 2) => Objective
            .Maximise(decoder - weight * Formula.Of(new ContrastiveTerm(Variable.X, Variable.Z, new Mine(memory), new SeparableCritic { Hidden = [8], Embedding = 4 })).Climbed(steps).Trusted(Side.Upper, "a test"))
            .AtMost(rate, limit);
        using (ObjectiveTraining.Train(Varied(), data, Options(8, File("run")))) { }
        var before = System.IO.File.ReadAllBytes(File("run"));
        string Refused(Objective wanted, ObjectiveOptions options) => Assert.Throws<DataException>(() => ObjectiveTraining.Resume(File("run"), wanted, data, options).Dispose()).Message;
        var begun = Options(20, File("run"));
        Assert.Contains("Batch = 16, not 32; Seed = 1, not 3", Refused(Varied(), begun with { Batch = 32, Seed = 3 }));
        Assert.Contains("TrainFrom", Refused(Varied(), begun with { Batch = 32 }));
        Assert.Contains("Optimiser.LearningRate = 0.0005, not 0.001", Refused(Varied(), begun with { Optimiser = begun.Optimiser with { LearningRate = 1e-3 } }));
        Assert.Contains("ClimbingOptimiser.Beta1 = 0.9, not 0.5", Refused(Varied(), begun with { ClimbingOptimiser = begun.ClimbingOptimiser with { Beta1 = 0.5 } }));
        Assert.Contains("MultiplierRate = 0.02, not 0.03", Refused(Varied(), begun with { MultiplierRate = 0.03 }));
        Assert.Contains("TrainingSamples = 1, not 2", Refused(Varied(), begun with { TrainingSamples = 2 }));
        Assert.Contains("Threads = 1, not 2", Refused(Varied(), begun with { Threads = 2 }));
        Assert.Contains("the weight of I(X;Z), term 2 = 0.1, not 0.1000001", Refused(Varied(weight: 0.1000001), begun));
        Assert.Contains("the inner steps of I(X;Z), term 2 = 2, not 3", Refused(Varied(steps: 3), begun));
        Assert.Contains("the bound of I(X;Z), term 2.NewWeight = 0.1, not 0.2", Refused(Varied(memory: 0.2), begun));
        Assert.Contains("the limit of constraint 1 = 2, not 2.00001", Refused(Varied(limit: 2.00001), begun));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File("run")));
    }

    [Fact]
    public void What_changes_no_bit_is_free()
    {
        using var whole = ObjectiveTraining.Train(objective, data, Options(20));
        using (ObjectiveTraining.Train(objective, data, Options(8, File("run")))) { }
        using var resumed = ObjectiveTraining.Resume(File("run"), objective, data, Options(20, File("elsewhere")) with { LookEvery = 3, CheckpointEvery = 2, EvaluationSamples = 5, FreshPairs = 100 });
        Assert.Equal(Numbers(whole), Numbers(resumed));
    }

    [Fact]
    public void A_checkpoint_from_before_settings_were_kept_goes_on_too()
    {
        using var whole = ObjectiveTraining.Train(objective, data, Options(20));
        using (ObjectiveTraining.Train(objective, data, Options(8, File("run")))) { }
        Notes.Forget(File("run"), "settings");
        using var resumed = ObjectiveTraining.Resume(File("run"), objective, data, Options(20));
        Assert.Equal(Numbers(whole), Numbers(resumed));
    }

    // Before any work: the steps asked for would take years.
    [Fact]
    public void A_place_that_cannot_be_written_is_refused_before_training()
    {
        System.IO.File.WriteAllText(File("file"), "");
        foreach (var place in (string[])[folder, Path.Combine(File("file"), "within")])
        {
            Assert.Contains(place, Assert.Throws<DataException>(() => ObjectiveTraining.Train(objective, data, Options(int.MaxValue, place))).Message);
            using var model = ObjectiveTraining.Train(objective, data, Options(1));
            Assert.Contains(place, Assert.Throws<DataException>(() => model.Save(place)).Message);
        }
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [MemberData(nameof(Objectives), DisableDiscoveryEnumeration = true)]
    public void Training_loading_and_resuming_free_what_they_make(Objective objective, Encoder encoder)
    {
        ObjectiveOptions Options(int steps, string? checkpoint = null) => ObjectiveFileTests.Options(steps, checkpoint) with { Encoder = encoder };
        void Run()
        {
            using var trained = ObjectiveTraining.Train(objective, data, Options(8, File("run")));
            using var resumed = ObjectiveTraining.Resume(File("run"), objective, data, Options(12));
            using var loaded = TrainedObjective.Load(File("run"), objective, data, Options(8));
            Assert.ThrowsAny<VibException>(() => ObjectiveTraining.Resume(File("run"), objective, Rows(2), Options(20)));
            loaded.Evaluate(data, samples: 2);
            loaded.Encode(data);
        }
        Run();
        LiveTensors.Stay(Run);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
