namespace Vib.Laws

open Vib
open Vib.Core

/// <summary>What the scores must be for a bound to promise anything.</summary>
type Needs =
    /// <summary>Nothing: any critic will do.</summary>
    | AnyCritic

    /// <summary>The exact log p(y_j|x_i), up to a function of y.</summary>
    | Conditional

    /// <summary>log q(y_j|x_i) of a density of y that is normalised; a fitted one will do.</summary>
    | Density

    /// <summary>The exact log p(y_j|x_i), normalised.</summary>
    | ExactDensity

/// <summary>What may be added to all scores without moving the value.</summary>
type Ignores =
    /// <summary>One number.</summary>
    | Constants

    /// <summary>A number for each row: any function of x.</summary>
    | FunctionsOfX

    /// <summary>A number for each column: any function of y.</summary>
    | FunctionsOfY

/// One batch as a law feeds it: the scores, one number more for each pair where that is asked for, and the entropy of Y.
[<NoComparison; NoEquality>]
type internal ScoreBatch = { Scores: float[,]; Companion: float[]; Entropy: float }

[<NoComparison; NoEquality>]
type internal ScoreReading = {
    Value: ScoreBatch[] -> float[] // of batches of one size and one source
    Objective: ScoreBatch[] -> float[] // what the gradient is of
    Gradient: (ScoreBatch -> float[,]) option
    Companion: CompanionKind option
    Needs: Needs
    Offset: float // of the critic at which it is tight, beside the log-ratio
    Ignores: Ignores option
}

[<NoComparison; NoEquality>]
type internal Reading =
    | OfScores of ScoreReading
    | OfSamples of (float[,] -> float[,] -> float)

/// <summary>Anyone's estimator of information, as the laws take it: a function of scores or of samples, and what it says of itself.</summary>
[<Sealed; StructuredFormatDisplay("{Name}")>]
type Estimator =
    internal new: name: string * reading: Reading -> Estimator

    /// <summary>As it stands in verdicts.</summary>
    member Name: string

    member internal Reading: Reading

/// <summary>Anyone's estimators, and what they say of themselves.</summary>
[<RequireQualifiedAccess>]
module Estimator =
    /// <summary>A function of a score matrix S[i,j] = f(x_i, y_j), joint pairs on the diagonal. It promises what it promises for any critic, and is tightest at log p(x,y)/p(x)p(y).</summary>
    /// <param name="name">As it stands in verdicts.</param>
    /// <param name="value">Scores [B,B], B ≥ 2, to nats.</param>
    /// <example><code>Estimator.ofScores "mine" (fun scores -> 1.0&lt;nat&gt; * …) |> Laws.lowerBound |> Laws.check</code></example>
    val ofScores: name: string -> value: (float[,] -> float<nat>) -> Estimator

    /// <summary>A function of a score matrix and one number more for each pair, the companion c_i.</summary>
    /// <remarks>Laws feed it what the kind says: any function of y, and the critic log r + c(y) where the bound should be tight; a density of y; a function of pairs, −log r
    /// where it should be tight; the critic's exact partition.</remarks>
    /// <param name="name">As it stands in verdicts.</param>
    /// <param name="kind">What the companion is.</param>
    /// <param name="value">Scores [B,B] and companion [B] to nats.</param>
    val ofScoresBeside: name: string -> kind: CompanionKind -> value: (float[,] -> float[] -> float<nat>) -> Estimator

    /// <summary>A function of h(Y) and of a score matrix.</summary>
    /// <param name="name">As it stands in verdicts.</param>
    /// <param name="value">H(Y) and scores [B,B] to nats.</param>
    val ofEntropyAndScores: name: string -> value: (float<nat> -> float[,] -> float<nat>) -> Estimator

    /// <summary>A function of samples.</summary>
    /// <param name="name">As it stands in verdicts.</param>
    /// <param name="value">x [n,dx] and y [n,dy], row by row a pair, to nats.</param>
    /// <example><code>Estimator.ofSamples "mine" (fun x y -> …) |> Laws.symmetry |> Laws.check</code></example>
    val ofSamples: name: string -> value: (float[,] -> float[,] -> float<nat>) -> Estimator

    /// <summary>One of the library's own bounds, with its gradient, its needs, and its companion where it cannot do without.</summary>
    /// <param name="bound">Which.</param>
    val ofBound: bound: Bound -> Estimator

    /// <summary>One of the library's own bounds with a companion for each pair in any case.</summary>
    /// <param name="bound">Which; one that has a companion.</param>
    /// <exception cref="T:Vib.Core.DomainException">The bound has no companion.</exception>
    val ofBoundBeside: bound: Bound -> Estimator

    /// <summary>One of the library's own bounds that is made for a known h(Y).</summary>
    /// <param name="bound">The bound of an entropy.</param>
    /// <example><code>Estimator.ofBoundKnowing Bound.barberAgakov |> Laws.lowerBound |> Laws.check</code></example>
    val ofBoundKnowing: bound: (float<nat> -> Bound) -> Estimator

    /// <summary>Says at which critic it is tight: log p(x,y)/p(x)p(y) plus this constant. NWJ's is 1.</summary>
    /// <param name="offset">The constant.</param>
    /// <param name="estimator">A function of scores.</param>
    val tightAt: offset: float -> estimator: Estimator -> Estimator

    /// <summary>Says what its scores must be; nothing, if not said.</summary>
    /// <param name="needs">What they must be.</param>
    /// <param name="estimator">A function of scores.</param>
    val needing: needs: Needs -> estimator: Estimator -> Estimator

    /// <summary>Says what may be added to its scores without moving it; <c>Laws.invariance</c> holds it to that.</summary>
    /// <param name="ignored">What.</param>
    /// <param name="estimator">A function of scores.</param>
    val ignoring: ignored: Ignores -> estimator: Estimator -> Estimator

    /// <summary>Gives its gradient; <c>Laws.gradient</c> holds it to that.</summary>
    /// <param name="gradient">Scores [B,B] to ∂value/∂scores [B,B].</param>
    /// <param name="estimator">A function of scores.</param>
    val withGradient: gradient: (float[,] -> float[,]) -> estimator: Estimator -> Estimator

    /// <summary>As it stands in verdicts.</summary>
    /// <param name="name">The name.</param>
    /// <param name="estimator">Any.</param>
    val named: name: string -> estimator: Estimator -> Estimator
