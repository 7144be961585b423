using System.Reflection;
using System.Runtime.CompilerServices;
using Vib.Testing;
using Xunit;

namespace Vib.Api.Tests;

/// <summary>What users see changes only where someone says so: a line for every public type and member is kept in approved/, one file for each assembly.</summary>
public sealed class ApprovedSurfaceTests
{
    private const string Accept = "VIB_APPROVE";

    private static readonly Dictionary<string, (Assembly Assembly, SurfaceFormat Format)> assemblies = new()
    {
        ["Vib.Core"] = (typeof(Core.Bound).Assembly, new CSharpSurface()),
        ["Vib"] = (typeof(Mi).Assembly, new FSharpSurface()),
        ["Vib.Laws"] = (typeof(Laws.LawOptions).Assembly, new FSharpSurface()),
    };

    public static TheoryData<string> Names => [.. assemblies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_public_surface_is_the_approved_one(string name)
    {
        var (assembly, format) = assemblies[name];
        var (lines, file) = (format.Lines(assembly), Approved(name));
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllText(file, SurfaceFormat.Text(lines));
        var difference = Difference(File.Exists(file) ? File.ReadAllText(file) : "", lines);
        Assert.True(difference == "", $"The public surface of {name} is not the one in {Path.GetFileName(file)}.\n{difference}\n"
            + $"To accept it: {Accept}=1 dotnet fsi build.fsx test --filter {nameof(ApprovedSurfaceTests)}");
    }

    [Fact]
    public void What_came_and_what_went_is_said_line_by_line()
    {
        (string, string)[] now = [("type A", ""), ("type A", "prop int X"), ("type B", "")];
        Assert.Equal("", Difference(SurfaceFormat.Text(now), now));
        Assert.Equal("came:\ntype A:  prop int X\ntype B\nwent:\ntype A:  prop long X\ntype C", Difference("type A\n  prop long X\ntype C\n", now));
    }

    private static string Difference(string approved, (string, string)[] now)
    {
        var before = SurfaceFormat.Read(new StringReader(approved)).ToArray();
        string Part(string title, IEnumerable<(string, string)> lines) => SurfaceFormat.Single(lines) is { Length: > 0 } text ? $"{title}:\n{text}" : "";
        return string.Join("\n", new[] { Part("came", now.Except(before)), Part("went", before.Except(now)) }.Where(part => part != ""));
    }

    private static string Approved(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "approved", name + ".txt");
}
