using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Threads
{
    /// <summary>Thirty steps of descent on a small network; the weights at the end.</summary>
    private static double[] Trained(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        var w = randn([20, 20], generator: generator).requires_grad_();
        for (var step = 0; step < 30; step++)
        {
            using var inner = NewDisposeScope();
            var x = randn([64, 20], generator: generator);
            var loss = (x.mm(w).tanh().logsumexp(1) - x.select(1, 0)).pow(2).mean();
            var gradient = autograd.grad([loss], [w])[0];
            using (no_grad()) w.add_(gradient, -0.1);
            Assert.Equal(9, inner.DisposablesCount); // this thread's only
        }
        return Expect.Numbers(w);
    }

    private static T[] AtOnce<T>(int count, Func<int, T> work)
    {
        var results = new T[count];
        var failures = new System.Collections.Concurrent.ConcurrentBag<Exception>();
        using var start = new Barrier(count);
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            try { results[i] = work(i); }
            catch (Exception error) { failures.Add(error); }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(failures);
        return results;
    }

    [Fact]
    public void Threads_at_once_reach_the_same_bits_as_one_after_the_other()
    {
        var serial = Enumerable.Range(0, 4).Select(i => Trained((ulong)i)).ToArray();
        for (var repeat = 0; repeat < 3; repeat++) Assert.Equal(serial, AtOnce(4, i => Trained((ulong)i)));
        Assert.NotEqual(serial[0], serial[1]);
    }

    [Fact]
    public void A_scope_takes_only_its_own_threads_tensors()
    {
        using var scope = NewDisposeScope();
        var elsewhere = AtOnce(2, _ => (CurrentDisposeScope, ones([1])));
        Assert.All(elsewhere, there => Assert.Null(there.CurrentDisposeScope));
        Assert.Equal(0, scope.DisposablesCount);
        scope.Dispose();
        Assert.All(elsewhere, there => Expect.Is(there.Item2, [1], 1));
    }

    [Fact]
    public void Operators_are_looked_up_by_many_threads_at_once()
    {
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var fresh = new PInvoke.Op("neg");
            Assert.All(AtOnce(4, _ => Expect.Numbers(fresh.Unary(ones([3])))), found => Assert.Equal([-1, -1, -1], found));
        }
    }

    [Fact]
    public void One_generator_serves_several_threads()
    {
        using var shared = new Generator(1);
        var drawn = AtOnce(2, _ => Enumerable.Range(0, 200).SelectMany(_ => Expect.Numbers(rand([10], float64, generator: shared))).ToArray());
        Assert.Equal(4000, drawn.SelectMany(x => x).Distinct().Count()); // 53 random bits each: a repeat by chance, 1e-9
    }

    [Fact]
    public void The_garbage_collector_frees_what_other_threads_made_while_they_compute()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() => { while (!stop.IsCancellationRequested) { GC.Collect(0); GC.WaitForPendingFinalizers(); } });
        collector.Start();
        var sums = AtOnce(2, _ => Enumerable.Range(0, 3000).Sum(i => full([8], i, float64).add(1).narrow(0, 0, 4).mul_(2).sum().item<double>()));
        stop.Cancel();
        collector.Join();
        Assert.All(sums, sum => Assert.Equal(8.0 * (3000 * 2999 / 2 + 3000), sum));
    }

    [Fact]
    public void The_number_of_threads_holds_for_threads_that_start_later()
    {
        var before = get_num_threads();
        set_num_threads(1);
        Assert.All(AtOnce(2, _ => get_num_threads()), there => Assert.Equal(1, there));
        set_num_threads(before);
        Assert.Equal(before, get_num_threads());
    }
}
