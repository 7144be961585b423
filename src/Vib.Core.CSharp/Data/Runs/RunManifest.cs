using System.Text.Json;

namespace Vib.Core;

/// <summary>The file run.json: what a folder of a run says of itself.</summary>
internal sealed record RunManifest(string Format, string Name, DateTimeOffset Created, string Machine, int Process, string Vib, RunState State, string Note, int Resumed)
{
    internal const string File = "run.json", Version = "vib.run/1";

    internal void Write(string folder) => WholeFile.Write(Path.Combine(folder, File), file => JsonSerializer.Serialize(file, this, ResultJson.Options));

    internal static RunManifest Read(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!Directory.Exists(folder)) throw new DataException($"No folder {folder}", "the folder of a run", "one that Runs.List shows");
        if (!System.IO.File.Exists(path)) throw new DataException($"{folder} has no {File}", "the folder of a run", "one that Runs.List shows; a run that ended while it began has none, and can be deleted");
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            var format = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("format", out var value) ? $"{value}" : "(none)";
            if (format != Version) throw new DataException($"{path} is of the format {format}", Version, "the version of Vib that wrote it");
            return json.RootElement.Deserialize<RunManifest>(ResultJson.Options) ?? throw new JsonException("it is null");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read ({error.Message.TrimEnd('.')})", $"the JSON of {Version}", "a copy of the folder; its results and checkpoint are files of their own and may be whole", error);
        }
    }
}
