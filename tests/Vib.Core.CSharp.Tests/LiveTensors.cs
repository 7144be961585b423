using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The law of memory: what a public function makes is gone when it returns.</summary>
internal static class LiveTensors
{
    /// <summary>Runs the action and asks that this many tensors more are alive after it than before; finalisers of earlier tests are let through first.</summary>
    internal static void Grow(long expected, Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        action();
        Assert.Equal(expected, Tensor.TotalCount - before);
    }

    internal static void Stay(Action action) => Grow(0, action);
}
