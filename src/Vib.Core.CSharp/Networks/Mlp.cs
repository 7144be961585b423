using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>R copies of a multilayer perceptron: affine layers with ReLU between them, none after the last.</summary>
/// <remarks>Weights are <c>[R,in,out]</c>, so that a layer is x W + b. They live in a <see cref="FlatParameters"/> that other networks may share.</remarks>
internal sealed class Mlp : INetwork
{
    private readonly ParameterSlot[] weightSlots, biasSlots;
    private Matrices[] weights = [], biases = [], weightGradients = [], biasGradients = [];

    /// <summary>Reserves the parameters of a network of these widths, inputs first, outputs last.</summary>
    internal Mlp(ParameterLayout layout, string name, params ReadOnlySpan<int> widths)
    {
        Widths = widths.ToArray();
        var layers = widths.Length - 1;
        (weightSlots, biasSlots) = (new ParameterSlot[layers], new ParameterSlot[layers]);
        for (var l = 0; l < layers; l++)
        {
            weightSlots[l] = layout.Weight($"{name}.{l}.weight", widths[l], widths[l + 1]);
            biasSlots[l] = layout.Bias($"{name}.{l}.bias", widths[l + 1]);
        }
    }

    internal int[] Widths { get; }

    /// <summary>The parts of the input's numbers and of each hidden layer's units that a training pass leaves out.</summary>
    internal (double Input, double Hidden) Dropout { get; set; }

    internal int Layers => weightSlots.Length;
    internal Matrices Weight(int layer) => weights[layer];
    internal Matrices Bias(int layer) => biases[layer];
    internal Matrices WeightGradient(int layer) => weightGradients[layer];
    internal Matrices BiasGradient(int layer) => biasGradients[layer];

    public int Inputs => Widths[0];

    public INetworkPass Pass(int replicates, int batch, Device device, bool backward, Crew? crew = null) => new MlpPass(this, replicates, batch, device, backward, crew: crew);

    public void Attach(FlatParameters parameters)
    {
        Dispose();
        Matrices[] Views(Tensor buffer, ParameterSlot[] slots) => [.. slots.Select(slot => FlatParameters.View(buffer, slot, parameters.Precision))];
        (weights, biases) = (Views(parameters.Values, weightSlots), Views(parameters.Values, biasSlots));
        (weightGradients, biasGradients) = (Views(parameters.Gradients, weightSlots), Views(parameters.Gradients, biasSlots));
    }

    public void Dispose()
    {
        foreach (var view in (ReadOnlySpan<Matrices>)[.. weights, .. biases, .. weightGradients, .. biasGradients]) view.Dispose();
        (weights, biases, weightGradients, biasGradients) = ([], [], [], []);
    }
}
