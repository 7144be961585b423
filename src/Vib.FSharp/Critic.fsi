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
    /// <example><code>Critic.separable |> Critic.withEmbedding 64</code></example>
    val withEmbedding: dimension: int -> critic: CriticOptions -> CriticOptions

    /// <summary>The same cosine critic, started at this temperature; other critics stay as they are.</summary>
    /// <param name="temperature">τ &gt; 0.</param>
    /// <param name="critic">Which critic.</param>
    /// <example><code>Critic.cosine |> Critic.withTemperature 1.0</code></example>
    val withTemperature: temperature: float -> critic: CriticOptions -> CriticOptions

    /// <summary>The same convolutional critic with so many channels after each convolution; other critics stay as they are.</summary>
    /// <param name="channels">At least one, all positive; each convolution halves height and width.</param>
    /// <param name="critic">Which critic.</param>
    /// <example><code>Critic.convolutional (1, 28, 28) |> Critic.withChannels [ 16; 32; 64 ]</code></example>
    val withChannels: channels: int list -> critic: CriticOptions -> CriticOptions

    /// <summary>The same convolutional critic for a y that is an image too; other critics stay as they are.</summary>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Columns of pixels.</param>
    /// <param name="critic">Which critic.</param>
    /// <example><code>Critic.convolutional (1, 28, 28) |> Critic.withImageOfY (1, 14, 28)</code></example>
    val withImageOfY: channels: int * height: int * width: int -> critic: CriticOptions -> CriticOptions

    /// <summary>ln q(y|x) of a diagonal Gaussian, mean and variance by a network of x, 256-256: a fitted density, the q of vCLUB and of the difference of entropies.</summary>
    /// <remarks>Normalised in y, summed over its dimensions; |ln σ²| stays below 10  (Cheng et al. 2020; McAllester and Stratos 2020). Bounds that want an exact p(y|x) become estimates with it.</remarks>
    /// <example><code>Critic.gaussianConditional |> Critic.withHidden [ 64 ] |> Critic.withCompanion Companion.gaussian</code></example>
    val gaussianConditional: CriticOptions

    /// <summary>ln q(y|x) of independent logistic coordinates, place and scale by a network of x, 256-256: heavier tails than a Gaussian's.</summary>
    val logisticConditional: CriticOptions

    /// <summary>ln q(y|x) of a classifier, 256-256, where y is a one-hot row.</summary>
    /// <remarks>Pairs must not be standardised: rows that are not one-hot are refused.</remarks>
    val categoricalConditional: CriticOptions

    /// <summary>The same critic with a network beside it that gives the number more for each pair which some bounds ask for.</summary>
    /// <param name="companion">One of <see cref="T:Vib.Companion"/>.</param>
    /// <param name="critic">Which critic.</param>
    /// <example><code>Critic.separable |> Critic.withCompanion Companion.learnedBaseline</code></example>
    val withCompanion: companion: CompanionOptions -> critic: CriticOptions -> CriticOptions

/// <summary>Networks beside a critic, trained with it: one number more for each pair.</summary>
[<RequireQualifiedAccess>]
module Companion =
    /// <summary>ln a(y), any function of y, 512-512: TUBA's baseline  (Poole et al. 2019, §2.2).</summary>
    val learnedBaseline: CompanionOptions

    /// <summary>u(x, y) of the joint pair, 256-256: FLO's second critic  (Guo et al. 2022). A bound that needs it takes one by itself.</summary>
    val pairFunction: CompanionOptions

    /// <summary>ln N(y; 0, I): a density of y without parameters, that of standardised data if they are Gaussian.</summary>
    val standardNormal: CompanionOptions

    /// <summary>ln q(y) of a diagonal Gaussian, mean and variance learned; it starts standard.</summary>
    val gaussian: CompanionOptions

    /// <summary>ln q(y) of independent logistic coordinates, place and scale learned.</summary>
    val logistic: CompanionOptions

    /// <summary>ln q(y) of a distribution over classes, learned; y is a one-hot row.</summary>
    val categorical: CompanionOptions
