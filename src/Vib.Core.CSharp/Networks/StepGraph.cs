using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A step of fixed shape on a device: taken as it is a few times, then recorded, then replayed with one call, where asking for each operator would take longer than the operators do.</summary>
/// <remarks>What is recorded is the work on memory and not where its numbers came from: the step must use the same tensors every time, draw from the generators that are named, read nothing back, and take what changes
/// from step to step from tensors that stay where they are. On a GPU it becomes a CUDA graph. Where a step cannot be recorded, it is taken as it is from then on, and <see cref="Refusal"/> says why.
/// <c>VIB_GRAPHS=off</c> in the environment turns recording off.</remarks>
internal sealed class StepGraph : IDisposable
{
    private const int WarmUps = 3; // first calls choose algorithms and make workspaces, and are not to be recorded

    [ThreadStatic] private static bool onTape;
    [ThreadStatic] private static Device? recording;

    private readonly Device device;
    private readonly Action step;
    private readonly Generator[] generators;
    private nint graph;
    private int taken;

    internal StepGraph(Device device, Action step, IEnumerable<Generator> generators) => (this.device, this.step, this.generators) = (device, step, [.. generators]);

    /// <summary>Such a step where the device can have one, else null.</summary>
    internal static StepGraph? Of(Device device, Action step, IEnumerable<Generator> generators)
    {
        var wanted = Engine.IsThere && !Seeds.AreByHost && (device.type == DeviceType.CUDA ? Environment.GetEnvironmentVariable("VIB_GRAPHS") != "off" : onTape);
        return wanted ? new(device, step, generators) : null;
    }

    /// <summary>Until it is disposed of, a CPU that is treated as any other device records steps too: the path of a GPU, to be tried where there is none. Not fast.</summary>
    internal static IDisposable OnTape() => new Recorder();

    private sealed class Recorder : IDisposable
    {
        private readonly bool before = onTape;
        private readonly IDisposable elsewhere = Kernels.ByLibrary();

        internal Recorder() => onTape = true;

        public void Dispose()
        {
            onTape = before;
            elsewhere.Dispose();
        }
    }

    /// <summary>Whether steps are replayed now.</summary>
    internal bool IsRecorded => graph != 0;

    /// <summary>Why the step could not be recorded; null where it was, or was not tried yet.</summary>
    internal string? Refusal { get; private set; }

    /// <summary>Takes the step once.</summary>
    internal void Run()
    {
        if (graph != 0) Engine.Replay(graph);
        else if (Refusal is not null || taken++ < WarmUps) step();
        else Record();
    }

    /// <summary>part(0) and part(1), which share nothing that either writes: beside each other in a step that a GPU records, else one after the other.</summary>
    internal static void Both(Action<int> part)
    {
        if (recording is not { type: DeviceType.CUDA } device)
        {
            part(0);
            part(1);
            return;
        }
        var branch = Engine.BeginBranch(device.index);
        try
        {
            try { part(1); }
            finally { Engine.LeaveBranch(branch); }
            part(0);
        }
        finally { Engine.JoinBranch(branch); }
    }

    private void Record()
    {
        try
        {
            graph = Engine.BeginGraph(device, generators);
            try
            {
                recording = device;
                step();
            }
            finally { recording = null; }
            Engine.EndGraph(graph);
        }
        catch (ExternalException error) // libtorch's; a mistake of ours goes its way
        {
            Forget();
            Refusal = error.Message.Split('\n')[0];
            step();
        }
        catch
        {
            Forget();
            throw;
        }
    }

    /// <summary>What was recorded does not hold any more: the next step is recorded anew.</summary>
    internal void Forget()
    {
        if (graph == 0) return;
        Engine.Release(graph);
        graph = 0;
    }

    public void Dispose() => Forget();
}
