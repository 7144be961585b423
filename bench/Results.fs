/// What a run measured, as artifacts/VERB/NAME.json: a list of {"name", "value", "unit"}.
module Vib.Bench.Results

open System
open System.IO
open System.Text.Json

type Entry = { Name: string; Value: float; Unit: string }

let entry name unit value = { Name = name; Value = value; Unit = unit }

/// The repository, found from here upwards; the working directory where there is none.
let root =
    let rec above (folder: DirectoryInfo | null) =
        match folder with
        | null -> Directory.GetCurrentDirectory()
        | folder when File.Exists(Path.Combine(folder.FullName, "Vib.sln")) -> folder.FullName
        | folder -> above folder.Parent

    above (DirectoryInfo AppContext.BaseDirectory)

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
    let part = $"{path}.{Environment.ProcessId}.part"
    File.WriteAllBytes(part, json finite)
    File.Move(part, path, true)
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

let write verb name entries =
    let path = Path.Combine(folder verb, $"{name}.json")
    let leftOut = writeTo path entries

    if not leftOut.IsEmpty then
        printfn $"""left out, since JSON has no infinity: {String.concat ", " leftOut}"""

    printfn $"written to {shown path}"
