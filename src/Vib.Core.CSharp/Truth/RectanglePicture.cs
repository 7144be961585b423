using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A filled rectangle on n×n pixels; four numbers are its edges.</summary>
/// <remarks>Along each axis (u, v) gives the edges a = (1 − δ)(1 − √(1 − u)) and b = a + δ + v (1 − δ − a): uniform on {0 ≤ a, a + δ ≤ b ≤ 1} where u and v are uniform, with mean side δ + (1 − δ)/3
/// (Butakov et al. 2024, arXiv:2305.08013, there with δ = 2/32 on 32×32 pixels). A pixel is the part of it that is covered, so that the pixels' sum is the area in pixels, exactly. With sides of two pixels
/// and more some pixel is covered whole along each axis, and the edges can be read back.</remarks>
public sealed class RectanglePicture : Picture
{
    private readonly int size;
    private readonly double least;

    /// <summary>A rectangle.</summary>
    /// <param name="size">n ≥ 3, pixels a side.</param>
    /// <param name="least">δ, the shortest side as a part of the image's, from 2/n to below 1; null for 2/n.</param>
    /// <exception cref="DomainException">n is below 3, or δ is out of range.</exception>
    public RectanglePicture(int size = 32, double? least = null)
    {
        Require.That(size >= 3, $"Rectangles on {size}×{size} pixels", "3 pixels a side at least", "32, as in the paper");
        var shortest = least ?? 2.0 / size;
        Require.That(shortest * size >= 2 && shortest < 1, $"A shortest side of {shortest} on {size} pixels", Invariant($"from 2/n = {2.0 / size} to below 1: a rectangle that covers no pixel whole cannot be told from a paler, wider one"), "2/n, by leaving it out, or more pixels");
        (this.size, this.least) = (size, shortest);
    }

    /// <summary>δ.</summary>
    public double Least => least;

    /// <inheritdoc/>
    public override int Coordinates => 4;

    /// <inheritdoc/>
    public override ImageShape Shape => new(1, size, size);

    /// <inheritdoc/>
    public override string Description => Invariant($"a rectangle on {size}×{size} pixels");

    /// <summary>Edges as parts of the image's side.</summary>
    internal (Tensor From, Tensor To) Edges(Tensor u, Tensor v)
    {
        var from = ((-u + 1).clamp(min: 0).sqrt() * -1 + 1) * (1 - least);
        return (from, from + v * (-from + (1 - least)) + least);
    }

    internal override Tensor Render(Tensor coordinates, Generator generator)
    {
        var pixel = arange(size, coordinates.dtype, coordinates.device); // [n]
        Tensor Covered(int first)
        {
            var (from, to) = Edges(coordinates.narrow(1, first, 1), coordinates.narrow(1, first + 1, 1)); // [B,1]
            return (minimum(to * size, pixel + 1) - maximum(from * size, pixel)).clamp(min: 0);           // [B,n]
        }
        return (Covered(2).unsqueeze(2) * Covered(0).unsqueeze(1)).reshape(coordinates.shape[0], Shape.Size);
    }

    internal override Tensor Read(Tensor pixels)
    {
        var image = pixels.view([.. pixels.shape[..^1], size, size]);
        var ((u, v), (s, t)) = (Axis(image.sum(-2)), Axis(image.sum(-1)));
        return stack([u, v, s, t], -1);
    }

    /// <summary>u and v of an axis from the pixels' sums along the other, [..,n].</summary>
    private (Tensor U, Tensor V) Axis(Tensor sums)
    {
        var covered = sums / sums.gather(-1, sums.argmax(-1, keepdim: true)); // the largest is a pixel that is covered whole
        var before = covered.matmul(ones([size, size], sums.dtype, sums.device).triu()); // sums up to each pixel, it among them
        var from = (-before.clamp(max: 1) + 1).sum(-1) / size;                            // the first edge: what is missing of 1 from each, until there is 1
        var side = covered.sum(-1) / size;
        var room = -from + (1 - least);
        var left = (room / (1 - least)).clamp(0, 1);
        return (-left.square() + 1, ((side - least) / room.clamp(min: 1e-30)).clamp(0, 1));
    }
}
