using Xunit;

namespace Vib.Core.Tests;

public sealed class WholeFileTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_writer_that_begins_while_another_writes_is_not_refused_and_the_last_to_end_wins_whole()
    {
        var path = folder["a.txt"];
        WholeFile.Write(path, outer =>
        {
            outer.Write("outer"u8);
            WholeFile.WriteText(path, "inner");
            Assert.Equal("inner", File.ReadAllText(path));
        });
        Assert.Equal("outer", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Where_the_disk_is_full_the_old_file_stays_and_nothing_is_left_beside_it()
    {
        var path = folder["a.txt"];
        WholeFile.WriteText(path, "old");
        var error = Assert.Throws<DataException>(() => WholeFile.Write(path, file =>
        {
            file.Write("half"u8);
            throw new IOException("No space left on device.");
        }));
        Assert.Contains($"{path} cannot be written (No space left on device)", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_folder_and_a_file_in_the_place_of_a_folder_are_told_of()
    {
        Directory.CreateDirectory(folder["taken"]);
        File.WriteAllText(folder["file"], "");
        Assert.Contains("it is a folder", Assert.Throws<DataException>(() => WholeFile.WriteText(folder["taken"], "")).Message);
        Assert.Contains("cannot be written", Assert.Throws<DataException>(() => WholeFile.WriteText(Path.Combine(folder["file"], "a.txt"), "")).Message);
    }
}
