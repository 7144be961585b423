/// What the pages of the documentation say of F#.
module Vib.Tests.PagesTests

open System
open System.IO
open System.Text.RegularExpressions
open Vib.Bench.Results
open Vib.Tests
open Xunit

let private folder = Path.Combine(root, "docs")
let private objectives = lazy (File.ReadAllText(Path.Combine(folder, "objectives.md")))

/// Every block of F# in order, as one session of F# Interactive: what it printed.
let private session (page: string) =
    let snippets = [ for block in Regex.Matches(page, @"```fsharp\n(.*?)```", RegexOptions.Singleline) -> block.Groups[1].Value ]

    Assert.True(snippets.Length > 5, "the page has no snippets")

    let script = Path.Combine(root, "vib.fsx")

    let talk (running: Diagnostics.Process) =
        for snippet in snippets do
            running.StandardInput.WriteLine(snippet.Replace("\"../vib.fsx\"", $"@\"{script}\"") + "\n;;")

        running.StandardInput.WriteLine "printfn \"the page ended\";;"

    let _, out, error = Expect.child (TimeSpan.FromMinutes 2.0) [ "dotnet"; "fsi"; "--nologo" ] talk
    Assert.Equal("", error)
    Expect.contains "the page ended" out
    out

[<Fact>]
let ``The snippets of the page on objectives run, in order`` () = session objectives.Value |> ignore

[<Fact>]
let ``The snippets of the page on tables run, in order, and say what the page says`` () =
    let out = session (File.ReadAllText(Path.Combine(folder, "tabular.md")))
    Expect.contains "row 2 (line 3), column 'age': 'n/a' is not a number; the column has 1 in all. Wanted: a value in every row." out
    Expect.contains "row 2 (line 3) has 1 cells. Wanted: 2, as the header has." out
    Expect.contains "Try: 'age'." out
    Expect.contains "3000 rows of age, town in 2 categories, income" out

[<Fact>]
let ``The errors on the page on objectives are those of the compiler`` () =
    let plain (cell: string) = cell.Trim().Replace(@"\|", "|").Replace("&lt;", "<")

    let rows =
        objectives.Value.Split('\n')
        |> Array.skipWhile (fun line -> line <> "## What the compiler says")
        |> Array.takeWhile (fun line -> line <> "## What a step computes")
        |> Array.filter _.StartsWith("| `")
        |> Array.map (fun line -> Regex.Split(line, @"(?<!\\)\|") |> Array.map plain)

    Assert.True(rows.Length > 12, $"{rows.Length} errors")

    for row in rows do
        let snippet, words = row[1].Trim '`', row[2]
        let known = AlgebraTests.refused |> List.tryFind (fun (wrong, _, _) -> wrong = snippet)

        match known with
        | Some(_, message, _) -> Assert.Equal(message, words)
        | None -> Assert.Fail $"{snippet} is not held to what the compiler says"

[<Fact>]
let ``Pages that are scripts load Vib, and every page is linked from the first`` () =
    for script in Directory.GetFiles(folder, "*.fsx") do
        Assert.Contains("#load \"../vib.fsx\"", File.ReadAllLines script)

    let index = File.ReadAllText(Path.Combine(folder, "index.md"))

    for page in Directory.GetFiles folder do
        let name = Path.GetFileNameWithoutExtension page

        if name <> "index" then
            Expect.contains $"({name}.html)" index
