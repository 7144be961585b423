namespace Vib

open System
open System.Globalization
open System.IO
open System.Text.Json
open Vib.Core

[<RequireQualifiedAccess>]
type Cell =
    | Text of string
    | Number of float
    | Empty

[<RequireQualifiedAccess>]
type ResultTable = { Title: string; Columns: string list; Rows: Cell list list }

[<RequireQualifiedAccess>]
module ResultTable =
    let create columns rows =
        let wanted = "at least one column, and as many cells in every row"

        if List.isEmpty columns then
            raise (ShapeException("A table without columns", wanted, "the columns' names"))

        match rows |> List.tryFindIndex (fun row -> List.length row <> columns.Length) with
        | Some bad ->
            raise (
                ShapeException(
                    $"""Row {bad} (counted from 0) of {counted rows[bad].Length "cell"} under {counted columns.Length "column"}""",
                    wanted,
                    "Cell.Empty where there is nothing"
                )
            )
        | None -> { ResultTable.Title = ""; ResultTable.Columns = columns; ResultTable.Rows = rows }

    let ofNumbers (columns: string * string) (rows: (string * float) seq) =
        create [ fst columns; snd columns ] [ for name, value in rows -> [ Cell.Text name; Cell.Number value ] ]

    let title title (table: ResultTable) = { table with Title = title }

    let private optional (number: float) = if Double.IsFinite number then Cell.Number number else Cell.Empty

    let private known number =
        match Option.ofNullable number with
        | Some number -> Cell.Number number
        | None -> Cell.Empty

    let internal methodOf (estimate: Estimate) =
        match estimate.Critic with
        | null -> estimate.Bound
        | critic -> $"{estimate.Bound}, {critic}"

    let private ofEstimate (estimate: Estimate) = [
        Cell.Text estimate.Quantity
        Cell.Text(methodOf estimate)
        Cell.Text(signOf estimate.Side)
        Cell.Number estimate.Value
        optional estimate.StandardError
        optional estimate.Ceiling
        known estimate.Truth
        (if estimate.Count > 0 then Cell.Number(float estimate.Count) else Cell.Empty)
        (match Option.ofNullable estimate.Seed with
         | Some seed -> Cell.Number(float seed)
         | None -> Cell.Empty)
        (if estimate.Seconds > 0.0 then Cell.Number estimate.Seconds else Cell.Empty)
        Cell.Text(estimate.Diagnoses |> Seq.map _.Label |> String.concat ", ")
    ]

    let ofEstimates estimates =
        create
            [
                "quantity"
                "method"
                "side"
                "value (nat)"
                "s.e. (nat)"
                "ceiling (nat)"
                "truth (nat)"
                "samples"
                "seed"
                "seconds"
                "what went wrong"
            ]
            (estimates |> Seq.map ofEstimate |> List.ofSeq)

    let ofCurve (curve: MeasuredCurve) =
        create [ "β"; "I(X;Z) ≤ (nat)"; "s.e. (nat)"; "I(Z;Y) ≥ (nat)"; "s.e. of I(Z;Y) (nat)"; "error" ] [
            for point in curve.Points ->
                [
                    Cell.Number point.Beta
                    Cell.Number point.Rate
                    optional point.RateError
                    Cell.Number point.Information
                    optional point.InformationError
                    known point.Error
                ]
        ]

    let ofComparison (compared: RunComparison) =
        let name (run: RunSummary) = Path.GetFileName run.Folder |> string

        let cell (text: string | null) =
            match text with
            | null -> Cell.Empty
            | text ->
                match Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture) with
                | true, number when Double.IsFinite number -> Cell.Number number
                | _ -> Cell.Text text

        create [
            "of"
            "what"
            name compared.Left
            name compared.Right + (if name compared.Left = name compared.Right then " (right)" else "")
            "right − left"
        ] [
            for row in compared.Differences -> [ Cell.Text row.Section; Cell.Text row.Key; cell row.Left; cell row.Right; known row.Difference ]
        ]

    let private whole (number: float) = number.ToString("R", CultureInfo.InvariantCulture)

    /// Four or five digits, without an exponent where that reads.
    let shown cell =
        match cell with
        | Cell.Empty -> ""
        | Cell.Text text -> text
        | Cell.Number number when Double.IsNaN number -> "not a number"
        | Cell.Number number when Double.IsInfinity number -> if number > 0.0 then "∞" else "−∞"
        | Cell.Number number ->
            let size = abs number

            if number = Math.Round number && size < 1e7 then
                number.ToString("0", CultureInfo.InvariantCulture)
            elif size >= 1e-3 && size < 1e5 then
                number.ToString((if size < 10.0 then "0.####" else "0.##"), CultureInfo.InvariantCulture)
            else
                number.ToString("0.###e0", CultureInfo.InvariantCulture)

    /// A spreadsheet runs what looks like a formula, from wherever the text came: an apostrophe before it says that it is text.
    let private harmless (text: string) =
        let isFormula =
            text <> ""
            && "=+-@\t\r".Contains text[0]
            && not (fst (Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture)))

        if isFormula then "'" + text else text

    let private quoted (text: string) =
        let text = harmless text

        if text.IndexOfAny [| ','; '"'; '\n'; '\r' |] >= 0 then
            "\"" + text.Replace("\"", "\"\"") + "\""
        else
            text

    let toCsv (table: ResultTable) =
        let cell value =
            match value with
            | Cell.Text text -> quoted text
            | Cell.Number number -> whole number
            | Cell.Empty -> ""

        let line cells = String.concat "," cells + "\r\n"
        (table.Columns |> List.map quoted |> line) + (table.Rows |> List.map (List.map cell >> line) |> String.concat "")

    let toJson (table: ResultTable) =
        use stream = new MemoryStream()
        use writer = new Utf8JsonWriter(stream, JsonWriterOptions(Indented = true))
        writer.WriteStartArray()

        for row in table.Rows do
            writer.WriteStartObject()

            for column, cell in List.zip table.Columns row do
                match cell with
                | Cell.Text text -> writer.WriteString(column, text)
                | Cell.Number number when Double.IsFinite number -> writer.WriteNumber(column, number)
                | Cell.Number _
                | Cell.Empty -> writer.WriteNull column

            writer.WriteEndObject()

        writer.WriteEndArray()
        writer.Flush()
        Text.Encoding.UTF8.GetString(stream.ToArray())

    let toMarkdown (table: ResultTable) =
        let mark (letter: char) = if "\\|*_`[]~".Contains letter then $"\\{letter}" else string letter
        let escaped (text: string) = (text |> String.collect mark).Replace("&", "&amp;").Replace("<", "&lt;").ReplaceLineEndings(" ")
        let line cells = "| " + String.concat " | " cells + " |"
        let isNumber column = table.Rows |> List.exists (fun row -> List.item column row |> _.IsNumber)
        let rule = [ for column in 0 .. table.Columns.Length - 1 -> if isNumber column then "---:" else "---" ]

        let lines = [
            if table.Title <> "" then
                $"**{escaped table.Title}**"
                ""
            line (List.map escaped table.Columns)
            line rule
            for row in table.Rows do
                row |> List.map (shown >> escaped) |> line
        ]

        String.concat "\n" lines + "\n"

    let save (path: string) table =
        let text =
            match WholeFile.ending path with
            | ".csv" -> toCsv table
            | ".json" -> toJson table
            | ".md" -> toMarkdown table
            | other -> raise (DomainException($"A table in a file that ends in '{other}'", ".csv, .json or .md", "table.csv"))

        WholeFile.write path text

    let trySave path table = Attempt.message (fun () -> save path table)
