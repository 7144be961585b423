using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A thread of a <see cref="Crew"/>: spins for the next order while they follow each other closely, and sleeps where they do not.</summary>
internal sealed class CrewMember : IDisposable
{
    // A step's parts follow each other within microseconds; after some 50 µs of nothing a thread goes to sleep, and leaves the core to others.
    private const int Spins = 100, Pause = 10; // of some 45 ns each

    private readonly Crew crew;
    private readonly Thread thread;
    private readonly SemaphoreSlim bell = new(0);
    private Place place;
    private bool told; // that libtorch is to use one thread here

    // What is read while spinning has a cache line of its own: nobody else's orders disturb it.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Place
    {
        [FieldOffset(128)] internal int Order;
        [FieldOffset(132)] internal int Asleep;
    }

    internal CrewMember(Crew crew)
    {
        this.crew = crew;
        thread = new(Work) { IsBackground = true, Name = "Vib crew" };
        using var begun = new ManualResetEventSlim();
        thread.Start(begun);
        begun.Wait();
        if (told) torch.set_num_threads(torch.get_num_threads()); // what threads begin with that are made later: libtorch keeps the last number that any was told
    }

    /// <summary>Asks for help with an order, by another number each time.</summary>
    internal void Call(int order)
    {
        Volatile.Write(ref place.Order, order);
        if (Interlocked.Exchange(ref place.Asleep, 0) == 1) bell.Release();
    }

    /// <summary>Waits until it has gone.</summary>
    public void Dispose()
    {
        thread.Join();
        bell.Dispose();
    }

    private void Work(object? begun)
    {
        told = torch.get_num_threads() != 1; // within a training it is one already
        if (told) torch.set_num_threads(1);  // a thread's own number from then on
        using var constant = no_grad(); // gradient mode is a thread's own, too
        ((ManualResetEventSlim)begun!).Set();
        var seen = 0;
        do seen = NextAfter(seen);
        while (crew.Help(seen));
    }

    private int NextAfter(int seen)
    {
        for (var spin = 0; spin < Spins; spin++)
        {
            if (Volatile.Read(ref place.Order) is var order && order != seen) return order;
            Thread.SpinWait(Pause);
        }
        // A ring may come late, for an order that was seen without it: then there is nothing to do but to go back to sleep.
        while (true)
        {
            Interlocked.Exchange(ref place.Asleep, 1);
            // an order given just before the bell was set up is taken without it; if it was rung as well, the ring is taken here
            if (Volatile.Read(ref place.Order) is var order && order != seen && Interlocked.Exchange(ref place.Asleep, 0) == 1) return order;
            bell.Wait();
            if (Volatile.Read(ref place.Order) is var called && called != seen) return called;
        }
    }
}
