using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A few threads that stand by for the parts of a training step: replicates, tiles, towers side by side on the cores, each part on one core.</summary>
/// <remarks>Small products gain nothing from being split over cores; whole small models do. A part is computed by one thread with libtorch's own threads at one, so its
/// bits depend neither on how many threads there are nor on which takes it. Whoever is free takes the next part: on a busy machine, where the others may not get
/// a core in time, the caller does their work and waits for nobody. A run makes no garbage. Inside a part another run is just a loop.</remarks>
internal sealed class Crew : IDisposable
{
    // A step's parts follow each other within microseconds; after some 100 µs of nothing a thread goes to sleep.
    private const int Spins = 2000;

    [ThreadStatic] private static bool inside;

    private readonly Member[] members;
    private Action<int>? body;
    private Exception? failure;
    private int parts, finished;
    private long state; // the order's number in the upper half, the next part to take in the lower
    private volatile bool dismissed;

    /// <summary>One thread is the caller's; the others are made here.</summary>
    internal Crew(int threads)
    {
        Threads = threads;
        members = [.. Enumerable.Range(1, threads - 1).Select(_ => new Member(this))];
    }

    /// <summary>A crew of so many threads, or of one for each core; none on a device that is not a CPU, or where there would be one thread.</summary>
    internal static Crew? Of(int? threads, Device device)
    {
        if (threads is { } wanted) Require.AtLeast(1, wanted, "The number of threads", "the number of cores, or leave it out");
        var count = threads ?? Environment.ProcessorCount;
        return count > 1 && Kernels.ByHand(device.type) ? new(count) : null;
    }

    internal int Threads { get; }

    private int Order => (int)(Volatile.Read(ref state) >> 32);

    /// <summary>Runs body(0) … body(parts − 1), each once, and returns when all are done. One exception of a part, if there was any, is thrown here.</summary>
    internal void Run(int parts, Action<int> body)
    {
        if (inside || members.Length == 0 || parts <= 1)
        {
            for (var part = 0; part < parts; part++) body(part);
            return;
        }
        (this.parts, this.body, finished, failure) = (parts, body, 0, null);
        var order = Order + 1;
        Interlocked.Exchange(ref state, (long)order << 32);
        foreach (var member in members) member.Wake();
        inside = true;
        TakeParts(order);
        inside = false;
        var wait = new SpinWait();
        while (Volatile.Read(ref finished) != parts) wait.SpinOnce(sleep1Threshold: -1);
        if (failure is { } error) ExceptionDispatchInfo.Throw(error);
    }

    // A thread that comes late finds no part left, or another order's number, and takes nothing: an order cannot end, and its body change, while a part is held.
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

    public void Dispose()
    {
        dismissed = true;
        Interlocked.Exchange(ref state, (long)(Order + 1) << 32);
        foreach (var member in members) member.Wake();
        foreach (var member in members) member.Join();
    }

    private sealed class Member
    {
        private readonly Crew crew;
        private readonly Thread thread;
        private readonly SemaphoreSlim bell = new(0);
        private int asleep;

        internal Member(Crew crew)
        {
            this.crew = crew;
            thread = new(Work) { IsBackground = true, Name = "Vib crew" };
            thread.Start();
        }

        internal void Wake()
        {
            if (Interlocked.Exchange(ref asleep, 0) == 1) bell.Release();
        }

        internal void Join()
        {
            thread.Join();
            bell.Dispose();
        }

        private void Work()
        {
            torch.set_num_threads(1); // libtorch's count is per thread once it is set there
            inside = true;
            using var constant = no_grad(); // gradient mode is a thread's own, too
            for (var seen = 0; ;)
            {
                WaitFor(seen);
                seen = crew.Order;
                if (crew.dismissed) return;
                crew.TakeParts(seen);
            }
        }

        private void WaitFor(int seen)
        {
            for (var spin = 0; spin < Spins; spin++)
            {
                if (crew.Order != seen) return;
                Thread.SpinWait(10);
            }
            // A ring may come late, for an order that was seen without it: then there is nothing to do but to go back to sleep.
            while (crew.Order == seen)
            {
                Interlocked.Exchange(ref asleep, 1);
                // an order given just before the bell was set up is taken without it; if it was rung as well, the ring is taken here
                if (crew.Order != seen && Interlocked.Exchange(ref asleep, 0) == 1) return;
                bell.Wait();
            }
        }
    }
}
