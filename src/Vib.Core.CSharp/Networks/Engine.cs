using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What the native library of TorchSharp's stand-in has and TorchSharp's API has no name for: fused passes, recorded steps, a device's own clock.</summary>
/// <remarks>TorchSharp's own package has none of it. Then <see cref="IsThere"/> is false, the same passes take more operators, and every step is asked for by itself.</remarks>
internal static unsafe partial class Engine
{
    private const string Library = "vibtorch";

    /// <summary>Whether there is such a library.</summary>
    internal static bool IsThere { get; } = typeof(torch).Assembly.GetName().Name == "TorchSharp.Polyfill";

#pragma warning disable CA2255 // as in the stand-in: nothing here may run before the resolver is set
    [ModuleInitializer]
    internal static void Resolve() => NativeLibrary.SetDllImportResolver(typeof(Engine).Assembly, (name, _, path) => name == Library ? Find(path) : 0);
#pragma warning restore CA2255

    // The one that the stand-in has loaded, found as it finds it: beside its assembly, or beside the program.
    private static nint Find(DllImportSearchPath? path)
    {
        string[] folders = [Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "", AppContext.BaseDirectory];
        foreach (var file in folders.Select(folder => Path.Combine(folder, $"lib{Library}.so")).Where(File.Exists))
            if (NativeLibrary.TryLoad(file, out var library)) return library;
        return NativeLibrary.TryLoad(Library, typeof(torch).Assembly, path, out var found) ? found : 0;
    }

    /// <summary>output ← x W + bias, then max(output, 0) where <paramref name="relu"/> is set. All <c>[R,·,·]</c>.</summary>
    internal static void Affine(Tensor output, Tensor x, Tensor weight, Tensor bias, bool relu)
    {
        Check(vib_affine(output.Handle, x.Handle, weight.Handle, bias.Handle, relu ? 1 : 0));
        KeepAlive(output, x, weight, bias);
    }

    /// <summary>output ← a b, or output + a b where <paramref name="add"/> is set, of batches of matrices, <c>[R,·,·]</c>.</summary>
    internal static void Product(Tensor output, Tensor a, Tensor b, bool add)
    {
        Check(vib_product(output.Handle, a.Handle, b.Handle, add ? 1 : 0));
        KeepAlive(output, a, b);
    }

    /// <summary>gradient ← gradient where activation > 0, else 0.</summary>
    internal static void ReluBackward(Tensor gradient, Tensor activation)
    {
        Check(vib_relu_backward(gradient.Handle, activation.Handle));
        KeepAlive(gradient, activation);
    }

    /// <summary>output ← Σ_rows gradient, <c>[R,m,n]</c> → <c>[R,1,n]</c>.</summary>
    internal static void SumRows(Tensor output, Tensor gradient)
    {
        Check(vib_sum_rows(output.Handle, gradient.Handle));
        KeepAlive(output, gradient);
    }

    /// <summary>output ← the rows of source that are named, <c>[n,d]</c>.</summary>
    internal static void SelectRows(Tensor output, Tensor source, Tensor rows)
    {
        Check(vib_select_rows(output.Handle, source.Handle, rows.Handle));
        KeepAlive(output, source, rows);
    }

    /// <summary>A step of Adam in one kernel.</summary>
    internal static void Adam(Tensor values, Tensor gradients, Tensor first, Tensor second, Tensor steps, Tensor rate, double beta1, double beta2, double epsilon)
    {
        if (!TryAdam(values, gradients, first, second, steps, rate, beta1, beta2, epsilon)) throw Failure();
    }

    /// <summary>The same; false where this libtorch has none for the device, and nothing was done.</summary>
    internal static bool TryAdam(Tensor values, Tensor gradients, Tensor first, Tensor second, Tensor steps, Tensor rate, double beta1, double beta2, double epsilon)
    {
        var done = vib_adam(values.Handle, gradients.Handle, first.Handle, second.Handle, steps.Handle, rate.Handle, beta1, beta2, epsilon) == 0;
        KeepAlive(values, gradients, first, second, steps, rate);
        return done;
    }

    /// <summary>Begins to record what this thread asks the device for; generators are those that it will draw from.</summary>
    internal static nint BeginGraph(Device device, ReadOnlySpan<Generator> generators)
    {
        var handles = stackalloc nint[generators.Length];
        for (var g = 0; g < generators.Length; g++) handles[g] = generators[g].Handle;
        var graph = vib_graph_begin((int)device.type, device.index, handles, generators.Length);
        foreach (var generator in generators) GC.KeepAlive(generator);
        return graph != 0 ? graph : throw Failure();
    }

    /// <summary>Ends the recording, after which the step was done once.</summary>
    internal static void EndGraph(nint graph) => Check(vib_graph_end(graph));

    internal static void Replay(nint graph) => Check(vib_graph_replay(graph));

    internal static void Release(nint graph) => vib_graph_release(graph);

    /// <summary>What follows goes to a stream beside the device's current one, until <see cref="LeaveBranch"/>; what follows <see cref="JoinBranch"/> waits for both.</summary>
    internal static nint BeginBranch(int device)
    {
        var branch = vib_branch_begin(device);
        return branch != 0 ? branch : throw Failure();
    }

    internal static void LeaveBranch(nint branch) => Check(vib_branch_leave(branch));

    internal static void JoinBranch(nint branch) => Check(vib_branch_join(branch));

    internal static nint StartClock(int device)
    {
        var clock = vib_clock_start(device);
        return clock != 0 ? clock : throw Failure();
    }

    internal static double StopClock(nint clock)
    {
        var milliseconds = vib_clock_stop(clock);
        return milliseconds >= 0 ? milliseconds : throw Failure();
    }

    private static void Check(int result)
    {
        if (result < 0) throw Failure();
    }

    private static ExternalException Failure() => new(Marshal.PtrToStringUTF8((nint)vib_error()));

    private static void KeepAlive(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors) GC.KeepAlive(tensor);
    }

    [LibraryImport(Library)] private static partial byte* vib_error();
    [LibraryImport(Library)] private static partial int vib_affine(nint output, nint x, nint weight, nint bias, int relu);
    [LibraryImport(Library)] private static partial int vib_product(nint output, nint a, nint b, int add);
    [LibraryImport(Library)] private static partial int vib_relu_backward(nint gradient, nint activation);
    [LibraryImport(Library)] private static partial int vib_sum_rows(nint output, nint gradient);
    [LibraryImport(Library)] private static partial int vib_select_rows(nint output, nint source, nint rows);
    [LibraryImport(Library)] private static partial int vib_adam(nint values, nint gradients, nint first, nint second, nint steps, nint rate, double beta1, double beta2, double epsilon);
    [LibraryImport(Library)] private static partial nint vib_graph_begin(int deviceType, int deviceIndex, nint* generators, int count);
    [LibraryImport(Library)] private static partial int vib_graph_end(nint graph);
    [LibraryImport(Library)] private static partial int vib_graph_replay(nint graph);
    [LibraryImport(Library)] private static partial void vib_graph_release(nint graph);
    [LibraryImport(Library)] private static partial nint vib_branch_begin(int index);
    [LibraryImport(Library)] private static partial int vib_branch_leave(nint branch);
    [LibraryImport(Library)] private static partial int vib_branch_join(nint branch);
    [LibraryImport(Library)] private static partial nint vib_clock_start(int index);
    [LibraryImport(Library)] private static partial double vib_clock_stop(nint clock);
}
