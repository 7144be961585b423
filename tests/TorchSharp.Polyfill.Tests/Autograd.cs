using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Autograd
{
    [Fact]
    public void Backward_adds_up_in_the_leaves()
    {
        using var x = tensor([1.0, 2, 3], requires_grad: true);
        Assert.Null(x.grad);
        x.pow(2).sum().backward();
        Expect.Is(x.grad!, [3], 2, 4, 6);
        autograd.backward([x * 10], [ones([3], float64)]);
        Expect.Is(x.grad!, [3], 12, 14, 16);
        x.grad = null;
        Assert.Null(x.grad);
        x.grad = ones([3], float64);
        x.sum().backward();
        Expect.Is(x.grad!, [3], 2, 2, 2);
    }

    [Fact]
    public void A_gradient_in_preallocated_memory_is_added_to_in_place()
    {
        using var flat = zeros([4], float64);
        using var x = tensor([1.0, 2], requires_grad: true);
        x.grad = flat.narrow(0, 1, 2);
        (x * x).sum().backward();
        Expect.Is(flat, [4], 0, 2, 4, 0);
    }

    [Fact]
    public void Grad_of_grad_is_the_second_derivative()
    {
        using var x = tensor([2.0, 3], requires_grad: true);
        var first = autograd.grad([x.pow(4).sum()], [x], create_graph: true)[0];
        var second = autograd.grad([first.sum()], [x], create_graph: true)[0];
        var third = autograd.grad([second.sum()], [x])[0];
        Expect.Near([32, 108], first, 1e-14);
        Expect.Near([48, 108], second, 1e-14);
        Expect.Near([48, 72], third, 1e-14);
        Assert.False(third.requires_grad);
    }

    [Fact]
    public void Outputs_are_weighed_by_their_grad_outputs()
    {
        using var x = tensor([1.0, 2], requires_grad: true);
        var weighed = autograd.grad([x * 3, x.pow(2)], [x], [tensor([1.0, 10]), tensor([100.0, 1000])]);
        Expect.Is(weighed[0], [2], 203, 4030);
    }

    [Fact]
    public void As_many_weights_as_outputs_are_needed()
    {
        using var x = tensor([1.0, 2], requires_grad: true);
        using var y = x * 3;
        var one = ones([2], float64);
        Assert.StartsWith("got 2 tensors and 1 gradients", Assert.Throws<ExternalException>(() => autograd.grad([y, y], [x], [one])).Message);
        Assert.StartsWith("got 1 tensors and 2 gradients", Assert.Throws<ExternalException>(() => autograd.backward([y], [one, one])).Message);
        Assert.StartsWith("grad can be implicitly created only for scalar outputs", Assert.Throws<ExternalException>(y.backward).Message);
    }

    [Fact]
    public void An_input_that_was_not_used_is_an_error_unless_allowed()
    {
        using Tensor x = ones([1], requires_grad: true), y = ones([1], requires_grad: true);
        Assert.StartsWith("One of the differentiated Tensors appears to not have been used", Assert.Throws<ExternalException>(() => autograd.grad([x * 2], [y])).Message);
        var found = autograd.grad([x * 2], [x, y], allow_unused: true);
        Expect.Is(found[0], [1], 2);
        Assert.Null(found[1]);
    }

    [Fact]
    public void A_graph_is_kept_when_asked_for_and_gone_otherwise()
    {
        using var x = ones([1], requires_grad: true);
        using var y = x.exp();
        autograd.grad([y], [x], retain_graph: true);
        autograd.grad([y], [x]);
        Assert.StartsWith("Trying to backward through the graph a second time", Assert.Throws<ExternalException>(() => autograd.grad([y], [x])).Message);
    }

    [Fact]
    public void Only_the_inputs_named_get_a_gradient()
    {
        using Tensor x = ones([1], requires_grad: true), y = ones([1], requires_grad: true);
        autograd.backward([x * y], inputs: [y]);
        Assert.Null(x.grad);
        Expect.Is(y.grad!, [1], 1);
    }

    [Fact]
    public void Recording_is_turned_off_and_on_in_nested_blocks_and_comes_back()
    {
        using var x = ones([1], requires_grad: true);
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
                using (enable_grad(false)) Assert.False(is_grad_enabled());
                Assert.True(is_grad_enabled());
            }
            Assert.False(is_grad_enabled());
        }
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Recording_is_each_threads_own()
    {
        using var none = no_grad();
        var there = false;
        var thread = new Thread(() => there = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(there);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void Leaves_results_and_detached_tensors_are_told_apart()
    {
        using var x = ones([1], requires_grad: true);
        using var y = x * 2;
        Assert.Equal((true, false, true, true), (x.is_leaf, y.is_leaf, y.requires_grad, y.detach().is_leaf));
        Assert.False(y.detach().requires_grad);
        x.requires_grad = false;
        Assert.False((x * 2).requires_grad);
    }
}
