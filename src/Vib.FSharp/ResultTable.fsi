namespace Vib

open Vib.Core

/// <summary>What stands in a cell of a table.</summary>
[<RequireQualifiedAccess>]
type Cell =
    /// <summary>Words.</summary>
    | Text of string
    /// <summary>A number, written whole into files and shortened for readers.</summary>
    | Number of float
    /// <summary>Nothing.</summary>
    | Empty

/// <summary>Named columns and rows, as data. Equal tables are equal.</summary>
[<RequireQualifiedAccess>]
type ResultTable = {
    /// <summary>Over the table; empty for nothing.</summary>
    Title: string
    /// <summary>Columns' names, with their units, as in <c>value (nat)</c>.</summary>
    Columns: string list
    /// <summary>Rows of as many cells.</summary>
    Rows: Cell list list
}

/// <summary>Tables as CSV, JSON and Markdown.</summary>
[<RequireQualifiedAccess>]
module ResultTable =
    /// <summary>A table.</summary>
    /// <param name="columns">Columns' names.</param>
    /// <param name="rows">Rows of as many cells.</param>
    /// <exception cref="T:Vib.Core.ShapeException">There is no column, or a row has another number of cells.</exception>
    /// <example><code>ResultTable.create [ "β"; "rate (nat)" ] [ [ Cell.Text "one"; Cell.Number 3.2 ] ] |> ResultTable.toMarkdown</code></example>
    val create: columns: string list -> rows: Cell list list -> ResultTable

    /// <summary>A table of a name and a number in each row.</summary>
    /// <param name="columns">Two columns' names.</param>
    /// <param name="rows">Names and numbers.</param>
    /// <example><code>ResultTable.ofNumbers ("bound", "bias (nat)") [ "InfoNCE", -0.9; "NWJ", 0.02 ]</code></example>
    val ofNumbers: columns: string * string -> rows: (string * float) seq -> ResultTable

    /// <summary>The table with something over it.</summary>
    /// <param name="title">Words.</param>
    /// <param name="table">A table.</param>
    /// <example><code>ResultTable.ofNumbers ("bound", "bias (nat)") [ ("InfoNCE", -0.9) ] |> ResultTable.title "At the exact critic"</code></example>
    val title: title: string -> table: ResultTable -> ResultTable

    /// <summary>Estimates: quantity, method, side, value, standard error, ceiling, truth, what they were measured on, seed, seconds, what went wrong.</summary>
    /// <param name="estimates">Any estimates.</param>
    /// <example><code>pairs |> Mi.compare [ Bound.infoNce; Bound.nwj ] [ Critic.separable ] |> ResultTable.ofEstimates |> ResultTable.save "estimates.csv"</code></example>
    val ofEstimates: estimates: Estimate seq -> ResultTable

    /// <summary>An information curve, a weight in each row.</summary>
    /// <param name="curve">From <c>Curve.sweep</c>.</param>
    /// <example><code>MeasuredCurve [ InformationPoint(0.1, 2.0, 0.01, 1.2, 0.01, System.Nullable()) ] |> ResultTable.ofCurve</code></example>
    val ofCurve: curve: MeasuredCurve -> ResultTable

    /// <summary>Two runs side by side: the settings and the numbers in which they differ.</summary>
    /// <param name="compared">As from <c>Runs.compare</c>.</param>
    /// <example><code>Runs.compare "runs/vib-20260101-120000" "runs/vib-20260102-120000" |> ResultTable.ofComparison |> ResultTable.save "runs.csv"</code></example>
    val ofComparison: compared: RunComparison -> ResultTable

    /// <summary>The table as comma-separated values by RFC 4180, with a line of names; numbers to the last bit, NaN and infinities by name.</summary>
    /// <param name="table">A table.</param>
    /// <example><code>ResultTable.ofNumbers ("bound", "bias (nat)") [ ("InfoNCE", -0.9) ] |> ResultTable.toCsv</code></example>
    val toCsv: table: ResultTable -> string

    /// <summary>The table as JSON: a list of an object for each row, keyed by the columns' names; numbers to the last bit, what is not finite and what is empty as null.</summary>
    /// <param name="table">A table.</param>
    /// <example><code>ResultTable.ofNumbers ("bound", "bias (nat)") [ ("InfoNCE", -0.9) ] |> ResultTable.toJson</code></example>
    val toJson: table: ResultTable -> string

    /// <summary>The table as Markdown, numbers shortened as in a page.</summary>
    /// <param name="table">A table.</param>
    /// <example><code>ResultTable.ofNumbers ("bound", "bias (nat)") [ ("InfoNCE", -0.9) ] |> ResultTable.toMarkdown |> printfn "%s"</code></example>
    val toMarkdown: table: ResultTable -> string

    /// <summary>Saves the table, as CSV, JSON or Markdown by the file's ending, whole or not at all.</summary>
    /// <param name="path">The file, ending in .csv, .json or .md; it is replaced if it is there.</param>
    /// <param name="table">A table.</param>
    /// <exception cref="T:Vib.Core.DomainException">Another ending.</exception>
    /// <example><code>ResultTable.ofNumbers ("bound", "bias (nat)") [ ("InfoNCE", -0.9) ] |> ResultTable.save "bias.md"</code></example>
    val save: path: string -> table: ResultTable -> unit

    /// <summary><c>save</c>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">A table.</param>
    val trySave: path: string -> table: ResultTable -> Result<unit, string>

    /// How a cell is shown to a reader.
    val internal shown: cell: Cell -> string

    /// The bound, with the critic where there is one.
    val internal methodOf: estimate: Estimate -> string
