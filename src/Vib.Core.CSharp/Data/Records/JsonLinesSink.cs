using System.Text.Json;

namespace Vib.Core;

/// <summary>A file with a JSON object in each line: step, steps, seconds, note where there is one, and the values by name.</summary>
/// <remarks>Lines are appended, and each is with the system by the time that the call returns; what was cut off by a crash is at most the last. Numbers that are not finite are the texts NaN,
/// Infinity and -Infinity, as pandas and Python's json take them where asked.</remarks>
public sealed class JsonLinesSink : IProgressSink
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream file;
    private readonly MemoryStream line = new();

    /// <summary>Opens or begins a file.</summary>
    /// <param name="path">The file; its folder is made. What it holds stays.</param>
    /// <exception cref="DataException">It cannot be written.</exception>
    public JsonLinesSink(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be written ({error.Message.TrimEnd('.')})", "a folder with room that may be written to", "another folder", error);
        }
    }

    /// <inheritdoc/>
    public void Write(ProgressReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        line.SetLength(0);
        using (var json = new Utf8JsonWriter(line, Compact))
        {
            json.WriteStartObject();
            json.WriteNumber("step", reading.Step);
            if (reading.Steps > 0) json.WriteNumber("steps", reading.Steps);
            json.WriteNumber("seconds", Math.Round(reading.Seconds, 6));
            foreach (var (name, value) in reading.Values)
                if (double.IsFinite(value)) json.WriteNumber(name, value);
                else json.WriteString(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (reading.Note is { } note) json.WriteString("note", note);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        file.Write(line.GetBuffer(), 0, (int)line.Length);
        file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
