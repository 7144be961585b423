namespace Vib

open Vib.Core

/// <summary>Reading an estimate with its units.</summary>
[<RequireQualifiedAccess>]
module Estimate =
    /// <summary>The number. It is never clamped: a lower bound may be negative.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    /// <example><code>pairs |> Mi.estimate Bound.infoNce Critic.separable |> Estimate.value</code></example>
    val value: estimate: Estimate -> float<nat>

    /// <summary>Its standard error, where it is known.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    /// <example><code>estimate |> Estimate.standardError |> Option.iter (fun error -> printfn $"± {error:F3} nat")</code></example>
    val standardError: estimate: Estimate -> float<nat> option

    /// <summary>The most that the bound can report, where there is such a limit.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    /// <example><code>estimate |> Estimate.ceiling    // Some 4.852 of InfoNCE with batches of 128, None of NWJ</code></example>
    val ceiling: estimate: Estimate -> float<nat> option

    /// <summary>The exact quantity, where the source of the data knows it.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    /// <example><code>Truth.gaussian 20 4.0&lt;nat&gt; |> Mi.estimate Bound.infoNce Critic.separable |> Estimate.truth    // Some 4.0</code></example>
    val truth: estimate: Estimate -> float<nat> option

    /// <summary>The number in bits.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    /// <example><code>printfn $"{Estimate.bits estimate:F2} bit"</code></example>
    val bits: estimate: Estimate -> float<bit>

    /// <summary>What went wrong, a sentence with advice for each; empty where nothing did.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    /// <example><code>estimate |> Estimate.advice |> List.iter (printfn "%s")</code></example>
    val advice: estimate: Estimate -> string list

    /// <summary>The bound over training as (step, value), oldest first.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    /// <example><code>for step, value in Estimate.trace estimate do
    ///     printfn $"{step} {value:F3}"</code></example>
    val trace: estimate: Estimate -> (int * float<nat>) list

    /// <summary>The p-value against permuted pairs, where there were any.</summary>
    /// <param name="estimate">An estimate with <c>Permutations</c> set.</param>
    /// <example><code>pairs |> Mi.estimateWith { Mi.defaults with Permutations = 19 } Bound.infoNce Critic.separable |> Estimate.pValue</code></example>
    val pValue: estimate: Estimate -> float option

    /// <summary>The values on permuted pairs; empty where there were none.</summary>
    /// <param name="estimate">An estimate with <c>Permutations</c> set.</param>
    /// <example><code>pairs |> Mi.estimateWith { Mi.defaults with Permutations = 19 } Bound.infoNce Critic.separable |> Estimate.permuted |> List.max</code></example>
    val permuted: estimate: Estimate -> float<nat> list
