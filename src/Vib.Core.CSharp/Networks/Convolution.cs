using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>R copies of a convolution with a ReLU after it: windows of 3×3 pixels around every other pixel of every other row, zeros beyond the edges.</summary>
/// <remarks>A product of the windows, as rows, with a matrix <c>[9·channels,outputs]</c>. What comes out is pixel by pixel, the channels of a pixel side by side.</remarks>
internal sealed class Convolution : IDisposable
{
    internal const int Window = 3, Stride = 2;

    private readonly ParameterSlot weightSlot, biasSlot;
    private Matrices[] views = [];

    internal Convolution(ParameterLayout layout, string name, ImageShape input, int channels)
    {
        (Input, Output) = (input, new(channels, Half(input.Height), Half(input.Width)));
        weightSlot = layout.Weight($"{name}.weight", Window * Window * input.Channels, channels);
        biasSlot = layout.Bias($"{name}.bias", channels);
    }

    internal ImageShape Input { get; }
    internal ImageShape Output { get; }
    internal Matrices Weight => views[0];
    internal Matrices Bias => views[1];
    internal Matrices WeightGradient => views[2];
    internal Matrices BiasGradient => views[3];

    internal void Attach(FlatParameters parameters)
    {
        Dispose();
        views = [.. from buffer in (Tensor[])[parameters.Values, parameters.Gradients] from slot in (ParameterSlot[])[weightSlot, biasSlot] select FlatParameters.View(buffer, slot, parameters.Precision)];
    }

    private static int Half(int pixels) => (pixels + Stride - 1) / Stride;

    public void Dispose()
    {
        foreach (var view in views) view.Dispose();
        views = [];
    }
}
