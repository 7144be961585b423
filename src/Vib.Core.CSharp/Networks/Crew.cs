using System.Diagnostics;
using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A few threads that stand by for the parts of a training step: replicates, tiles, towers side by side on the cores, each part on one core.</summary>
/// <remarks><para>Small products gain nothing from being split over cores; whole small models do. A part is computed by one thread with libtorch's own threads at one, so its
/// bits depend neither on how many threads there are nor on which takes it. Whoever is free takes the next part: on a busy machine, where the others may not get
/// a core in time, the caller does their work and waits for nobody. A run makes no garbage. Inside a part another run is just a loop.</para>
/// <para>How many threads a piece of work is worth is measured, by <see cref="ThreadChoice"/>, unless the user says it. A thread is made when it is first called for, and one that is not called
/// for is not woken.</para></remarks>
internal sealed class Crew : IDisposable
{
    private const int Closed = int.MaxValue; // in place of the next part to take

    [ThreadStatic] private static bool inside;

    private readonly CrewMember?[] members;
    private readonly Func<long>? clock;
    private readonly CrewSites sites = new();
    private Action<int>? body;
    private Exception? failure;
    private int parts, finished;
    private long state; // the order's number in the upper half, the next part to take in the lower
    private volatile bool dismissed;

    /// <summary>One thread is the caller's; the others are made when they are needed. With a clock it finds out how many to use, without one it uses all.</summary>
    internal Crew(int threads, Func<long>? clock = null) => (Threads, members, this.clock) = (threads, new CrewMember?[threads - 1], clock);

    /// <summary>A crew of so many threads, or of one for each core, or fewer where they are found to do better; none on a device that is not a CPU, or where there would be one thread.</summary>
    internal static Crew? Of(int? threads, Device device)
    {
        if (threads is { } wanted) Require.AtLeast(1, wanted, "The number of threads", "the number of cores, or leave it out");
        var count = threads ?? Environment.ProcessorCount;
        return count > 1 && Kernels.ByHand(device.type) ? new(count, threads is null ? Stopwatch.GetTimestamp : null) : null;
    }

    internal int Threads { get; }

    /// <summary>How many threads the last run had, the caller's own among them.</summary>
    internal int Working { get; private set; } = 1;

    /// <summary>How many threads were made.</summary>
    internal int Made => members.Count(member => member is not null);

    /// <summary>What was found out: of how many parts the work was, and on how many threads it is run.</summary>
    internal IEnumerable<(int Parts, int Threads)> Choices => sites.Choices;

    /// <summary>Runs body(0) … body(parts − 1), each once, and returns when all are done. One exception of a part, if there was any, is thrown here.</summary>
    internal void Run(int parts, Action<int> body)
    {
        if (inside || members.Length == 0 || parts <= 1)
        {
            for (var part = 0; part < parts; part++) body(part);
            return;
        }
        var most = Math.Min(Threads, parts);
        if (clock is null)
        {
            Run(parts, body, most);
            return;
        }
        var choice = sites.Of(body, parts, most);
        if (choice.Chosen is { } threads)
        {
            Run(parts, body, threads);
            return;
        }
        var start = clock();
        Run(parts, body, choice.Next);
        choice.Took(clock() - start);
        if (choice.Chosen is { } found) Telemetry.Chose(parts, found);
    }

    private void Run(int parts, Action<int> body, int threads)
    {
        Working = threads;
        (this.parts, this.body, finished, failure) = (parts, body, 0, null);
        for (var other = 0; other < threads - 1; other++) members[other] ??= new(this); // before there is an order: one that cannot be made leaves nothing half done
        var order = (int)(state >> 32) + 1;
        Interlocked.Exchange(ref state, (long)order << 32);
        for (var other = 0; other < threads - 1; other++) members[other]!.Call(order);
        inside = true;
        TakeParts(order);
        inside = false;
        var wait = new SpinWait();
        while (Volatile.Read(ref finished) != parts) wait.SpinOnce(sleep1Threshold: -1);
        Interlocked.Exchange(ref state, (long)order << 32 | Closed); // who comes late must not take the next order's number of parts for this one's
        if (failure is { } error) ExceptionDispatchInfo.Throw(error);
    }

    // A thread that comes late finds the order closed, or another's number, and takes nothing: an order cannot end, and its body change, while a part is held.
    private void TakeParts(int order)
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);
            var part = (int)seen;
            if ((int)(seen >> 32) != order || part >= parts) return;
            if (Interlocked.CompareExchange(ref state, seen + 1, seen) != seen) continue;
            try { body!(part); }
            catch (Exception error) { Interlocked.CompareExchange(ref failure, error, null); }
            Interlocked.Increment(ref finished);
        }
    }

    /// <summary>What a thread of the crew does when it is called; false when it may go.</summary>
    internal bool Help(int order)
    {
        inside = true;
        if (!dismissed) TakeParts(order);
        return !dismissed;
    }

    public void Dispose()
    {
        dismissed = true;
        foreach (var member in members) member?.Call((int)(state >> 32) + 1);
        foreach (var member in members) member?.Dispose();
    }
}
