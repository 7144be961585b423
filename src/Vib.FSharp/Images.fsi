namespace Vib

open Vib.Core

/// <summary>Images to train on and images to test on, of one size and with the same classes.</summary>
type ImageSets = {
    /// <summary>What training sees.</summary>
    Training: LabelledImages
    /// <summary>What only evaluation sees.</summary>
    Test: LabelledImages
}

/// <summary>Labelled images.</summary>
[<RequireQualifiedAccess>]
module Images =
    /// <summary>MNIST, or a data set of ten classes under MNIST's file names: the four IDX files of a folder, gzip or not.</summary>
    /// <param name="folder">The folder that holds them.</param>
    /// <exception cref="T:Vib.Core.DataException">The folder or a file is missing or damaged; the message says which and how.</exception>
    /// <example><code>Images.mnist "/data/mnist" |> Bottleneck.train { Bottleneck.defaults with Epochs = 3 }</code></example>
    val mnist: folder: string -> ImageSets

    /// <summary><see cref="M:Vib.Images.mnist"/>, with what is wrong as a message.</summary>
    /// <param name="folder">The folder that holds the four files.</param>
    val tryMnist: folder: string -> Result<ImageSets, string>

    /// <summary>PNG pictures of one size, grey or read as grey: a subfolder for each class, in the order of their names.</summary>
    /// <param name="path">The folder that holds the subfolders; or pictures alone, which are one class.</param>
    /// <exception cref="T:Vib.Core.DataException">The folder or pictures are missing, differ in size or are broken; the message names the file.</exception>
    /// <example><code>Images.folder "pictures/training"</code></example>
    val folder: path: string -> LabelledImages

    /// <summary><see cref="M:Vib.Images.folder"/>, with the names of the classes.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The images, and the name of each class by its number.</returns>
    /// <exception cref="T:Vib.Core.DataException">The folder or pictures are missing, differ in size or are broken; the message names the file.</exception>
    /// <example><code>let images, names = Images.namedFolder "pictures/training"</code></example>
    val namedFolder: path: string -> LabelledImages * string list

    /// <summary><see cref="M:Vib.Images.folder"/>, with what is wrong as a message.</summary>
    /// <param name="path">The folder.</param>
    val tryFolder: path: string -> Result<LabelledImages, string>

    /// <summary>Digits that the library draws itself, 28×28, where no data set is at hand: seed 1 for training, seed 2 for test.</summary>
    /// <param name="training">How many to train on. A smaller set is the beginning of a larger one. About 25 µs each.</param>
    /// <param name="test">How many to test on.</param>
    /// <exception cref="T:Vib.Core.DomainException">A count is negative, or more than an array can hold.</exception>
    /// <example><code>Images.drawn 60_000 10_000</code></example>
    val drawn: training: int -> test: int -> ImageSets

    /// <summary>One set of drawn digits.</summary>
    /// <param name="options">How far they vary.</param>
    /// <param name="seed">Sets with different seeds are independent.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="T:Vib.Core.DomainException">The count or an option makes no sense.</exception>
    /// <example><code>Images.drawnWith (DrawnDigitsOptions(Noise = 40.0)) 3L 1_000    // open Vib.Core</code></example>
    val drawnWith: options: DrawnDigitsOptions -> seed: int64 -> count: int -> LabelledImages

    /// <summary>The first images of both sets, for a quick look.</summary>
    /// <param name="training">How many of the training set.</param>
    /// <param name="test">How many of the test set.</param>
    /// <param name="images">The sets.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are not that many.</exception>
    /// <example><code>Images.mnist "/data/mnist" |> Images.take 10_000 2_000</code></example>
    val take: training: int -> test: int -> images: ImageSets -> ImageSets
