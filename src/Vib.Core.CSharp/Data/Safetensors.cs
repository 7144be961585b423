using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The safetensors format: a JSON header with names, types, shapes and offsets, then the numbers. Any language reads it, and reading runs no code.</summary>
/// <remarks>8 bytes of little-endian header length; the header, <c>{"name": {"dtype", "shape", "data_offsets"}, "__metadata__": {…}}</c>; the data without gaps
/// (github.com/huggingface/safetensors). A file is written beside its place, flushed to disk and moved there, so a reader finds the old one or the new one whole.</remarks>
internal static class Safetensors
{
    private const string Metadata = "__metadata__";

    private static readonly (ScalarType Type, string Name, int Size)[] Types =
        [(ScalarType.Float32, "F32", 4), (ScalarType.Float64, "F64", 8), (ScalarType.Int64, "I64", 8), (ScalarType.Int32, "I32", 4), (ScalarType.Byte, "U8", 1)];

    internal static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        var here = tensors.ToDictionary(t => t.Key, t => t.Value.detach().cpu().contiguous());
        var header = Header(here, metadata);
        WholeFile.Write(path, file =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            file.Write(length);
            file.Write(header);
            foreach (var tensor in here.Values) file.Write(tensor.bytes);
        });
    }

    private static byte[] Header(Dictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var entries = new Dictionary<string, object> { [Metadata] = metadata };
        var offset = 0L;
        foreach (var (name, tensor) in tensors)
        {
            var type = Types.First(t => t.Type == tensor.dtype);
            var end = offset + tensor.numel() * type.Size;
            entries[name] = new { dtype = type.Name, shape = tensor.shape, data_offsets = new[] { offset, end } };
            offset = end;
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(entries);
        var padded = new byte[(json.Length + 7) / 8 * 8]; // spaces up to a multiple of 8, so that the numbers are aligned
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>Reads a file. The caller owns the tensors, which are on the CPU.</summary>
    internal static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(string path)
    {
        if (!File.Exists(path)) throw new DataException($"{path} does not exist", "a safetensors file", "the path that was given when it was saved");
        using var file = WholeFile.Open(path, "a safetensors file");
        Span<byte> prefix = stackalloc byte[8];
        if (file.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8) throw Damaged(path, $"it ends after {file.Length} bytes");
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length < 2 || length > file.Length - 8) throw Damaged(path, $"its header claims {length} bytes of a file of {file.Length}");
        var header = new byte[length];
        file.ReadExactly(header);
        var (tensors, left) = (new Dictionary<string, Tensor>(), file.Length - 8 - length); // bytes that no tensor has claimed
        try
        {
            using var json = JsonDocument.Parse(header);
            var metadata = new Dictionary<string, string>();
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                if (entry.Name == Metadata)
                    foreach (var note in entry.Value.EnumerateObject()) metadata[note.Name] = note.Value.GetString() ?? "";
                else if (!tensors.ContainsKey(entry.Name)) tensors[entry.Name] = ReadTensor(file, entry, 8 + length, path, ref left);
                else throw Damaged(path, "a name comes twice");
            }
            return (tensors, metadata);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw Damaged(path, "its header is not the JSON of a safetensors file", error);
        }
        catch (DataException)
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }
    }

    private static Tensor ReadTensor(FileStream file, JsonProperty entry, long dataStart, string path, ref long left)
    {
        var dtype = entry.Value.GetProperty("dtype").GetString();
        var type = Types.FirstOrDefault(t => t.Name == dtype);
        if (type.Name is null) throw Damaged(path, $"'{entry.Name}' is of type {dtype}, which is not one of {string.Join(", ", Types.Select(t => t.Name))}");
        long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64())];
        long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64())];
        var size = shape.Aggregate((Int128)type.Size, (product, n) => n < 0 || product > file.Length ? Int128.MaxValue >> 8 : product * n);
        if (size == 0 && shape.Any(n => n > int.MaxValue) || shape.Length > 64) size = -1; // of no elements, and yet beyond what libtorch can count
        if (offsets is not [var begin, var end] || begin < 0 || end < begin || end - begin != size || end > file.Length - dataStart)
            throw Damaged(path, $"'{entry.Name}' of shape [{string.Join(",", shape)}] does not fit the {file.Length - dataStart} bytes of data at its place");
        if ((left -= end - begin) < 0) throw Damaged(path, $"'{entry.Name}' shares bytes with another: more is claimed than there is");
        var tensor = empty(shape, type.Type).DetachFromDisposeScope();
        file.Position = dataStart + begin;
        file.ReadExactly(tensor.bytes);
        return tensor;
    }

    private static DataException Damaged(string path, string how, Exception? cause = null) =>
        new($"{path} cannot be read: {how}", "a whole safetensors file", "a copy that was not cut off, or saving it again", cause);
}
