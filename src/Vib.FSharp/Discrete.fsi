namespace Vib

open Vib.Core

/// <summary>How entropy is read from counts: PlugIn, MillerMadow, Jackknife, Grassberger or ChaoShen.</summary>
type EntropyEstimator = Vib.Core.EntropyEstimator

/// <summary>How entropies and information are read from counts. <c>{ Discrete.defaults with … }</c></summary>
type DiscreteOptions = {
    /// <summary>The estimator of each entropy.</summary>
    Estimator: EntropyEstimator
    /// <summary>Estimates with y permuted, among which I(X;Y) is ranked; 0 for none.</summary>
    Permutations: int
    /// <summary>The seed of the permutations.</summary>
    Seed: int64
}

/// <summary>Entropies and information of discrete variables, from how often their states were seen. Never clamped.</summary>
[<RequireQualifiedAccess>]
module Discrete =
    /// <summary>The plug-in, no permutations, seed 1.</summary>
    val defaults: DiscreteOptions

    /// <summary>H(X) of samples, with a jackknife error.</summary>
    /// <param name="states">At least 2; any numbers that name states.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are fewer than 2 samples.</exception>
    /// <example><code>[| 0; 1; 1; 2 |] |> Discrete.entropy</code></example>
    val entropy: states: int[] -> Estimate

    /// <summary><c>entropy</c>, with options.</summary>
    /// <param name="options">The estimator.</param>
    /// <param name="states">At least 2; any numbers that name states.</param>
    /// <example><code>states |> Discrete.entropyWith { Discrete.defaults with Estimator = EntropyEstimator.ChaoShen }</code></example>
    val entropyWith: options: DiscreteOptions -> states: int[] -> Estimate

    /// <summary>H(X) of counts.</summary>
    /// <param name="options">The estimator.</param>
    /// <param name="counts">How often each state was seen; at least 2 in all.</param>
    /// <example><code>[| 12; 30; 1 |] |> Discrete.entropyOfCounts Discrete.defaults</code></example>
    val entropyOfCounts: options: DiscreteOptions -> counts: int[] -> Estimate

    /// <summary>I(X;Y).</summary>
    /// <param name="x">At least 2; any numbers that name states.</param>
    /// <param name="y">As many.</param>
    /// <exception cref="T:Vib.Core.ShapeException">There are not as many of one as of the other.</exception>
    /// <exception cref="T:Vib.Core.DomainException">There are fewer than 2 samples, or an option makes no sense.</exception>
    /// <example><code>Discrete.information x y</code></example>
    val information: x: int[] -> y: int[] -> Estimate

    /// <summary><c>information</c>, with options.</summary>
    /// <param name="options">The estimator, permutations.</param>
    /// <param name="x">At least 2; any numbers that name states.</param>
    /// <param name="y">As many.</param>
    val informationWith: options: DiscreteOptions -> x: int[] -> y: int[] -> Estimate

    /// <summary><c>informationWith</c>, with what is wrong as a message.</summary>
    /// <param name="options">The estimator, permutations.</param>
    /// <param name="x">Any numbers that name states.</param>
    /// <param name="y">Likewise.</param>
    val tryInformationWith: options: DiscreteOptions -> x: int[] -> y: int[] -> Result<Estimate, string>

    /// <summary>I(X;Y|Z).</summary>
    /// <param name="options">The estimator; no permutations.</param>
    /// <param name="x">At least 2; any numbers that name states.</param>
    /// <param name="y">As many.</param>
    /// <param name="z">As many.</param>
    /// <example><code>Discrete.conditional Discrete.defaults x y z</code></example>
    val conditional: options: DiscreteOptions -> x: int[] -> y: int[] -> z: int[] -> Estimate

/// <summary>How one number becomes one of a few.</summary>
type Bins = Vib.Core.Bins

/// <summary>Information of activations that are put into bins, unit by unit, and read as one state a row.</summary>
[<RequireQualifiedAccess>]
module Binned =
    /// <summary>Bins between given edges, and one below the first and one above the last.</summary>
    /// <param name="edges">At least one, ascending.</param>
    /// <example><code>Binned.edges [ for k in 0..29 -> -1.0 + float k / 14.5 ]</code></example>
    val edges: edges: float seq -> Bins

    /// <summary>⌊t/w⌋.</summary>
    /// <param name="width">w &gt; 0.</param>
    /// <example><code>Binned.width 0.07</code></example>
    val width: width: float -> Bins

    /// <summary>Bins of equal width over each unit's range.</summary>
    /// <param name="bins">How many.</param>
    /// <example><code>Binned.equal 30</code></example>
    val equal: bins: int -> Bins

    /// <summary>Bins of equal width over the layer's range, the same for all units.</summary>
    /// <param name="bins">How many.</param>
    /// <example><code>Binned.equalOfLayer 30</code></example>
    val equalOfLayer: bins: int -> Bins

    /// <summary>Bins that hold equally many of a unit's values.</summary>
    /// <param name="bins">How many.</param>
    /// <example><code>Binned.quantiles 30</code></example>
    val quantiles: bins: int -> Bins

    /// <summary>The state of each row, numbered from 0 in order of first appearance: for <c>Discrete</c>.</summary>
    /// <param name="bins">The bins of each unit.</param>
    /// <param name="activations">[N,d].</param>
    /// <example><code>t |> Binned.states (Binned.equal 30)</code></example>
    val states: bins: Bins -> activations: float[,] -> int[]

    /// <summary>I(X;T̃) = H(T̃) of a deterministic layer whose inputs all differ.</summary>
    /// <param name="bins">The bins of each unit.</param>
    /// <param name="activations">[N,d].</param>
    /// <exception cref="T:Vib.Core.DataException">A value is NaN or infinite.</exception>
    /// <example><code>t |> Binned.ofInput (Binned.width 0.07)</code></example>
    val ofInput: bins: Bins -> activations: float[,] -> Estimate

    /// <summary><c>ofInput</c>, with options.</summary>
    /// <param name="options">The estimator; no permutations.</param>
    /// <param name="bins">The bins of each unit.</param>
    /// <param name="activations">[N,d].</param>
    val ofInputWith: options: DiscreteOptions -> bins: Bins -> activations: float[,] -> Estimate

    /// <summary>I(X;T̃) = H(T̃) − H(T̃|X) where inputs come several times.</summary>
    /// <param name="options">The estimator, permutations.</param>
    /// <param name="bins">The bins of each unit.</param>
    /// <param name="inputs">[N], which input each row is of.</param>
    /// <param name="activations">[N,d].</param>
    /// <example><code>t |> Binned.ofInputs Discrete.defaults (Binned.width 0.07) inputs</code></example>
    val ofInputs: options: DiscreteOptions -> bins: Bins -> inputs: int[] -> activations: float[,] -> Estimate

    /// <summary>I(T̃;Y) = H(T̃) − Σ p(y) H(T̃|y).</summary>
    /// <param name="bins">The bins of each unit.</param>
    /// <param name="labels">[N], the class of each row.</param>
    /// <param name="activations">[N,d].</param>
    /// <example><code>t |> Binned.ofLabel (Binned.width 0.07) labels</code></example>
    val ofLabel: bins: Bins -> labels: int[] -> activations: float[,] -> Estimate

    /// <summary><c>ofLabel</c>, with options.</summary>
    /// <param name="options">The estimator, permutations.</param>
    /// <param name="bins">The bins of each unit.</param>
    /// <param name="labels">[N], the class of each row.</param>
    /// <param name="activations">[N,d].</param>
    val ofLabelWith: options: DiscreteOptions -> bins: Bins -> labels: int[] -> activations: float[,] -> Estimate
