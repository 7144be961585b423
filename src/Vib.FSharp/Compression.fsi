namespace Vib

open Vib.Core

/// <summary>What an autoencoder minimises: AbsoluteError or SquaredError.</summary>
type ReconstructionLoss = Vib.Core.ReconstructionLoss

/// <summary>How an autoencoder is built and trained. <c>{ Compression.defaults with … }</c></summary>
type AutoencoderOptions = {
    /// <summary>Numbers in the code.</summary>
    Code: int
    /// <summary>Widths of the encoder's layers before the code; the decoder has them the other way round.</summary>
    Hidden: int list
    /// <summary>Channels of 3×3 convolutions before those, each of which halves the image; none for rows.</summary>
    Channels: int list
    /// <summary>The images' shape, which convolutions need.</summary>
    Shape: ImageShape option
    /// <summary>What is minimised.</summary>
    Loss: ReconstructionLoss
    /// <summary>Deviation of the noise on inputs in training, in root mean squares of what varies.</summary>
    Noise: float
    /// <summary>Passes over the samples.</summary>
    Epochs: int
    /// <summary>Samples a step.</summary>
    Batch: int
    /// <summary>Adam's.</summary>
    LearningRate: float
    /// <summary>The same gives the same bits on as many threads.</summary>
    Seed: int64
    /// <summary>Threads of libtorch; None for one a core.</summary>
    Threads: int option
    /// <summary>cpu, cuda or cuda:N.</summary>
    Device: string
}

/// <summary>Images squeezed into a few numbers, so that estimators for few dimensions can be used on them.</summary>
[<RequireQualifiedAccess>]
module Compression =
    /// <summary>A code of 4 numbers by layers of 128 and 64, absolute error, noise 0.1, 100 epochs of batches of 256, Adam at 10⁻³.</summary>
    val defaults: AutoencoderOptions

    /// <summary>By the numbers that decided pictures: nothing is lost, and the pairs still know their information.</summary>
    /// <param name="truth">What drew the pairs.</param>
    /// <param name="pairs">Pairs of pictures.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The pairs have other dimensions than the truth.</exception>
    /// <example><code>let truth = Truth.blobs 16 4.0&lt;nat&gt;
    /// truth |> Truth.sample 5_000 |> Compression.ideal truth |> Compression.codes |> Neighbours.geometric</code></example>
    val ideal: truth: PicturedTruth -> pairs: Pairs -> CompressedPairs

    /// <summary>By coordinates along the principal axes of each variable.</summary>
    /// <remarks>I of the codes is at most I of the images, in the population; an estimate of it errs to either side.</remarks>
    /// <param name="components">k, of each variable.</param>
    /// <param name="pairs">More than k.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are not so many axes.</exception>
    /// <example><code>Truth.blobs 16 4.0&lt;nat&gt; |> Truth.sample 5_000 |> Compression.pca 2</code></example>
    val pca: components: int -> pairs: Pairs -> CompressedPairs

    /// <summary>By an autoencoder for each variable, trained on these samples without a look at the pairing.</summary>
    /// <remarks>I of the codes is at most I of the images, in the population; an estimate of it errs to either side.</remarks>
    /// <param name="options">Of both.</param>
    /// <param name="pairs">At least 2.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The samples are no images of the options' shape.</exception>
    /// <exception cref="T:Vib.Core.DataException">A variable is constant.</exception>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense.</exception>
    /// <example><code>Truth.blobs 16 4.0&lt;nat&gt; |> Truth.sample 5_000 |> Compression.autoencoder { Compression.defaults with Code = 2 }</code></example>
    val autoencoder: options: AutoencoderOptions -> pairs: Pairs -> CompressedPairs

    /// <summary><c>autoencoder</c>, with what is wrong as a message.</summary>
    /// <param name="options">Of both.</param>
    /// <param name="pairs">At least 2.</param>
    val tryAutoencoder: options: AutoencoderOptions -> pairs: Pairs -> Result<CompressedPairs, string>

    /// <summary>The pairs of codes, for any estimator.</summary>
    /// <param name="compressed">What was compressed.</param>
    /// <example><code>Truth.blobs 16 4.0&lt;nat&gt; |> Truth.sample 5_000 |> Compression.pca 2 |> Compression.codes |> Neighbours.ksg</code></example>
    val codes: compressed: CompressedPairs -> Pairs
