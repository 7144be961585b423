using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>MNIST, and any data set of ten classes that is stored under MNIST's file names.</summary>
public static class Mnist
{
    private const int Classes = 10;
    private static readonly string[] Files =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Reads the four files of a folder: images and labels, for training and for test.</summary>
    /// <remarks>Each may be gzip or not, with or without <c>.gz</c> in its name, with a dot or a hyphen before <c>idx</c>.</remarks>
    /// <param name="folder">The folder that holds the four files.</param>
    /// <returns>The training and the test set, named after the folder.</returns>
    /// <exception cref="DataException">The folder or a file is missing, a file is damaged (see <see cref="Idx"/>), there are not as many labels as
    /// images, or the two sets have images of different sizes.</exception>
    public static (LabelledImages Train, LabelledImages Test) Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataException(
                $"No folder {folder}", $"a folder with {Names}", "the folder's full path, or no folder at all for digits that the library draws");
        var paths = Array.ConvertAll(Files, file => Find(folder, file));
        if (paths.Contains(null))
            throw Missing(folder, paths);

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var train = ReadPart($"{name} train", paths[0]!, paths[1]!);
        var test = ReadPart($"{name} test", paths[2]!, paths[3]!);
        if ((train.Height, train.Width) != (test.Height, test.Width))
            throw new DataException(
                Invariant($"{folder} has training images of {train.Height}×{train.Width} and test images of {test.Height}×{test.Width}"),
                "one size in both",
                "the four files of one data set");
        return (train, test);
    }

    private static string Names => string.Join(", ", Files) + " (with or without .gz)";

    private static LabelledImages ReadPart(string name, string imagesPath, string labelsPath)
    {
        var images = Idx.ReadImages(imagesPath);
        var labels = Idx.ReadLabels(labelsPath, Classes);
        if (images.Count != labels.Length)
            throw new DataException(
                Invariant($"{imagesPath} holds {Counted.Of(images.Count, "image")}, but {labelsPath} holds {Counted.Of(labels.Length, "label")}"),
                "one label for each image",
                "the two files of the same part of the same data set");
        return new LabelledImages(name, images.Pixels, labels, images.Height, images.Width, Classes);
    }

    private static string? Find(string folder, string file) =>
        Spellings(file).Select(spelling => Path.Combine(folder, spelling)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Spellings(string file)
    {
        var dotted = file.Replace("-idx", ".idx", StringComparison.Ordinal);
        return [file, file + ".gz", dotted, dotted + ".gz"];
    }

    private static DataException Missing(string folder, string?[] paths)
    {
        var absent = Files.Where((_, i) => paths[i] is null).ToArray();
        var came = Directory.EnumerateFileSystemEntries(folder).Any()
            ? $"The folder {folder} lacks {string.Join(", ", absent)}"
            : $"The folder {folder} is empty";
        return new DataException(came, $"the four files {Names}", "the folder that holds them itself, not the one above it");
    }
}
