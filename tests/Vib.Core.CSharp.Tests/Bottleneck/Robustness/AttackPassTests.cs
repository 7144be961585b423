using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class AttackPassTests
{
    private const int Batch = 5, Inputs = 10, Classes = 4, Samples = 3;
    private static readonly BottleneckOptions Options = new() { Hidden = [17, 8], Latent = 3, SigmaOffset = 1 };

    private static BottleneckModel Model()
    {
        var model = new BottleneckModel(Options, Inputs, Classes, CPU);
        model.Parameters.Initialise(3);
        model.Parameters.Values.mul_(1.5);
        return model;
    }

    private static float[] Pixels() => [.. Numbers.Of(Numbers.Drawn([Batch, Inputs], 4, 0.5)).Select(x => (float)(x + 0.5))];

    /// <summary>log of the averaged probabilities in plain operators and doubles, [B,C]; and the pixels that it is a function of.</summary>
    private static (Tensor LogProbabilities, Tensor Pixels) Plain(BottleneckModel model, float[] pixels, Tensor noise)
    {
        var x = tensor(Array.ConvertAll(pixels, p => (double)p), [Batch, Inputs]).requires_grad_();
        var layer = 0;
        Tensor Next(Tensor h, bool relu)
        {
            var (w, b) = (model.Parameters.Layout.Slots[2 * layer], model.Parameters.Layout.Slots[2 * layer + 1]);
            layer++;
            var values = model.Parameters.Values.to_type(ScalarType.Float64);
            var y = h.matmul(values.narrow(1, w.Offset, w.Size).view(w.Rows, w.Columns)) + values.narrow(1, b.Offset, b.Size).view(1, b.Columns);
            return relu ? y.relu() : y;
        }
        var head = Next(Next(Next(x * 2 - 1, true), true), false);
        var deviation = ((head.narrow(1, 3, 3) - 1).exp() + 1).log();
        var z = head.narrow(1, 0, 3).unsqueeze(0) + deviation.unsqueeze(0) * noise.to_type(ScalarType.Float64).view(Samples, Batch, 3);
        return (Next(z.view(Samples * Batch, 3), false).log_softmax(-1).view(Samples, Batch, Classes).logsumexp(0) - Math.Log(Samples), x);
    }

    private static Tensor Noise() => empty([Samples * Batch, 3]).normal_(generator: new Generator(9));

    [Fact]
    public void The_pixels_gradient_is_automatic_differentiation_of_the_averaged_probabilities()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        using var pass = new AttackPass(model, Batch, Samples, backward: true);
        using var generator = new Generator(9);
        var (upstream, found) = (Numbers.Of(Numbers.Drawn([Batch, Classes], 5)), pass.Forward(Pixels(), generator));
        var gradient = pass.Backward(upstream);
        var (plain, x) = Plain(model, Pixels(), Noise());
        var oracle = Numbers.Of(autograd.grad([(plain * tensor(upstream, [Batch, Classes])).sum()], [x])[0]);
        Numbers.Near(Numbers.Of(plain), found, (_, e) => 64 * Numbers.Epsilon32 * (1 + Math.Abs(e)));
        Numbers.Near(oracle, gradient, (_, _) => 64 * Numbers.Epsilon32 * oracle.Max(Math.Abs));
    }

    // Central differences in doubles with h = 2⁻¹⁴: errors of h² = 4e-9 and of 2e-16/h; the gradient itself is single precision. No kink of the ReLUs is within h of these pixels.
    [Fact]
    public void And_finite_differences_of_them()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        using var pass = new AttackPass(model, Batch, Samples, backward: true);
        using var generator = new Generator(9);
        var (pixels, noise, upstream) = (Pixels(), Noise(), Numbers.Of(Numbers.Drawn([Batch, Classes], 5)));
        pass.Forward(pixels, generator);
        var gradient = pass.Backward(upstream);
        const float h = 1f / (1 << 14); // exact in floats near 1, where pixels are
        var tolerance = 1e-5 * gradient.Max(Math.Abs);
        for (var d = 0; d < pixels.Length; d += 7)
        {
            double Along(float step)
            {
                var moved = (float[])pixels.Clone();
                moved[d] += step;
                return Numbers.Of(Plain(model, moved, noise).LogProbabilities).Zip(upstream, (z, u) => z * u).Sum();
            }
            double apart = (double)(pixels[d] + h) - (double)(pixels[d] - h);
            Assert.Equal((Along(h) - Along(-h)) / apart, gradient[d], tolerance);
        }
    }

    // Logits some hundred nats apart: the probability of the label is 1 and every other 0 in single precision, and so would the gradient be.
    [Fact]
    public void A_model_that_is_sure_beyond_single_precision_still_has_a_gradient()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var decoder = model.Parameters.Layout.Slots[^1];
        model.Parameters.Values.narrow(1, decoder.Offset, 1).fill_(200);
        using var pass = new AttackPass(model, Batch, Samples, backward: true);
        using var generator = new Generator(9);
        var log = pass.Forward(Pixels(), generator);
        Assert.All(Enumerable.Range(0, Batch), i => Assert.True(log[i * Classes + 1] < -150));
        double[] upstream = [.. Enumerable.Range(0, Batch * Classes).Select(k => k % Classes == 0 ? -1.0 : 0)];
        var gradient = pass.Backward(upstream);
        for (var i = 0; i < Batch; i++) Assert.True(gradient.Skip(i * Inputs).Take(Inputs).Max(Math.Abs) is > 0 and < 1e-60);
    }

    // Over 200 draws each; the ratio of variances of the gradients is near 1/16, and 1 if the samples were not averaged.
    [Fact]
    public void More_samples_make_a_gradient_of_smaller_variance()
    {
        using var model = Model();
        double Variance(int samples)
        {
            using var pass = new AttackPass(model, Batch, samples, backward: true);
            using var generator = new Generator(9);
            double[] upstream = [.. Enumerable.Range(0, Batch * Classes).Select(k => k % Classes == 0 ? -1.0 : 0)];
            var draws = Enumerable.Range(0, 200).Select(_ =>
            {
                pass.Forward(Pixels(), generator);
                return pass.Backward(upstream);
            }).ToArray();
            return Enumerable.Range(0, Batch * Inputs).Average(d => Math.Pow(Numbers.Mean([.. draws.Select(g => g[d])]).Error, 2) * draws.Length);
        }
        var (one, many) = (Variance(1), Variance(16));
        Assert.True(many < 0.25 * one, $"The variance went from {one} to {many}.");
    }
}
