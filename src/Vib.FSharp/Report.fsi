namespace Vib

open Vib.Core

/// <summary>A part of a report.</summary>
[<RequireQualifiedAccess>]
type ReportPart =
    /// <summary>A heading: what follows belongs to it.</summary>
    | Section of string
    /// <summary>Paragraphs, an empty line between them.</summary>
    | Text of string
    /// <summary>A formula, or anything whose lines are kept, in a monospaced font.</summary>
    | Formula of string
    /// <summary>Estimates: the line of each, all as a table, and advice on what went wrong.</summary>
    | Estimates of lines: string list * table: ResultTable * advice: string list
    /// <summary>Names and what they are: settings, seeds, versions, timings.</summary>
    | Facts of title: string * (string * string) list
    /// <summary>A table.</summary>
    | Table of ResultTable
    /// <summary>A chart, with its data.</summary>
    | Chart of Chart

/// <summary>What was found and how, as data, to be read on a page. Equal reports are equal.</summary>
/// <example><code>let estimate = pairs |> Mi.estimate Bound.infoNce Critic.separable
/// Report.create "How much x tells of y" |> Report.estimate estimate |> Report.chart (Chart.ofTrace estimate) |> Report.save "report.html"</code></example>
[<RequireQualifiedAccess>]
type Report = {
    /// <summary>Over everything.</summary>
    Title: string
    /// <summary>From the first to the last.</summary>
    Parts: ReportPart list
} with

    /// <summary>The report in a line.</summary>
    override ToString: unit -> string

/// <summary>Reports: one page of HTML that needs nothing else, readable from a file, offline, on a phone and in print, light and dark.</summary>
/// <remarks>Every chart has a caption, a text for those who do not see it, and its data as a table. Everything that is given is shown as text, whatever is in it.</remarks>
[<RequireQualifiedAccess>]
module Report =
    /// <summary>A report of nothing yet.</summary>
    /// <param name="title">Over everything.</param>
    /// <example><code>Report.create "How much x tells of y" |> Report.text "Pairs of ten numbers." |> Report.save "report.html"</code></example>
    val create: title: string -> Report

    /// <summary>A heading.</summary>
    /// <param name="title">Words.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "VIB on digits" |> Report.section "Training"</code></example>
    val section: title: string -> report: Report -> Report

    /// <summary>Paragraphs.</summary>
    /// <param name="words">An empty line ends a paragraph.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "VIB on digits" |> Report.text "Digits that the library draws itself."</code></example>
    val text: words: string -> report: Report -> Report

    /// <summary>A formula, or anything whose lines are kept.</summary>
    /// <param name="formula">Lines.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "VIB" |> Report.formula "I(Z;Y) − β I(X;Z)"</code></example>
    val formula: formula: string -> report: Report -> Report

    /// <summary>An objective, as <c>Objective.show</c> has it: what is moved, on which side, what each term trains.</summary>
    /// <param name="objective">Any objective.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>let vib = maximize (Info.lower (Z, Y) (Decoder.categorical 10) - 1e-3 * Info.upper (X, Z) Rate.standardNormal)
    /// Report.create "VIB" |> Report.objective vib</code></example>
    val objective: objective: Objective -> report: Report -> Report

    /// <summary>An estimate: its line, its numbers, and advice on what went wrong. Those that follow each other share a table.</summary>
    /// <param name="estimate">Any estimate.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "x and y" |> Report.estimate (pairs |> Mi.estimate Bound.infoNce Critic.separable)</code></example>
    val estimate: estimate: Estimate -> report: Report -> Report

    /// <summary>Several estimates.</summary>
    /// <param name="estimates">Any estimates, as those of <c>Mi.compare</c> or the terms of an evaluation.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "VIB" |> Report.estimates (Objective.evaluate test model).Terms</code></example>
    val estimates: estimates: Estimate seq -> report: Report -> Report

    /// <summary>A table.</summary>
    /// <param name="table">As from <c>ResultTable.create</c>.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "Bounds" |> Report.table (ResultTable.ofNumbers ("bound", "bias (nat)") [ "InfoNCE", -0.9; "NWJ", 0.02 ])</code></example>
    val table: table: ResultTable -> report: Report -> Report

    /// <summary>A chart.</summary>
    /// <param name="chart">Any chart.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "Two points" |> Report.chart (Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ])</code></example>
    val chart: chart: Chart -> report: Report -> Report

    /// <summary>A name and what it is, under those before it.</summary>
    /// <param name="name">As <c>seed</c> or <c>data</c>.</param>
    /// <param name="value">Anything; numbers are written to the last bit.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "VIB" |> Report.fact "seed" 1 |> Report.fact "data" images.Training</code></example>
    val fact: name: string -> value: 'value -> report: Report -> Report

    /// <summary>The settings of a run: every field of a record of options, and its value.</summary>
    /// <param name="options">As <c>{ Mi.defaults with Steps = 2000 }</c>, or options from C#.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "x and y" |> Report.config { Mi.defaults with Steps = 2000 }</code></example>
    val config: options: 'options -> report: Report -> Report

    /// <summary>How long things took.</summary>
    /// <param name="seconds">What, and its seconds.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "VIB" |> Report.timings [ "training", 81.2; "evaluation", 3.4 ]</code></example>
    val timings: seconds: (string * float) seq -> report: Report -> Report

    /// <summary>What it ran on: versions of Vib, .NET and libtorch, the processor, its cores, devices.</summary>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "VIB" |> Report.machine |> Report.save "vib.html"</code></example>
    val machine: report: Report -> Report

    /// <summary>Two runs side by side: what they are, the estimates that both keep, and every setting and number in which they differ.</summary>
    /// <param name="compared">As from <c>Runs.compare</c>.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "With and without noise"
    /// |> Report.comparison (Runs.compare "runs/vib-20260101-120000" "runs/vib-20260102-120000")
    /// |> Report.save "two-runs.html"</code></example>
    val comparison: compared: RunComparison -> report: Report -> Report

    /// <summary>Everything of another report, after this one's.</summary>
    /// <param name="other">What comes after; its title becomes a heading.</param>
    /// <param name="report">What comes before.</param>
    /// <example><code>Report.create "Two runs" |> Report.append (Report.create "one" |> Report.fact "seed" 1) |> Report.append (Report.create "two" |> Report.fact "seed" 2)</code></example>
    val append: other: Report -> report: Report -> Report

    /// <summary>The page. Where series are long it has fewer of their points; <c>save</c> writes them all beside it.</summary>
    /// <param name="report">Any report.</param>
    /// <example><code>Report.create "x and y" |> Report.text "Nothing yet." |> Report.toHtml</code></example>
    val toHtml: report: Report -> string

    /// <summary>Saves the page, whole or not at all. What a page does not show in full it links: <c>NAME.data/chart-1.csv</c> beside <c>NAME.html</c>.</summary>
    /// <param name="path">The file, ending in .html; it is replaced if it is there.</param>
    /// <param name="report">Any report.</param>
    /// <exception cref="T:Vib.Core.DomainException">Another ending.</exception>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written; an earlier one stays.</exception>
    /// <example><code>Report.create "x and y" |> Report.estimate estimate |> Report.save "report.html"</code></example>
    val save: path: string -> report: Report -> unit

    /// <summary>Saves the page as <c>report.html</c> in a run's folder.</summary>
    /// <param name="run">The run.</param>
    /// <param name="report">Any report.</param>
    /// <exception cref="T:Vib.Core.DataException">The folder can no longer be written to.</exception>
    /// <example><code>use run = Runs.start "vib" options
    /// Report.create "VIB" |> Report.config options |> Report.keep run</code></example>
    val keep: run: RunFolder -> report: Report -> unit

    /// <summary><c>save</c>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">Any report.</param>
    val trySave: path: string -> report: Report -> Result<unit, string>

    /// <summary>Opens the page in a browser; where there is no display, or nobody watches, says where it is.</summary>
    /// <param name="report">Any report.</param>
    /// <example><code>Report.create "x and y" |> Report.chart (Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ]) |> Report.show</code></example>
    val show: report: Report -> unit

    /// A page of one theme.
    val internal saveAs: theme: Theme option -> path: string -> report: Report -> unit

    val internal html: theme: Theme option -> report: Report -> string

    /// Saves under the folder for temporary files and opens it.
    val internal present: theme: Theme option -> report: Report -> unit
