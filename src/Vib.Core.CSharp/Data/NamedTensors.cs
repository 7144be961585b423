using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Parameters in a file by their names, and files that do not fit told so.</summary>
internal static class NamedTensors
{
    /// <summary>Every parameter of a layout in one of its buffers.</summary>
    internal static IEnumerable<(string Name, Tensor Place)> Places(FlatParameters parameters, string prefix, Tensor buffer) =>
        parameters.Layout.Slots.Select(slot => (prefix + slot.Name, buffer.narrow(1, slot.Offset, slot.Size).view(buffer.shape[0], slot.Rows, slot.Columns)));

    /// <summary>Reads a file's tensors into the current scope.</summary>
    internal static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(string path)
    {
        var (tensors, metadata) = Safetensors.Read(path);
        foreach (var tensor in tensors.Values) CurrentDisposeScope!.Attach(tensor);
        return (tensors, metadata);
    }

    internal static void Fill(string path, Dictionary<string, Tensor> tensors, IEnumerable<(string Name, Tensor Place)> places)
    {
        foreach (var (name, place) in places)
        {
            var found = Find(path, tensors, name);
            if (!found.shape.SequenceEqual(place.shape))
                throw new DataException($"{path} holds '{name}' of shape [{string.Join(",", found.shape)}]", $"[{string.Join(",", place.shape)}]", "the file of a model of this architecture");
            place.copy_(found);
        }
    }

    internal static Tensor Find(string path, Dictionary<string, Tensor> tensors, string name) =>
        tensors.TryGetValue(name, out var found) ? found : throw new DataException($"{path} has no '{name}'", "every parameter of the model", "the file of a model of this architecture");
}
