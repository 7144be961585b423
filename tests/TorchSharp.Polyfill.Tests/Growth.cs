using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Resident memory stays within 20 MB over 100 000 operations, once it has settled.</summary>
/// <remarks>What leaks does so at the same rate for ever; what the collector and malloc keep for later is kept once. So a leak shows in each of three stretches, and one without growth clears.</remarks>
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
        var (resident, tensors) = (ResidentMegabytes(), Tensor.TotalCount);
        var growth = new List<double>();
        do
        {
            Repeat(100_000);
            growth.Add(ResidentMegabytes() - resident);
            resident += growth[^1];
        } while (growth[^1] > 20 && growth.Count < 3);
        Assert.True(growth[^1] <= 20, $"grew by {string.Join(", ", growth.Select(megabytes => $"{megabytes:F1}"))} MB in stretches of 100 000 operations");
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
