namespace Vib

open Vib.Core

/// <summary>Results in files, by the file's name: .json has all of it, .csv a row for each, .npz an array for each column; read back to the same values.</summary>
[<RequireQualifiedAccess>]
module Files =
    /// <summary>Writes estimates.</summary>
    /// <param name="path">NAME.json, NAME.csv (all but the traces) or NAME.npz.</param>
    /// <param name="estimates">As of <c>Mi.compare</c>.</param>
    /// <exception cref="T:Vib.Core.DataException">The name has another ending, or the file cannot be written.</exception>
    /// <example><code>truth |> Mi.compare [ Bound.infoNce; Bound.nwj ] [ Critic.separable ] |> Files.saveEstimates "table.csv"</code></example>
    val saveEstimates: path: string -> estimates: Estimate list -> unit

    /// <summary>Writes an estimate.</summary>
    /// <param name="path">NAME.json, NAME.csv (all but the trace) or NAME.npz.</param>
    /// <param name="estimate">As of <c>Mi.estimate</c>.</param>
    /// <exception cref="T:Vib.Core.DataException">The name has another ending, or the file cannot be written.</exception>
    /// <example><code>truth |> Mi.estimate Bound.infoNce Critic.separable |> Files.saveEstimate "information.json"</code></example>
    val saveEstimate: path: string -> estimate: Estimate -> unit

    /// <summary>Reads estimates; those of a CSV file have no trace.</summary>
    /// <param name="path">What <c>saveEstimates</c> or <c>saveEstimate</c> wrote.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, of another format or kind; the message says which, and where.</exception>
    /// <example><code>Files.estimates "table.csv" |> Mi.table</code></example>
    val estimates: path: string -> Estimate list

    /// <summary><see cref="M:Vib.Files.estimates"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    val tryEstimates: path: string -> Result<Estimate list, string>

    /// <summary>Writes an information curve.</summary>
    /// <param name="path">NAME.json, NAME.csv or NAME.npz.</param>
    /// <param name="curve">As of <c>Curve.sweep</c>.</param>
    /// <exception cref="T:Vib.Core.DataException">The name has another ending, or the file cannot be written.</exception>
    /// <example><code>curve |> Files.saveCurve "curve.csv"</code></example>
    val saveCurve: path: string -> curve: MeasuredCurve -> unit

    /// <summary>Reads an information curve.</summary>
    /// <param name="path">What <c>saveCurve</c> wrote.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, of another format or kind; the message says which, and where.</exception>
    /// <exception cref="T:Vib.Core.DomainException">The file holds no point.</exception>
    /// <example><code>Files.curve "curve.csv" |> Curve.hull</code></example>
    val curve: path: string -> MeasuredCurve

    /// <summary>Writes what the terms of an objective are on data.</summary>
    /// <param name="path">NAME.json.</param>
    /// <param name="evaluation">As of <c>Objective.evaluate</c>.</param>
    /// <exception cref="T:Vib.Core.DataException">The name has another ending, or the file cannot be written.</exception>
    /// <example><code>model |> Objective.evaluate test |> Files.saveEvaluation "test.json"</code></example>
    val saveEvaluation: path: string -> evaluation: ObjectiveEvaluation -> unit

    /// <summary>Reads what the terms of an objective are on data.</summary>
    /// <param name="path">What <c>saveEvaluation</c> wrote.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut off, of another format or kind; the message says which, and where.</exception>
    /// <example><code>(Files.evaluation "test.json").Value</code></example>
    val evaluation: path: string -> ObjectiveEvaluation
