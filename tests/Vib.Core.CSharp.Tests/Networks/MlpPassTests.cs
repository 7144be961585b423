using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Forward and backward passes against the same network on plain operators in double precision.</summary>
public sealed class MlpPassTests
{
    // Floats against doubles: sums of at most 256 products, three layers deep, each rounded by ε/2 of its terms: a few hundred ε/2 at worst, √ of that as a rule.
    private const double Tolerance = 1e-5;

    // A hidden unit nearer to its kink than rounding errors reach could be on in one precision and off in the other. Inputs are drawn until none is.
    private const double Clear = 3e-6;

    public static TheoryData<int[], int, int> Networks
    {
        get
        {
            var data = new TheoryData<int[], int, int>();
            foreach (var widths in (int[][])[[1, 1], [3, 5, 2], [7, 1, 1], [16, 32, 16, 8], [20, 17, 33, 4], [5, 256, 3]])
                foreach (var replicates in (int[])[1, 3]) data.Add(widths, replicates, 9);
            data.Add([4, 10, 2], 2, 1); // a batch of one row
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_pass_is_the_network_and_its_derivatives(int[] widths, int replicates, int batch)
    {
        using var scope = NewDisposeScope();
        using var net = new Network(widths, replicates, batch);
        foreach (var (r, plain, input, output) in net.Reference())
        {
            Near(output, net.Pass.Output.Each[r]);
            var gradients = autograd.grad([output], [plain.Flat, input], [net.Pass.OutputGradient.Each[r].to_type(ScalarType.Float64)]);
            Near(gradients[0], net.Parameters.Gradients.select(0, r));
            Near(gradients[1], net.InputGradient.Each[r]);
        }
    }

    [Fact]
    public void Backward_can_add_to_what_is_there()
    {
        using var scope = NewDisposeScope();
        using var net = new Network([6, 11, 3], 2, 5);
        var once = net.Parameters.Gradients.clone();
        net.Pass.Backward(net.Input, add: true);
        Numbers.Near(once * 2, net.Parameters.Gradients, (_, g) => 8 * Numbers.Epsilon32 * Numbers.Largest(once)); // sums go on from another start
        net.Pass.Backward(net.Input);
        Numbers.Same(once, net.Parameters.Gradients);
    }

    [Fact]
    public void A_pass_for_reading_keeps_no_gradients_and_reads_the_same()
    {
        using var scope = NewDisposeScope();
        using var net = new Network([6, 11, 3], 2, 5);
        using var reading = new MlpPass(net.Mlp, 2, 5, CPU, backward: false);
        Numbers.Same(net.Pass.Output.All, reading.Forward(net.Input).All);
        LiveTensors.Stay(() => net.Pass.Forward(net.Input));
        LiveTensors.Stay(() => net.Pass.Backward(net.Input, net.InputGradient));
    }

    [Fact]
    public void A_network_frees_what_it_made() => LiveTensors.Stay(() => new Network([6, 11, 3], 2, 5).Dispose());

    /// <summary>|actual − expected| ≤ tolerance × the largest of expected.</summary>
    private static void Near(Tensor expected, Tensor actual) => Numbers.Near(expected, actual, Tolerance * Numbers.Largest(expected));

    private sealed class Network : IDisposable
    {
        internal readonly Mlp Mlp;
        internal readonly FlatParameters Parameters;
        internal readonly MlpPass Pass;
        internal readonly Matrices Input, InputGradient;

        internal Network(int[] widths, int replicates, int batch)
        {
            var layout = new ParameterLayout();
            Mlp = new Mlp(layout, "f", widths);
            Parameters = new(layout, replicates, CPU);
            PlainNetwork.Fill(Parameters, 1);
            Mlp.Attach(Parameters);
            Pass = new(Mlp, replicates, batch, CPU, backward: true);
            (Input, InputGradient) = (Matrices.Empty(replicates, batch, widths[0], CPU), Matrices.Empty(replicates, batch, widths[0], CPU));
            using var scope = NewDisposeScope();
            for (var seed = 1; seed == 1 || Reference().Any(r => r.Plain.ClosestToKink < Clear); seed++)
                Input.All.copy_(Numbers.Drawn([replicates, batch, widths[0]], seed));
            Pass.Forward(Input);
            Pass.OutputGradient.All.copy_(Numbers.Drawn([replicates, batch, widths[^1]], 99));
            Pass.Backward(Input, InputGradient);
        }

        internal List<(int R, PlainNetwork Plain, Tensor Input, Tensor Output)> Reference() => [.. Enumerable.Range(0, Parameters.Replicates).Select(r =>
        {
            var (plain, input) = (new PlainNetwork(Parameters, r), Input.Each[r].to_type(ScalarType.Float64).requires_grad_());
            return (r, plain, input, plain.Forward(input));
        })];

        public void Dispose()
        {
            foreach (var part in (IDisposable[])[Mlp, Parameters, Pass, Input, InputGradient]) part.Dispose();
        }
    }
}
