namespace Vib

open System
open System.Collections
open System.Globalization
open System.IO
open System.Reflection
open System.Runtime.InteropServices
open TorchSharp
open Vib.Core

[<RequireQualifiedAccess>]
type ReportPart =
    | Section of string
    | Text of string
    | Formula of string
    | Estimates of lines: string list * table: ResultTable * advice: string list
    | Facts of title: string * (string * string) list
    | Table of ResultTable
    | Chart of Chart

[<RequireQualifiedAccess>]
type Report = {
    Title: string
    Parts: ReportPart list
} with

    override report.ToString() =
        let count kind one several =
            match report.Parts |> List.filter kind |> List.length with
            | 0 -> []
            | 1 -> [ $"1 {one}" ]
            | number -> [ $"{number} {several}" ]

        let estimates =
            report.Parts
            |> List.sumBy (fun part ->
                match part with
                | ReportPart.Estimates(lines, _, _) -> lines.Length
                | _ -> 0)

        let parts =
            [
                if estimates = 1 then
                    "1 estimate"
                elif estimates > 1 then
                    $"{estimates} estimates"
            ]
            @ count _.IsChart "chart" "charts"
            @ count _.IsTable "table" "tables"

        $"""report “{report.Title}”: {if parts.IsEmpty then "words" else String.concat ", " parts}"""

/// Settings and machines as names and words.
[<RequireQualifiedAccess>]
module private Facts =
    let rec words (value: objnull) =
        match value with
        | null -> "none"
        | :? string as text -> text
        | :? bool as flag -> if flag then "yes" else "no"
        | :? float as number -> number.ToString("R", CultureInfo.InvariantCulture)
        | :? float32 as number -> number.ToString("R", CultureInfo.InvariantCulture)
        | :? IFormattable as value -> value.ToString(null, CultureInfo.InvariantCulture)
        | :? Array as values -> several values
        | :? IEnumerable as values when not (hasOwnWords values) -> several values
        | value when isOption value ->
            value.GetType().GetProperty("Value")
            |> Option.ofObj
            |> Option.map (fun property -> words (property.GetValue value))
            |> Option.defaultValue "none"
        | value -> string value

    and private several (values: IEnumerable) = "[" + (values |> Seq.cast<obj | null> |> Seq.map words |> String.concat ", ") + "]"

    and private isOption (value: obj) =
        let kind = value.GetType()
        kind.IsGenericType && kind.GetGenericTypeDefinition() = typedefof<option<_>>

    /// Whether its type says what it is in words of its own.
    and private hasOwnWords (value: obj) =
        match value.GetType().GetMethod("ToString", Type.EmptyTypes) with
        | null -> false
        | method ->
            method.DeclaringType <> typeof<obj>
            && not (value.GetType().Namespace = "Microsoft.FSharp.Collections" || value.GetType().Namespace = "System.Collections.Generic")

    /// What is handed over with settings and is none.
    let private isWire (kind: Type) = kind = typeof<Threading.CancellationToken> || typeof<Delegate>.IsAssignableFrom kind

    let ofOptions (options: obj) = [
        for property in options.GetType().GetProperties(BindingFlags.Public ||| BindingFlags.Instance) do
            if property.GetIndexParameters().Length = 0 && property.CanRead && not (isWire property.PropertyType) then
                property.Name, words (property.GetValue options)
    ]

    let private processor () =
        let described (line: string) = line.StartsWith("model name", StringComparison.Ordinal)

        if File.Exists "/proc/cpuinfo" then
            match File.ReadLines "/proc/cpuinfo" |> Seq.tryFind described with
            | Some line -> line.Substring(line.IndexOf ':' + 1).Trim()
            | None -> string RuntimeInformation.ProcessArchitecture
        else
            string RuntimeInformation.ProcessArchitecture

    /// What can be told where libtorch cannot be loaded as well.
    let private told (look: unit -> string) =
        try
            look ()
        with
        | :? VibException
        | :? DllNotFoundException
        | :? TypeInitializationException -> "not loaded"

    let machine () = [
        "Vib",
        (match typeof<Estimate>.Assembly.GetName().Version with
         | null -> "?"
         | version -> string version)
        "libtorch", told (fun () -> string torch.__version__)
        "devices", told (fun () -> if torch.cuda.is_available () then $"CPU and {torch.cuda.device_count ()} CUDA device(s)" else "CPU")
        ".NET", RuntimeInformation.FrameworkDescription
        "system", RuntimeInformation.RuntimeIdentifier
        "processor", $"{processor ()}, {Environment.ProcessorCount} cores"
        "time", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
    ]

[<RequireQualifiedAccess>]
module Report =
    let create title = { Report.Title = title; Report.Parts = [] }
    let private add part (report: Report) = { report with Parts = report.Parts @ [ part ] }

    let section title report = add (ReportPart.Section title) report
    let text words report = add (ReportPart.Text words) report
    let formula formula report = add (ReportPart.Formula formula) report
    let objective objective report = formula (Objective.show objective) report
    let table table report = add (ReportPart.Table table) report
    let chart chart report = add (ReportPart.Chart chart) report

    /// The parts but the last, and the last.
    let private parted (report: Report) =
        match List.rev report.Parts with
        | last :: before -> List.rev before, Some last
        | [] -> [], None

    let estimates (estimates: Estimate seq) report =
        let lines, table = [ for estimate in estimates -> string estimate ], ResultTable.ofEstimates estimates

        let advice = [
            for estimate in estimates do
                for diagnosis in estimate.Diagnoses -> $"{estimate.Bound}: {diagnosis.Sentence}"
        ]

        match parted report with
        | before, Some(ReportPart.Estimates(earlier, above, warnings)) -> {
            report with
                Parts =
                    before
                    @ [
                        ReportPart.Estimates(earlier @ lines, { above with Rows = above.Rows @ table.Rows }, List.distinct (warnings @ advice))
                    ]
          }
        | _ -> add (ReportPart.Estimates(lines, table, List.distinct advice)) report

    let estimate estimate report = estimates [ estimate ] report

    let private facts title more report =
        match parted report with
        | before, Some(ReportPart.Facts(same, earlier)) when same = title -> {
            report with
                Parts = before @ [ ReportPart.Facts(title, earlier @ more) ]
          }
        | _ -> add (ReportPart.Facts(title, more)) report

    let fact name (value: 'value) report = facts "" [ name, Facts.words (box value) ] report

    let config (options: 'options) report =
        match box options with
        | null -> report
        | options -> facts "Settings" (Facts.ofOptions options) report

    let timings (seconds: (string * float) seq) report =
        facts "Timings" [ for name, time in seconds -> name, time.ToString("0.0##", CultureInfo.InvariantCulture) + " s" ] report

    let machine report = facts "Machine" (Facts.machine ()) report

    /// The estimates that both runs keep under a name.
    let private shared (compared: RunComparison) =
        let read (run: RunSummary) name = Path.Combine(run.Folder, "results", name + ".json") |> Files.tryEstimates |> Result.toOption

        [
            for name in compared.Left.Results do
                if Seq.contains name compared.Right.Results then
                    match read compared.Left name, read compared.Right name with
                    | Some left, Some right -> name, left, right
                    | _ -> ()
        ]

    let comparison (compared: RunComparison) report =
        let rows side name (estimates: Estimate list) = [
            for estimate in estimates -> $"{name}: {estimate.Bound} {signOf estimate.Side} ({side})", estimate.Value, estimate.StandardError
        ]

        let pairs = [
            for name, left, right in shared compared do
                yield! rows "left" name left
                yield! rows "right" name right
        ]

        let pictured =
            if pairs.IsEmpty then
                id
            else
                chart (ChartNumbers.dots "information" "nat" pairs |> ChartNumbers.title "What both runs estimate")

        report
        |> facts "Runs" [ "left", string compared.Left; "right", string compared.Right ]
        |> pictured
        |> table (ResultTable.ofComparison compared |> ResultTable.title "What differs")

    let append (other: Report) (report: Report) = { report with Parts = report.Parts @ (ReportPart.Section other.Title :: other.Parts) }

    // ---- the page ----

    let private definitions title pairs =
        let heading = if title = "" then "" else Page.element "h3" title

        let pair (name: string, value: string) =
            let kind = if name.Length + value.Length > 40 then " class=\"long\"" else ""
            $"<div{kind}>" + Page.element "dt" name + Page.element "dd" value + "</div>"

        heading + "\n<dl>" + (pairs |> List.map pair |> String.concat "") + "</dl>"

    /// "I(X;Y) ≥ 3.86 ± 0.02 nat   InfoNCE, separable; …" in two parts.
    let private line (text: string) =
        match text.IndexOf("   ", StringComparison.Ordinal) with
        | -1 -> $"<div class=\"estimate\"><strong>{Page.escape text}</strong></div>"
        | gap ->
            $"<div class=\"estimate\"><strong>{Page.escape (text.Substring(0, gap))}</strong><span>{Page.escape (text.Substring(gap).Trim())}</span></div>"

    let private longest = 6 // estimates that have lines of their own

    let private part chartOf part =
        match part with
        | ReportPart.Section title -> Page.element "h2" title, []
        | ReportPart.Text words -> Page.paragraphs words, []
        | ReportPart.Formula formula -> Page.element "pre" formula, []
        | ReportPart.Facts(title, pairs) -> definitions title pairs, []
        | ReportPart.Table table -> Page.table "scroll whole" table, []
        | ReportPart.Chart chart -> chartOf chart
        | ReportPart.Estimates(lines, table, advice) ->
            let heads = if lines.Length <= longest then List.map line lines else []
            let warnings = advice |> List.map (fun words -> $"<p class=\"advice\">{Page.escape words}</p>")
            String.concat "\n" (heads @ [ Page.table "scroll whole" table ] @ warnings), []

    /// The page; links says in which files the data of a chart is in full, of those that the page has in part.
    let private compose theme (links: int -> Chart -> string list) (report: Report) =
        let mutable number = 0

        let chartOf chart =
            number <- number + 1
            Page.chart "h3" $"figure-{number}" (links number chart) chart

        let pieces = report.Parts |> List.map (part chartOf)

        let body =
            String.concat "\n" [
                if report.Title <> "" then
                    Page.element "h1" report.Title
                yield! List.map fst pieces
                "<footer>Made by Vib. Numbers are in nats where nothing else stands beside them; ≥ is a lower bound, ≤ an upper one, ≈ neither; ± is a standard error.</footer>"
            ]

        Page.document report.Title theme body (List.collect snd pieces)

    let html theme report = compose theme (fun _ _ -> []) report
    let toHtml report = html None report

    /// Takes away what an earlier report of this name left and nothing links any more. What cannot be taken away does no harm.
    let private forget folder kept =
        try
            if Directory.Exists folder then
                for file in Directory.GetFiles(folder, "chart-*.csv") do
                    if not (Set.contains (string (Path.GetFileName file)) kept) then
                        File.Delete file

                if Seq.isEmpty (Directory.EnumerateFileSystemEntries folder) then
                    Directory.Delete folder
        with
        | :? IOException
        | :? UnauthorizedAccessException -> ()

    let saveAs theme (path: string) (report: Report) =
        if WholeFile.ending path <> ".html" then
            raise (DomainException($"A report in a file that ends in '{WholeFile.ending path}'", ".html", "report.html"))

        Vib.Core.WholeFile.CheckPlace path // before an earlier report's files are touched
        let beside = (Path.GetFileNameWithoutExtension path |> Option.ofObj |> Option.defaultValue "report") + ".data"
        let folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath path) |> Option.ofObj |> Option.defaultValue ".", beside)

        let mutable written = Set.empty

        let links number chart =
            if Page.isPartial chart then
                let files =
                    ChartWords.tables chart
                    |> List.mapi (fun i table -> (if chart.Panels.Length = 1 then $"chart-{number}.csv" else $"chart-{number}-{i + 1}.csv"), table)

                files |> List.iter (fun (name, table) -> WholeFile.write (Path.Combine(folder, name)) (ResultTable.toCsv table))
                written <- Set.union written (files |> List.map fst |> Set.ofList)
                files |> List.map (fun (name, _) -> beside + "/" + name)
            else
                []

        WholeFile.write path (compose theme links report)
        forget folder written

    let save path report = saveAs None path report
    let keep (run: RunFolder) report = save (run.PathOf "report.html") report
    let trySave path report = Attempt.message (fun () -> save path report)

    let private fileName (title: string) =
        let letter (c: char) = if Char.IsAsciiLetterOrDigit c then Char.ToLowerInvariant c else '-'

        let words =
            String.map letter title |> _.Split('-', StringSplitOptions.RemoveEmptyEntries) |> Seq.truncate 8 |> String.concat "-"

        if words = "" then "chart" else words

    let present theme (report: Report) =
        let folder = Directory.CreateTempSubdirectory "vib-"
        let path = Path.Combine(folder.FullName, fileName report.Title + ".html")
        saveAs theme path report

        if not (Browser.tryOpen path) then
            printfn $"no browser was opened; the page is {path}"

    let show report = present None report
