namespace Vib

open Vib.Core

/// <summary>Reading an estimate with its units.</summary>
[<RequireQualifiedAccess>]
module Estimate =
    /// <summary>The number. It is never clamped: a lower bound may be negative.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    val value: estimate: Estimate -> float<nat>

    /// <summary>Its standard error, where it is known.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    val standardError: estimate: Estimate -> float<nat> option

    /// <summary>The most that the bound can report, where there is such a limit.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    val ceiling: estimate: Estimate -> float<nat> option

    /// <summary>The exact quantity, where the source of the data knows it.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    val truth: estimate: Estimate -> float<nat> option

    /// <summary>The number in bits.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    val bits: estimate: Estimate -> float<bit>

    /// <summary>What went wrong, a sentence with advice for each; empty where nothing did.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    val advice: estimate: Estimate -> string list

    /// <summary>The bound over training as (step, value), oldest first.</summary>
    /// <param name="estimate">An estimate of any quantity.</param>
    val trace: estimate: Estimate -> (int * float<nat>) list

    /// <summary>The p-value against permuted pairs, where there were any.</summary>
    /// <param name="estimate">An estimate with <c>Permutations</c> set.</param>
    val pValue: estimate: Estimate -> float option

    /// <summary>The values on permuted pairs; empty where there were none.</summary>
    /// <param name="estimate">An estimate with <c>Permutations</c> set.</param>
    val permuted: estimate: Estimate -> float<nat> list
