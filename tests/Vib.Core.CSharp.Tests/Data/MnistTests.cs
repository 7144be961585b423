using Xunit;

namespace Vib.Core.Tests;

public sealed class MnistTests : IDisposable
{
    private readonly IdxFiles _files = new();

    public void Dispose() => _files.Dispose();

    private static readonly string[] Names =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Three training images and two test images of 4×5.</summary>
    private void WriteAll(Func<string, string>? spelling = null, bool zipped = false)
    {
        byte[][] contents =
        [
            IdxFiles.Images(3, 4, 5, IdxFiles.Ramp(60)), IdxFiles.Labels(7, 0, 9),
            IdxFiles.Images(2, 4, 5, IdxFiles.Ramp(40)), IdxFiles.Labels(1, 2),
        ];
        foreach (var (name, content) in Names.Zip(contents))
            _files.Write(spelling?.Invoke(name) ?? name, zipped ? IdxFiles.Gzip(content) : content);
    }

    private DataException Refused() => Assert.Throws<DataException>(() => Mnist.Load(_files.Folder));

    [Theory]
    [InlineData("-idx", "", false)]
    [InlineData("-idx", ".gz", true)]
    [InlineData(".idx", "", false)]
    [InlineData(".idx", ".gz", true)]
    [InlineData("-idx", "", true)]
    public void The_four_files_are_found_however_they_are_spelled(string middle, string end, bool zipped)
    {
        WriteAll(name => name.Replace("-idx", middle) + end, zipped);
        var (train, test) = Mnist.Load(_files.Folder);

        Assert.Equal([7, 0, 9], train.Labels);
        Assert.Equal([1, 2], test.Labels);
        Assert.Equal(IdxFiles.Ramp(60), train.Pixels);
        Assert.Equal(IdxFiles.Ramp(40), test.Pixels);
        Assert.Equal((4, 5, 10), (test.Height, test.Width, test.Classes));
        Assert.Equal($"{Path.GetFileName(_files.Folder)} train", train.Name);
    }

    [Fact]
    public void A_missing_folder_is_named_with_the_four_files_looked_for()
    {
        var folder = Path.Combine(_files.Folder, "nowhere");
        var error = Assert.Throws<DataException>(() => Mnist.Load(folder));
        Assert.Contains($"No folder {folder}", error.Message);
        Assert.All(Names, name => Assert.Contains(name, error.Message));
    }

    [Fact]
    public void An_empty_folder_is_named_with_the_four_files_looked_for()
    {
        var error = Refused();
        Assert.Contains($"{_files.Folder} is empty", error.Came);
        Assert.All(Names, name => Assert.Contains(name, error.Message));
    }

    [Fact]
    public void A_folder_that_lacks_one_file_says_which()
    {
        WriteAll();
        File.Delete(Path.Combine(_files.Folder, Names[3]));
        var error = Refused();
        Assert.Contains($"lacks {Names[3]}", error.Came);
        Assert.DoesNotContain(Names[0], error.Came);
    }

    [Fact]
    public void Images_and_labels_that_differ_in_number_are_refused_with_both_counts()
    {
        WriteAll();
        _files.Write(Names[3], IdxFiles.Labels(1, 2, 3));
        var error = Refused();
        Assert.Contains("2 images", error.Came);
        Assert.Contains("3 labels", error.Came);
    }

    [Fact]
    public void Training_and_test_images_of_different_sizes_are_refused()
    {
        WriteAll();
        _files.Write(Names[2], IdxFiles.Images(2, 5, 4, IdxFiles.Ramp(40)));
        Assert.Contains("4×5 and test images of 5×4", Refused().Came);
    }

    [Fact]
    public void A_label_of_ten_is_refused()
    {
        WriteAll();
        _files.Write(Names[1], IdxFiles.Labels(7, 10, 9));
        Assert.Contains("label 10 at position 1", Refused().Came);
    }
}
