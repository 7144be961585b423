namespace Vib.Core;

/// <summary>Files that are written whole or not at all: beside their place, flushed to disk, and moved there.</summary>
internal static class WholeFile
{
    internal static void Write(string path, Action<FileStream> fill) => Try(path, partial =>
    {
        using (var file = File.Create(partial))
        {
            fill(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(partial, path, overwrite: true);
    });

    /// <summary>Refuses a place where nothing can be written, before work is done that would be lost; what is there stays as it is.</summary>
    internal static void CheckPlace(string path) => Try(path, partial => File.Create(partial).Dispose());

    private static void Try(string path, Action<string> work)
    {
        var partial = "";
        try
        {
            if (Directory.Exists(path)) throw new DataException($"{path} to be written, which is a folder", "the name of a file", "a name within the folder");
            var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(directory);
            partial = Path.Combine(directory, $".{Path.GetFileName(path)}.{Environment.ProcessId}.part");
            work(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DataException($"{path} cannot be written ({e.Message.TrimEnd('.')})", "a place where files can be written", "another folder, its permissions, or room on its disk", e);
        }
        finally
        {
            if (partial.Length > 0) File.Delete(partial);
        }
    }
}
