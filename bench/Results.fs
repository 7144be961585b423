/// What a run measured, as artifacts/VERB/NAME.json: a list of {"name", "value", "unit"}; and beside it NAME.html, the same as a page with charts.
module Vib.Bench.Results

open System
open System.IO
open System.Text.Json
open Vib

type Entry = { Name: string; Value: float; Unit: string }

let entry name unit value = { Name = name; Value = value; Unit = unit }

/// Where artifacts/ is: VIB_RESULTS if it is set, else the repository, found from here upwards, or the working directory where there is none.
let root =
    let rec above (folder: DirectoryInfo | null) =
        match folder with
        | null -> Directory.GetCurrentDirectory()
        | folder when File.Exists(Path.Combine(folder.FullName, "Vib.sln")) -> folder.FullName
        | folder -> above folder.Parent

    match Environment.GetEnvironmentVariable "VIB_RESULTS" with
    | null
    | "" -> above (DirectoryInfo AppContext.BaseDirectory)
    | folder -> Directory.CreateDirectory(folder).FullName

/// A folder under artifacts, made if it is not there.
let folder verb = Directory.CreateDirectory(Path.Combine(root, "artifacts", verb)).FullName

/// The file as it is shown: relative to the repository.
let shown (path: string) = Path.GetRelativePath(root, path)

let private json entries =
    use stream = new MemoryStream()
    use writer = new Utf8JsonWriter(stream, JsonWriterOptions(Indented = true))
    writer.WriteStartArray()

    for entry in entries do
        writer.WriteStartObject()
        writer.WriteString("name", entry.Name)
        writer.WriteNumber("value", entry.Value)
        writer.WriteString("unit", entry.Unit)
        writer.WriteEndObject()

    writer.WriteEndArray()
    writer.Flush()
    stream.ToArray()

/// Writes the file whole or not at all. JSON has no infinities: entries that are not finite are left out, and named.
let writeTo (path: string) entries =
    let finite, rest = entries |> List.partition (fun entry -> Double.IsFinite entry.Value)
    let bytes = json finite
    Vib.Core.WholeFile.Write(path, fun file -> file.Write bytes)
    rest |> List.map _.Name

/// What writeTo wrote; nothing where there is no such file.
let readFrom (path: string) =
    if not (File.Exists path) then
        []
    else
        use document = JsonDocument.Parse(File.ReadAllText path)
        let text (element: JsonElement) (name: string) = element.GetProperty(name).GetString() |> string

        [
            for element in document.RootElement.EnumerateArray() ->
                entry (text element "name") (text element "unit") (element.GetProperty("value").GetDouble())
        ]

/// How the run was asked for.
let private command () =
    match List.ofArray (Environment.GetCommandLineArgs()) with
    | _ :: (("demo" | "repro" | "bench" | "parity") :: _ as arguments) -> $"""dotnet fsi build.fsx {String.concat " " arguments}"""
    | _ -> ""

let private most = 40 // rows of a chart that are read

/// The entries of the unit that most of them have, where they are few enough to compare.
let private overview (entries: Entry list) =
    let groups =
        entries
        |> List.filter (fun entry -> Double.IsFinite entry.Value)
        |> List.groupBy _.Unit
        |> List.filter (fun (_, all) -> all.Length > 1 && all.Length <= most)

    match groups with
    | [] -> id
    | groups ->
        let unit, largest = groups |> List.maxBy (fun (_, all) -> all.Length)
        let values = largest |> List.map (_.Value >> abs)
        let isWide = largest |> List.forall (fun entry -> entry.Value > 0.0) && List.max values > 50.0 * List.min values

        let chart =
            Chart.dots "" unit [ for entry in largest -> entry.Name, entry.Value, nan ] |> Chart.title $"The numbers in {unit}"

        Report.chart (if isWide then Chart.logX chart else chart)

/// The charts that a run has by its name; where it has none, its numbers.
let private charts name (entries: Entry list) =
    match Charts.ofRun name [ for entry in entries -> entry.Name, entry.Value ] with
    | [] -> overview entries
    | charts -> fun report -> (report, charts) ||> List.fold (fun report chart -> Report.chart chart report)

/// The page of a run: how it was asked for, what the caller says of it or else its charts, every number, what it ran on.
let page (verb: string) (name: string) (more: (Report -> Report) option) (entries: Entry list) =
    let numbers =
        ResultTable.create [ "name"; "value"; "unit" ] [
            for entry in entries -> [ Cell.Text entry.Name; Cell.Number entry.Value; Cell.Text entry.Unit ]
        ]

    let asked =
        match command () with
        | "" -> id
        | command -> Report.formula command

    Report.create (if verb = name then name else $"{verb} {name}")
    |> asked
    |> (more |> Option.defaultWith (fun () -> charts name entries))
    |> Report.section "Numbers"
    |> Report.table numbers
    |> Report.section "Where"
    |> Report.machine

/// Saves the page of entries that are written already, in a folder; says where.
let savePage folder more verb name entries =
    let html = Path.Combine(folder, $"{name}.html")
    page verb name more entries |> Report.save html
    printfn $"as a page: {shown html}"

let private writeBoth verb name more entries =
    let path = Path.Combine(folder verb, $"{name}.json")
    let leftOut = writeTo path entries

    if not leftOut.IsEmpty then
        printfn $"""left out, since JSON has no infinity: {String.concat ", " leftOut}"""

    printfn $"written to {shown path}"
    savePage (folder verb) more verb name entries

/// Writes the entries, and a page of them.
let write verb name entries = writeBoth verb name None entries

/// The same, with what else the page is to have: charts, tables, words.
let writeWith more verb name entries = writeBoth verb name (Some more) entries
