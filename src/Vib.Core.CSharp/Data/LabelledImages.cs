using System;
using System.Security.Cryptography;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Grey images of one size, each with the class that it belongs to.</summary>
public sealed class LabelledImages
{
    /// <summary>Takes the arrays as they are, without copying, after checking that they fit together.</summary>
    /// <param name="name">What to call this set in reports.</param>
    /// <param name="pixels">N·height·width bytes, image by image, row by row, 0 to 255.</param>
    /// <param name="labels">N classes, each below <paramref name="classes"/>.</param>
    /// <param name="height">Rows of an image, at least 1.</param>
    /// <param name="width">Columns of an image, at least 1.</param>
    /// <param name="classes">How many classes there are, 1 to 256.</param>
    /// <exception cref="DomainException">A size or the number of classes makes no sense.</exception>
    /// <exception cref="ShapeException">The pixels do not divide into as many images as there are labels.</exception>
    /// <exception cref="DataException">A label is not below the number of classes.</exception>
    public LabelledImages(string name, byte[] pixels, byte[] labels, int height, int width, int classes)
    {
        CheckSizes(height, width, classes);
        if (pixels.LongLength != (long)labels.Length * height * width)
            throw new ShapeException(
                Invariant($"{Counted.Of(pixels.Length, "pixel")} for {Counted.Of(labels.Length, "label")}"),
                Invariant($"{(long)labels.Length * height * width} pixels, {height}×{width} for each label"),
                "images and labels of the same part of the same data set");
        CheckLabels(name, labels, classes);
        (Name, Pixels, Labels, Height, Width, Classes) = (name, pixels, labels, height, width, classes);
    }

    /// <summary>What this set is called in reports.</summary>
    public string Name { get; }

    /// <summary>[N·H·W] bytes, image by image, row by row; 0 is background, 255 is full ink.</summary>
    public byte[] Pixels { get; }

    /// <summary>[N] classes, each below <see cref="Classes"/>.</summary>
    public byte[] Labels { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>N, the number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The pixels of one image.</summary>
    /// <param name="index">0 ≤ index &lt; N.</param>
    /// <returns>[H·W], row by row; a view, not a copy.</returns>
    /// <exception cref="DomainException">There is no such image.</exception>
    public ReadOnlySpan<byte> ImageAt(int index) => index >= 0 && index < Count
        ? Pixels.AsSpan(index * Height * Width, Height * Width)
        : throw new DomainException(Invariant($"Image {index} of {Name}"), Invariant($"0 to {Count - 1}"), "an index below Count");

    /// <summary>The first images, copied.</summary>
    /// <param name="count">How many, 0 ≤ count ≤ N.</param>
    /// <returns>A set of that many.</returns>
    /// <exception cref="DomainException">There are not that many.</exception>
    public LabelledImages Take(int count) => count >= 0 && count <= Count
        ? new LabelledImages(Name, Pixels[..(count * Height * Width)], Labels[..count], Height, Width, Classes)
        : throw new DomainException(Invariant($"Take {count} of the {Counted.Of(Count, "image")} of {Name}"), Invariant($"0 to {Count}"), "a smaller number");

    /// <summary>A short hash of the sizes, pixels and labels, to tell in a report which data a number was measured on. O(N·H·W).</summary>
    /// <returns>16 hexadecimal digits, the first eight bytes of a SHA-256.</returns>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(Invariant($"{Count} {Height} {Width} {Classes}\n")));
        hash.AppendData(Pixels);
        hash.AppendData(Labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"{Name}: {Counted.Of(Count, "image")} of {Height}×{Width}, {Counted.Of(Classes, "class")}");

    private static void CheckSizes(int height, int width, int classes)
    {
        if (height < 1 || width < 1)
            throw new DomainException(
                Invariant($"Images of {height}×{width}"), "at least one row and one column", "the size that the file declares");
        CheckClasses(classes);
    }

    internal static void CheckClasses(int classes)
    {
        if (classes is < 1 or > 256)
            throw new DomainException(Invariant($"{Counted.Of(classes, "class")}"), "1 to 256, since a label is a byte", "the number of classes of the data set");
    }

    private static void CheckLabels(string name, byte[] labels, int classes)
    {
        if (Array.FindIndex(labels, l => l >= classes) is >= 0 and var bad)
            throw new DataException(
                Invariant($"Label {labels[bad]} at position {bad} of {name}"),
                Invariant($"0 to {classes - 1}, for {Counted.Of(classes, "class")}"),
                "the label file that belongs to this data set, or more classes");
    }
}
