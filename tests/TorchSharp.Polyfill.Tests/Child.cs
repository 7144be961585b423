using System.Diagnostics;
using Xunit.Runner.InProc.SystemConsole;

namespace TorchSharp.Polyfill.Tests;

/// <summary>This program run once more, as a process of its own: VIB_CHILD names what it does there instead of running the tests.</summary>
internal static class Child
{
    private static readonly Dictionary<string, Func<int>> roles = new()
    {
        ["sgemm"] = () => { Console.WriteLine(Sgemm.Route); Sgemm.Check_every_size(); return 0; },
        ["bf16"] = Bf16.Say,
        ["version"] = Version,
        ["leave by return"] = () => Exit.Leave(byReturning: true),
        ["leave by exit"] = () => Exit.Leave(byReturning: false),
        ["leave in a long operation"] = Exit.LeaveInALongOperation,
    };

    public static int Main(string[] args) =>
        Environment.GetEnvironmentVariable("VIB_CHILD") is { } role ? roles[role]() : ConsoleRunner.Run(args).GetAwaiter().GetResult();

    private static int Version()
    {
        try { Console.WriteLine(torch.__version__); }
        catch (DllNotFoundException missing)
        {
            Console.WriteLine(missing.Message);
            return 3;
        }
        return 0;
    }

    internal static (int Exit, string Output) Run(string role, params (string Name, string Value)[] environment) => Run(Environment.ProcessPath!, role, environment);

    internal static (int Exit, string Output) Run(string program, string role, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["VIB_CHILD"] = role;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var child = Process.Start(start)!;
        var (output, errors) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        if (!child.WaitForExit(60_000)) child.Kill();
        child.WaitForExit();
        return (child.ExitCode, output.Result + errors.Result);
    }
}
