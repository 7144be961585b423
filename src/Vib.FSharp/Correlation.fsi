namespace Vib

open Vib.Core

/// <summary>Information of Gaussians by canonical correlations: all that covariances know.</summary>
[<RequireQualifiedAccess>]
module Correlation =
    /// <summary>I(X;Y) of the Gaussian with these covariances, without bias; the correlations, and the chance of each tail of them where there is nothing.</summary>
    /// <param name="pairs">At least two more than there are columns.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are too few pairs, or a covariance is singular.</exception>
    /// <example><code>Truth.gaussian 3 1.0&lt;nat&gt; |> Truth.sample 1_000 |> Correlation.canonical</code></example>
    val canonical: pairs: Pairs -> CanonicalAnalysis

    /// <summary><c>canonical</c>, of columns that are standardised, ranked or drawn in first; ranks give a Gaussian copula's information.</summary>
    /// <param name="scaling">What is done to columns.</param>
    /// <param name="pairs">At least two more than there are columns.</param>
    /// <example><code>pairs |> Correlation.canonicalWith Scaling.Rank</code></example>
    val canonicalWith: scaling: Scaling -> pairs: Pairs -> CanonicalAnalysis

    /// <summary>I(X;Y|Z), by partial canonical correlations.</summary>
    /// <param name="triples">At least two more than there are columns.</param>
    /// <example><code>Triples.ofArrays x y z |> Correlation.partial</code></example>
    val partial: triples: Triples -> CanonicalAnalysis
