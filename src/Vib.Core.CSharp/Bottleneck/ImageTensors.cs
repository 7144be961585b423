using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Images and labels on a device: bytes as they are, since that is a quarter of the traffic, and labels one-hot.</summary>
internal sealed class ImageTensors : IDisposable
{
    private readonly Tensor pixels;  // [N,D], bytes
    private readonly Tensor targets; // [N,C]

    internal ImageTensors(LabelledImages images, Device device)
    {
        Count = images.Count;
        using var scope = NewDisposeScope();
        pixels = from_array(images.Pixels).view(images.Count, images.Height * images.Width).to(device).DetachFromDisposeScope();
        var oneHot = new float[images.Count * (long)images.Classes];
        for (var i = 0; i < images.Count; i++) oneHot[i * (long)images.Classes + images.Labels[i]] = 1;
        targets = from_array(oneHot).view(images.Count, images.Classes).to(device).DetachFromDisposeScope();
    }

    internal int Count { get; }

    /// <summary>Rows by index, into memory that is there: pixels rescaled to [−1, 1].</summary>
    internal void Gather(Tensor rows, Tensor x, Tensor target)
    {
        using var scope = NewDisposeScope();
        Rescale(x.copy_(pixels.index_select(0, rows)));
        target.copy_(targets.index_select(0, rows));
    }

    /// <summary>Consecutive rows, the same for every replicate.</summary>
    internal void Slice(int start, Matrices x, Matrices target)
    {
        using var scope = NewDisposeScope();
        Rescale(x.All.copy_(pixels.narrow(0, start, x.Rows).unsqueeze(0)));
        target.All.copy_(targets.narrow(0, start, x.Rows).unsqueeze(0));
    }

    private static void Rescale(Tensor x) => x.mul_(2.0 / 255).add_(-1);

    public void Dispose()
    {
        pixels.Dispose();
        targets.Dispose();
    }
}
