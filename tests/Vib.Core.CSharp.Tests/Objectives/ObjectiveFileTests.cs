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

    [Fact]
    public void A_run_goes_on_in_the_middle_of_an_epoch_to_the_same_bits()
    {
        using var whole = ObjectiveTraining.Train(objective, data, Options(20));
        using (ObjectiveTraining.Train(objective, data, Options(8, File("run")))) { } // 50 rows are 3 batches: it stops within the third epoch
        using var resumed = ObjectiveTraining.Resume(File("run"), objective, data, Options(20));
        Assert.Equal(Numbers(whole), Numbers(resumed));
        Assert.Equal(whole.Multipliers[0], resumed.Multipliers[0]);
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
        Refused(File("missing"), objective, data, Options(20));
        var bytes = System.IO.File.ReadAllBytes(File("run"));
        System.IO.File.WriteAllBytes(File("cut"), bytes[..(bytes.Length / 2)]);
        Refused(File("cut"), objective, data, Options(20));
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File("run")));
    }

    [Fact]
    public void Loading_and_resuming_free_what_they_make()
    {
        void Run()
        {
            using var trained = ObjectiveTraining.Train(objective, data, Options(8, File("run")));
            using var resumed = ObjectiveTraining.Resume(File("run"), objective, data, Options(12));
            using var loaded = TrainedObjective.Load(File("run"), objective, data, Options(8));
            Assert.ThrowsAny<VibException>(() => ObjectiveTraining.Resume(File("run"), objective, Rows(2), Options(20)));
        }
        Run();
        LiveTensors.Stay(Run);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
