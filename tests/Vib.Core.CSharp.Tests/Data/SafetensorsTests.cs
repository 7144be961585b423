using System.Text;
using System.Text.Json;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("vib-tests-").FullName, "a.safetensors");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public void Every_type_shape_and_note_comes_back()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["matrix"] = Numbers.Drawn([3, 5], 1),
            ["transposed"] = Numbers.Drawn([3, 5], 2).t(),
            ["double"] = Numbers.Drawn([2, 2, 2], 3, 1e300, ScalarType.Float64),
            ["long"] = tensor(new long[] { long.MinValue, 0, long.MaxValue }),
            ["bytes"] = tensor(new byte[] { 0, 127, 255 }),
            ["scalar"] = zeros([]),
            ["empty"] = zeros([0, 4]),
        };
        Safetensors.Write(path, tensors, new Dictionary<string, string> { ["note"] = "β = 1e-3" });
        var (read, metadata) = Safetensors.Read(path);
        Assert.Equal("β = 1e-3", metadata["note"]);
        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        foreach (var (name, tensor) in tensors) Numbers.Same(tensor, read[name]);
    }

    // What an independent reader relies on: length, JSON, offsets from the end of the header, little-endian numbers.
    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using var scope = NewDisposeScope();
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["a"] = tensor([1f, -2f]), ["b"] = tensor(new long[] { 7 }) }, new Dictionary<string, string>());
        var bytes = File.ReadAllBytes(path);
        var length = (int)BitConverter.ToInt64(bytes, 0);
        using var header = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, 8, length));
        var b = header.RootElement.GetProperty("b");
        Assert.Equal("I64", b.GetProperty("dtype").GetString());
        Assert.Equal([8L, 16L], b.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64()));
        Assert.Equal(-2f, BitConverter.ToSingle(bytes, 8 + length + 4));
        Assert.Equal(7L, BitConverter.ToInt64(bytes, 8 + length + 8));
        Assert.Equal(8 + length + 16, bytes.Length);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""")]              // offsets and shape disagree
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""")]              // past the end
    [InlineData("""{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}""")]               // a type that is not read
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""")] // a size that overflows
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""")]
    [InlineData("""{"a":7}""")]
    [InlineData("""[1,2]""")]
    [InlineData("""{"a":""")]
    public void A_damaged_header_is_refused_without_reading_past_the_file(string header)
    {
        var json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[8]]);
        LiveTensors.Stay(() => Assert.Contains("cannot be read", Assert.Throws<DataException>(() => Safetensors.Read(path)).Message));
    }

    [Fact]
    public void A_header_longer_than_the_file_is_refused_before_memory_is_taken()
    {
        File.WriteAllBytes(path, [.. BitConverter.GetBytes(long.MaxValue), .. new byte[16]]);
        Assert.Contains("claims", Assert.Throws<DataException>(() => Safetensors.Read(path)).Message);
    }
}
