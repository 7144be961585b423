using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Where a backward pass of an <see cref="Mlp"/> writes: buffers for the activations' gradients, and places for the parameters'.</summary>
internal sealed class MlpGradients : IDisposable
{
    private readonly bool ownsParameters;

    private MlpGradients(Mlp network, int replicates, int batch, Device device, Matrices[] weights, Matrices[] biases, bool ownsParameters)
    {
        (Weights, Biases, this.ownsParameters) = (weights, biases, ownsParameters);
        Activations = [.. network.Widths[1..].Select(width => Matrices.Empty(replicates, batch, width, device))];
    }

    /// <summary>The parameters' gradients go to the network's own places.</summary>
    internal static MlpGradients Of(Mlp network, int replicates, int batch, Device device) =>
        new(network, replicates, batch, device, Each(network, network.WeightGradient), Each(network, network.BiasGradient), ownsParameters: false);

    /// <summary>The parameters' gradients go to places beside the network's, to be added up afterwards.</summary>
    internal static MlpGradients Beside(Mlp network, int replicates, int batch, Device device) =>
        new(network, replicates, batch, device, Each(network, l => network.WeightGradient(l).Like()), Each(network, l => network.BiasGradient(l).Like()), ownsParameters: true);

    internal Matrices[] Activations { get; } // of what each layer gives, [R,B,width_l+1]
    internal Matrices[] Weights { get; }
    internal Matrices[] Biases { get; }

    /// <summary>Adds these gradients of the parameters to others.</summary>
    internal void AddTo(MlpGradients sum, int? replicate)
    {
        for (var l = 0; l < Weights.Length; l++)
        {
            sum.Weights[l].Part(replicate).add_(Weights[l].Part(replicate));
            sum.Biases[l].Part(replicate).add_(Biases[l].Part(replicate));
        }
    }

    private static Matrices[] Each(Mlp network, Func<int, Matrices> place) => [.. Enumerable.Range(0, network.Layers).Select(place)];

    public void Dispose()
    {
        foreach (var buffer in Activations) buffer.Dispose();
        if (!ownsParameters) return;
        foreach (var place in (Matrices[])[.. Weights, .. Biases]) place.Dispose();
    }
}
