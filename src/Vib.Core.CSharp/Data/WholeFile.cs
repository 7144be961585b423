namespace Vib.Core;

/// <summary>Files that are there whole or not at all: written beside their place, flushed to disk and moved there, so that a reader finds the old one or the new one.</summary>
internal static class WholeFile
{
    private static int begun; // two writers of one file in a process have a partial file each: the last one to end wins, whole

    internal static void Write(string path, Action<Stream> fill) => Try(path, partial =>
    {
        using (var file = File.Create(partial))
        {
            fill(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(partial, path, overwrite: true);
    });

    internal static void WriteText(string path, string text) => Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Refuses a place where nothing can be written, before work is done that would be lost; what is there stays as it is.</summary>
    internal static void CheckPlace(string path) => Try(path, partial => File.Create(partial).Dispose());

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

    /// <summary>Takes the partial file away. One that cannot be is no reason to hide what went wrong before.</summary>
    private static void Forget(string partial)
    {
        try
        {
            if (partial.Length > 0) File.Delete(partial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { }
    }

    private static void Try(string path, Action<string> work)
    {
        var partial = "";
        try
        {
            if (Directory.Exists(path)) throw new DataException($"{path} cannot be written: it is a folder", "the name of a file", "a name within the folder");
            var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(directory);
            partial = Path.Combine(directory, FormattableString.Invariant($".{Path.GetFileName(path)}.{Environment.ProcessId}.{Interlocked.Increment(ref begun)}.part"));
            work(partial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DataException($"{path} cannot be written ({error.Message.TrimEnd('.')})", "a place where files can be written", "another folder, its permissions, or room on its disk", error);
        }
        finally
        {
            Forget(partial);
        }
    }
}
