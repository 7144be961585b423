namespace Vib.Core.Tests;

/// <summary>A folder that is gone after the test; in memory where the system has such a place, since tens of thousands of small files are a lot for a disk that others share.</summary>
public sealed class ScratchFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = Directory.Exists(Memory) ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"vib-tests-{Guid.NewGuid():N}")).FullName : Directory.CreateTempSubdirectory("vib-tests-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
