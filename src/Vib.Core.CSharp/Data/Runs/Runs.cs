using System.Text.Json;

namespace Vib.Core;

/// <summary>Run folders that are there: listed, and compared.</summary>
public static class Runs
{
    private static readonly string[] signs = [RunManifest.File, RunFolder.LockFile, RunFolder.ConfigFile, RunFolder.LogFile];

    /// <summary>The runs of a folder, oldest first; those that cannot be read come last and say why. Folders that are none are passed over.</summary>
    /// <param name="root">The folder that run folders are in.</param>
    /// <returns>A summary of each.</returns>
    /// <exception cref="DataException">There is no such folder.</exception>
    public static IReadOnlyList<RunSummary> List(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        if (!Directory.Exists(root)) throw new DataException($"No folder {root}", "the folder that run folders are in", "the Root that they were started with");
        var found = Directory.GetDirectories(root).Where(folder => signs.Any(sign => File.Exists(Path.Combine(folder, sign)))).Select(Look);
        return [.. found.OrderBy(run => run.Created ?? DateTimeOffset.MaxValue).ThenBy(run => run.Folder, StringComparer.Ordinal)];
    }

    /// <summary>A run folder in a few words. One that is damaged says how, and does not throw.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Its summary.</returns>
    /// <exception cref="DataException">None escapes: what is wrong with the folder is in the note.</exception>
    public static RunSummary Look(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        try
        {
            var manifest = RunManifest.Read(folder);
            var state = RunFolder.IsHeld(folder) ? RunState.Running : manifest.State == RunState.Running ? RunState.Interrupted : manifest.State;
            return new(folder, manifest.Name, state, manifest.Created, manifest.Note, File.Exists(Path.Combine(folder, RunFolder.CheckpointFile)), [.. Results(folder).Select(Path.GetFileNameWithoutExtension)!]);
        }
        catch (DataException error)
        {
            return new(folder, Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), RunState.Damaged, null, error.Came, File.Exists(Path.Combine(folder, RunFolder.CheckpointFile)), []);
        }
    }

    /// <summary>Two runs side by side: every setting and every number of their results.</summary>
    /// <param name="left">The folder of a run.</param>
    /// <param name="right">The folder of another.</param>
    /// <returns>Rows of settings, then of results; those that one run lacks are empty there.</returns>
    /// <exception cref="DataException">A folder is no run's, or a file in it is cut off.</exception>
    public static RunComparison Compare(string left, string right)
    {
        var (a, b) = (Contents(left), Contents(right));
        var keys = a.Select(pair => pair.Key).Union(b.Select(pair => pair.Key));
        var rows = keys.Select(key => new ComparedRow(key.Section, key.Name, a.GetValueOrDefault(key), b.GetValueOrDefault(key))).OrderBy(row => row.Section == Config ? 0 : 1);
        return new(Look(left), Look(right), [.. rows]);
    }

    private const string Config = "config";

    /// <summary>Whether it says of the only replicate what the estimate says of all.</summary>
    private static bool Repeats(JsonProperty property)
    {
        static bool IsOne(JsonElement array) => array.ValueKind == JsonValueKind.Array && array.GetArrayLength() == 1;
        return property.Name == "termErrors"
            ? property.Value.ValueKind == JsonValueKind.Array && property.Value.EnumerateArray().All(IsOne)
            : property.Name.StartsWith("replicate", StringComparison.Ordinal) && IsOne(property.Value);
    }

    private static string[] Results(string folder)
    {
        var results = Path.Combine(folder, RunFolder.ResultsFolder);
        return Directory.Exists(results) ? [.. Directory.GetFiles(results, "*.json").Order(StringComparer.Ordinal)] : [];
    }

    private static Dictionary<(string Section, string Name), string> Contents(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RunManifest.Read(folder);
        var found = new Dictionary<(string, string), string>();
        var config = Path.Combine(folder, RunFolder.ConfigFile);
        if (File.Exists(config)) Add(found, Config, config, whole: true);
        foreach (var path in Results(folder)) Add(found, Path.GetFileNameWithoutExtension(path), path, whole: false);
        return found;
    }

    private static void Add(Dictionary<(string, string), string> found, string section, string path, bool whole)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            Flatten(whole ? json.RootElement : json.RootElement.GetProperty("results"), "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or IOException)
        {
            throw new DataException($"{path} cannot be read ({error.Message.TrimEnd('.')})", "whole JSON", "writing it again; it may be cut off", error);
        }

        void Flatten(JsonElement element, string name)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in element.EnumerateObject())
                        if (whole || property.Name is not ("trace" or "sentence" or "kind") && !Repeats(property)) Flatten(property.Value, name.Length == 0 ? property.Name : $"{name}.{property.Name}");
                    break;
                case JsonValueKind.Array:
                    foreach (var (i, item) in element.EnumerateArray().Index()) Flatten(item, FormattableString.Invariant($"{name}[{i}]"));
                    break;
                default:
                    found[(section, name)] = element.ToString();
                    break;
            }
        }
    }
}
