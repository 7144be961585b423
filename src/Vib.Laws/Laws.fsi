namespace Vib.Laws

open Vib

/// <summary>Laws of information, and estimators held to them. Each law is a value; <c>check</c> tries it and answers with a verdict that can be replayed.</summary>
/// <remarks>Of a function of scores, expectations are taken over every batch of a table of a few values, weighed by its probability, so that only rounding is left; single matrices are
/// drawn where a law is about each. Of a function of samples, means are judged by order statistics of group means, at a false-alarm rate that is stated. The page on laws has the
/// statistics, and which law catches which error.</remarks>
[<RequireQualifiedAccess>]
module Laws =
    /// <summary>False alarms 1e-6 a law, effect and slack 0.05 nat, rounding 1e-10, 100 cases, 8 sources of 200 pairs in up to 2 dimensions.</summary>
    val defaults: LawOptions

    /// <summary>The law with other options.</summary>
    /// <param name="options">The defaults, with what should differ.</param>
    /// <param name="law">Any law.</param>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense.</exception>
    /// <example><code>mine |> Laws.lowerBound |> Laws.under { Laws.defaults with Cases = 500 } |> Laws.check</code></example>
    val under: options: LawOptions -> law: Law -> Law

    /// <summary>Tries a law.</summary>
    /// <param name="law">Any law.</param>
    /// <example><code>Estimator.ofBound Bound.nwj |> Laws.lowerBound |> Laws.check</code></example>
    val check: law: Law -> Verdict

    /// <summary>Tries a law from a seed that a broken one printed: its counter-example comes first.</summary>
    /// <param name="seed">As printed.</param>
    /// <param name="law">The same law of the same estimator, under the same options.</param>
    /// <exception cref="T:Vib.Core.DomainException">The second number is even.</exception>
    /// <example><code>law |> Laws.replay (123UL, 457UL)</code></example>
    val replay: seed: uint64 * uint64 -> law: Law -> Verdict

    /// <summary>E V ≤ I(X;Y), for any critic that the estimator's needs allow.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    /// <example><code>Estimator.ofScores "mine" mine |> Laws.lowerBound |> Laws.check</code></example>
    val lowerBound: estimator: Estimator -> Law

    /// <summary>E V ≥ I(X;Y), for any critic that the estimator's needs allow.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    val upperBound: estimator: Estimator -> Law

    /// <summary>E V = I(X;Y) at the best critic; of samples, within the slack. What is too careful passes as a bound, and not here: a second factor B, a diagonal that should be left out.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    val tight: estimator: Estimator -> Law

    /// <summary>E V = 0 where X and Y are independent, at the best critic, which then says nothing; of samples, within the slack.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    val independence: estimator: Estimator -> Law

    /// <summary>I(X;Z) ≤ I(X;Y) along a chain X → Y → Z, at the best critics; of samples I(X;Z) ≤ I(Y;Z) too, up to the slack.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    val dataProcessing: estimator: Estimator -> Law

    /// <summary>Of samples: bijections of x and of y change nothing, on average and within the slack. Of scores: what the estimator says that it ignores changes nothing, matrix by matrix.</summary>
    /// <param name="estimator">Of samples, or of scores and <c>Estimator.ignoring</c> something.</param>
    /// <exception cref="T:Vib.Core.DomainException">A function of scores does not say what it ignores.</exception>
    val invariance: estimator: Estimator -> Law

    /// <summary>Of samples: I(X;Y) = I(Y;X), on average and within the slack. Of scores: the transposed matrix reads the same. True of NWJ and DV, not of InfoNCE.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    val symmetry: estimator: Estimator -> Law

    /// <summary>Two blocks, independent of each other, add up: at the best critics, or of samples within the slack. True of what is tight, and of CLUB; not of what has a ceiling.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    val additivity: estimator: Estimator -> Law

    /// <summary>No matrix and no sample reads more than this.</summary>
    /// <param name="limit">Of B, the pairs of a matrix, or of n, those of a sample; ln B for InfoNCE.</param>
    /// <param name="estimator">Of scores or of samples.</param>
    /// <example><code>Estimator.ofBound Bound.infoNce |> Laws.ceiling (fun batch -> log (float batch) * 1.0&lt;nat>) |> Laws.check</code></example>
    val ceiling: limit: (int -> float<nat>) -> estimator: Estimator -> Law

    /// <summary>Pairs in another order read the same, matrix by matrix or sample by sample; and a gradient, if there is one, is in that order too.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    val permutation: estimator: Estimator -> Law

    /// <summary>The gradient is the limit of finite differences, element by element.</summary>
    /// <param name="estimator">Of scores, and <c>Estimator.withGradient</c>.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no gradient.</exception>
    val gradient: estimator: Estimator -> Law

    /// <summary>The first is at most the second, on every matrix or on every sample: NWJ ≤ DV.</summary>
    /// <param name="low">What should be below.</param>
    /// <param name="high">What should be above.</param>
    /// <exception cref="T:Vib.Core.DomainException">One is of scores and the other of samples, or their companions are of two kinds.</exception>
    val ordering: low: Estimator -> high: Estimator -> Law
