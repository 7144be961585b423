using Xunit;

namespace Vib.Core.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    private RunOptions In => new() { Root = folder.Path };

    private static Estimate Value(double value) => new() { Value = value, Side = Side.Lower, Bound = "InfoNCE", StandardError = 0.1 };

    [Fact]
    public void A_run_keeps_what_it_is_given_and_is_listed()
    {
        string place;
        using (var run = RunFolder.Start("first", new { Steps = 400, Rate = 1e-3, Hidden = (int[])[32, 16], Scaling = Scaling.Rank, Nothing = (string?)null }, In with { TensorBoard = true }))
        {
            place = run.Folder;
            Assert.Equal(RunState.Running, Runs.Look(place).State);
            run.Recorder.Report(new TrainingProgress(100, 400, 0.5, 1));
            run.Save("information", Value(0.5));
            File.WriteAllText(run.PathOf("report.html"), "");
            Assert.False(run.HasCheckpoint);
            run.Finish();
        }
        var listed = Assert.Single(Runs.List(folder.Path));
        Assert.Equal((RunState.Finished, "first", false), (listed.State, listed.Name, listed.HasCheckpoint));
        Assert.Equal(["information"], listed.Results);
        Assert.Contains("\"Rate\": 0.001", File.ReadAllText(Path.Combine(place, "config.json")));
        Assert.Contains("\"Scaling\": \"Rank\"", File.ReadAllText(Path.Combine(place, "config.json")));
        Assert.StartsWith("{\"step\":100,", File.ReadAllText(Path.Combine(place, "log.jsonl")));
        Assert.Equal(0.5, ResultFile.ReadEstimates(Path.Combine(place, "results", "information.json"))[0].Value);
        Assert.Equal(2, EventFile.Read(File.ReadAllBytes(Directory.GetFiles(place, "events.out.tfevents.*").Single())).Count);
        Assert.Empty(Directory.GetFiles(place, ".*"));
    }

    [Fact]
    public void Runs_of_one_name_and_second_have_folders_of_their_own()
    {
        using var a = RunFolder.Start("same", options: In);
        using var b = RunFolder.Start("same", options: In);
        Assert.NotEqual(a.Folder, b.Folder);
        Assert.Equal(2, Runs.List(folder.Path).Count);
    }

    [Fact]
    public void Runs_that_begin_at_once_have_folders_of_their_own()
    {
        var runs = new RunFolder[16];
        var threads = Enumerable.Range(0, runs.Length).Select(i => new Thread(() => runs[i] = RunFolder.Start("same", options: In))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(runs.Length, runs.Select(run => run.Folder).Distinct().Count());
        foreach (var run in runs) run.Dispose();
    }

    [Fact]
    public void A_run_that_stopped_goes_on_from_its_checkpoint_and_its_log_goes_on_too()
    {
        var digits = DrawnDigits.Draw(300, 1);
        var options = BottleneckOptions.Short(2) with { Hidden = [16], Latent = 4, Batch = 10, Threads = 1 };
        string place;
        using (var run = RunFolder.Start("vib", options, In))
        {
            place = run.Folder;
            using var half = BottleneckTraining.Train(digits, null, options with { Epochs = 1, Checkpoint = run.Checkpoint }, run.Recorder);
        }
        Assert.Equal((RunState.Interrupted, true), (Runs.Look(place).State, Runs.Look(place).HasCheckpoint));
        var before = File.ReadAllLines(Path.Combine(place, "log.jsonl")).Length;
        using (var run = RunFolder.Resume(place))
        {
            using var whole = BottleneckTraining.Resume(run.Checkpoint, digits, null, options with { Checkpoint = run.Checkpoint }, run.Recorder);
            Assert.Equal([2], whole.Epochs.Select(e => e.Epoch));
            run.Save("training", whole.Evaluate(digits));
            run.Finish();
        }
        Assert.True(File.ReadAllLines(Path.Combine(place, "log.jsonl")).Length > before);
        Assert.Equal(RunState.Finished, Runs.Look(place).State);
    }

    [Fact]
    public void A_run_that_a_live_process_has_is_refused_by_the_process_s_name()
    {
        using var run = RunFolder.Start("held", options: In);
        var error = Assert.Throws<DataException>(() => RunFolder.Resume(run.Folder));
        Assert.Contains($"held by process {Environment.ProcessId} on {Environment.MachineName}", error.Message);
    }

    // The file says "running", but the lock went with the process.
    [Fact]
    public void A_process_that_was_killed_leaves_an_interrupted_run()
    {
        var run = RunFolder.Start("killed", options: In);
        var manifest = Path.Combine(run.Folder, "run.json");
        var running = File.ReadAllBytes(manifest);
        run.Dispose();
        File.WriteAllBytes(manifest, running);
        Assert.Equal(RunState.Interrupted, Runs.Look(run.Folder).State);
        RunFolder.Resume(run.Folder).Dispose();
    }

    [Fact]
    public void Why_a_run_failed_is_listed()
    {
        using (var run = RunFolder.Start("bad", options: In)) run.Fail("the disk was full");
        Assert.Contains("failed; ", $"{Runs.List(folder.Path)[0]}");
        Assert.EndsWith("the disk was full", $"{Runs.List(folder.Path)[0]}");
    }

    [Fact]
    public void Folders_that_are_damaged_say_how_and_others_are_passed_over()
    {
        string Made(string name, string? manifest)
        {
            var place = Directory.CreateDirectory(folder[name]).FullName;
            if (manifest is null) File.WriteAllText(Path.Combine(place, "run.lock"), "");
            else File.WriteAllText(Path.Combine(place, "run.json"), manifest);
            return place;
        }
        Directory.CreateDirectory(folder["mine"]);
        RunFolder.Start("whole", options: In).Dispose();
        foreach (var (name, manifest, said) in ((string, string?, string)[])[("a", null, "has no run.json"), ("b", "{\"format\": \"vib.run/1\", \"na", "cannot be read"), ("c", "{\"format\": \"vib.run/9\"}", "vib.run/9"), ("d", "[]", "(none)"), ("e", "{\"format\": \"vib.run/1\"}", "cannot be read")])
        {
            var place = Made(name, manifest);
            Assert.Contains(said, Runs.Look(place).Note);
            Assert.Contains(said, Assert.Throws<DataException>(() => RunFolder.Resume(place)).Message);
            Assert.Throws<DataException>(() => Runs.Compare(place, place));
        }
        var listed = Runs.List(folder.Path);
        Assert.Equal(6, listed.Count);
        Assert.Equal(("whole", 5), (listed[0].Name, listed.Count(run => run.State == RunState.Damaged)));
        Assert.Throws<DataException>(() => Runs.List(folder["nowhere"]));
        Assert.Throws<DataException>(() => RunFolder.Resume(folder["nowhere"]));
        foreach (var name in (string[])["", "a/b", "..", ".a", "a b"]) Assert.Throws<DomainException>(() => RunFolder.Start(name, options: In));
    }

    // Both kinds have an offset and nothing else.
    [Fact]
    public void Kinds_of_one_setting_differ_though_their_numbers_are_the_same()
    {
        string Made(EncoderNoise noise)
        {
            using var run = RunFolder.Start("noise", new Encoder { Noise = noise }, In);
            run.Finish();
            return run.Folder;
        }
        var compared = Runs.Compare(Made(EncoderNoise.OfInput(5)), Made(EncoderNoise.FullCovariance(5)));
        Assert.Contains(compared.Differences, row => row is { Section: "config", Left: not null, Right: not null } && row.Key.StartsWith("Noise", StringComparison.Ordinal));
        Assert.Contains(Runs.Compare(Made(EncoderNoise.None), Made(EncoderNoise.Categorical())).Differences, row => row.Key.StartsWith("Noise", StringComparison.Ordinal));
    }

    // An only replicate is the estimate: its number is not told twice. Of several, each is.
    [Fact]
    public void What_an_only_replicate_repeats_is_no_row()
    {
        string Made(params double[] replicates)
        {
            using var run = RunFolder.Start("replicates", options: In);
            var value = Value(replicates.Average()) with { ReplicateValues = replicates };
            double[][] errors = [[.. replicates.Select(_ => 0.1)]];
            run.Save("evaluation", new ObjectiveEvaluation { Value = value, Terms = [value], TermErrors = errors, Error = 0.2, ReplicateErrors = [.. replicates.Select(_ => 0.2)], Count = 100 });
            run.Finish();
            return run.Folder;
        }
        string[] Rows(RunComparison compared) => [.. compared.Differences.Select(row => row.Key)];
        var (one, other) = (Made(0.5), Made(0.75));
        Assert.Equal(["terms[0].value", "value.value"], Rows(Runs.Compare(one, other)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Runs.Compare(one, other).Rows, row => row.Key.Contains("eplicate") || row.Key.Contains("termErrors"));
        Assert.Contains("value.replicateValues[1]", Rows(Runs.Compare(Made(0.25, 0.75), Made(0.25, 0.5))));
        Assert.Equal(2, Runs.Compare(Made(0.25, 0.75), one).Rows.Count(row => row is { Key: "termErrors[0][0]" or "termErrors[0][1]", Right: null }));
    }

    [Fact]
    public void Two_runs_are_compared_setting_by_setting_and_number_by_number()
    {
        string Made(string name, int steps, double value, bool more)
        {
            using var run = RunFolder.Start(name, new Dictionary<string, object> { ["Steps"] = steps, ["Batch"] = 128 }, In);
            run.Save("information", Value(value));
            if (more) run.Save("other", [Value(1)]);
            run.Finish();
            return run.Folder;
        }
        var compared = Runs.Compare(Made("a", 400, 0.5, false), Made("b", 800, 0.75, true));
        var steps = Assert.Single(compared.Rows, row => row is { Section: "config", Key: "Steps" });
        Assert.Equal(("400", "800", 400.0), (steps.Left, steps.Right, steps.Difference));
        Assert.Equal(0.25, Assert.Single(compared.Rows, row => row is { Section: "information", Key: "[0].value" }).Difference);
        Assert.Contains(compared.Differences, row => row is { Section: "other", Left: null, Right: not null });
        Assert.DoesNotContain(compared.Differences, row => row.Key == "Batch");
        Assert.Contains("config: Steps", $"{compared}");
        Assert.Contains("+0.25", $"{compared}");
        File.WriteAllText(Path.Combine(compared.Left.Folder, "results", "information.json"), "{");
        Assert.Contains("information.json", Assert.Throws<DataException>(() => Runs.Compare(compared.Left.Folder, compared.Right.Folder)).Message);
    }
}
