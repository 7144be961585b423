using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The networks of the library written again as anyone would, in double precision on plain operators: the oracle, with automatic differentiation.</summary>
internal sealed class PlainNetwork
{
    private readonly ParameterLayout layout;

    /// <summary>Replicate r of these parameters.</summary>
    internal PlainNetwork(FlatParameters parameters, int r)
    {
        layout = parameters.Layout;
        Flat = parameters.Values.select(0, r).to_type(ScalarType.Float64).requires_grad_();
    }

    /// <summary>All parameters, [P].</summary>
    internal Tensor Flat { get; }

    /// <summary>The hidden unit of the last calls that came closest to the kink of its ReLU: there a rounding error may switch it, and gradients jump.</summary>
    internal double ClosestToKink { get; private set; } = double.PositiveInfinity;

    /// <summary>The layers whose names start so, in their order: x W + b, ReLU between them and not after the last.</summary>
    internal Tensor Forward(Tensor input, string prefix = "")
    {
        var slots = layout.Slots.Where(slot => slot.Name.StartsWith(prefix)).ToArray();
        for (var k = 0; k < slots.Length; k += 2)
        {
            input = input.matmul(Matrix(slots[k])) + Matrix(slots[k + 1]);
            if (k + 2 == slots.Length) break;
            ClosestToKink = Math.Min(ClosestToKink, input.detach().abs().min().item<double>());
            input = input.relu();
        }
        return input;
    }

    /// <summary>Convolutions of 3×3 pixels, zeros around the image, a ReLU after each, output by output; then the layers after them. Their names start so.</summary>
    internal Tensor Image(Tensor rows, ImageShape shape, int convolutions, string prefix)
    {
        var (count, channels, height, width) = (rows.shape[0], (long)shape.Channels, (long)shape.Height, (long)shape.Width);
        var pixels = rows.view(count, channels, height, width).permute(0, 2, 3, 1);
        for (var l = 0; l < convolutions; l++)
        {
            var (weight, bias) = (Matrix($"{prefix}convolution.{l}.weight"), Matrix($"{prefix}convolution.{l}.bias"));
            Tensor Zeros(long rows, long columns) => zeros([count, rows, columns, channels], ScalarType.Float64);
            var padded = cat([Zeros(height, 1), pixels, Zeros(height, 1)], 2);
            padded = cat([Zeros(1, width + 2), padded, Zeros(1, width + 2)], 1);
            var outputs = new List<Tensor>();
            for (var i = 0; i < height; i += 2)
                for (var j = 0; j < width; j += 2)
                    outputs.Add(padded.narrow(1, i, 3).narrow(2, j, 3).reshape(count, -1).matmul(weight) + bias);
            (channels, height, width) = (weight.shape[1], (height + 1) / 2, (width + 1) / 2);
            var output = stack(outputs, 1).view(count, height, width, channels);
            ClosestToKink = Math.Min(ClosestToKink, output.detach().abs().min().item<double>());
            pixels = output.relu();
        }
        return Forward(pixels.reshape(count, -1), prefix + "rest.");
    }

    internal Tensor Matrix(string name) => Matrix(layout.Slots.Single(slot => slot.Name == name));

    private Tensor Matrix(ParameterSlot slot) => Flat.narrow(0, slot.Offset, slot.Size).view(slot.Rows, slot.Columns);

    /// <summary>Fills the biases too, which start at zero and would hide a mistake.</summary>
    internal static void Fill(FlatParameters parameters, long seed)
    {
        using var scope = NewDisposeScope();
        parameters.Initialise(seed);
        foreach (var (slot, k) in parameters.Layout.Slots.Select((slot, k) => (slot, k)).Where(s => s.slot.FanIn == 0))
            parameters.Values.narrow(1, slot.Offset, slot.Size).copy_(Numbers.Drawn([parameters.Replicates, slot.Size], seed + k + 1));
    }
}
