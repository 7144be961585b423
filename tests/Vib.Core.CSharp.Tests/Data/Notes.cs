using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Files as an earlier version wrote them.</summary>
internal static class Notes
{
    /// <summary>Writes a file again without one of its notes.</summary>
    internal static void Forget(string path, string note)
    {
        using var scope = NewDisposeScope();
        var (tensors, notes) = NamedTensors.Read(path);
        Assert.True(notes.Remove(note), $"{path} has no '{note}'");
        Safetensors.Write(path, tensors, notes);
    }
}
