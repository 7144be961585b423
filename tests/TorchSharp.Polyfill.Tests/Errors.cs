using System.Runtime.InteropServices;
using TorchSharp.PInvoke;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Errors
{
    private static readonly Dictionary<string, (Action Misuse, string Begins)> misuses = new()
    {
        ["shapes in mm"] = (() => ones([2, 3]).mm(ones([2, 3])), "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"),
        ["shapes in addmm_"] = (() => ones([2, 2]).addmm_(ones([2, 3]), ones([2, 3])), "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"),
        ["types in mm"] = (() => ones([2, 2]).mm(ones([2, 2], float64)), "expected"),
        ["shapes in add"] = (() => (ones([2]) + ones([3])).Dispose(), "The size of tensor a (2) must match the size of tensor b (3)"),
        ["shapes in mul_"] = (() => ones([2]).mul_(ones([3])), "The size of tensor a (2) must match the size of tensor b (3)"),
        ["an axis that is not there"] = (() => ones([2]).sum(3), "Dimension out of range"),
        ["an index that is not there"] = (() => ones([2]).select(0, 5), "select(): index 5 out of range for tensor of size [2] at dimension 0"),
        ["an index in a tensor"] = (() => ones([2]).index_select(0, tensor([5L])), "index out of range in self"),
        ["a view of the wrong size"] = (() => ones([2]).view(3), "shape '[3]' is invalid for input of size 2"),
        ["a gradient of whole numbers"] = (() => tensor([1L]).requires_grad_(), "Only Tensors of floating point"),
        ["a gradient at creation"] = (() => ones([1], int64, requires_grad: true), "Only Tensors of floating point"),
        ["nothing to join"] = (() => cat([]), "torch.cat(): expected a non-empty list of Tensors"),
        ["the largest of nothing"] = (() => ones([0]).max(), "max(): Expected reduction dim to be specified for input.numel() == 0"),
        ["a negative size"] = (() => zeros([-1]), "Trying to create tensor with negative dimension -1"),
        ["threads"] = (() => set_num_threads(0), "Expected positive number of threads"),
        ["a device without its backend"] = (() => zeros([1], device: device(DeviceType.HIP, 0)), "Could not run 'aten::empty.memory_format' with arguments from the 'HIP' backend"),
        ["a device beyond all"] = (() => ones([1]).to(device("cuda:200")), "there is no device with index 200"),
        ["a generator without its backend"] = (() => _ = new Generator(1, device(DeviceType.HIP, 0)), ""),
        ["a state of the wrong size"] = (() => new Generator().set_state(zeros([3], uint8)), "Expected"),
        ["a tensor that is not given"] = (() => where(ones([1]).gt(0), null!, ones([1])), "Expected Tensor but got None"),
        ["an operator that is not there"] = (() => new Op("no_such_operator").Call(1L), "Could not find schema for aten::no_such_operator"),
        ["an overload that is not there"] = (() => new Op("add", "Nothing").Call(1L), "Could not find schema for aten::add.Nothing"),
        ["too few arguments"] = (() => Ops.mm.Call(ones([1, 1])), "aten::mm needs its argument 'mat2'"),
        ["too many arguments"] = (() => Ops.neg.Call(ones([1]), 1L, 2L), "aten::neg takes 1 arguments, not 3"),
        ["a number for a tensor"] = (() => Ops.logsumexp.Call(1L, 2L), ""),
        ["a tensor for a list"] = (() => Ops.view.Call(ones([1]), ones([1])), ""),
        ["a tensor for a number"] = (() => Ops.unsqueeze.Call(ones([1]), ones([1])), ""),
        ["a real number for a whole one"] = (() => Ops.unsqueeze.Call(ones([1]), 1.5), ""),
        ["a truth value for a generator"] = (() => Ops.normal_.Mutate(ones([1]), 0.0, 1.0, true), ""),
        ["one result where two were expected"] = (() => Ops.argmax.CallPair(ones([1]), 0L), "aten::argmax returned 1 results, not 2"),
        ["two results where one was expected"] = (() => Ops.maxDim.Call(ones([1]), 0L), "aten::max returned 2 results, not 1"),
    };

    public static TheoryData<string> Misuses => [.. misuses.Keys];

    [Theory, MemberData(nameof(Misuses))]
    public void What_libtorch_refuses_is_an_ExternalException_with_its_message_first(string name)
    {
        var (misuse, begins) = misuses[name];
        var error = Assert.Throws<ExternalException>(misuse);
        Assert.StartsWith(begins, error.Message, StringComparison.OrdinalIgnoreCase); // libtorch 2 changed some capitals
        Assert.NotEqual("", error.Message);
        Assert.DoesNotContain("frame #0", error.Message); // no C++ stack
        Expect.Is(ones([2]) + 1, [2], 2, 2); // and all is well afterwards
    }

    [Fact]
    public void A_disposed_tensor_says_so_at_every_use()
    {
        var x = ones([2]);
        x.Dispose();
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Equal("(disposed)", x.ToString());
        Action[] uses =
        [
            () => x.neg(), () => x.add_(1), () => ones([2]).add(x), () => ones([2]).mul_(x), () => ones([2]).copy_(x), () => cat([x]), () => x.numel(),
            () => _ = x.bytes, () => x.item<float>(), () => _ = x.grad, () => ones([2]).grad = x, () => x.backward(), () => _ = x.requires_grad,
        ];
        foreach (var use in uses)
            Assert.Contains("Tensor invalid", Assert.Throws<InvalidOperationException>(use).Message);
    }

    [Fact]
    public void A_disposed_generator_says_so()
    {
        var generator = new Generator(1);
        generator.Dispose();
        generator.Dispose();
        Assert.Throws<InvalidOperationException>(() => randn([1], generator: generator));
        Assert.Throws<InvalidOperationException>(() => generator.get_state());
    }

    [Fact]
    public void Rounding_modes_that_are_not_there_are_refused_in_words()
    {
        foreach (var mode in new[] { RoundingMode.floor, RoundingMode.trunc })
            foreach (var divide in new Func<Tensor, Tensor>[] { x => x.div(2, mode), x => x.div(x, mode), x => x.div_(2, mode), x => x.div_(x, mode) })
                Assert.Contains($"rounding_mode {mode}", Assert.Throws<NotSupportedException>(() => divide(ones([1]))).Message);
    }

    [Fact]
    public void Each_thread_has_its_own_last_error()
    {
        void Fail(int n)
        {
            for (var i = 0; i < 200; i++)
                Assert.StartsWith($"shape '[{n}]' is invalid", Assert.Throws<ExternalException>(() => ones([2]).view(n)).Message);
        }
        Parallel.Invoke(() => Fail(3), () => Fail(5));
    }
}
