using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Forward and backward of an <see cref="Mlp"/> for batches of one size, on buffers made once; for all replicates, or for the one that is named.</summary>
/// <remarks>The backward pass is written out: with activations h_l and upstream gradient d, ∂W_l = h_lᵀ d, ∂b_l = Σ d, and d ← (d W_lᵀ) ⊙ [h_l > 0].
/// With dropout the numbers that layer l reads are multiplied by masks drawn in the forward pass, and their gradients by the same.</remarks>
internal sealed class MlpPass : INetworkPass
{
    private readonly Mlp network;
    private readonly Kernels kernels;
    private readonly Matrices[] activations;  // activations[l] is what layer l gives, [R,B,width_l+1]
    private readonly MlpGradients? own, gradients;
    private readonly Matrices?[] chances;     // of what layer l reads, [R,B,width_l]; null where nothing of it is dropped
    private readonly Matrices? thinned;       // the input after dropout
    private readonly Crew? crew;
    private readonly LayerBlocks?[] blocks;   // of each layer that is dealt to the crew, made at its first forward
    private readonly int rows;
    private bool dropped;                     // in the last forward pass

    // Below this many multiplications a product is over before a second thread has come.
    private const long Dealt = 1 << 22;

    /// <summary>Writes gradients to the network's own places if <paramref name="backward"/> is set, or to those that are given. With a crew, large layers are computed in blocks, the same for any number of threads.</summary>
    internal MlpPass(Mlp network, int replicates, int batch, Device device, bool backward, MlpGradients? to = null, Crew? crew = null)
    {
        (this.network, this.crew, rows, blocks) = (network, crew, batch, new LayerBlocks?[network.Layers]);
        kernels = Kernels.For(device);
        activations = [.. network.Widths[1..].Select(width => Matrices.Empty(replicates, batch, width, device))];
        own = backward && to is null ? MlpGradients.Of(network, replicates, batch, device) : null;
        gradients = to ?? own;
        chances = [.. Enumerable.Range(0, network.Layers).Select(l => backward && Rate(l) > 0 ? Matrices.Empty(replicates, batch, network.Widths[l], device) : null)];
        thinned = chances[0] is null ? null : Matrices.Empty(replicates, batch, network.Inputs, device);
    }

    public Matrices Output => activations[^1];

    public Matrices OutputGradient => gradients!.Activations[^1];

    public Matrices Forward(Matrices input, int? replicate = null, Generator[]? dropout = null)
    {
        dropped = dropout is not null;
        for (var l = 0; l < network.Layers; l++)
        {
            if (dropout is not null) Drop(l, input, dropout, replicate);
            if (replicate is null && InBlocks(l, Read(l, input)) is { } layer)
            {
                layer.Forward();
                continue;
            }
            kernels.Affine(activations[l], Read(l, input), network.Weight(l), network.Bias(l), relu: l < network.Layers - 1, replicate);
        }
        return Output;
    }

    /// <summary>The layer in blocks, where a crew gains by it.</summary>
    private LayerBlocks? InBlocks(int layer, Matrices input)
    {
        if (crew is null || network.Weight(layer).Precision != Precision.Full || (long)rows * network.Widths[layer] * network.Widths[layer + 1] < Dealt) return null;
        if (blocks[layer]?.Reads(input) != true)
        {
            blocks[layer]?.Dispose();
            blocks[layer] = new(crew, network, layer, input, activations[layer], gradients);
        }
        return blocks[layer];
    }

    private double Rate(int layer) => layer == 0 ? network.Dropout.Input : network.Dropout.Hidden;

    /// <summary>What a layer reads, after dropout where there was any.</summary>
    private Matrices Read(int layer, Matrices input) => layer > 0 ? activations[layer - 1] : dropped ? thinned ?? input : input;

    private void Drop(int layer, Matrices input, Generator[] generators, int? replicate)
    {
        if (chances[layer] is not { } chance) return;
        if (layer == 0) thinned!.Part(replicate).copy_(input.Part(replicate));
        Seeds.Uniform(chance, 0, 1, generators, replicate);
        kernels.Drop(Read(layer, input), chance, Rate(layer), replicate);
    }

    /// <summary>Writes the parameters' gradients from <see cref="OutputGradient"/> (or adds to them) unless nobody follows them, and the input's where it is wanted.</summary>
    internal void Backward(Matrices input, Matrices? inputGradient = null, bool add = false, int? replicate = null, bool parameters = true)
    {
        var upstream = gradients!.Activations;
        for (var l = network.Layers - 1; l >= 0; l--)
        {
            if (parameters && replicate is null && InBlocks(l, Read(l, input)) is { } layer) layer.Backward(l > 0 ? upstream[l - 1] : inputGradient, add);
            else PassBack(l, input, inputGradient, add, replicate, parameters);
            if (dropped && chances[l] is { } chance && (l > 0 ? upstream[l - 1] : inputGradient) is { } gradient) kernels.Drop(gradient, chance, Rate(l), replicate);
        }
    }

    private void PassBack(int l, Matrices input, Matrices? inputGradient, bool add, int? replicate, bool parameters)
    {
        var upstream = gradients!.Activations;
        if (parameters)
        {
            gradients.Weights[l].Product(Read(l, input), upstream[l], transposeA: true, add: add, replicate: replicate);
            kernels.SumRows(upstream[l], gradients.Biases[l], add, replicate);
        }
        if (l > 0)
        {
            upstream[l - 1].Product(upstream[l], network.Weight(l), transposeB: true, replicate: replicate);
            kernels.ReluBackward(upstream[l - 1], activations[l - 1], replicate);
        }
        else inputGradient?.Product(upstream[0], network.Weight(0), transposeB: true, replicate: replicate);
    }

    void INetworkPass.Backward(Matrices input, int? replicate, Matrices? inputGradient) => Backward(input, inputGradient, replicate: replicate);

    public void Dispose()
    {
        foreach (var buffer in (Matrices?[])[.. activations, .. chances, thinned]) buffer?.Dispose();
        foreach (var layer in blocks) layer?.Dispose();
        own?.Dispose();
    }
}
