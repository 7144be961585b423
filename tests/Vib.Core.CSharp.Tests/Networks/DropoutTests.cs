using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What a training pass leaves out, and what it makes of the rest.</summary>
public sealed class DropoutTests : IDisposable
{
    private const int Replicates = 2, Batch = 8;
    private const double Input = 0.25, Hidden = 0.5;
    private static readonly int[] widths = [6, 40, 30, 3];

    private readonly Mlp mlp;
    private readonly FlatParameters parameters;
    private readonly MlpPass pass;
    private readonly Matrices input, inputGradient;

    public DropoutTests()
    {
        var layout = new ParameterLayout();
        mlp = new Mlp(layout, "f", widths) { Dropout = (Input, Hidden) };
        parameters = new(layout, Replicates, CPU);
        PlainNetwork.Fill(parameters, 1);
        mlp.Attach(parameters);
        pass = new(mlp, Replicates, Batch, CPU, backward: true);
        (input, inputGradient) = (Matrices.Empty(Replicates, Batch, widths[0], CPU), Matrices.Empty(Replicates, Batch, widths[0], CPU));
        input.All.copy_(Numbers.Drawn([Replicates, Batch, widths[0]], 3));
    }

    private static Generator[] Generators(long seed) => [.. Enumerable.Range(0, Replicates).Select(r => new Generator((ulong)(seed + r)))];

    /// <summary>The masks of a pass with these generators: 0, or 1/(1 − rate); of what each layer reads, for one replicate.</summary>
    private static Tensor[] Masks(Generator generator) => [.. widths[..^1].Select((width, l) =>
    {
        var rate = l == 0 ? Input : Hidden;
        return zeros([Batch, width]).uniform_(0, 1, generator).ge(rate).to_type(ScalarType.Float64) * (1 / (1 - rate));
    })];

    [Fact]
    public void A_pass_is_the_masked_network_and_its_derivatives()
    {
        using var scope = NewDisposeScope();
        pass.Forward(input, dropout: Generators(5));
        pass.OutputGradient.All.copy_(Numbers.Drawn([Replicates, Batch, widths[^1]], 99));
        pass.Backward(input, inputGradient);
        for (var r = 0; r < Replicates; r++)
        {
            var masks = Masks(Generators(5)[r]);
            var flat = parameters.Values.select(0, r).to_type(ScalarType.Float64).requires_grad_();
            var x = input.Each[r].to_type(ScalarType.Float64).requires_grad_();
            var h = x;
            for (var l = 0; l < masks.Length; l++)
            {
                Tensor Matrix(ParameterSlot slot) => flat.narrow(0, slot.Offset, slot.Size).view(slot.Rows, slot.Columns);
                h = (h * masks[l]).matmul(Matrix(parameters.Layout.Slots[2 * l])) + Matrix(parameters.Layout.Slots[2 * l + 1]);
                if (l < masks.Length - 1) h = h.relu();
            }
            // as for the pass without dropout: sums of at most 40 products of floats, three layers deep
            Near(h, pass.Output.Each[r]);
            var gradients = autograd.grad([h], [flat, x], [pass.OutputGradient.Each[r].to_type(ScalarType.Float64)]);
            Near(gradients[0], parameters.Gradients.select(0, r));
            Near(gradients[1], inputGradient.Each[r]);
        }
        void Near(Tensor expected, Tensor actual) => Numbers.Near(expected, actual, 1e-5 * Numbers.Largest(expected));
    }

    [Fact]
    public void Without_generators_nothing_is_left_out_not_even_after_a_pass_that_did()
    {
        using var scope = NewDisposeScope();
        using var reading = new MlpPass(mlp, Replicates, Batch, CPU, backward: false);
        var whole = reading.Forward(input).All.clone();
        Assert.NotEqual(Numbers.Of(whole), Numbers.Of(pass.Forward(input, dropout: Generators(1)).All));
        Numbers.Same(whole, pass.Forward(input).All);
        pass.OutputGradient.All.fill_(1);
        pass.Backward(input);
        var gradient = parameters.Gradients.clone();
        var plain = new Mlp(new(), "f", widths);
        using var network = plain;
        plain.Attach(parameters);
        using var undropped = new MlpPass(plain, Replicates, Batch, CPU, backward: true);
        undropped.Forward(input);
        undropped.OutputGradient.All.fill_(1);
        undropped.Backward(input);
        Numbers.Same(gradient, parameters.Gradients);
    }

    // The scaling keeps the mean of what a layer reads: over masks, a linear network's output averages to the output without any. 6 · 2 numbers, five standard errors each: a false alarm in 100 000 seeds.
    [Fact]
    public void On_average_a_linear_layer_is_what_it_is_without()
    {
        using var scope = NewDisposeScope();
        const int passes = 4000;
        var layout = new ParameterLayout();
        using var linear = new Mlp(layout, "f", 5, 3) { Dropout = (0.3, 0.9) };
        using var weights = new FlatParameters(layout, 1, CPU);
        PlainNetwork.Fill(weights, 1);
        linear.Attach(weights);
        using var rows = Matrices.Empty(1, 4, 5, CPU);
        rows.All.copy_(Numbers.Drawn([1, 4, 5], 3));
        using var training = new MlpPass(linear, 1, 4, CPU, backward: true);
        var whole = Numbers.Of(training.Forward(rows).All);
        using var generator = new Generator(7);
        var each = Enumerable.Range(0, passes).Select(_ => Numbers.Of(training.Forward(rows, dropout: [generator]).All)).ToArray();
        for (var i = 0; i < whole.Length; i++)
        {
            var (mean, error) = Numbers.Mean([.. each.Select(output => output[i])]);
            Assert.Equal(whole[i], mean, 5 * error);
            Assert.True(error > 0);
        }
    }

    [Fact]
    public void A_replicate_does_not_know_how_many_there_are()
    {
        var digits = DrawnDigits.Draw(100, 1);
        double[] Values(int replicates)
        {
            using var model = ObjectiveTraining.Train(Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(10, Variable.Y, Variable.Z))), Observations.Of(digits),
                new() { Encoder = new() { Hidden = [16, 12], Latent = 4, Noise = EncoderNoise.None, Dropout = 0.5, InputDropout = 0.2 }, Batch = 25, Steps = 10, Replicates = replicates, Threads = 1 });
            return [.. model.Evaluate(Observations.Of(digits), 1).Terms[0].ReplicateValues];
        }
        var (two, three) = (Values(2), Values(3));
        Assert.Equal(two, three[..2]);
        Assert.NotEqual(three[0], three[1]);
    }

    [Fact]
    public void A_training_pass_makes_nothing_that_stays()
    {
        var generators = Generators(1);
        LiveTensors.Stay(() => pass.Forward(input, dropout: generators));
        LiveTensors.Stay(() => pass.Backward(input, inputGradient));
        foreach (var generator in generators) generator.Dispose();
    }

    public void Dispose()
    {
        foreach (var part in (IDisposable[])[mlp, parameters, pass, input, inputGradient]) part.Dispose();
    }
}
