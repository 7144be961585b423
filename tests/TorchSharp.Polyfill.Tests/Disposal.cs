using System.Runtime.CompilerServices;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Disposal
{
    /// <summary>How many tensors more there are after the action than before.</summary>
    private static long Left(Action action)
    {
        Memory.Collect();
        var before = Tensor.TotalCount;
        action();
        return Tensor.TotalCount - before;
    }

    [Fact]
    public void Using_frees_at_the_end_of_its_block() => Assert.Equal(0, Left(() =>
    {
        var before = Tensor.TotalCount;
        using var x = ones([2]);
        Assert.Equal(before + 1, Tensor.TotalCount);
    }));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int count)
    {
        for (var i = 0; i < count; i++) ones([2]).add(1);
    }

    [Fact]
    public void What_is_forgotten_is_freed_by_the_garbage_collector()
    {
        Assert.Equal(0, Left(() =>
        {
            Forget(100);
            Memory.Collect();
        }));
    }

    [Fact]
    public void A_scope_frees_what_was_made_in_it()
    {
        Assert.Null(CurrentDisposeScope);
        Tensor? kept = null;
        Assert.Equal(0, Left(() =>
        {
            using var scope = NewDisposeScope();
            Assert.Same(scope, CurrentDisposeScope);
            kept = (ones([2]) + 1).exp();
            Assert.Equal(3, scope.DisposablesCount);
            Assert.True(scope.Contains(kept));
        }));
        Assert.True(kept!.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void What_is_disposed_by_hand_leaves_its_scope_and_other_disposables_may_join_it()
    {
        var generator = new Generator(1);
        using (var scope = NewDisposeScope())
        {
            ones([2]).Dispose();
            Assert.Equal(0, scope.DisposablesCount);
            scope.Attach(generator);
        }
        Assert.Throws<InvalidOperationException>(() => generator.Handle);
    }

    [Fact]
    public void A_tensor_moves_to_the_outer_scope_and_out_of_the_outermost()
    {
        Tensor moved, detached;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                moved = ones([1]).MoveToOuterDisposeScope();
                detached = inner.MoveToOuter(ones([1]));
                Assert.Equal((0, 2), (inner.DisposablesCount, outer.DisposablesCount));
            }
            Assert.False(moved.IsInvalid);
            Assert.Same(detached, detached.MoveToOuterDisposeScope()); // there is none around
            Assert.Equal(1, outer.DisposablesCount);
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void A_detached_tensor_outlives_its_scope()
    {
        Tensor one, two;
        using (var scope = NewDisposeScope())
        {
            one = ones([1]).DetachFromDisposeScope();
            two = scope.Detach(ones([1]));
        }
        Expect.Is(one + two, [1], 2);
    }

    [Fact]
    public void Everything_but_one_can_be_freed()
    {
        using var scope = NewDisposeScope();
        var (gone, kept) = (ones([1]), zeros([1]));
        Assert.Same(kept, scope.DisposeEverythingBut(kept));
        Assert.Equal((true, false, 1), (gone.IsInvalid, kept.IsInvalid, scope.DisposablesCount));
        scope.DisposeEverything();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void Closing_an_outer_scope_closes_those_left_open_inside()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        var x = ones([1]);
        outer.Dispose();
        Assert.True(x.IsInvalid);
        inner.Dispose(); // late, and harmless
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_tensor_belongs_to_one_scope_at_a_time()
    {
        using var x = ones([1]);
        using var outer = NewDisposeScope();
        outer.Attach(x);
        using (var inner = NewDisposeScope())
        {
            inner.Attach(x);
            Assert.Equal((0, 1), (outer.DisposablesCount, inner.DisposablesCount));
            inner.MoveToOther(outer, x);
        }
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void An_operation_that_fails_leaves_nothing_behind() => Assert.Equal(0, Left(() =>
    {
        using Tensor x = ones([2, 3]), y = ones([2, 3]);
        for (var i = 0; i < 100; i++) Assert.ThrowsAny<Exception>(() => x.mm(y));
    }));
}
