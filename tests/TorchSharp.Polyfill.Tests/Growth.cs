using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Resident memory after 100 000 operations is within 20 MB of what it was after the first 5 000.</summary>
public class Growth
{
    private static double ResidentMegabytes()
    {
        Memory.Collect();
        return long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], null) * (double)Environment.SystemPageSize / (1 << 20);
    }

    private static void Stays(Action<int> step, int operationsEach)
    {
        void Repeat(int operations)
        {
            for (var i = 0; i < operations / operationsEach; i++) step(i);
        }
        Repeat(5_000);
        var (before, tensors) = (ResidentMegabytes(), Tensor.TotalCount);
        Repeat(100_000);
        Assert.InRange(ResidentMegabytes(), 0, before + 20);
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void Operations_in_a_scope_do_not_grow_memory() => Stays(_ =>
    {
        using var scope = NewDisposeScope();
        var x = ones([32, 32], requires_grad: true); // 4 kB: if one in ten stayed, 40 MB
        var y = cat([x.mm(x), x.t().add(1), x.max(1, keepdim: true).values.expand(32, 32)]).sum([0L]);
        autograd.grad([y.sum()], [x]);
    }, 10);

    [Fact]
    public void Operations_that_fail_do_not_grow_memory()
    {
        using Tensor x = ones([2, 64]), wrong = ones([7]);
        Stays(i => Assert.ThrowsAny<Exception>(() => i % 2 == 0 ? x.mm(x) : cat([x, wrong])), 100); // libtorch takes 2 ms to throw
    }

    [Fact]
    public void Shared_arrays_do_not_grow_memory() => Stays(_ =>
    {
        using var shared = from_array(new float[1024]);
        using var view = shared.narrow(0, 1, 10);
        using var twin = new Generator(1);
        using var state = twin.get_state();
    }, 4);
}
