namespace Vib

open Vib.Core

/// <summary>Functions f(x, y) that score pairs; most are networks.</summary>
[<RequireQualifiedAccess>]
module Critic =
    /// <summary>f(x, y) = g(x)ᵀ h(y): a tower for each variable, 256-256-32 each. The cheap one, and the default.</summary>
    val separable: CriticOptions

    /// <summary>f(x, y) = mlp([x, y]), 256-256-1: it sees each of the B² pairs, at about B times the cost.</summary>
    val concatenated: CriticOptions

    /// <summary>f(x, y) = w xᵀy, w a number: for embeddings that were made to be compared. X and Y have the same dimension.</summary>
    val innerProduct: CriticOptions

    /// <summary>f(x, y) = xᵀ W y, W a matrix: the log-bilinear critic of contrastive predictive coding  (van den Oord et al. 2018).</summary>
    val bilinear: CriticOptions

    /// <summary>f(x, y) = cos(g(x), h(y))/τ: towers of 256-256-512, embeddings of length 1, τ learned from 0.07  (Guo et al. 2022; Radford et al. 2021).</summary>
    /// <example><code>Critic.cosine |> Critic.withTemperature 1.0    // FLO's start</code></example>
    val cosine: CriticOptions

    /// <summary>f(x, y) = g(x)ᵀ h(y) with two convolutions and hidden layers for the image x; y is a vector, or an image by <see cref="M:Vib.Critic.withImageOfY"/>.</summary>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Columns of pixels; a row of X is the image channel by channel, row by row.</param>
    /// <example><code>Critic.convolutional (1, 28, 28) |> Critic.withHidden [ 128 ]</code></example>
    val convolutional: channels: int * height: int * width: int -> CriticOptions

    /// <summary>f(x, y) = log p(x, y)/p(x)p(y) of a source that knows it: what a bound reads when nothing is left to learn.</summary>
    /// <param name="truth">What the pairs are drawn from.</param>
    /// <example><code>let truth = Truth.gaussian 20 4.0&lt;nat&gt;
    /// truth |> Mi.estimate Bound.infoNce (Critic.exact truth)    // InfoNCE's own bias, no critic's</code></example>
    val exact: truth: Truth -> CriticOptions

    /// <summary>The same critic with hidden layers of these widths; critics without hidden layers stay as they are.</summary>
    /// <param name="widths">At least one, all positive.</param>
    /// <param name="critic">Which critic.</param>
    /// <example><code>Critic.separable |> Critic.withHidden [ 512; 512 ]</code></example>
    val withHidden: widths: int list -> critic: CriticOptions -> CriticOptions

    /// <summary>The same separable, cosine or convolutional critic with embeddings of this dimension; other critics have none and stay as they are.</summary>
    /// <param name="dimension">At least 1.</param>
    /// <param name="critic">Which critic.</param>
    val withEmbedding: dimension: int -> critic: CriticOptions -> CriticOptions

    /// <summary>The same cosine critic, started at this temperature; other critics stay as they are.</summary>
    /// <param name="temperature">τ &gt; 0.</param>
    /// <param name="critic">Which critic.</param>
    val withTemperature: temperature: float -> critic: CriticOptions -> CriticOptions

    /// <summary>The same convolutional critic with so many channels after each convolution; other critics stay as they are.</summary>
    /// <param name="channels">At least one, all positive; each convolution halves height and width.</param>
    /// <param name="critic">Which critic.</param>
    val withChannels: channels: int list -> critic: CriticOptions -> CriticOptions

    /// <summary>The same convolutional critic for a y that is an image too; other critics stay as they are.</summary>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Columns of pixels.</param>
    /// <param name="critic">Which critic.</param>
    /// <example><code>Critic.convolutional (1, 28, 28) |> Critic.withImageOfY (1, 14, 28)</code></example>
    val withImageOfY: channels: int * height: int * width: int -> critic: CriticOptions -> CriticOptions
