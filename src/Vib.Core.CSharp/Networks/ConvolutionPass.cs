using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Forward and backward of a <see cref="Convolution"/> between buffers that are made once, for all replicates or for the one that is named.</summary>
/// <remarks>A place in the window is nine strided copies from the images to the rows of windows, and back: the copies' views are made once as well. Places beyond
/// an edge are never written and stay zero.</remarks>
internal sealed class ConvolutionPass : IDisposable
{
    private readonly Convolution layer;
    private readonly Kernels kernels;
    private readonly Matrices windows;                 // [R,B·H'·W',9·C]
    private readonly Matrices? windowsGradient, inputGradient;
    private readonly List<(Views Image, Views Window)> forward, backward = [];

    /// <summary>From <paramref name="input"/>, which holds B images a replicate, pixels' channels side by side or, where <paramref name="planes"/> is set, channel by channel.</summary>
    internal ConvolutionPass(Convolution layer, Matrices input, Matrices? inputGradient, bool planes, int replicates, int batch, Device device, bool backward)
    {
        (this.layer, kernels, this.inputGradient) = (layer, Kernels.For(device), inputGradient);
        var (rows, columns) = (batch * layer.Output.Height * layer.Output.Width, Convolution.Window * Convolution.Window * layer.Input.Channels);
        windows = Matrices.Empty(replicates, rows, columns, device);
        Output = Matrices.Empty(replicates, rows, layer.Output.Channels, device);
        forward = Places(input, windows, planes, batch);
        if (!backward) return;
        OutputGradient = Matrices.Empty(replicates, rows, layer.Output.Channels, device);
        if (inputGradient is null) return;
        windowsGradient = Matrices.Empty(replicates, rows, columns, device);
        this.backward = Places(inputGradient, windowsGradient, planes, batch);
    }

    internal Matrices Output { get; }           // [R,B·H'·W',C']
    internal Matrices? OutputGradient { get; }

    internal void Forward(int? replicate)
    {
        foreach (var (image, window) in forward) window.Part(replicate).copy_(image.Part(replicate));
        Output.Product(windows, layer.Weight, replicate: replicate);
        kernels.AddBias(Output, layer.Bias, relu: true, replicate);
    }

    /// <summary>Writes the gradients of the parameters and, where it is wanted, of the input from <see cref="OutputGradient"/>, which is used up.</summary>
    internal void Backward(int? replicate)
    {
        kernels.ReluBackward(OutputGradient!, Output, replicate);
        layer.WeightGradient.Product(windows, OutputGradient!, transposeA: true, replicate: replicate);
        kernels.SumRows(OutputGradient!, layer.BiasGradient, add: false, replicate);
        if (inputGradient is null) return;
        windowsGradient!.Product(OutputGradient!, layer.Weight, transposeB: true, replicate: replicate);
        inputGradient.Part(replicate).zero_();
        foreach (var (image, window) in backward) image.Part(replicate).add_(window.Part(replicate));
    }

    /// <summary>For each of the nine places in a window, the pixels that come there and where they go, both [R,B,rows,columns,C].</summary>
    private List<(Views, Views)> Places(Matrices images, Matrices rows, bool planes, int batch)
    {
        using var scope = NewDisposeScope();
        var ((channels, height, width), (_, outHeight, outWidth), replicates) = (layer.Input, layer.Output, images.Replicates);
        var pixels = planes ? images.All.view(replicates, batch, channels, height, width).permute(0, 1, 3, 4, 2) : images.All.view(replicates, batch, height, width, channels);
        var windows = rows.All.view(replicates * batch, outHeight, outWidth, Convolution.Window * Convolution.Window, channels);
        var places = new List<(Views, Views)>();
        for (var down = 0; down < Convolution.Window; down++)
            for (var across = 0; across < Convolution.Window; across++)
            {
                var (top, firstRow, rowCount) = Inside(down, height, outHeight);
                var (left, firstColumn, columnCount) = Inside(across, width, outWidth);
                if (rowCount == 0 || columnCount == 0) continue;
                var from = Every(Every(pixels, 2, top, rowCount), 3, left, columnCount);
                var to = windows.select(3, down * Convolution.Window + across).narrow(1, firstRow, rowCount).narrow(2, firstColumn, columnCount);
                places.Add((new(from), new(to.view(replicates, batch, rowCount, columnCount, channels))));
            }
        return places;
    }

    private static Tensor Every(Tensor pixels, long axis, int start, int count) => pixels.slice(axis, start, start + (count - 1) * Convolution.Stride + 1, Convolution.Stride);

    /// <summary>For a place in the window along one axis: the first pixel that comes there, the first output that has it inside the image, and how many have.</summary>
    private static (int Pixel, int Output, int Count) Inside(int place, int pixels, int outputs)
    {
        var first = place == 0 ? 1 : 0; // output o sees pixel 2 o + place − 1
        var last = Math.Min(outputs - 1, (pixels - place + Convolution.Stride) / Convolution.Stride - 1);
        return (first * Convolution.Stride + place - 1, first, Math.Max(0, last - first + 1));
    }

    public void Dispose()
    {
        foreach (var (image, window) in forward.Concat(backward))
        {
            image.Dispose();
            window.Dispose();
        }
        foreach (var buffer in (Matrices?[])[windows, windowsGradient, Output, OutputGradient]) buffer?.Dispose();
    }

    /// <summary>A view of all replicates, and of each.</summary>
    private sealed class Views(Tensor all) : IDisposable
    {
        private readonly Tensor all = all.DetachFromDisposeScope();
        private readonly Tensor[] each = [.. Enumerable.Range(0, (int)all.shape[0]).Select(r => all.select(0, r).DetachFromDisposeScope())];

        internal Tensor Part(int? replicate) => replicate is { } r ? each[r] : all;

        public void Dispose()
        {
            foreach (var view in each) view.Dispose();
            all.Dispose();
        }
    }
}
