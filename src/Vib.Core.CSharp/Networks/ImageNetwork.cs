using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>R copies of a network on images: convolutions that halve them, then an <see cref="Mlp"/> on all that is left.</summary>
internal sealed class ImageNetwork : INetwork
{
    private readonly ImageShape shape;
    private readonly Convolution[] layers;
    private readonly Mlp rest;

    /// <summary>Reserves the parameters of a network with so many channels after each convolution and layers of these widths, outputs last, after those.</summary>
    internal ImageNetwork(ParameterLayout layout, string name, ImageShape shape, IReadOnlyList<int> channels, params ReadOnlySpan<int> widths)
    {
        this.shape = shape;
        layers = new Convolution[channels.Count];
        var image = shape;
        for (var l = 0; l < layers.Length; l++)
        {
            layers[l] = new(layout, $"{name}.convolution.{l}", image, channels[l]);
            image = layers[l].Output;
        }
        rest = new(layout, $"{name}.rest", [image.Size, .. widths]);
    }

    public int Inputs => shape.Size;

    /// <summary>The part of each hidden layer's units, after the convolutions, that a training pass leaves out.</summary>
    internal double Dropout
    {
        init => rest.Dropout = (0, value);
    }

    public void Attach(FlatParameters parameters)
    {
        foreach (var layer in layers) layer.Attach(parameters);
        rest.Attach(parameters);
    }

    public INetworkPass Pass(int replicates, int batch, Device device, bool backward, Crew? crew = null) => new ImagePass(this, replicates, batch, device, backward, crew);

    public void Dispose()
    {
        foreach (var layer in layers) layer.Dispose();
        rest.Dispose();
    }

    private sealed class ImagePass : INetworkPass
    {
        private readonly Matrices images;                       // [R,B,C·H·W]: at a fixed place, for the convolution's views
        private readonly ConvolutionPass[] convolutions;
        private readonly MlpPass rest;
        private readonly Matrices flat;                         // [R,B,H'·W'·C'], the last convolution's output
        private readonly Matrices? flatGradient;

        internal ImagePass(ImageNetwork network, int replicates, int batch, Device device, bool backward, Crew? crew)
        {
            images = Matrices.Empty(replicates, batch, network.Inputs, device);
            convolutions = new ConvolutionPass[network.layers.Length];
            for (var l = 0; l < convolutions.Length; l++)
            {
                var before = l == 0 ? null : convolutions[l - 1];
                convolutions[l] = new(network.layers[l], before?.Output ?? images, before?.OutputGradient, planes: l == 0, replicates, batch, device, backward);
            }
            rest = new(network.rest, replicates, batch, device, backward, crew: crew);
            Matrices Flat(Matrices pixels) => new(pixels.All.view(replicates, batch, network.rest.Inputs));
            flat = Flat(convolutions[^1].Output);
            flatGradient = backward ? Flat(convolutions[^1].OutputGradient!) : null;
        }

        public Matrices Output => rest.Output;

        public Matrices OutputGradient => rest.OutputGradient;

        public Matrices Forward(Matrices input, int? replicate = null, Generator[]? dropout = null)
        {
            images.Part(replicate).copy_(input.Part(replicate));
            foreach (var convolution in convolutions) convolution.Forward(replicate);
            return rest.Forward(flat, replicate, dropout);
        }

        public void Backward(Matrices input, int? replicate = null, Matrices? inputGradient = null)
        {
            if (inputGradient is not null) throw new NotSupportedException("Images are given no gradient.");
            rest.Backward(flat, flatGradient, replicate: replicate);
            for (var l = convolutions.Length - 1; l >= 0; l--) convolutions[l].Backward(replicate);
        }

        public void Dispose()
        {
            foreach (var convolution in convolutions) convolution.Dispose();
            rest.Dispose();
            foreach (var buffer in (Matrices?[])[images, flat, flatGradient]) buffer?.Dispose();
        }
    }
}
