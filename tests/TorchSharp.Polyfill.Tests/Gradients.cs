using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Reverse-mode gradients against central differences in double precision.</summary>
public class Gradients
{
    internal sealed record Case(Func<Tensor[], Tensor> Apply, params long[][] Shapes)
    {
        internal (double From, double To) Interval { get; init; } = (-1, 1);
        internal Tensor[] Inputs() => [.. Shapes.Select((shape, i) => Expect.Drawn(shape, i + 1, Interval.From, Interval.To).requires_grad_())];
    }

    private static readonly long[] vector = [3], matrix = [2, 3], turned = [3, 2], square = [2, 2], batch = [2, 2, 3], batchTurned = [2, 3, 2];
    private static readonly Tensor mask = tensor(new byte[] { 1, 0, 1, 0, 0, 1 }, [2, 3], ScalarType.Bool), index = tensor([2L, 0, 0]);

    private static readonly Dictionary<string, Case> all = new()
    {
        ["add, broadcast"] = new(x => x[0] + x[1], matrix, vector),
        ["add, scaled"] = new(x => x[0].add(x[1], 0.3), matrix, vector),
        ["sub, broadcast"] = new(x => x[0] - x[1], matrix, vector),
        ["mul, broadcast"] = new(x => x[0] * x[1], matrix, vector),
        ["div, broadcast"] = new(x => x[0] / x[1], matrix, vector) { Interval = (0.5, 2) },
        ["add_, sub_, mul_, div_"] = new(x => (x[0] * 1).add_(x[1]).sub_(x[1] * 0.5).mul_(x[1]).div_(x[1] + 1), matrix, matrix) { Interval = (0.5, 2) },
        ["addcmul_, addcdiv_"] = new(x => (x[0] * 1).addcmul_(x[1], x[2], 0.7).addcdiv_(x[1], x[2], 0.2), matrix, matrix, matrix) { Interval = (0.5, 2) },
        ["copy_"] = new(x => zeros([2, 3], float64).copy_(x[0]), vector),
        ["maximum, minimum"] = new(x => maximum(x[0], x[1]) * minimum(x[0], x[1]), matrix, matrix),
        ["where"] = new(x => where(mask, x[0], x[1]), matrix, vector),
        ["masked_fill"] = new(x => x[0].masked_fill(mask, 5) * (x[0] * 1).masked_fill_(mask, 2), matrix),
        ["sum"] = new(x => x[0].sum() * x[0].sum(0L) * x[0].sum([0L, 1], keepdim: true).view(1), matrix),
        ["mean"] = new(x => x[0].mean() * x[0].mean([1]), matrix),
        ["var"] = new(x => x[0].var() * x[0].var(1) * x[0].var(1, unbiased: false), matrix),
        ["max, min"] = new(x => x[0].max() * x[0].min() * x[0].max(1).values * x[0].min(1).values, matrix),
        ["logsumexp"] = new(x => x[0].logsumexp(1) * logsumexp(x[0], 0).sum(), matrix),
        ["logcumsumexp, flip"] = new(x => x[0].logcumsumexp(0) * x[0].flip(0, 1).logcumsumexp(1), matrix),
        ["logaddexp"] = new(x => x[0].logaddexp(x[1]), matrix, vector),
        ["softmax"] = new(x => x[0].softmax(1), matrix),
        ["log_softmax"] = new(x => x[0].log_softmax(0), matrix),
        ["mm"] = new(x => x[0].mm(x[1]), matrix, turned),
        ["mm of transposes"] = new(x => x[0].t().mm(x[1].t()), matrix, turned),
        ["bmm"] = new(x => x[0].bmm(x[1]), batch, batchTurned),
        ["matmul, batch by matrix"] = new(x => x[0].matmul(x[1]), batch, turned),
        ["addmm"] = new(x => x[0].addmm(x[1], x[2], 0.5f, 2), square, matrix, turned),
        ["addmm_"] = new(x => (x[0] * 1).addmm_(x[1], x[2], 0.5f, 2), square, matrix, turned),
        ["baddbmm"] = new(x => x[0].baddbmm(x[1], x[2], 0.5f, 2), square, batch, batchTurned),
        ["view, reshape, permute, transpose, flatten"] = new(x => (x[0].view(3, 2).reshape(1, 6).view(1, 3, 2).permute(2, 0, 1).transpose(0, 2) + 0).flatten(), matrix),
        ["unsqueeze, squeeze, expand"] = new(x => x[0].unsqueeze(1).expand(3, 4, 3).narrow(1, 0, 1).squeeze(1), [3, 3]),
        ["narrow, select, slice"] = new(x => x[0].narrow(1, 1, 2).select(1, 0) * x[0].slice(1, 0, 3, 2).select(1, 1), matrix),
        ["diagonal, tril, triu"] = new(x => x[0].diagonal() * x[0].tril().sum(1) * x[0].triu(1).sum(1), [3, 3]),
        ["index_select, gather"] = new(x => x[0].index_select(1, index) * x[0].gather(1, index.view(1, 3).expand(2, 3)), matrix),
        ["scatter_"] = new(x => (x[0] * 1).scatter_(0, index.view(1, 3), x[1].view(1, 3)), [3, 3], vector),
        ["cat, stack"] = new(x => cat([x[0], x[1]], 1).sum(1) * stack([x[0], x[1]]).sum([0L, 2]), matrix, matrix),
        ["to another type and back"] = new(x => x[0].to_type(ScalarType.Float64, copy: true).cpu() * x[0], matrix),
    };

    public static TheoryData<string> Cases => [.. all.Keys, .. UnaryOperators.All.Keys];

    private static Case Find(string name) => all.TryGetValue(name, out var found) ? found
        : UnaryOperators.All[name] is var u ? new(x => u.Apply(x[0]), [5]) { Interval = (u.From, u.To) } : throw new KeyNotFoundException(name);

    /// <summary>A smooth scalar of the outputs that weighs each of them differently.</summary>
    private static Tensor Weighed(Tensor y) => (y * Expect.Drawn(y.shape, 77, 0.5, 1.5)).sum();

    [Theory, MemberData(nameof(Cases))]
    public void The_gradient_of_every_operator_is_its_difference_quotient(string name)
    {
        var (apply, inputs) = (Find(name).Apply, Find(name).Inputs());
        using var loss = Weighed(apply(inputs));
        if (!loss.requires_grad) { Assert.Contains(name, new[] { "zero_", "fill_" }); return; } // what is overwritten has no gradient
        var gradients = autograd.grad([loss], inputs);
        const double step = 1e-5;
        for (var i = 0; i < inputs.Length; i++)
        {
            var (x, found) = (inputs[i].data<double>(), gradients[i].contiguous().data<double>().ToArray());
            Assert.Equal(inputs[i].shape, gradients[i].shape);
            var values = x.ToArray();
            for (var j = 0; j < values.Length; j++)
            {
                double At(double value)
                {
                    x.CopyFrom([value], tensorIndex: j);
                    using var none = no_grad();
                    return Weighed(apply(inputs)).item<double>();
                }
                var quotient = (At(values[j] + step) - At(values[j] - step)) / (2 * step);
                At(values[j]);
                Assert.True(Math.Abs(quotient - found[j]) <= 1e-7 * Math.Max(1, Math.Abs(quotient)), $"input {i}, element {j}: {found[j]}, quotient {quotient}");
            }
        }
    }
}
