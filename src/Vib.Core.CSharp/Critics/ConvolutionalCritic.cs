using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>f(x, y) = g(x)ᵀ h(y) with a convolutional tower for images: windows of 3×3 pixels, ReLU, half the height and width after each convolution, then hidden layers.</summary>
/// <remarks>2 B rows through the towers and one B×B product, as <see cref="SeparableCritic"/>. X is an image, row by row (<see cref="ImageShape"/>); Y is a vector, or an image too
/// where <see cref="Y"/> is given. The sizes are the library's own.</remarks>
/// <param name="X">The shape of X's images; their size is the dimension of X.</param>
public sealed record ConvolutionalCritic(ImageShape X) : TowerCriticOptions
{
    /// <summary>The shape of Y's images; null where Y is a vector.</summary>
    public ImageShape? Y { get; init; }

    /// <summary>Channels after each convolution.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [32, 64];

    /// <summary>The same critic for a Y of images of this shape.</summary>
    /// <param name="shape">Channels, height and width of a y.</param>
    /// <returns>A copy.</returns>
    public ConvolutionalCritic WithImageOfY(ImageShape shape) => this with { Y = shape };

    /// <summary>The same critic with so many channels after each convolution, at least one.</summary>
    /// <param name="channels">One number for each convolution, at least one.</param>
    /// <returns>A copy.</returns>
    public ConvolutionalCritic WithChannels(IReadOnlyList<int> channels) => this with { Channels = channels };

    /// <inheritdoc/>
    public override string Name => "convolutional";

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        Require.Widths(Channels, "Channels", "[32, 64]");
        X.Check("x", xDimension);
        Y?.Check("y", yDimension);
        var layout = new ParameterLayout();
        var g = new ImageNetwork(layout, "g", X, Channels, [.. Hidden, Embedding]);
        INetwork h = Y is { } images ? new ImageNetwork(layout, "h", images, Channels, [.. Hidden, Embedding]) : new Mlp(layout, "h", [yDimension, .. Hidden, Embedding]);
        return new TowerCritic(this, g, h, layout, replicates, device, seed);
    }
}
