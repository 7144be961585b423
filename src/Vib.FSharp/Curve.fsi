namespace Vib

open Vib.Core

/// <summary>Information curves: what a code can know of Y for what it knows of X.</summary>
[<RequireQualifiedAccess>]
module Curve =
    /// <summary>Trains an encoder for each weight, all in one run, and reads both informations on a test set.</summary>
    /// <param name="options">Encoder, steps, seed, device, progress.</param>
    /// <param name="lower">A lower bound of I(Z;Y).</param>
    /// <param name="upper">An upper bound of I(X;Z).</param>
    /// <param name="betas">The weights, each 0 or more.</param>
    /// <param name="test">What to read on.</param>
    /// <param name="training">What to train on.</param>
    /// <exception cref="T:Vib.Core.DomainException">A sum where a single bound is wanted, or a negative weight.</exception>
    /// <example><code>training |> Curve.sweep Objective.defaults (Info.lower (Z, Y) (Decoder.categorical 10)) (Info.upper (X, Z) Rate.standardNormal) [ 1e-3; 1e-2; 1e-1; 1.0 ] test</code></example>
    val sweep:
        options: Vib.ObjectiveOptions ->
        lower: LowerBound ->
        upper: UpperBound ->
        betas: float list ->
        test: Observations ->
        training: Observations ->
            MeasuredCurve

    /// <summary><c>sweep</c> with a say in where each weight's training starts from: in turn from the neighbour's weights, <c>CurveStart.Ascending</c> or <c>Descending</c>, or all from those of the smallest.</summary>
    /// <remarks>In turn there is a run for each weight, with the option's steps each. From the smallest up, codes only have to forget; a code that collapsed is slow to come back.</remarks>
    /// <param name="start">Where each weight starts from.</param>
    /// <param name="options">Encoder, steps, seed, device, progress. No checkpoint.</param>
    /// <param name="lower">A lower bound of I(Z;Y).</param>
    /// <param name="upper">An upper bound of I(X;Z).</param>
    /// <param name="betas">The weights, each 0 or more.</param>
    /// <param name="test">What to read on.</param>
    /// <param name="training">What to train on.</param>
    /// <exception cref="T:Vib.Core.DomainException">A sum where a single bound is wanted, a negative weight, or a checkpoint or replicates for warm starts.</exception>
    /// <example><code>training |> Curve.sweepFrom CurveStart.Ascending Objective.defaults (Info.lower (Z, Y) (Decoder.categorical 10)) (Info.upper (X, Z) Rate.standardNormal) [ 1e-3; 1e-2; 1e-1 ] test</code></example>
    val sweepFrom:
        start: CurveStart ->
        options: Vib.ObjectiveOptions ->
        lower: LowerBound ->
        upper: UpperBound ->
        betas: float list ->
        test: Observations ->
        training: Observations ->
            MeasuredCurve

    /// <summary>The corners of the least concave curve above the points.</summary>
    /// <param name="curve">A curve.</param>
    /// <example><code>Curve.hull curve |> List.map (fun point -> point.Rate, point.Information)</code></example>
    val hull: curve: MeasuredCurve -> InformationPoint list

    /// <summary>Points that break data processing, I(Z;Y) ≤ I(X;Z), by more than four standard errors.</summary>
    /// <param name="curve">A curve.</param>
    /// <example><code>Curve.violations curve |> List.map _.Beta    // [] where all is well</code></example>
    val violations: curve: MeasuredCurve -> InformationPoint list

    /// <summary>Between which two weights the code collapses to nothing; None where it does not, or always.</summary>
    /// <param name="curve">A curve.</param>
    /// <example><code>Curve.criticalBeta curve    // Some (0.1, 1.0): alive at 0.1, collapsed at 1</code></example>
    val criticalBeta: curve: MeasuredCurve -> (float * float) option
