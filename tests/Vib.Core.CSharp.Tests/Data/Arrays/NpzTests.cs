using System.IO.Compression;
using Xunit;

namespace Vib.Core.Tests;

public sealed class NpzTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private string File => folder["a.npz"];

    public void Dispose() => folder.Dispose();

    private static Dictionary<string, NpyArray> Samples => NpySamples.All.Select((array, i) => ($"{array.Type}.{i}", array)).ToDictionary();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_array_comes_back_stored_or_deflated_and_the_same_arrays_give_the_same_bytes(bool compressed)
    {
        Npz.Write(File, Samples, compressed);
        Npz.Write(folder["b.npz"], Samples, compressed);
        Assert.Equal(System.IO.File.ReadAllBytes(File), System.IO.File.ReadAllBytes(folder["b.npz"]));
        Assert.Equal(Samples.Keys, Npz.Names(File));
        var read = Npz.Read(File);
        foreach (var (name, array) in Samples)
        {
            NpySamples.Same(array, read[name]);
            NpySamples.Same(array, Npz.Read(File, name));
        }
    }

    [Fact]
    public void A_changed_byte_of_the_numbers_is_found_by_the_checksum()
    {
        Npz.Write(File, [KeyValuePair.Create("x", NpyArray.Of(new double[100]))]);
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[500] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Contains("array 'x', has another checksum", Assert.Throws<DataException>(() => Npz.Read(File)).Message);
    }

    [Fact]
    public void What_is_no_file_of_arrays_is_told_of()
    {
        Assert.Contains("No file", Assert.Throws<DataException>(() => Npz.Read(File)).Message);
        Assert.Contains("cannot be read", Assert.Throws<DataException>(() => Npz.Read(folder.Write("a.npz", "not a zip"u8.ToArray()))).Message);
        using (var zip = ZipFile.Open(folder["b.zip"], ZipArchiveMode.Create)) zip.CreateEntry("notes.txt");
        Assert.Contains("'notes.txt'", Assert.Throws<DataException>(() => Npz.Names(folder["b.zip"])).Message);
        using (var zip = ZipFile.Open(folder["c.zip"], ZipArchiveMode.Create))
            for (var i = 0; i < 2; i++) zip.CreateEntry("x.npy");
        Assert.Contains("twice", Assert.Throws<DataException>(() => Npz.Names(folder["c.zip"])).Message);
        Npz.Write(File, Samples);
        Assert.Contains("one of Boolean.0", Assert.Throws<DataException>(() => Npz.Read(File, "nothing")).Message);
        foreach (var bad in (string[])["", "/x", "a\\b"])
            Assert.Throws<DomainException>(() => Npz.Write(File, [KeyValuePair.Create(bad, NpyArray.Of([1f]))]));
    }

    // A thousand entries over the same bytes unpack to a thousand times what is there.
    [Fact]
    public void Entries_that_claim_more_than_the_file_holds_are_refused_before_memory_is_taken()
    {
        Npz.Write(File, [KeyValuePair.Create("x", NpyArray.Of(new byte[10_000_000]))], compressed: true);
        var bytes = System.IO.File.ReadAllBytes(File);
        var directory = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), 2_000_000_000u); // the size unpacked
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("claims 2000000000 bytes", Assert.Throws<DataException>(() => Npz.Read(folder.Write("a.npz", bytes))).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }
}
