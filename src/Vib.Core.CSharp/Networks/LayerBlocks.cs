using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static Vib.Core.TensorMemory;

namespace Vib.Core;

/// <summary>One layer of an <see cref="MlpPass"/> in blocks for a crew: its products, and what is done to each block while it is in the cache.</summary>
/// <remarks>Backward, the blocks of the input's gradient and of the weights' gradient wait for nothing of each other, and are one run.</remarks>
internal sealed class LayerBlocks : IDisposable
{
    private readonly Crew crew;
    private readonly Mlp network;
    private readonly int layer;
    private readonly Matrices input, output;
    private readonly MlpGradients? gradients;
    private readonly ProductBlocks forward;
    private readonly ProductBlocks? toWeights;
    private readonly Action<int> give, passBack;
    private ProductBlocks? toInput;
    private Matrices? inputGradient; // where the blocks of the last way back went
    private bool add;

    /// <summary>A layer that reads [R,B,in] and gives [R,B,out]; null for gradients where none are wanted.</summary>
    internal LayerBlocks(Crew crew, Mlp network, int layer, Matrices input, Matrices output, MlpGradients? gradients)
    {
        (this.crew, this.network, this.layer, this.input, this.output, this.gradients) = (crew, network, layer, input, output, gradients);
        forward = new(output, input, network.Weight(layer), rows: false);
        if (gradients is not null) toWeights = new(gradients.Weights[layer], input, gradients.Activations[layer], rows: true, transposeA: true);
        (give, passBack) = (Give, PassBack);
    }

    /// <summary>Whether this is what it reads.</summary>
    internal bool Reads(Matrices numbers) => ReferenceEquals(numbers, input);

    /// <summary>output ← max(input W + b, 0), or without the maximum in the last layer.</summary>
    internal void Forward() => crew.Run(forward.Parts, give);

    private void Give(int part)
    {
        var (r, start, end) = forward.Run(part);
        Span<float> numbers = Floats(output.Each[r]), bias = Floats(network.Bias(layer).Each[r])[start..end];
        var floor = layer < network.Layers - 1 ? 0 : float.NegativeInfinity;
        for (var row = start; row < numbers.Length; row += (int)output.Columns) CpuKernels.AddBias(numbers.Slice(row, end - start), bias, floor);
    }

    /// <summary>The weights' and the bias's gradients, or what is there and those; and the input's, where it is wanted, through the ReLU before it.</summary>
    internal void Backward(Matrices? inputGradient, bool add)
    {
        if (inputGradient != this.inputGradient)
        {
            toInput?.Dispose();
            toInput = inputGradient is null ? null : new(inputGradient, gradients!.Activations[layer], network.Weight(layer), rows: false, transposeB: true);
        }
        (this.inputGradient, this.add) = (inputGradient, add);
        crew.Run((toInput?.Parts ?? 0) + toWeights!.Parts + output.Replicates, passBack);
    }

    private void PassBack(int part)
    {
        if (part < toInput?.Parts)
        {
            var (r, start, end) = toInput.Run(part);
            if (layer == 0) return; // what it reads is no ReLU's
            Span<float> numbers = Floats(inputGradient!.Each[r]), active = Floats(input.Each[r]);
            for (var row = start; row < numbers.Length; row += (int)input.Columns) CpuKernels.ReluBackward(numbers.Slice(row, end - start), active.Slice(row, end - start));
            return;
        }
        part -= toInput?.Parts ?? 0;
        if (part < toWeights!.Parts) toWeights.Run(part, add);
        else SumRows(part - toWeights.Parts);
    }

    private void SumRows(int replicate)
    {
        var sum = Floats(gradients!.Biases[layer].Each[replicate]);
        if (!add) sum.Clear();
        CpuKernels.SumRows(Floats(gradients.Activations[layer].Each[replicate]), sum);
    }

    public void Dispose()
    {
        forward.Dispose();
        toInput?.Dispose();
        toWeights?.Dispose();
    }
}
