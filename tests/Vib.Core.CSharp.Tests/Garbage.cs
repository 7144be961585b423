namespace Vib.Core.Tests;

/// <summary>How many managed bytes a piece of work makes each time.</summary>
internal static class Garbage
{
    /// <summary>The least that it makes in several attempts, on this thread and on all of them.</summary>
    /// <remarks>The counts are exact, but have what the runtime and the test runner do meanwhile in them: now and then something, but not every time. What the work itself makes is there
    /// every time.</remarks>
    internal static (long Mine, long Everyones) Of(Action work, int attempts = 5)
    {
        long mine = long.MaxValue, everyones = long.MaxValue;
        for (var attempt = 0; attempt < attempts && Math.Max(mine, everyones) > 0; attempt++)
        {
            var (before, all) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            work();
            mine = Math.Min(mine, GC.GetAllocatedBytesForCurrentThread() - before);
            everyones = Math.Min(everyones, GC.GetTotalAllocatedBytes(precise: true) - all);
        }
        return (mine, everyones);
    }
}
