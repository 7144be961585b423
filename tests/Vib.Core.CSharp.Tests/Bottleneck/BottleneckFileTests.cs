using Xunit;

namespace Vib.Core.Tests;

public sealed class BottleneckFileTests : IDisposable
{
    private static readonly LabelledImages Training = DrawnDigits.Draw(600, 1), Test = DrawnDigits.Draw(200, 2);
    private readonly string folder = Directory.CreateTempSubdirectory("vib-tests-").FullName;
    private readonly BottleneckOptions options;

    public BottleneckFileTests() =>
        options = BottleneckOptions.Short(4) with { Hidden = [32], Latent = 4, Batch = 10, Checkpoint = Path.Combine(folder, "run.safetensors") };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_saved_model_is_reloaded_to_the_same_numbers()
    {
        using var trained = BottleneckTraining.Train(Training, null, options with { Checkpoint = null });
        var path = Path.Combine(folder, "model.safetensors");
        trained.Save(path);
        using var loaded = TrainedBottleneck.Load(path);
        foreach (var averaged in (bool[])[true, false])
            Assert.Equal(Numbers(trained.Evaluate(Test, averagedWeights: averaged)), Numbers(loaded.Evaluate(Test, averagedWeights: averaged)));
        Assert.Equal(trained.Options.Hidden, loaded.Options.Hidden);
        Assert.Equal(trained.Options.Beta, loaded.Options.Beta);
    }

    [Fact]
    public void A_run_stopped_in_mid_epoch_goes_on_from_its_checkpoint_to_the_same_bits()
    {
        using var whole = BottleneckTraining.Train(Training, Test, options with { Checkpoint = null });
        using var stop = new CancellationTokenSource();
        var until = new Reporter<BottleneckProgress>(p => { if (p is { Epoch: 3, Finished: null }) stop.Cancel(); }); // at step 50 of 60
        Assert.Throws<OperationCanceledException>(() => BottleneckTraining.Train(Training, Test, options, until, stop.Token));
        using var resumed = BottleneckTraining.Resume(options.Checkpoint!, Training, Test, options);
        Assert.Equal([3, 4], resumed.Epochs.Select(e => e.Epoch));
        Assert.Equal(whole.Epochs[^1].Loss, resumed.Epochs[^1].Loss);
        Assert.Equal(Numbers(whole.Evaluate(Test)), Numbers(resumed.Evaluate(Test)));
        Assert.Empty(Directory.GetFiles(folder, "*.part"));
    }

    [Fact]
    public void A_run_that_breaks_leaves_its_last_whole_checkpoint()
    {
        var steep = options with { Optimiser = options.Optimiser with { Schedule = Schedule.Staircase(1e34, 60) } }; // from the second epoch on
        BottleneckTraining.Train(Training, null, steep with { Epochs = 1 }).Dispose();
        var before = File.ReadAllBytes(options.Checkpoint!);
        using var broken = BottleneckTraining.Resume(options.Checkpoint!, Training, null, steep);
        Assert.Contains(broken.Diagnoses, d => d.Kind == DiagnosisKind.NonFinite);
        Assert.Equal(before, File.ReadAllBytes(options.Checkpoint!));
    }

    [Fact]
    public void A_checkpoint_serves_as_a_model_too()
    {
        using var trained = BottleneckTraining.Train(Training, null, options);
        using var loaded = TrainedBottleneck.Load(options.Checkpoint!);
        Assert.Equal(Numbers(trained.Evaluate(Test)), Numbers(loaded.Evaluate(Test)));
    }

    [Fact]
    public void A_model_is_no_run()
    {
        using var trained = BottleneckTraining.Train(Training, null, options with { Checkpoint = null, Epochs = 1 });
        var path = Path.Combine(folder, "model.safetensors");
        trained.Save(path);
        Assert.Contains("not a run", Assert.Throws<DataException>(() => BottleneckTraining.Resume(path, Training, Test, options)).Message);
    }

    [Fact]
    public void Another_architecture_is_named_and_nothing_is_overwritten()
    {
        BottleneckTraining.Train(Training, null, options with { Epochs = 1 }).Dispose();
        var before = File.ReadAllBytes(options.Checkpoint!);
        var error = Assert.Throws<DataException>(() => BottleneckTraining.Resume(options.Checkpoint!, Training, Test, options with { Hidden = [16] }));
        Assert.Contains("32-2×4", error.Message);
        Assert.Contains("16-2×4", error.Message);
        Assert.Equal(before, File.ReadAllBytes(options.Checkpoint!));
    }

    [Fact]
    public void Other_settings_are_named_and_nothing_is_overwritten()
    {
        BottleneckTraining.Train(Training, null, options with { Epochs = 1, Threads = 1 }).Dispose();
        var before = File.ReadAllBytes(options.Checkpoint!);
        string Refused(BottleneckOptions wanted) => Assert.Throws<DataException>(() => BottleneckTraining.Resume(options.Checkpoint!, Training, null, wanted with { Threads = wanted.Threads ?? 1 })).Message;
        Assert.Contains("Beta = 0.001, not 0.002; Batch = 10, not 20", Refused(options with { Beta = 2e-3, Batch = 20 }));
        Assert.Contains("Optimiser.LearningRate = 0.0005, not 0.001", Refused(options with { Optimiser = options.Optimiser with { LearningRate = 1e-3 } }));
        Assert.Contains("Optimiser.Schedule.Decay = 1, not 0.5", Refused(options with { Optimiser = options.Optimiser with { Schedule = Schedule.Staircase(0.5, 10) } }));
        Assert.Contains("Optimiser.AverageDecay = 0.99, not none", Refused(options with { Optimiser = options.Optimiser with { AverageDecay = null } }));
        Assert.Contains("SigmaOffset = 5, not 4", Refused(options with { SigmaOffset = 4 }));
        Assert.Contains("Threads = 1, not 2", Refused(options with { Threads = 2 }));
        Assert.Equal(before, File.ReadAllBytes(options.Checkpoint!));
        BottleneckTraining.Resume(options.Checkpoint!, Training, Test, options with { Threads = 1, Epochs = 2, EvaluationSamples = 3, Checkpoint = null }).Dispose(); // the length, and what is read
    }

    // Such files have the options all the same, but not the number of cores.
    [Fact]
    public void A_checkpoint_from_before_settings_were_kept_goes_on_too()
    {
        BottleneckTraining.Train(Training, null, options with { Epochs = 1 }).Dispose();
        Notes.Forget(options.Checkpoint!, "settings");
        Assert.Contains("Beta = 0.001, not 0.002", Assert.Throws<DataException>(() => BottleneckTraining.Resume(options.Checkpoint!, Training, null, options with { Beta = 2e-3 })).Message);
        BottleneckTraining.Resume(options.Checkpoint!, Training, null, options with { Epochs = 2, Threads = 1 }).Dispose();
    }

    [Fact]
    public void A_cut_off_file_a_foreign_file_and_a_missing_file_are_told_apart()
    {
        BottleneckTraining.Train(Training, null, options with { Epochs = 1 }).Dispose();
        var whole = File.ReadAllBytes(options.Checkpoint!);
        string Load(string name, byte[] content)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllBytes(path, content);
            return Assert.Throws<DataException>(() => TrainedBottleneck.Load(path)).Message;
        }
        Assert.Contains("cannot be read", Load("short", whole[..^100]));
        Assert.Contains("cannot be read", Load("header", whole[..5]));
        Assert.Contains("cannot be read", Load("text", "this is no model at all"u8.ToArray()));
        Assert.Contains("does not exist", Assert.Throws<DataException>(() => TrainedBottleneck.Load(Path.Combine(folder, "none"))).Message);
    }

    private static (double, double, double, double, double) Numbers(BottleneckEvaluation e) =>
        (e.OneShotError, e.AveragedError, e.Rate.Value, e.Information.Value, e.AveragedNll);
}
