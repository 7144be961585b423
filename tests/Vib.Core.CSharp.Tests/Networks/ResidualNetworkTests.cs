using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class ResidualNetworkTests
{
    private const int Inputs = 3, Width = 5, Blocks = 3, Outputs = 2, Batch = 4, Replicates = 2;

    private static (ResidualNetwork Network, FlatParameters Parameters) Make(bool drawn)
    {
        var layout = new ParameterLayout();
        var network = new ResidualNetwork(layout, "f", Inputs, Width, Blocks, Outputs);
        var parameters = new FlatParameters(layout, Replicates, CPU);
        network.Attach(parameters);
        parameters.Initialise(1);
        if (drawn) parameters.Values.copy_(Numbers.Drawn(parameters.Values.shape, 3));
        else network.Initialise();
        return (network, parameters);
    }

    private static double[][] Rows(FlatParameters parameters, string name, int replicate)
    {
        using var scope = NewDisposeScope();
        var slot = parameters.Layout.Slots.Single(slot => slot.Name == name);
        var values = Numbers.Of(parameters.Values.select(0, replicate).narrow(0, slot.Offset, slot.Size));
        return [.. values.Chunk((int)slot.Columns)];
    }

    private static double[] Affine(FlatParameters parameters, string name, int replicate, double[] x)
    {
        var (weight, bias) = (Rows(parameters, $"{name}.weight", replicate), Rows(parameters, $"{name}.bias", replicate)[0]);
        return [.. bias.Select((b, j) => b + x.Select((value, i) => value * weight[i][j]).Sum())];
    }

    [Fact]
    public void Each_block_adds_what_it_says_in_double()
    {
        using var scope = NewDisposeScope();
        var (network, parameters) = Make(drawn: true);
        using var pass = network.Pass(Replicates, Batch, CPU, backward: false);
        var input = new Matrices(Numbers.Drawn([Replicates, Batch, Inputs], 5));
        var found = Numbers.Of(pass.Forward(input).All);
        for (var r = 0; r < Replicates; r++)
            for (var i = 0; i < Batch; i++)
            {
                var h = Affine(parameters, "f.first.0", r, Numbers.Of(input.Each[r].select(0, i)));
                for (var block = 0; block < Blocks; block++)
                {
                    var inner = Affine(parameters, $"f.block.{block}.0", r, h).Select(value => Math.Max(value, 0)).ToArray();
                    h = [.. h.Zip(Affine(parameters, $"f.block.{block}.1", r, inner), (a, b) => a + b)];
                }
                var expected = Affine(parameters, "f.last.0", r, h);
                for (var j = 0; j < Outputs; j++) Assert.Equal(expected[j], found[(r * Batch + i) * Outputs + j], 256 * Numbers.Epsilon32 * (1 + h.Max(Math.Abs)));
            }
        // one replicate alone is that replicate of all
        using var alone = network.Pass(Replicates, Batch, CPU, backward: false);
        Numbers.Same(pass.Output.Each[1], alone.Forward(input, 1).Each[1]);
        network.Dispose();
        parameters.Dispose();
        input.Dispose();
    }

    [Fact]
    public void At_the_start_the_blocks_are_the_identity_and_learn()
    {
        using var scope = NewDisposeScope();
        var (network, parameters) = Make(drawn: false);
        using var pass = network.Pass(Replicates, Batch, CPU, backward: true);
        var input = new Matrices(Numbers.Drawn([Replicates, Batch, Inputs], 5));
        pass.Forward(input);
        for (var i = 0; i < Batch; i++)
        {
            var expected = Affine(parameters, "f.last.0", 0, Affine(parameters, "f.first.0", 0, Numbers.Of(input.Each[0].select(0, i))));
            Numbers.Near(expected, Numbers.Of(pass.Output.Each[0].select(0, i)), (_, _) => 32 * Numbers.Epsilon32);
        }
        pass.OutputGradient.All.fill_(1);
        pass.Backward(input);
        foreach (var slot in parameters.Layout.Slots.Where(slot => slot.Name.EndsWith(".1.weight", StringComparison.Ordinal)))
            Assert.True(Numbers.Largest(parameters.Gradients.narrow(1, slot.Offset, slot.Size)) > 0);
        network.Dispose();
        parameters.Dispose();
        input.Dispose();
    }

    [Fact]
    public void Blocks_want_one_width()
    {
        foreach (var encoder in (Encoder[])[new() { Blocks = 2 }, new() { Blocks = 2, Hidden = [] }, new() { Blocks = -1 }, new() { Blocks = 1, Hidden = [4], Images = new(1, 2, 2) }])
            Assert.Contains("residual blocks", Assert.Throws<DomainException>(encoder.Check).Message);
        Assert.Contains("3 residual blocks of 256", $"{new Encoder { Blocks = 3, Hidden = [256] }}");
        Assert.NotEqual(new Encoder { Hidden = [4] }, new Encoder { Hidden = [4], Blocks = 1 });
    }
}
