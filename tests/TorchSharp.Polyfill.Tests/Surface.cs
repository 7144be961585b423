using Vib.Testing;
using Xunit;

namespace TorchSharp.Polyfill.Tests;

/// <summary>The stand-in shows nothing that TorchSharp does not have, letter for letter.</summary>
/// <remarks>torchsharp-surface.txt holds the lines of TorchSharp's own listing that are mirrored here. A new member takes its line from there.</remarks>
public class Surface
{
    private static readonly HashSet<(string Type, string Member)> mirrored = Read();

    private static readonly HashSet<(string Type, string Member)> shown = [.. new SurfaceFormat("TorchSharp").Lines(typeof(torch).Assembly)];

    private static HashSet<(string, string)> Read()
    {
        using var reader = new StreamReader(typeof(Surface).Assembly.GetManifestResourceStream("torchsharp-surface.txt")!);
        return [.. SurfaceFormat.Read(reader)];
    }

    [Fact]
    public void Every_public_member_is_one_of_TorchSharps()
    {
        var own = SurfaceFormat.Single(shown.Except(mirrored));
        Assert.True(own == "", "Not in torchsharp-surface.txt. If TorchSharp has it letter for letter, add the line; else change the member:\n" + own);
    }

    [Fact]
    public void Every_line_of_the_list_is_mirrored()
    {
        var stale = SurfaceFormat.Single(mirrored.Except(shown));
        Assert.True(stale == "", "In torchsharp-surface.txt, but no longer a public member of the polyfill:\n" + stale);
    }
}
