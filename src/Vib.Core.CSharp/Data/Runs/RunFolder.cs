using System.Globalization;
using System.Reflection;

namespace Vib.Core;

/// <summary>A long run and the folder that keeps it: configuration, log, checkpoint, results.</summary>
/// <remarks>The folder has run.json (name, state, machine, process), config.json, log.jsonl with a line for each report of progress, checkpoint.safetensors if training writes one there,
/// results/NAME.json, and TensorBoard's events if asked for. Files other than the log are replaced in one move. While a process has the run, it holds a lock that goes with the process,
/// however it ends: a second one is refused. On network file systems without locks nobody is.</remarks>
public sealed class RunFolder : IDisposable
{
    internal const string CheckpointFile = "checkpoint.safetensors", ConfigFile = "config.json", LogFile = "log.jsonl", ResultsFolder = "results", LockFile = "run.lock";

    private readonly FileStream held;
    private RunManifest manifest;
    private bool closed;

    private RunFolder(string folder, RunManifest manifest, FileStream held, RunOptions options)
    {
        (Folder, this.manifest, this.held) = (folder, manifest, held);
        try
        {
            manifest.Write(folder);
            IProgressSink[] own = options.TensorBoard ? [new JsonLinesSink(In(LogFile)), new TensorBoardSink(folder)] : [new JsonLinesSink(In(LogFile))];
            Recorder = new([.. own, .. options.Sinks]);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>What it is called.</summary>
    public string Name => manifest.Name;

    /// <summary>The checkpoint's path: give it to the option <c>Checkpoint</c> of a training.</summary>
    public string Checkpoint => In(CheckpointFile);

    /// <summary>Whether the checkpoint is there, to resume from.</summary>
    public bool HasCheckpoint => File.Exists(Checkpoint);

    /// <summary>The <c>progress</c> of trainings: writes the log.</summary>
    public Recorder Recorder { get; }

    /// <summary>Makes a folder for a new run, named after it and the time.</summary>
    /// <param name="name">Letters, digits, points, hyphens and underscores.</param>
    /// <param name="config">What the run is made with: a record, a dictionary; kept as config.json. Null for none.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>The run. The caller disposes of it, which leaves it interrupted unless it was finished.</returns>
    /// <exception cref="DomainException">The name is no name of a folder.</exception>
    /// <exception cref="DataException">The folder cannot be made.</exception>
    public static RunFolder Start(string name, object? config = null, RunOptions? options = null)
    {
        CheckName(name, "run");
        options ??= new();
        var now = DateTimeOffset.UtcNow;
        var (folder, held) = Fresh(options.Root, $"{name}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        try
        {
            WholeFile.WriteText(Path.Combine(folder, ConfigFile), ConfigDocument.Of(config)?.ToJsonString(ConfigDocument.Pretty) ?? "{}");
        }
        catch
        {
            held.Dispose();
            throw;
        }
        var version = typeof(RunFolder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
        return new(folder, new(RunManifest.Version, name, now, Environment.MachineName, Environment.ProcessId, version, RunState.Running, "", 0), held, options);
    }

    /// <summary>Goes on with a run that was interrupted, failed or finished; its log goes on too.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="options">Null for the defaults; where it is, is not asked.</param>
    /// <returns>The run. The caller disposes of it.</returns>
    /// <exception cref="DataException">There is no such folder, it is no run's or of another version, or a live process has it.</exception>
    public static RunFolder Resume(string folder, RunOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RunManifest.Read(folder); // before a lock is left in a folder that is none
        var held = Hold(folder);
        try
        {
            var manifest = RunManifest.Read(folder); // as whoever had it left it
            return new(folder, manifest with { State = RunState.Running, Note = "", Machine = Environment.MachineName, Process = Environment.ProcessId, Resumed = manifest.Resumed + 1 }, held, options ?? new());
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The path of a file of the run's own, as of a report; the folder of the file is there.</summary>
    /// <param name="name">The file's name.</param>
    /// <returns>A path in the run's folder.</returns>
    /// <exception cref="DomainException">It is no name of a file.</exception>
    public string PathOf(string name)
    {
        CheckName(name, "file");
        return In(name);
    }

    /// <summary>Keeps an estimate as results/NAME.json.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="estimate">The estimate.</param>
    /// <exception cref="DomainException">It is no name of a file.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string name, Estimate estimate) => ResultFile.Write(Result(name), estimate);

    /// <summary>Keeps estimates as results/NAME.json.</summary>
    /// <param name="name">What to call them.</param>
    /// <param name="estimates">Any number of them.</param>
    /// <exception cref="DomainException">It is no name of a file.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string name, IReadOnlyList<Estimate> estimates) => ResultFile.Write(Result(name), estimates);

    /// <summary>Keeps a curve as results/NAME.json.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="curve">The curve.</param>
    /// <exception cref="DomainException">It is no name of a file.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string name, MeasuredCurve curve) => ResultFile.Write(Result(name), curve);

    /// <summary>Keeps what an objective's terms are as results/NAME.json.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <exception cref="DomainException">It is no name of a file.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string name, ObjectiveEvaluation evaluation) => ResultFile.Write(Result(name), evaluation);

    /// <summary>Keeps what a bottleneck does as results/NAME.json.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <exception cref="DomainException">It is no name of a file.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string name, BottleneckEvaluation evaluation) => ResultFile.Write(Result(name), evaluation);

    /// <summary>Marks the run as finished and lets go of it.</summary>
    /// <exception cref="DataException">The folder can no longer be written to; the run is let go of all the same.</exception>
    public void Finish() => Close(RunState.Finished, "");

    /// <summary>Marks the run as failed and lets go of it.</summary>
    /// <param name="why">What happened, for whoever lists runs.</param>
    /// <exception cref="DataException">The folder can no longer be written to; the run is let go of all the same.</exception>
    public void Fail(string why) => Close(RunState.Failed, why);

    /// <summary>Lets go of the run: it is interrupted, unless it was finished or failed.</summary>
    /// <exception cref="DataException">The folder can no longer be written to; the run is let go of all the same.</exception>
    public void Dispose() => Close(RunState.Interrupted, "");

    /// <inheritdoc/>
    public override string ToString() => $"run {Name} in {Folder}";

    private void Close(RunState state, string note)
    {
        if (closed) return;
        closed = true;
        using (held)
            try
            {
                manifest = manifest with { State = state, Note = note };
                manifest.Write(Folder);
            }
            finally
            {
                Recorder.Dispose();
            }
    }

    private string In(string name) => Path.Combine(Folder, name);

    private string Result(string name)
    {
        CheckName(name, "result");
        return Path.Combine(Folder, ResultsFolder, name + ".json");
    }

    /// <summary>A folder that was not there, and its lock. Whoever makes the lock's file has it: of runs that begin at once each finds another folder.</summary>
    private static (string, FileStream) Fresh(string root, string name)
    {
        try
        {
            Directory.CreateDirectory(root);
            for (var i = 1; ; i++)
            {
                var folder = Path.Combine(root, i == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"));
                if (Directory.Exists(folder)) continue;
                Directory.CreateDirectory(folder);
                var path = Path.Combine(folder, LockFile);
                try
                {
                    return (folder, new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
                }
                catch (IOException) when (File.Exists(path)) { }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"No folder can be made in {root} ({error.Message.TrimEnd('.')})", "a folder that may be written to", "another Root", error);
        }
    }

    private static FileStream Hold(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var who = File.Exists(Path.Combine(folder, RunManifest.File)) && RunManifest.Read(folder) is var m ? $"process {m.Process} on {m.Machine}" : "another process";
            throw new DataException(error is UnauthorizedAccessException ? $"{folder} may not be written to" : $"{folder} is held by {who}", "a run that no live process has", "waiting for it, ending it, or starting a run of another name", error);
        }
    }

    /// <summary>Whether a live process has the run.</summary>
    internal static bool IsHeld(string folder)
    {
        var path = Path.Combine(folder, LockFile);
        if (!File.Exists(path)) return false;
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void CheckName(string name, string what)
    {
        ArgumentNullException.ThrowIfNull(name);
        Require.That(name.Length is > 0 and <= 100 && name[0] != '.' && name.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_'), $"'{name}' as the name of a {what}", "letters, digits, points, hyphens and underscores, not a point first, 100 at most", "a plain name");
    }
}
