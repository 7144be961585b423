using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Ten thousand damaged files for each reader: each is read or refused with an error of the library, soon, and with no more memory than the file's size warrants.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Mutations = 10_000;

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly byte[][] Tokens = [.. ((string[])["9999999999999999999", "-1", "0", "L", ",", ")", "(", "{", "}", "[", "]", "'", "\"", ":", "True", "'<c8'", "'>f8'", "4294967296", "null", "1e400", "\"shape\"", "\\u0000"]).Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>One to four changes, within the first bytes most of the time: a bit, a byte, bytes taken away, doubled or cut off, a token put in, a number in its place.</summary>
    private static byte[] Mutate(byte[] file, int header, Random random)
    {
        var bytes = file.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(random.Next(8) == 0 ? bytes.Count : Math.Min(header, bytes.Count));
            var length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                default:
                    for (var i = at; i < at + length; i++) bytes[i] = 0xff;
                    break;
            }
        }
        return [.. bytes];
    }

    /// <param name="file">A whole file.</param>
    /// <param name="header">Its first bytes, where most of the harm is done.</param>
    /// <param name="read">The reader.</param>
    /// <param name="ratio">Bytes that a byte of the file may cost.</param>
    /// <param name="seed">Of the mutations.</param>
    /// <param name="overhead">Bytes beside: messages, buffers of streams, a parser's own.</param>
    private void Fuzz(byte[] file, int header, Action<string> read, int ratio, int seed, long overhead = 100_000)
    {
        var (random, refused) = (new Random(seed), 0);
        read(folder.Write("whole", file)); // warm, and not refused
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = Mutate(file, header, random);
            var path = folder.Write("damaged", bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (DataException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"mutation {i} of seed {seed}: {error}");
            }
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < overhead + (long)ratio * bytes.Length, $"mutation {i} of seed {seed}: {allocated} bytes for a file of {bytes.Length}");
        }
        Assert.InRange(refused, Mutations / 4, Mutations - 1); // or nothing was tested
    }

    private byte[] Bytes(string name) => File.ReadAllBytes(folder[name]);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Of_one_array(int version, bool turned)
    {
        Npy.Write(folder["a"], NpyArray.Of(new float[40, 5, 5]), new() { Version = version, FortranOrder = turned, BigEndian = turned });
        Fuzz(Bytes("a"), 96, path => Npy.Read(path), 4, version);
    }

    [Fact]
    public void Of_one_array_that_is_mapped()
    {
        Npy.Write(folder["a"], NpyArray.Of(new float[40, 25]));
        Fuzz(Bytes("a"), 96, path =>
        {
            using var map = NpyMap.Open(path);
            if (map is { Rows: > 0, Columns: > 0 and < 10_000 }) map.CopyRows<double>(map.Rows - 1, new double[map.Columns]);
        }, 4, 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_several_arrays(bool compressed)
    {
        Npz.Write(folder["a"], [KeyValuePair.Create("x", NpyArray.Of(Enumerable.Range(0, 300).Select(i => (short)(i * i)).ToArray())), KeyValuePair.Create("y", NpyArray.Of([1.0, 2.0]))], compressed);
        Fuzz(Bytes("a"), int.MaxValue, path => Npz.Read(path), 1032, 5, overhead: 600_000); // a mutation makes stored bytes deflated ones; a zip's own fields have 16 bits of length, and its reader a buffer for each
    }

    [Fact]
    public void Of_the_tensors_of_a_model() => LiveTensors.Stay(() =>
    {
        using (var scope = NewDisposeScope())
            Safetensors.Write(folder["a"], new Dictionary<string, Tensor> { ["w"] = zeros([20, 5]), ["b"] = zeros([7], ScalarType.Int64), ["none"] = zeros([0, 3]) }, new Dictionary<string, string> { ["note"] = "a" });
        Fuzz(Bytes("a"), 300, path =>
        {
            foreach (var tensor in Safetensors.Read(path).Tensors.Values) tensor.Dispose();
        }, 100, 6);
    });

    [Fact]
    public void Of_images_and_labels()
    {
        var images = IdxFiles.Images(10, 7, 5, IdxFiles.Ramp(350));
        Fuzz(images, 16, path => Idx.ReadImages(path), 4, 7);
        Fuzz(IdxFiles.Gzip(images), 20, path => Idx.ReadImages(path), 1032, 8);
        Fuzz(IdxFiles.Labels([0, 1, 2, 3, 4]), 8, path => Idx.ReadLabels(path, 10), 4, 9);
    }
}
