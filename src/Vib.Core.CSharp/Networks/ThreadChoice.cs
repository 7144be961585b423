using System.Diagnostics;

namespace Vib.Core;

/// <summary>On how many threads a piece of work is fastest: found out by trying, once, and kept.</summary>
/// <remarks><para>The first runs are on as many as there can be, until code is compiled and memory is there. Then all, a half, a quarter … and one take turns, to and fro, so that what else the
/// machine does meanwhile happens to each of them; of two runs in a row the second counts, when threads are awake and caches filled. Medians decide. Where they are within
/// a twentieth of the best, work of more than 100 µs gets the most threads, smaller the fewest.</para>
/// <para>Work that takes 20 ms on all threads is worth any of them and is not tried on fewer, and neither is work that is done a few times only.</para></remarks>
internal sealed class ThreadChoice
{
    internal const int Settling = 8, Rounds = 7;
    internal static readonly long Heavy = Stopwatch.Frequency / 50, Small = Stopwatch.Frequency / 10_000;

    private const double Tie = 1.05;

    private readonly int[] counts; // from the most down to one
    private long[][]? times;       // [count][round]
    private long shortest = long.MaxValue;
    private int run;

    /// <param name="most">How many threads there are, or parts to take where these are fewer.</param>
    internal ThreadChoice(int most)
    {
        counts = [.. Halves(most)];
        if (counts.Length == 1) Chosen = most;
    }

    private static IEnumerable<int> Halves(int most)
    {
        for (var count = most; count > 1; count = (count + 1) / 2) yield return count;
        yield return 1;
    }

    /// <summary>What was found, or null while it is tried.</summary>
    internal int? Chosen { get; private set; }

    /// <summary>How many threads the next run is to have.</summary>
    internal int Next => Chosen ?? (run < Settling ? counts[0] : counts[Turn.Count]);

    /// <summary>How many runs it takes to find out.</summary>
    internal int Runs => Settling + 2 * Rounds * counts.Length;

    // to and fro: all … one, one … all
    private (int Round, int Count) Turn
    {
        get
        {
            var (round, place) = Math.DivRem((run - Settling) / 2, counts.Length);
            return (round, round % 2 == 0 ? place : counts.Length - 1 - place);
        }
    }

    /// <summary>Takes in how long the run took, in ticks of a stopwatch.</summary>
    internal void Took(long ticks)
    {
        if (Chosen is not null) return;
        if (run < Settling)
        {
            shortest = Math.Min(shortest, ticks);
            if (++run == Settling && shortest >= Heavy) Chosen = counts[0];
            return;
        }
        times ??= [.. counts.Select(_ => new long[Rounds])];
        var (round, count) = Turn;
        times[count][round] = ticks; // of the second run in a row: it overwrites the first
        if (++run == Runs) Choose();
    }

    private void Choose()
    {
        var medians = times!.Select(Median).ToArray();
        var best = medians.Min();
        var fit = counts.Where((_, i) => medians[i] <= Tie * best);
        Chosen = best > Small ? fit.First() : fit.Last();
        times = null;
    }

    private static long Median(long[] times)
    {
        Array.Sort(times);
        return times[Rounds / 2];
    }
}
