using System.Runtime.InteropServices;
using System.Security.Cryptography;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Rows of numbers, or images, each with the class that it belongs to: what a classifier is trained on and followed on.</summary>
public sealed class ClassifiedRows
{
    /// <summary>Takes the arrays as they are, without copying, after checking that they fit together.</summary>
    /// <param name="name">What to call this set in reports.</param>
    /// <param name="inputs">N·d numbers, row by row.</param>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="labels">N classes, each below <paramref name="classes"/>.</param>
    /// <param name="classes">How many classes there are, at least 2; null for one more than the largest label.</param>
    /// <param name="exhaustive">Whether the rows are all the inputs that there are, and equally likely: averages over them then have no sampling error.</param>
    /// <exception cref="DomainException">The dimension or the number of classes makes no sense.</exception>
    /// <exception cref="ShapeException">There is no row, or the numbers do not divide into as many rows as there are labels.</exception>
    /// <exception cref="DataException">A number is not finite, or a label is not a class.</exception>
    public ClassifiedRows(string name, float[] inputs, int dimension, int[] labels, int? classes = null, bool exhaustive = false)
    {
        Require.AtLeast(1, dimension, "The dimension of the inputs", "the number of columns");
        if (labels.Length == 0 || inputs.LongLength != (long)labels.Length * dimension)
            throw new ShapeException(Invariant($"{Counted.Of(inputs.Length, "number")} of {Counted.Of(dimension, "column")} for {Counted.Of(labels.Length, "label")}"), "a label for each row, and at least one row", "inputs and labels of the same rows");
        if (Array.FindIndex(inputs, value => !float.IsFinite(value)) is >= 0 and var at)
            throw new DataException(Invariant($"{inputs[at]} at row {at / dimension}, column {at % dimension} of {name} (counted from 0)"), "finite numbers only", "dropping that row, or imputing it");
        var count = classes ?? Math.Max(2, labels.Max() + 1);
        Require.AtLeast(2, count, "The number of classes", "2 or more");
        if (Array.FindIndex(labels, label => label < 0 || label >= count) is >= 0 and var bad)
            throw new DataException(Invariant($"Label {labels[bad]} at row {bad} of {name} (counted from 0)"), Invariant($"0 to {count - 1}, for {Counted.Of(count, "class")}"), "more classes, or labels counted from 0");
        (Name, Inputs, Dimension, Labels, Classes, Exhaustive) = (name, inputs, dimension, labels, count, exhaustive);
    }

    /// <summary>Images as rows of their pixels, shifted and scaled: (pixel/255 − mean)/deviation.</summary>
    /// <param name="images">Grey images.</param>
    /// <param name="mean">What is subtracted; MNIST's usual one is 0.1307.</param>
    /// <param name="deviation">What is divided by, positive; MNIST's usual one is 0.3081.</param>
    /// <returns>N rows of H·W numbers, with the images' height and width.</returns>
    /// <exception cref="DomainException">The deviation is not positive, or there is a single class.</exception>
    /// <exception cref="ShapeException">There is no image.</exception>
    public static ClassifiedRows Of(LabelledImages images, double mean = 0, double deviation = 1)
    {
        Require.Positive(deviation, "The deviation of the pixels", "0.3081 for MNIST, or 1");
        var inputs = Array.ConvertAll(images.Pixels, pixel => (float)((pixel / 255.0 - mean) / deviation));
        return new(images.Name, inputs, images.Height * images.Width, Array.ConvertAll(images.Labels, label => (int)label), images.Classes) { Height = images.Height, Width = images.Width };
    }

    /// <summary>What this set is called in reports.</summary>
    public string Name { get; }

    /// <summary>[N·d], row by row.</summary>
    public float[] Inputs { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>[N], each below <see cref="Classes"/>.</summary>
    public int[] Labels { get; }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Whether the rows are all the inputs that there are, and equally likely.</summary>
    public bool Exhaustive { get; }

    /// <summary>Rows of an image; 0 where the inputs are not images.</summary>
    public int Height { get; private init; }

    /// <summary>Columns of an image; 0 where the inputs are not images.</summary>
    public int Width { get; private init; }

    /// <summary>N.</summary>
    public int Count => Labels.Length;

    /// <summary>H(Y) of the labels as they are counted here, nats.</summary>
    public double EntropyOfY => Logarithms.Entropy([.. Enumerable.Range(0, Classes).Select(c => Labels.Count(label => label == c) / (double)Count)]);

    /// <summary>Some of the rows; a sample, even of a set that holds all there is.</summary>
    /// <param name="places">Which, counted from 0; at least one.</param>
    /// <returns>Copies of those rows, in that order.</returns>
    /// <exception cref="ShapeException">No row is named.</exception>
    /// <exception cref="DomainException">There is no such row.</exception>
    public ClassifiedRows At(IReadOnlyList<int> places)
    {
        var inputs = new float[(long)places.Count * Dimension];
        for (var i = 0; i < places.Count; i++)
        {
            Require.That(places[i] >= 0 && places[i] < Count, $"Row {places[i]} of the {Count} of {Name}", Invariant($"0 to {Count - 1}"), "an index below Count");
            Inputs.AsSpan(places[i] * Dimension, Dimension).CopyTo(inputs.AsSpan(i * Dimension));
        }
        return new(Name, inputs, Dimension, [.. places.Select(place => Labels[place])], Classes) { Height = Height, Width = Width };
    }

    /// <summary>Two parts of the rows, drawn at random.</summary>
    /// <param name="fraction">Of the rows, what goes to the first; strictly between 0 and 1.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <returns>The parts, each in the order of the rows.</returns>
    /// <exception cref="DomainException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="ShapeException">A part has no row.</exception>
    public (ClassifiedRows First, ClassifiedRows Second) Split(double fraction, long seed)
    {
        Require.That(fraction > 0 && fraction < 1, $"A part of {fraction}", "strictly between 0 and 1", "0.8");
        var (random, order) = (new SplitMix64(seed, (ulong)RandomStream.Split, 0), Enumerable.Range(0, Count).ToArray());
        for (var last = Count - 1; last > 0; last--)
        {
            var other = random.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
        var first = (int)Math.Round(fraction * Count);
        return (At([.. order[..first].Order()]), At([.. order[first..].Order()]));
    }

    /// <summary>A short hash of the rows and their classes, to tell whether a network goes on with the rows that it was begun with. O(N·d).</summary>
    internal string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(Invariant($"{Count} {Dimension} {Height} {Width} {Classes}\n")));
        hash.AppendData(MemoryMarshal.AsBytes(Inputs.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Labels.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>One line: name, rows, columns, classes.</summary>
    /// <returns>For example <c>12-bit task: 4096 rows of 12, 2 classes, all there are</c>.</returns>
    public override string ToString() => Invariant($"{Name}: {Counted.Of(Count, "row")} of {Dimension}, {Counted.Of(Classes, "class")}{(Exhaustive ? ", all there are" : "")}");
}
