namespace Vib

open Vib.Core

/// <summary>Encoders e(z|x) = N(μ(x), diag σ(x)²), with <c>fullCovariance</c> N(μ(x), L(x) L(x)ᵀ), and with <c>categorical</c> softmax(f(x)) over finitely many states.</summary>
[<RequireQualifiedAccess>]
module Encoder =
    /// <summary>A multilayer perceptron with ReLU; σ = softplus(ρ(x) − 5) for each input and dimension.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.mlp [ 256; 256 ] 32 }</code></example>
    val mlp: hidden: int list -> latent: int -> Encoder

    /// <summary>μ = W x + b, and one σ for each dimension that is learned from 0.5: optimal for Gaussian data.</summary>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.linear 8 }</code></example>
    val linear: latent: int -> Encoder

    /// <summary>A multilayer perceptron that gives μ and a lower-triangular L for each input, z = μ + L ε, L_kk = softplus(ρ_k(x) − 5): any covariance, for small K.</summary>
    /// <remarks>Rates against N(0, I), learned Gaussians, mixtures and backward encoders take it; pairwise rates and the VampPrior refuse it.</remarks>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.fullCovariance [ 256; 256 ] 2 }</code></example>
    val fullCovariance: hidden: int list -> latent: int -> Encoder

    /// <summary>A multilayer perceptron without noise, z = μ(x): the network that a bottleneck is compared with. Decoders and critics take such a code; rates refuse it, since its information about X is infinite, or no function of the weights.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>use baseline = training |> Objective.train { Objective.defaults with Encoder = Encoder.deterministic [ 1024; 1024 ] 256 } (maximize (Info.lower (Z, Y) (Decoder.categorical 10)))</code></example>
    val deterministic: hidden: int list -> latent: int -> Encoder

    /// <summary>Residual blocks, h + W₂ relu(W₁ h), between two affine layers: a network that stays trainable when it is deep; σ as in <c>mlp</c>.</summary>
    /// <param name="width">Of h and of the layer inside each block.</param>
    /// <param name="blocks">How many, at least 1.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no block: such a network is <c>mlp</c>.</exception>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.residual 256 4 32 }</code></example>
    val residual: width: int -> blocks: int -> latent: int -> Encoder

    /// <summary>A code of finitely many states, e(z|x) = softmax(f(x)); decoders read a state's unit vector. Expectations over codes are sums over the states: exact, nothing is drawn.</summary>
    /// <remarks>Takes decoders of all sorts, and the rates and entropies of categorical codes; what wants a density refuses it.</remarks>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="states">How many states, at least 2; so many rows go through a decoder.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.categorical [ 256; 256 ] 16 }</code></example>
    val categorical: hidden: int list -> states: int -> Encoder

    /// <summary>The same categorical encoder, trained on samples of the Gumbel-softmax relaxation, τ from 1 to 0.5 in 1000 steps: no bound in training, while evaluation sums over the states.</summary>
    /// <param name="encoder">A categorical encoder.</param>
    /// <exception cref="T:Vib.Core.DomainException">The encoder is not categorical.</exception>
    /// <example><code>Encoder.categorical [ 256; 256 ] 16 |> Encoder.relaxed</code></example>
    val relaxed: encoder: Encoder -> Encoder

    /// <summary><c>relaxed</c> with other temperatures, or the straight-through gradient, as in C#.</summary>
    /// <param name="relaxation"><c>GumbelSoftmax(Start = 2.0, End = 0.3, Steps = 2000L, StraightThrough = true)</c>.</param>
    /// <param name="encoder">A categorical encoder.</param>
    /// <exception cref="T:Vib.Core.DomainException">The encoder is not categorical, or a temperature is not positive.</exception>
    /// <example><code>Encoder.categorical [ 256; 256 ] 16 |> Encoder.relaxedWith (GumbelSoftmax(StraightThrough = true))</code></example>
    val relaxedWith: relaxation: GumbelSoftmax -> encoder: Encoder -> Encoder

    /// <summary>Convolutions of 3×3 pixels with ReLU, 32 and 64 channels, each halving height and width, before the hidden layers; σ as in <c>mlp</c>.</summary>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Columns of pixels; a row of X is the image channel by channel, row by row.</param>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="latent">K, the dimension of the code.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.convolutional (1, 28, 28) [ 128 ] 32 }</code></example>
    val convolutional: channels: int * height: int * width: int -> hidden: int list -> latent: int -> Encoder

    /// <summary>The same convolutional encoder with so many channels after each convolution; an encoder without convolutions stays as it is.</summary>
    /// <param name="channels">At least one, all positive.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.convolutional (1, 28, 28) [ 128 ] 32 |> Encoder.withChannels [ 16; 32 ]</code></example>
    val withChannels: channels: int list -> encoder: Encoder -> Encoder

    /// <summary>The same with one σ for all inputs and dimensions, fixed.</summary>
    /// <param name="deviation">σ, positive.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.mlp [ 256; 256 ] 32 |> Encoder.withFixedNoise 1.0</code></example>
    val withFixedNoise: deviation: float -> encoder: Encoder -> Encoder

    /// <summary>The same with one σ for each dimension, learned.</summary>
    /// <param name="start">σ at the start, positive.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.mlp [ 256; 256 ] 32 |> Encoder.withLearnedNoise 0.5</code></example>
    val withLearnedNoise: start: float -> encoder: Encoder -> Encoder

    /// <summary>The same with σ = softplus(ρ(x) − offset), or, where it has a full covariance, such a diagonal of L.</summary>
    /// <param name="offset">5 starts training nearly deterministic.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.mlp [ 256; 256 ] 32 |> Encoder.withOffset 0.0    // noisy from the start</code></example>
    val withOffset: offset: float -> encoder: Encoder -> Encoder

    /// <summary>The same without noise, z = μ(x).</summary>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.convolutional (1, 28, 28) [ 128 ] 32 |> Encoder.withoutNoise</code></example>
    val withoutNoise: encoder: Encoder -> Encoder

    /// <summary>The same with dropout: every step of training leaves out this part of each hidden layer's units, and divides the others by 1 − rate. Outside training nothing is left out  (Srivastava et al. 2014).</summary>
    /// <param name="rate">At least 0, for none, and below 1.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.deterministic [ 1024; 1024 ] 256 |> Encoder.withDropout 0.5</code></example>
    val withDropout: rate: float -> encoder: Encoder -> Encoder

    /// <summary>The same with dropout of the input's numbers; not before convolutions.</summary>
    /// <param name="rate">At least 0, for none, and below 1.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>Encoder.deterministic [ 1024; 1024 ] 256 |> Encoder.withDropout 0.5 |> Encoder.withInputDropout 0.2</code></example>
    val withInputDropout: rate: float -> encoder: Encoder -> Encoder

    /// <summary>The same for another variable of the data.</summary>
    /// <param name="variable">What is encoded.</param>
    /// <param name="encoder">Which encoder.</param>
    /// <example><code>{ Objective.defaults with Encoder = Encoder.linear 4 |> Encoder.ofVariable Y }</code></example>
    val ofVariable: variable: Var<'x> -> encoder: Encoder -> Encoder when 'x :> Observed
