using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A truth whose numbers decide pictures: images that share exactly as much as the numbers do.</summary>
/// <remarks>Pictures can be read back, and what is drawn beside them is independent noise: I of the images is I of the numbers, and log r of the images is log r of the numbers read from them
/// (Butakov et al. 2024, arXiv:2305.08013, §5.1). Images are drawn in double precision and then rounded to that of the buffers.</remarks>
public sealed class PicturedTruth : Truth
{
    private readonly Truth numbers;
    private readonly Picture x, y;

    /// <summary>Pictures of both variables.</summary>
    /// <param name="numbers">From 0 to 1 in every coordinate, as <see cref="Bijection.NormalCdf"/> makes them of normals; as many as the pictures take.</param>
    /// <param name="x">Of X.</param>
    /// <param name="y">Of Y.</param>
    /// <exception cref="ShapeException">The numbers are not as many as decide the pictures.</exception>
    public PicturedTruth(Truth numbers, Picture x, Picture y)
    {
        if (numbers.XDimension != x.Coordinates || numbers.YDimension != y.Coordinates)
            throw new ShapeException($"Pictures that {x.Coordinates} and {Counted.Of(y.Coordinates, "number")} decide, of {numbers.XDimension}-d x and {numbers.YDimension}-d y", "as many numbers as decide each picture", "a truth of those dimensions");
        (this.numbers, this.x, this.y) = (numbers, x, y);
    }

    /// <summary>Pictures of one kind that share exactly this much: d independent pairs of normals with ρ = √(1 − e^{−2I/d}), through Φ.</summary>
    /// <param name="picture">Of X and of Y; d numbers decide it.</param>
    /// <param name="nats">I ≥ 0, nats.</param>
    /// <returns>The pair of pictures.</returns>
    /// <exception cref="DomainException">I is negative, or so large that ρ rounds to 1.</exception>
    public static PicturedTruth WithInformation(Picture picture, double nats) =>
        new(new MappedTruth(CorrelatedGaussian.WithInformation(picture.Coordinates, nats), Bijection.NormalCdf, Bijection.NormalCdf), picture, picture);

    /// <summary>The picture of X.</summary>
    public Picture XPicture => x;

    /// <summary>The picture of Y.</summary>
    public Picture YPicture => y;

    /// <inheritdoc/>
    public override int XDimension => x.Shape.Size;

    /// <inheritdoc/>
    public override int YDimension => y.Shape.Size;

    /// <inheritdoc/>
    public override double Information => numbers.Information;

    /// <inheritdoc/>
    public override string Description => $"{x.Description} and {(ReferenceEquals(x, y) ? "another" : y.Description)}, decided by {numbers.Description}";

    /// <summary>The numbers that decided pictures: a compression that loses nothing.</summary>
    /// <param name="pictures">Pairs that this truth drew.</param>
    /// <returns>As many pairs of the numbers, from 0 to 1 up to the rounding of pixels.</returns>
    /// <exception cref="ShapeException">The pairs have other dimensions.</exception>
    public Pairs Numbers(Pairs pictures)
    {
        if (pictures.XDimension != XDimension || pictures.YDimension != YDimension)
            throw new ShapeException($"{pictures.XDimension}-d x and {pictures.YDimension}-d y", $"{XDimension} and {YDimension}, as this truth draws them", "pairs of its own");
        using var scope = NewDisposeScope();
        float[] Read(Picture picture, float[] pixels) =>
            picture.Read(tensor(pixels, [pictures.Count, picture.Shape.Size]).to_type(ScalarType.Float64)).to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
        return new(Read(x, pictures.X), x.Coordinates, Read(y, pictures.Y), y.Coordinates, $"the numbers behind {Description}", pictures.KnownInformation);
    }

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        var (u, v) = (zeros([x.shape[0], numbers.XDimension], ScalarType.Float64, x.device), zeros([y.shape[0], numbers.YDimension], ScalarType.Float64, y.device));
        numbers.Draw(u, v, generator);
        x.copy_(this.x.Render(u, generator));
        y.copy_(this.y.Render(v, generator));
    }

    private protected override Tensor LogRatioOf(Tensor x, Tensor y) =>
        numbers.LogRatio(this.x.Read(x.to_type(ScalarType.Float64)), this.y.Read(y.to_type(ScalarType.Float64))).to_type(x.dtype);
}
