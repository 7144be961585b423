namespace Vib.Core;

/// <summary>The shape of an image that is given as a row of numbers: channel by channel, each from top to bottom and left to right.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Numbers in a row: channels × height × width.</summary>
    public int Size => Channels * Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Channels}×{Height}×{Width}";

    internal void Check(string name, int dimension)
    {
        Require.That(Channels > 0 && Height > 0 && Width > 0, $"{name} as images of {this}", "a positive number of channels, rows and columns", "1 channel, 28 rows and 28 columns, for MNIST");
        if (Size != dimension)
            throw new ShapeException($"{name} of {Counted.Of(dimension, "dimension")} for images of {this}", $"{Counted.Of(Size, "dimension")}, channel by channel, row by row", "the shape of the images that were flattened");
    }
}
