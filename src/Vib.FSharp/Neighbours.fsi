namespace Vib

open Vib.Core

/// <summary>How neighbours are found: Automatic, Tree or BruteForce; the bits are the same.</summary>
type SearchMethod = Vib.Core.SearchMethod

/// <summary>How information is estimated by neighbours. <c>{ Neighbours.defaults with … }</c></summary>
type NeighbourOptions = {
    /// <summary>k, which neighbour's distance is read: few for less bias, many for less spread.</summary>
    K: int
    /// <summary>What is done to columns first where information is estimated; none of it changes what they share.</summary>
    Scaling: Scaling
    /// <summary>Whether entropies are taken of whitened coordinates.</summary>
    Whiten: bool
    /// <summary>Noise added to each value, in standard deviations of its column: 1e-8 breaks ties; 0 for none.</summary>
    Noise: float
    /// <summary>Estimates on pairs with y permuted; 0 for none.</summary>
    Permutations: int
    /// <summary>Parts of the pairs, each left out once for a jackknife error of I(X;Y); 0 for that of the local values, up to a third too small.</summary>
    Parts: int
    /// <summary>The seed of noise, parts and permutations.</summary>
    Seed: int64
    /// <summary>Threads; None for one a core. The bits do not depend on it.</summary>
    Threads: int option
    /// <summary>How neighbours are found. The bits do not depend on it.</summary>
    Search: SearchMethod
}

/// <summary>Information and entropies by neighbours: nothing is trained, and nothing is a bound.</summary>
[<RequireQualifiedAccess>]
module Neighbours =
    /// <summary>k = 3, columns standardised, entropies of whitened coordinates, no noise, no permutations, the error of the local values, seed 1, every core.</summary>
    val defaults: NeighbourOptions

    /// <summary>I(X;Y) of continuous variables by the first estimator of Kraskov, Stögbauer and Grassberger (2004).</summary>
    /// <param name="pairs">At least 4.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are fewer than 4 pairs or no more than k.</exception>
    /// <exception cref="T:Vib.Core.DataException">A variable is constant or discrete, both share a column, or k pairs and more are equal.</exception>
    /// <example><code>Truth.gaussian 1 1.0&lt;nat&gt; |> Truth.sample 2_000 |> Neighbours.ksg</code></example>
    val ksg: pairs: Pairs -> Estimate

    /// <summary><c>ksg</c>, with options.</summary>
    /// <param name="options">k, scaling, noise, permutations, threads.</param>
    /// <param name="pairs">At least 4.</param>
    /// <example><code>pairs |> Neighbours.ksgWith { Neighbours.defaults with K = 5; Permutations = 19 }</code></example>
    val ksgWith: options: NeighbourOptions -> pairs: Pairs -> Estimate

    /// <summary><c>ksgWith</c>, with what is wrong as a message.</summary>
    /// <param name="options">k, scaling, noise, permutations, threads.</param>
    /// <param name="pairs">Any pairs.</param>
    val tryKsgWith: options: NeighbourOptions -> pairs: Pairs -> Result<Estimate, string>

    /// <summary><c>ksgWith</c>, of samples in double precision.</summary>
    /// <param name="options">k, scaling, noise, permutations, threads.</param>
    /// <param name="x">[N,dx].</param>
    /// <param name="y">[N,dy].</param>
    /// <exception cref="T:Vib.Core.ShapeException">The arrays do not have the same number of rows, or none.</exception>
    /// <example><code>Neighbours.ksgOfArrays Neighbours.defaults x y</code></example>
    val ksgOfArrays: options: NeighbourOptions -> x: float[,] -> y: float[,] -> Estimate

    /// <summary>The second estimator of the same paper: a distance for each variable; less bias in many dimensions, more spread.</summary>
    /// <param name="pairs">At least 4.</param>
    /// <example><code>Truth.gaussian 3 1.0&lt;nat&gt; |> Truth.sample 2_000 |> Neighbours.ksg2</code></example>
    val ksg2: pairs: Pairs -> Estimate

    /// <summary><c>ksg2</c>, with options.</summary>
    /// <param name="options">k, scaling, noise, permutations, threads.</param>
    /// <param name="pairs">At least 4.</param>
    val ksg2With: options: NeighbourOptions -> pairs: Pairs -> Estimate

    /// <summary>The local values of <c>ksg</c>, whose mean it is: how much each pair adds.</summary>
    /// <param name="pairs">At least 4.</param>
    /// <example><code>pairs |> Neighbours.local |> Array.max</code></example>
    val local: pairs: Pairs -> float<nat>[]

    /// <summary><c>local</c>, with options.</summary>
    /// <param name="options">k, scaling, noise, threads.</param>
    /// <param name="pairs">At least 4.</param>
    val localWith: options: NeighbourOptions -> pairs: Pairs -> float<nat>[]

    /// <summary>I(X;Y) of variables that are continuous, discrete or both at once  (Gao, Kannan, Oh and Viswanath 2017).</summary>
    /// <param name="pairs">At least 4.</param>
    /// <example><code>Pairs.ofScalars [ for i in 1..400 -> float (i % 4) ] [ for i in 1..400 -> float (i % 4) + sin (float i) ] |> Neighbours.mixed</code></example>
    val mixed: pairs: Pairs -> Estimate

    /// <summary><c>mixed</c>, with options.</summary>
    /// <param name="options">k, scaling, noise, permutations, threads.</param>
    /// <param name="pairs">At least 4.</param>
    val mixedWith: options: NeighbourOptions -> pairs: Pairs -> Estimate

    /// <summary>I(X;Y|Z) of continuous variables  (Frenzel and Pompe 2007).</summary>
    /// <param name="triples">At least 4.</param>
    /// <example><code>Triples.ofArrays x y z |> Neighbours.conditional</code></example>
    val conditional: triples: Triples -> Estimate

    /// <summary><c>conditional</c>, with options.</summary>
    /// <param name="options">k, scaling, noise, permutations within z's neighbours, threads; no parts.</param>
    /// <param name="triples">At least 4.</param>
    val conditionalWith: options: NeighbourOptions -> triples: Triples -> Estimate

    /// <summary>h(X) by the k-th neighbour  (Kozachenko and Leonenko 1987).</summary>
    /// <param name="samples">[N,d].</param>
    /// <exception cref="T:Vib.Core.DomainException">There are fewer than 4 samples or no more than k, or their covariance is singular.</exception>
    /// <exception cref="T:Vib.Core.DataException">The samples are constant, discrete, or hold more than k copies of one.</exception>
    /// <example><code>x |> Neighbours.entropy</code></example>
    val entropy: samples: float[,] -> Estimate

    /// <summary><c>entropy</c>, with options.</summary>
    /// <param name="options">k, whitening, noise, threads.</param>
    /// <param name="samples">[N,d].</param>
    val entropyWith: options: NeighbourOptions -> samples: float[,] -> Estimate

    /// <summary><c>entropyWith</c>, with what is wrong as a message.</summary>
    /// <param name="options">k, whitening, noise, threads.</param>
    /// <param name="samples">[N,d].</param>
    val tryEntropyWith: options: NeighbourOptions -> samples: float[,] -> Result<Estimate, string>

    /// <summary><c>defaults</c> with k = 20, for weighted entropies. The paper asks for a k that grows with N, faster than log⁵ N, and names no number: 20 is Vib's choice.</summary>
    val weightedDefaults: NeighbourOptions

    /// <summary>h(X) by several neighbours, weighted so that bias cancels, with <c>weightedDefaults</c>  (Berrett, Samworth and Yuan 2019). In up to 3 dimensions nothing is left to cancel, and it is <c>entropy</c> by the 20th neighbour.</summary>
    /// <param name="samples">[N,d]; more than 20.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are no more samples than k, or their covariance is singular.</exception>
    /// <exception cref="T:Vib.Core.DataException">The samples are constant, discrete, or hold copies.</exception>
    /// <example><code>x |> Neighbours.weightedEntropy</code></example>
    val weightedEntropy: samples: float[,] -> Estimate

    /// <summary><c>weightedEntropy</c>, with options.</summary>
    /// <param name="options">k, which should be large for the dimension: where it is not, weights explode, which is a diagnosis; whitening, noise, threads.</param>
    /// <param name="samples">[N,d].</param>
    /// <example><code>x |> Neighbours.weightedEntropyWith { Neighbours.weightedDefaults with K = 50 }</code></example>
    val weightedEntropyWith: options: NeighbourOptions -> samples: float[,] -> Estimate

    /// <summary>I(X;Y) by three weighted entropies, with <c>weightedDefaults</c>.</summary>
    /// <param name="pairs">More than 20.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are no more pairs than k, or a covariance is singular.</exception>
    /// <exception cref="T:Vib.Core.DataException">A variable is constant or discrete, both share a column, or there are copies.</exception>
    /// <example><code>Truth.gaussian 2 1.0&lt;nat&gt; |> Truth.sample 2_000 |> Neighbours.weighted</code></example>
    val weighted: pairs: Pairs -> Estimate

    /// <summary><c>weighted</c>, with options.</summary>
    /// <param name="options">k, which should be large for the joint dimension; whitening, noise, permutations, threads.</param>
    /// <param name="pairs">At least 4, and more than k.</param>
    val weightedWith: options: NeighbourOptions -> pairs: Pairs -> Estimate

    /// <summary>I(X;Y) by three entropies in the metric of each point's own neighbourhood: for pairs that lie beside a curve or a sheet, as those that share many nats do.</summary>
    /// <param name="pairs">At least 51: 50 neighbours make a metric.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are too few pairs, or a covariance is singular.</exception>
    /// <exception cref="T:Vib.Core.DataException">A variable is constant or discrete, both share a column, or there are copies.</exception>
    /// <example><code>Truth.gaussian 1 8.0&lt;nat&gt; |> Truth.wiggly |> Truth.sample 10_000 |> Neighbours.geometric</code></example>
    val geometric: pairs: Pairs -> Estimate

    /// <summary><c>geometric</c>, with options.</summary>
    /// <param name="neighbourhood">m, how many neighbours make a metric: at least k, and above the joint dimension + 1. More for less bias where a sheet is flat, fewer where it bends.</param>
    /// <param name="options">k, scaling (Rank takes the edges and tails of columns away), whitening, noise, permutations, threads.</param>
    /// <param name="pairs">More than m.</param>
    val geometricWith: neighbourhood: int -> options: NeighbourOptions -> pairs: Pairs -> Estimate

    /// <summary>D[P ‖ Q] between the sources of two samples  (Wang, Kulkarni and Verdú 2009).</summary>
    /// <param name="reference">[M,d], from Q.</param>
    /// <param name="samples">[N,d], from P.</param>
    /// <example><code>x |> Neighbours.divergence y</code></example>
    val divergence: reference: float[,] -> samples: float[,] -> Estimate

    /// <summary><c>divergence</c>, with options.</summary>
    /// <param name="options">k, whitening, noise, threads.</param>
    /// <param name="reference">[M,d], from Q.</param>
    /// <param name="samples">[N,d], from P.</param>
    val divergenceWith: options: NeighbourOptions -> reference: float[,] -> samples: float[,] -> Estimate
