using Xunit;

namespace TorchSharp.Polyfill.Tests;

/// <summary>A program whose native library is missing or broken says what to do.</summary>
public sealed class Library : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vib-library-").FullName;
    private readonly string native;

    public Library()
    {
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) != ".so"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        native = Path.Combine(folder, "libvibtorch.so");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Complaint()
    {
        var (exit, output) = Child.Run(Path.Combine(folder, Path.GetFileName(Environment.ProcessPath!)), "version");
        Assert.Equal(3, exit);
        return output;
    }

    [Fact]
    public void A_missing_library_is_named_with_the_command_that_makes_it()
    {
        var complaint = Complaint();
        Assert.Contains($"libvibtorch.so, which joins Vib to libtorch, was looked for in {folder}", complaint);
        Assert.Contains("Try: dotnet fsi build.fsx build", complaint);
    }

    [Fact]
    public void A_broken_library_is_named_with_the_reason()
    {
        File.WriteAllText(native, "not a library");
        var complaint = Complaint();
        Assert.Contains($"{native} is there but does not load: ", complaint);
        Assert.Contains("Try: dotnet fsi build.fsx build", complaint);
    }

    [Fact]
    public void A_library_in_its_place_is_found_and_tells_its_version()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "libvibtorch.so"), native);
        var (exit, output) = Child.Run(Path.Combine(folder, Path.GetFileName(Environment.ProcessPath!)), "version");
        Assert.True(exit == 0, output);
        Assert.Matches(@"^\d+\.\d+\.\d+", output);
    }
}
