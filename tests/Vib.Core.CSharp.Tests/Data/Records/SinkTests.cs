using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Vib.Core.Tests;

public sealed class SinkTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    // RFC 3720, B.4; and the check value of CRC-32C in every catalogue.
    [Fact]
    public void The_checksum_is_Castagnoli_s()
    {
        Assert.Equal(0x8a9136aau, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62a8ab43u, Crc32C.Of([.. Enumerable.Repeat((byte)255, 32)]));
        Assert.Equal(0x46dd794eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113fdb5cu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.Equal(0xe3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0u, Crc32C.Of([]));
        var bytes = new byte[100];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length < bytes.Length; length++) Assert.Equal(EventFile.Crc(bytes.AsSpan(0, length)), Crc32C.Of(bytes.AsSpan(0, length)));
    }

    // The first record of every event file that TensorFlow writes, less its time: a length of 24, its checksum, version and time.
    [Fact]
    public void The_first_record_is_that_of_TensorFlow()
    {
        using var sink = new TensorBoardSink(folder.Path, () => 1.5e9);
        var bytes = ReadShared(sink.File);
        Assert.Equal([0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22], bytes[..12]); // as in TensorFlow's files, whose first record has 24 bytes too
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    [Fact]
    public void An_independent_reader_finds_scalars_and_histograms()
    {
        string path;
        using (var sink = new TensorBoardSink(folder.Path, () => 1.5e9))
        {
            sink.Write(new() { Step = 100, Values = [new("I(X;Y)/InfoNCE β", 1.25), new("loss", double.NaN)] });
            sink.Write(new() { Step = 1L << 40 });
            sink.Write(new() { Step = 1L << 40, Values = [new("loss", 1e300)] });
            sink.WriteHistogram("weights", [-1, 0, 0.5, 2, double.NaN], 300);
            sink.WriteHistogram("constant", [3, 3], 301);
            Assert.Throws<DomainException>(() => sink.WriteHistogram("none", [double.NaN], 1));
            path = sink.File;
        }
        var events = EventFile.Read(File.ReadAllBytes(path));
        Assert.Equal(("brain.Event:2", 0L, 1.5e9), (events[0].Version, events[0].Step, events[0].Time));
        Assert.Equal(5, events.Count); // a reading of no values is no event
        Assert.Equal((100L, "I(X;Y)/InfoNCE β", 1.25f), (events[1].Step, events[1].Values[0].Tag, events[1].Values[0].Scalar));
        Assert.Equal(float.NaN, events[1].Values[1].Scalar);
        Assert.Equal((1L << 40, float.PositiveInfinity), (events[2].Step, events[2].Values[0].Scalar));
        var histogram = events[3].Values[0].Histogram!;
        Assert.Equal((-1, 2, 4, 1.5, 5.25), (histogram[1][0], histogram[2][0], histogram[3][0], histogram[4][0], histogram[5][0]));
        Assert.Equal((30, 30, 4.0), (histogram[6].Length, histogram[7].Length, histogram[7].Sum()));
        Assert.Equal(2, events[4].Values[0].Histogram![7].Sum());
    }

    [Fact]
    public void A_changed_byte_fails_its_checksum()
    {
        using (var sink = new TensorBoardSink(folder.Path)) sink.Write(new() { Step = 1, Values = [new("a", 1)] });
        var bytes = File.ReadAllBytes(Directory.GetFiles(folder.Path).Single());
        EventFile.Read(bytes);
        bytes[^6] ^= 1;
        Assert.Throws<InvalidDataException>(() => EventFile.Read(bytes));
    }

    [Fact]
    public void Lines_of_json_are_whole_and_go_on_where_they_were()
    {
        var path = folder["sub/log.jsonl"];
        using (var sink = new JsonLinesSink(path))
        {
            sink.Write(new() { Step = 1, Steps = 4, Seconds = 0.1234567, Values = [new("value", 0.1), new("odd \"name\"", double.NegativeInfinity)] });
            Assert.EndsWith("\n", Encoding.UTF8.GetString(ReadShared(path))); // with the system, while it is open
        }
        using (var sink = new JsonLinesSink(path)) sink.Write(new() { Step = 2, Note = "epoch 1\nβ" });
        var lines = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal((0.1, "-Infinity", 0.123457), (lines[0].GetProperty("value").GetDouble(), lines[0].GetProperty("odd \"name\"").GetString(), lines[0].GetProperty("seconds").GetDouble()));
        Assert.Equal((2, "epoch 1\nβ"), (lines[1].GetProperty("step").GetInt32(), lines[1].GetProperty("note").GetString()));
        Directory.CreateDirectory(folder["taken"]);
        Assert.Contains("cannot be written", Assert.Throws<DataException>(() => new JsonLinesSink(folder["taken"])).Message);
    }

    [Fact]
    public void Half_a_line_that_a_crash_left_is_taken_away_and_does_not_spoil_the_next()
    {
        var path = folder["log.jsonl"];
        foreach (var (left, kept) in ((string, int)[])[("{\"step\":1}\n{\"st", 1), ("{\"st", 0), ("", 0), ("{\"step\":1}\n", 1)])
        {
            File.WriteAllText(path, left);
            using (var sink = new JsonLinesSink(path)) sink.Write(new() { Step = 2 });
            var steps = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32());
            Assert.Equal(kept == 1 ? [1, 2] : [2], steps);
        }
    }

    [Fact]
    public void No_key_of_a_line_comes_twice()
    {
        var path = folder["log.jsonl"];
        using (var sink = new JsonLinesSink(path)) sink.Write(new() { Step = 7, Note = "n", Values = [new("step", 1), new("note", 2), new("loss", 3), new("loss", double.NaN)] });
        var line = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.Equal(["step", "seconds", "step'", "note'", "loss", "loss'", "note"], line.EnumerateObject().Select(property => property.Name));
        Assert.Equal((7, "NaN"), (line.GetProperty("step").GetInt32(), line.GetProperty("loss'").GetString()));
    }

    [Fact]
    public void A_full_disk_is_told_of_and_closing_is_quiet()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("there is no /dev/full here");
        using var sink = new JsonLinesSink("/dev/full");
        Assert.Contains("/dev/full cannot be written to", Assert.Throws<DataException>(() => sink.Write(new() { Step = 1 })).Message);
    }

    private sealed class Stuck(List<string> closed, string name) : IProgressSink
    {
        public void Write(ProgressReading reading) { }
        public void Dispose()
        {
            closed.Add(name);
            throw new DataException(name, "a sink that closes", "another");
        }
    }

    [Fact]
    public void Every_sink_is_closed_and_a_run_is_finished_also_where_closing_throws()
    {
        var closed = new List<string>();
        var run = RunFolder.Start("stuck", options: new() { Root = folder.Path, Sinks = [new Stuck(closed, "a"), new Stuck(closed, "b")] });
        Assert.Throws<DataException>(run.Finish);
        Assert.Equal(["a", "b"], closed);
        Assert.Equal(RunState.Finished, Runs.Look(run.Folder).State);
        RunFolder.Resume(run.Folder).Dispose();
    }

    [Fact]
    public void A_recorder_takes_the_progress_of_every_training()
    {
        var heard = new List<ProgressReading>();
        using var recorder = new Recorder(new Heard(heard));
        recorder.Report(new TrainingProgress(100, 400, 0.5, 1));
        recorder.Report(new ObjectiveProgress(10, 20, -0.5, [0.1, 0.2], 2));
        recorder.Report(new BottleneckProgress(1, 2, 50, 100, 0.7, 3, 4, null));
        Assert.Equal(["100/400 value 0.5", "10/20 objective -0.5 terms/0 0.1 terms/1 0.2", "50/100 loss 0.7 rate 3"],
            heard.Select(r => $"{r.Step}/{r.Steps} {string.Join(" ", r.Values.Select(v => $"{v.Name} {v.Value}"))}"));
    }

    private sealed class Heard(List<ProgressReading> heard) : IProgressSink
    {
        public void Write(ProgressReading reading) => heard.Add(reading);
        public void Dispose() { }
    }

    /// <summary>A log that keeps its lines, from a level on.</summary>
    private sealed class Kept(LogLevel least) : ILoggerFactory, ILogger
    {
        internal List<string> Lines { get; } = [];
        public ILogger CreateLogger(string categoryName) => this;
        public void AddProvider(ILoggerProvider provider) { }
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Lines.Add($"{logLevel}: {formatter(state, exception)}");
        }
        public void Dispose() { }
    }

    [Fact]
    public void A_log_hears_of_progress_and_stays_silent_below_its_level()
    {
        var (loud, quiet) = (new Kept(LogLevel.Information), new Kept(LogLevel.Warning));
        foreach (var log in (Kept[])[loud, quiet])
            new LoggerSink(log).Write(new() { Step = 5, Steps = 10, Seconds = 1.5, Values = [new("value", 0.25)], Note = "epoch 1" });
        Assert.Equal(["Information: step 5 of 10, 1.5 s: value 0.25", "Information: epoch 1"], loud.Lines);
        Assert.Empty(quiet.Lines);
    }

    [Fact]
    public void The_library_s_log_says_what_went_wrong_and_its_metrics_count_steps()
    {
        Assert.Null(Telemetry.Loggers); // silent, until somebody listens
        var (log, counted) = (new Kept(LogLevel.Warning), new Dictionary<string, double>());
        using var listener = new MeterListener { InstrumentPublished = (instrument, own) => { if (instrument.Meter.Name == Telemetry.Name) own.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, number, _, _) => counted[instrument.Name] = counted.GetValueOrDefault(instrument.Name) + number);
        listener.SetMeasurementEventCallback<double>((instrument, number, _, _) => counted[instrument.Name] = number);
        listener.Start();
        Telemetry.Loggers = log;
        try
        {
            var estimate = MutualInformation.Estimate(Small.OneNat, new InfoNce(), Small.Separable, Small.Options with { Steps = 70, Optimiser = new() { LearningRate = 1e30 }, LookEvery = 70 });
            Assert.Contains(log.Lines, line => line.StartsWith("Warning: estimation: ") && estimate.Diagnoses.Any(d => line.EndsWith(d.Sentence)));
            Assert.Equal((70, 70 * Small.Options.Batch), (counted["vib.training.steps"], counted["vib.training.examples"]));
            Assert.Equal(estimate.Trace[^1].Value, counted["vib.training.value"]);
        }
        finally
        {
            Telemetry.Loggers = null;
        }
    }

    [Fact]
    public void The_log_says_how_many_threads_were_found_to_be_fastest()
    {
        var log = new Kept(LogLevel.Information);
        Telemetry.Loggers = log;
        try
        {
            Crew? crew = null;
            var now = 0L;
            using var owned = crew = new Crew(2, () => now += 1_000 * crew!.Working);
            Action<int> work = _ => { };
            for (var run = 0; run < 100; run++) crew.Run(5, work);
            Assert.Equal(["Information: threads for 5 parts side by side: 1, by measurement"], log.Lines);
        }
        finally
        {
            Telemetry.Loggers = null;
        }
    }

    [Fact]
    public void Where_nobody_listens_a_look_makes_no_garbage() => Assert.Equal((0, 0), Garbage.Of(() =>
    {
        for (var i = 0; i < 1000; i++) Telemetry.Looked("estimation", 100, 12_800, 0.5);
    }));
}
