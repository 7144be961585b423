using System.Diagnostics;
using Xunit;

namespace Vib.Core.Tests;

public sealed class StepCostTests(ITestOutputHelper output)
{
    /// <summary>A table of what every step costs, to be run by name: milliseconds and managed bytes on one thread at B = 128, for small networks, so that what the bound itself costs is seen.</summary>
    [Fact(Explicit = true)]
    public void Table()
    {
        using var one = new ThreadCount(1);
        foreach (var row in AllSteps.Names) AllSteps.Use(row.Data.Item1, row.Data.Item2, row.Data.Item3, new([8], 8), batch: 16, replicates: 1, step => Repeat(step, 40));
        Thread.Sleep(1000); // until the compiler is done with what is hot
        foreach (var row in AllSteps.Names)
        {
            var (bound, critic, companion) = row.Data;
            AllSteps.Use(bound, critic, companion, new([64, 64], 32), batch: 128, replicates: 1, step =>
            {
                Repeat(step, 20);
                var times = new double[7];
                for (var t = 0; t < times.Length; t++)
                {
                    var clock = Stopwatch.StartNew();
                    Repeat(step, 5);
                    times[t] = clock.Elapsed.TotalMilliseconds / 5;
                }
                Array.Sort(times);
                var (bytes, _) = Garbage.Of(step);
                output.WriteLine(FormattableString.Invariant($"{bound} | {critic} | {companion} | {times[3]:0.000} ms | {bytes} bytes"));
            });
        }
    }

    private static void Repeat(Action step, int times)
    {
        for (var i = 0; i < times; i++) step();
    }
}
