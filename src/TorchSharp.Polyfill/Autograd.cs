using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => GradMode.Enter(false);
    public static IDisposable enable_grad(bool enabled = true) => GradMode.Enter(enabled);
    public static bool is_grad_enabled() => Native.vib_grad_enabled() != 0;

    /// <summary>What gradient recording goes back to on this thread when disposed: one of two, so that turning it on or off makes no garbage.</summary>
    private sealed class GradMode(bool before) : IDisposable
    {
        private static readonly GradMode on = new(true), off = new(false);

        internal static GradMode Enter(bool enabled)
        {
            var before = is_grad_enabled() ? on : off;
            Native.vib_set_grad_enabled(enabled ? 1 : 0);
            return before;
        }

        public void Dispose() => Native.vib_set_grad_enabled(before ? 1 : 0);
    }

    public static class autograd
    {
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var results = new nint[inputs.Count];
            fixed (nint* o = Handles(outputs), g = Handles(grad_outputs), i = Handles(inputs), r = results)
                Native.Check(Native.vib_gradients(o, outputs.Count, g, grad_outputs?.Count ?? 0, i, inputs.Count, Flag(retain_graph || create_graph), Flag(create_graph), Flag(allow_unused), r));
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return [.. results.Select(handle => handle == 0 ? null! : new Tensor(handle))]; // null where allow_unused and unused, as in TorchSharp
        }

        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            fixed (nint* o = Handles(tensors), g = Handles(grad_tensors), i = Handles(inputs))
                Native.Check(Native.vib_backward(o, tensors.Count, g, grad_tensors?.Count ?? 0, i, inputs?.Count ?? 0, Flag(retain_graph ?? create_graph), Flag(create_graph)));
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        private static nint[]? Handles(IList<Tensor>? tensors) => tensors?.Select(t => t is null ? 0 : t.Handle).ToArray();
        private static int Flag(bool value) => value ? 1 : 0;
    }
}
