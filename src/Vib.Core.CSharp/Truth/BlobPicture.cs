using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A Gaussian blob on n×n pixels; two numbers are its centre.</summary>
/// <remarks>Pixel g of the grid linspace(0,1,n)² is exp(−c‖g − centre‖²). c = 10 in the code of Butakov et al. 2024 (arXiv:2305.08013), 1/(2·0.2²) = 12.5 in its successor. The logarithm of a row of
/// pixels is a parabola whose slope at the middle has the centre in it, so that the centre can be read back.</remarks>
public sealed class BlobPicture : Picture
{
    // exp(−2c), of the corner that is farthest, must be a number of single precision: 2c < 87
    private const double Widest = 1e-3, Narrowest = 40;

    private readonly int size;
    private readonly double falloff;

    /// <summary>A blob.</summary>
    /// <param name="size">n ≥ 2, pixels a side.</param>
    /// <param name="falloff">c, from 0.001 to 40, in squared sides of the image.</param>
    /// <exception cref="DomainException">n is below 2, or c is out of range.</exception>
    public BlobPicture(int size = 16, double falloff = 10)
    {
        Require.That(size >= 2, $"A blob on {size}×{size} pixels", "2 pixels a side at least: the slope between pixels tells where the centre is", "16, as in the paper");
        Require.That(falloff is >= Widest and <= Narrowest, $"A blob that falls off as exp(−{falloff} r²)", Invariant($"from {Widest} to {Narrowest}: beyond that single precision loses the far pixels, or the near differences"), "10, or 12.5 for a deviation of 0.2");
        (this.size, this.falloff) = (size, falloff);
    }

    /// <inheritdoc/>
    public override int Coordinates => 2;

    /// <inheritdoc/>
    public override ImageShape Shape => new(1, size, size);

    /// <inheritdoc/>
    public override string Description => Invariant($"a blob on {size}×{size} pixels");

    private Tensor Grid(Tensor like) => arange(size, like.dtype, like.device) / (size - 1); // [n]

    internal override Tensor Render(Tensor coordinates, Generator generator)
    {
        var profile = ((coordinates.unsqueeze(-1) - Grid(coordinates)).square() * -falloff).exp(); // [B,2,n]
        var (across, down) = (profile.select(1, 0).unsqueeze(1), profile.select(1, 1).unsqueeze(2));
        return (down * across).reshape(coordinates.shape[0], Shape.Size); // [B,n,n]: rows are the second coordinate
    }

    internal override Tensor Read(Tensor pixels)
    {
        var image = pixels.view([.. pixels.shape[..^1], size, size]);
        var grid = Grid(pixels);
        var centred = grid - 0.5;
        var weights = centred / centred.square().sum();
        // log Σ_rows = −c (g − u)² + constant: with c g² added, a line of slope 2 c u
        Tensor Centre(long over) => ((image.sum(over).log() + grid.square() * falloff) * weights).sum(-1) / (2 * falloff);
        return stack([Centre(-2), Centre(-1)], -1);
    }
}
