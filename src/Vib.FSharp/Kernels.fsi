namespace Vib

open Vib.Core

/// <summary>How the width of a density's kernel is chosen: MaximumLikelihood, LeastSquares or Silverman.</summary>
type BandwidthRule = Vib.Core.BandwidthRule

/// <summary>How entropies and information are estimated by kernel densities. <c>{ Kde.defaults with … }</c></summary>
type DensityOptions = {
    /// <summary>How the width is chosen.</summary>
    Rule: BandwidthRule
    /// <summary>The width itself, of whitened coordinates where they are; None for the rule's.</summary>
    Bandwidth: float option
    /// <summary>Whether densities are of whitened coordinates.</summary>
    Whiten: bool
    /// <summary>The rule looks at so many samples against all the others.</summary>
    SelectionSamples: int
    /// <summary>Estimates on pairs with y permuted; 0 for none.</summary>
    Permutations: int
    /// <summary>Parts of the pairs, each left out once for a jackknife error of I(X;Y); 0 for that of the local values.</summary>
    Parts: int
    /// <summary>The seed of the samples that the rule looks at, of parts and of permutations.</summary>
    Seed: int64
    /// <summary>Threads; None for one a core. The bits do not depend on it.</summary>
    Threads: int option
}

/// <summary>Entropies and information by Gaussian kernel densities, every sample left out where it is asked.</summary>
[<RequireQualifiedAccess>]
module Kde =
    /// <summary>Widths of maximum likelihood, whitened, no permutations, the error of the local values, seed 1, every core.</summary>
    val defaults: DensityOptions

    /// <summary>h(X).</summary>
    /// <param name="samples">[N,d].</param>
    /// <exception cref="T:Vib.Core.DomainException">There are fewer than 4 samples, or their covariance is singular.</exception>
    /// <exception cref="T:Vib.Core.DataException">The samples are constant, discrete, or all have copies.</exception>
    /// <example><code>x |> Kde.entropy</code></example>
    val entropy: samples: float[,] -> Estimate

    /// <summary><c>entropy</c>, with options.</summary>
    /// <param name="options">The width or its rule, whitening.</param>
    /// <param name="samples">[N,d].</param>
    /// <example><code>x |> Kde.entropyWith { Kde.defaults with Rule = BandwidthRule.LeastSquares }</code></example>
    val entropyWith: options: DensityOptions -> samples: float[,] -> Estimate

    /// <summary><c>entropyWith</c>, with what is wrong as a message.</summary>
    /// <param name="options">The width or its rule, whitening.</param>
    /// <param name="samples">[N,d].</param>
    val tryEntropyWith: options: DensityOptions -> samples: float[,] -> Result<Estimate, string>

    /// <summary>I(X;Y) by three densities, each with a whitening and a width of its own.</summary>
    /// <param name="pairs">At least 4.</param>
    /// <example><code>Truth.gaussian 1 1.0&lt;nat&gt; |> Truth.sample 2_000 |> Kde.information</code></example>
    val information: pairs: Pairs -> Estimate

    /// <summary><c>information</c>, with options.</summary>
    /// <param name="options">Widths or their rule, whitening, permutations, parts.</param>
    /// <param name="pairs">At least 4.</param>
    val informationWith: options: DensityOptions -> pairs: Pairs -> Estimate

    /// <summary>I(X;Y) of continuous x and discrete y: h(X) − Σ p(y) h(X|y), each class with a whitening and a width of its own.</summary>
    /// <param name="options">Widths or their rule, whitening.</param>
    /// <param name="labels">[N], the class of each row, at least 4 of each.</param>
    /// <param name="samples">[N,d].</param>
    /// <example><code>x |> Kde.ofLabel Kde.defaults labels</code></example>
    val ofLabel: options: DensityOptions -> labels: int[] -> samples: float[,] -> Estimate

/// <summary>Which distance between components: KullbackLeibler, an upper bound, or Bhattacharyya, a lower one.</summary>
type PairwiseDistance = Vib.Core.PairwiseDistance

/// <summary>Information about a layer with Gaussian noise by the distances between its means: bounds from both sides  (Kolchinsky and Tracey 2017).</summary>
[<RequireQualifiedAccess>]
module Pairwise =
    /// <summary>I(X;T), from below and from above; both are at most ln N.</summary>
    /// <param name="noise">σ &gt; 0, the standard deviation of each unit's noise.</param>
    /// <param name="means">[N,d], a row for each input, without its noise.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are fewer than 2 rows, or σ is not positive.</exception>
    /// <example><code>t |> Pairwise.ofInput 0.3</code></example>
    val ofInput: noise: float -> means: float[,] -> Sandwich

    /// <summary>h(T), from below and from above.</summary>
    /// <param name="noise">σ &gt; 0.</param>
    /// <param name="means">[N,d], a row for each input, without its noise.</param>
    /// <example><code>t |> Pairwise.entropy 0.3</code></example>
    val entropy: noise: float -> means: float[,] -> Sandwich

    /// <summary>I(T;Y) by differences of the upper bound: on no side.</summary>
    /// <param name="noise">σ &gt; 0.</param>
    /// <param name="labels">[N], the class of each row.</param>
    /// <param name="means">[N,d], a row for each input, without its noise.</param>
    /// <example><code>t |> Pairwise.ofLabel 0.3 labels</code></example>
    val ofLabel: noise: float -> labels: int[] -> means: float[,] -> Estimate

    /// <summary><c>ofLabel</c>, by differences of either bound.</summary>
    /// <param name="distance">Which of them.</param>
    /// <param name="noise">σ &gt; 0.</param>
    /// <param name="labels">[N], the class of each row.</param>
    /// <param name="means">[N,d], a row for each input, without its noise.</param>
    val ofLabelWith: distance: PairwiseDistance -> noise: float -> labels: int[] -> means: float[,] -> Estimate

/// <summary>How a mixture's entropy is drawn. <c>{ Propagation.defaults with … }</c></summary>
type PropagationOptions = {
    /// <summary>Draws of the noise for each sample.</summary>
    Draws: int
    /// <summary>The seed of the noise.</summary>
    Seed: int64
    /// <summary>Threads; None for one a core. The bits do not depend on it.</summary>
    Threads: int option
}

/// <summary>Entropy and information of a noisy layer by propagated samples  (Goldfeld et al. 2019).</summary>
[<RequireQualifiedAccess>]
module Propagation =
    /// <summary>4 draws of each sample, seed 1, every core.</summary>
    val defaults: PropagationOptions

    /// <summary>h(T), T = S + σZ.</summary>
    /// <param name="options">Draws, seed.</param>
    /// <param name="noise">σ &gt; 0.</param>
    /// <param name="samples">[n,d], of S, from independent passes.</param>
    /// <example><code>s |> Propagation.entropy Propagation.defaults 0.3</code></example>
    val entropy: options: PropagationOptions -> noise: float -> samples: float[,] -> Estimate

    /// <summary>I(X;T) where no layer below is noisy.</summary>
    /// <param name="options">Draws, seed.</param>
    /// <param name="noise">σ &gt; 0.</param>
    /// <param name="samples">[n,d], a row for each input.</param>
    /// <example><code>t |> Propagation.information Propagation.defaults 0.3</code></example>
    val information: options: PropagationOptions -> noise: float -> samples: float[,] -> Estimate

    /// <summary>I(X;T) where layers below are noisy too.</summary>
    /// <param name="options">Draws, seed.</param>
    /// <param name="noise">σ &gt; 0, of this layer.</param>
    /// <param name="passes">For each of some inputs, at least 2: [m,d], the same input in m passes.</param>
    /// <param name="samples">[n,d], of S, from independent passes, each of its own input.</param>
    /// <example><code>s |> Propagation.informationOfPasses Propagation.defaults 0.3 passes</code></example>
    val informationOfPasses: options: PropagationOptions -> noise: float -> passes: float[,] list -> samples: float[,] -> Estimate
