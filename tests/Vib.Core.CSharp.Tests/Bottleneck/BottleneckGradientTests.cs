using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class BottleneckGradientTests
{
    [Theory]
    [InlineData(1, 1, 1e-3)]
    [InlineData(2, 3, 0.5)]
    public void The_written_backward_pass_is_automatic_differentiation_of_the_loss(int replicates, int samples, double beta)
    {
        using var scope = NewDisposeScope();
        const int batch = 6, inputs = 10, classes = 4, latent = 3;
        var options = new BottleneckOptions { Hidden = [17, 8], Latent = latent, Replicates = replicates, TrainingSamples = samples, SigmaOffset = 1 };
        using var model = new BottleneckModel(options, inputs, classes, CPU);
        model.Parameters.Initialise(3);
        using var pass = new ObjectivePass(model.Networks, batch, samples, backward: true);
        pass.Observed(Variable.X).All.copy_(Numbers.Drawn([replicates, batch, inputs], 4));
        pass.Observed(Variable.Y).All.copy_(eye(classes).index_select(0, tensor(new long[] { 0, 1, 2, 3, 1, 1 })).unsqueeze(0));
        var generators = Enumerable.Range(0, replicates).Select(r => new Generator((ulong)r + 9)).ToArray();
        var (found, _) = Step(pass, generators, beta);

        // the same loss in plain operators, on the same noise
        var weights = model.Parameters.Values.clone().requires_grad_();
        var layer = 0;
        Tensor Next(Tensor x, bool relu)
        {
            var (w, b) = (model.Parameters.Layout.Slots[2 * layer], model.Parameters.Layout.Slots[2 * layer + 1]);
            layer++;
            var y = x.matmul(weights.narrow(1, w.Offset, w.Size).view(replicates, w.Rows, w.Columns)) + weights.narrow(1, b.Offset, b.Size).view(replicates, 1, b.Columns);
            return relu ? y.relu() : y;
        }
        var head = Next(Next(Next(pass.Observed(Variable.X).All, true), true), false);
        var (mean, t) = (head.narrow(2, 0, latent), head.narrow(2, latent, latent) - 1);
        var deviation = (t.exp() + 1).log();
        var noise = stack(Enumerable.Range(0, replicates).Select(r => empty([samples * batch, latent]).normal_(generator: new Generator((ulong)r + 9))));
        var z = (mean.unsqueeze(1) + deviation.unsqueeze(1) * noise.view(replicates, samples, batch, latent)).view(replicates, samples * batch, latent);
        var logProbability = Next(z, false).log_softmax(-1).view(replicates, samples, batch, classes);
        var crossEntropy = -(logProbability * pass.Observed(Variable.Y).All.unsqueeze(1)).sum(-1);
        var rate = (mean.square() + deviation.square() - 1 - deviation.log() * 2).sum(-1) * 0.5;
        var loss = (crossEntropy.mean([1, 2]) + rate.mean([1]) * beta).sum();
        var oracle = autograd.grad([loss], [weights])[0];

        Numbers.Near(crossEntropy.mean([1]), found, (_, e) => 64 * Numbers.Epsilon32 * (1 + Math.Abs(e)));
        var scale = Numbers.Largest(oracle);
        Numbers.Near(oracle, model.Parameters.Gradients, 64 * Numbers.Epsilon32 * scale);
        foreach (var generator in generators) generator.Dispose();
    }

    // The collapsed code, μ = 0 and σ = 1 whatever x is, with the decoder at the classes' frequencies: rate 0, CE = H(Y), and no slope out of it for the encoder.
    [Fact]
    public void The_collapsed_code_has_rate_zero_and_no_gradient()
    {
        using var scope = NewDisposeScope();
        const int batch = 8, classes = 4, latent = 3;
        var options = new BottleneckOptions { Hidden = [5], Latent = latent };
        using var model = new BottleneckModel(options, 6, classes, CPU);
        model.Parameters.Initialise(1);
        var encoder = (Mlp)model.Networks.Latents[Variable.Z].Network;
        encoder.Weight(1).All.zero_();
        encoder.Bias(1).All.narrow(2, latent, latent).fill_(options.SigmaOffset + Math.Log(Math.E - 1)); // softplus(log(e − 1)) = 1
        model.Parameters.Values.narrow(1, model.Parameters.Layout.Slots.Single(slot => slot.Name == "decoder.0.weight").Offset, latent * classes).zero_();
        using var pass = new ObjectivePass(model.Networks, batch, 1, backward: true);
        pass.Observed(Variable.X).All.copy_(Numbers.Drawn([1, batch, 6], 4));
        pass.Observed(Variable.Y).All.copy_(cat([eye(classes), eye(classes)]).unsqueeze(0)); // every class equally often
        using var generator = new Generator(1);
        var (crossEntropy, rates) = Step(pass, [generator], beta: 2);
        Assert.All(Numbers.Of(rates), rate => Assert.Equal(0, rate, 16 * Numbers.Epsilon32));
        Assert.All(Numbers.Of(crossEntropy), ce => Assert.Equal(Math.Log(classes), ce, 4 * Numbers.Epsilon32));
        Assert.Equal(0, Numbers.Largest(encoder.WeightGradient(1).All), 16 * Numbers.Epsilon32);
        Assert.Equal(0, Numbers.Largest(encoder.WeightGradient(0).All), 16 * Numbers.Epsilon32);
    }

    // "Permutation-invariant MNIST": the network knows nothing of which pixel is where.
    [Fact]
    public void Permuted_pixels_with_the_first_layer_permuted_are_the_same_network()
    {
        using var scope = NewDisposeScope();
        const int batch = 7, inputs = 50, classes = 4;
        var options = new BottleneckOptions { Hidden = [17, 8], Latent = 3, SigmaOffset = 1 };
        using var model = new BottleneckModel(options, inputs, classes, CPU);
        model.Parameters.Initialise(3);
        using var pass = new ObjectivePass(model.Networks, batch, 1, backward: true);
        using var shuffler = new Generator(4);
        var order = randperm(inputs, generator: shuffler);
        var x = Numbers.Drawn([1, batch, inputs], 4);
        pass.Observed(Variable.Y).All.copy_(eye(classes).index_select(0, tensor(new long[] { 0, 1, 2, 3, 1, 1, 0 })).unsqueeze(0));
        var weight = ((Mlp)model.Networks.Latents[Variable.Z].Network).Weight(0).All;
        var gradient = ((Mlp)model.Networks.Latents[Variable.Z].Network).WeightGradient(0).All;
        (Tensor, Tensor, Tensor, Tensor) Read(Tensor pixels)
        {
            pass.Observed(Variable.X).All.copy_(pixels);
            using var generator = new Generator(9);
            var (crossEntropy, rate) = Step(pass, [generator], 0.1);
            return (crossEntropy.clone(), rate.clone(), pass.Decoder().Logits.clone(), gradient.clone());
        }
        var whole = Read(x);
        weight.copy_(weight.index_select(1, order));
        var permuted = Read(x.index_select(2, order));
        // the same products in another order: sums of 50, two layers up
        void Near(Tensor expected, Tensor found) => Numbers.Near(expected, found, inputs * 8 * Numbers.Epsilon32 * (1 + Numbers.Largest(expected)));
        Near(whole.Item1, permuted.Item1);
        Near(whole.Item2, permuted.Item2);
        Near(whole.Item3, permuted.Item3);
        Near(whole.Item4.index_select(1, order), permuted.Item4);
    }

    /// <summary>Forward, and the gradients of CE + β · rate, batch means. CE, averaged over samples, and rate of each example, [R,B].</summary>
    private static (Tensor CrossEntropy, Tensor Rate) Step(ObjectivePass pass, Generator[] generators, double beta)
    {
        pass.Encode();
        pass.Draw(generators);
        var latent = pass.Latent(Variable.Z);
        latent.ForgetGradients();
        var (logProbability, rate) = (pass.Decoder().Forward(), pass.Rate().Forward());
        pass.Decoder().Backward(full([1, 1], -1.0 / pass.Batch), reaches: true);
        pass.Rate().Backward(full([1, 1], beta / pass.Batch), reaches: true);
        latent.Backward();
        return (logProbability.neg(), rate);
    }
}
