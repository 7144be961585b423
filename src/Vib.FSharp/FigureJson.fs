namespace Vib

open System
open System.Text.Json.Nodes

/// The JSON that figures are made of.
module internal FigureJson =
    type Node = JsonNode | null

    let text (value: string) : Node = JsonValue.Create value
    let flag (value: bool) : Node = JsonValue.Create value
    let number (value: float) : Node = if Double.IsFinite value then JsonValue.Create value else null // JSON has no infinities
    let list (nodes: Node seq) : Node = JsonArray(Array.ofSeq nodes)
    let numbers (values: float seq) = values |> Seq.map number |> list
    let texts (values: string seq) = values |> Seq.map text |> list

    let record (fields: (string * Node) list) : Node =
        let made = JsonObject()
        fields |> List.iter made.Add
        made

    /// Plotly reads some HTML in texts; ours are what they say.
    let literal (value: string) = value.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")

    let words = literal >> text
