using System.Text.Json;

namespace Vib.Core;

/// <summary>A file with a JSON object in each line: step, steps, seconds, note where there is one, and the values by name.</summary>
/// <remarks>Lines are appended, and each is with the system by the time that the call returns; what was cut off by a crash is at most the last, and whoever goes on with the file takes that away. Numbers that are not finite are the texts NaN,
/// Infinity and -Infinity, as pandas and Python's json take them where asked. A value whose name is one of the line's own (step, steps, seconds, note) or comes twice is written under that name with a stroke
/// behind it, so that no key comes twice.</remarks>
public sealed class JsonLinesSink : IProgressSink
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Own = ["step", "steps", "seconds", "note"];

    private readonly FileStream file;
    private readonly MemoryStream line = new();

    /// <summary>Opens or begins a file.</summary>
    /// <param name="path">The file; its folder is made. The whole lines that it holds stay.</param>
    /// <exception cref="DataException">It cannot be written.</exception>
    public JsonLinesSink(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            CutOff(path);
            file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
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
            var names = new HashSet<string>(Own);
            foreach (var (given, value) in reading.Values)
            {
                var name = given;
                while (!names.Add(name)) name += "'";
                if (double.IsFinite(value)) json.WriteNumber(name, value);
                else json.WriteString(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            if (reading.Note is { } note) json.WriteString("note", note);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        RecordFile.Append(file, line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    /// <summary>Takes away a last line without an end: half of one, where a process was killed or a disk was full while it was written.</summary>
    private static void CutOff(string path)
    {
        if (!File.Exists(path)) return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (!file.CanSeek) return;
        var end = file.Length;
        for (; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n') break;
        }
        if (end < file.Length) file.SetLength(end);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
