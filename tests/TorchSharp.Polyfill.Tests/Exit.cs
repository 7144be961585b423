using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>A process ends with the exit code it was given, whatever libtorch is doing at that moment.</summary>
public class Exit
{
    private static readonly List<Tensor> kept = [];

    /// <summary>Live, pinned and forgotten tensors, an open scope, and threads that go on computing and freeing while the process ends.</summary>
    internal static int Leave(bool byReturning)
    {
        _ = NewDisposeScope();
        kept.Add(ones([100], requires_grad: true).exp());
        kept.Add(from_array(new float[1000]).DetachFromDisposeScope());
        for (var i = 0; i < 2; i++) new Thread(Compute) { IsBackground = true }.Start();
        new Thread(() => { while (true) { GC.Collect(); GC.WaitForPendingFinalizers(); } }) { IsBackground = true }.Start();
        Thread.Sleep(30);
        if (!byReturning) Environment.Exit(0);
        return 0;
    }

    private static void Compute()
    {
        using var generator = new Generator(1);
        while (true)
        {
            var x = randn([64, 64], requires_grad: true, generator: generator);
            var y = (x.mm(x).softmax(1) + from_array(new float[64])).sum();
            autograd.grad([y], [x])[0].Dispose();
        }
    }

    [Fact]
    public void A_process_that_leaves_tensors_and_computing_threads_ends_well_twenty_times_in_a_row()
    {
        for (var run = 0; run < 10; run++)
            Parallel.ForEach(["leave by return", "leave by exit"], role =>
            {
                var (exit, output) = Child.Run(role);
                Assert.True(exit == 0 && output == "", $"run {run}, {role}, ended with {exit}\n{output}");
            });
    }

    [Fact]
    public void A_process_keeps_the_exit_code_that_it_was_given_even_in_a_long_operation() => Assert.Equal(7, Child.Run("leave in a long operation").Exit);

    /// <summary>A product that takes many seconds is running when the process ends with code 7.</summary>
    internal static int LeaveInALongOperation()
    {
        var busy = ones([4000, 4000], float64);
        new Thread(() => { while (true) busy.mm(busy).mm(busy).Dispose(); }) { IsBackground = true }.Start();
        Thread.Sleep(50);
        return 7;
    }
}
