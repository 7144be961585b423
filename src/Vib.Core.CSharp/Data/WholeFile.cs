namespace Vib.Core;

/// <summary>Files that are there whole or not at all: written beside their place, flushed to disk and moved there, so that a reader finds the old one or the new one.</summary>
internal static class WholeFile
{
    internal static void Write(string path, Action<Stream> content)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var partial = Path.Combine(directory, $".{Path.GetFileName(path)}.{Environment.ProcessId}.part");
        try
        {
            Directory.CreateDirectory(directory);
            try
            {
                using (var file = File.Create(partial))
                {
                    content(file);
                    file.Flush(flushToDisk: true);
                }
                File.Move(partial, path, overwrite: true);
            }
            finally
            {
                File.Delete(partial);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be written ({error.Message.TrimEnd('.')})", "a folder with room that may be written to", "another folder", error);
        }
    }

    internal static void WriteText(string path, string text) => Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Opens a file that is there, and says so where it is not.</summary>
    internal static FileStream Open(string path, string wanted)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path)) throw new DataException($"No file {path}", wanted, "the full path");
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read ({error.Message.TrimEnd('.')})", "a readable file", "its permissions and its disk", error);
        }
    }
}
