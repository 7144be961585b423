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
        running.StandardInput.WriteLine $"#load @\"{script}\"\n;;"

        for snippet in snippets do // several pages may load it, which takes seconds each time
            running.StandardInput.WriteLine(snippet.Replace("#load \"../vib.fsx\"", "") + "\n;;")

        running.StandardInput.WriteLine "printfn \"the page ended\";;"

    let _, out, error = Expect.child (TimeSpan.FromMinutes 5.0) [ "dotnet"; "fsi"; "--nologo" ] talk
    Assert.Equal("", error)
    Expect.contains "the page ended" out
    out

[<Fact>]
let ``The snippets of the page on objectives run, in order`` () = session objectives.Value |> ignore

[<Fact>]
let ``The snippets of the page on tables run, in order, and say what the page says`` () =
    let out = session (File.ReadAllText(Path.Combine(folder, "tabular.md")))
    Expect.contains "row 2 (line 3), column 'age': 'n/a' is not a number; the column has 1 in all. Wanted: a value in every row." out
    Expect.contains "row 2 (line 3) has 1 cell. Wanted: 2, as the header has." out
    Expect.contains "Try: 'age'." out
    Expect.contains "3000 rows of age, town in 2 categories, income" out

let private page name = File.ReadAllText(Path.Combine(folder, $"{name}.md"))

[<Fact>]
let ``The snippets of the pages on estimators without training run`` () =
    [ "neighbours"; "discrete"; "kernels"; "correlation"; "subsampling"; "compression" ]
    |> List.map page
    |> String.concat "\n"
    |> session
    |> ignore

/// What pages leave to the reader.
let private readers =
    """
```fsharp
#load "../vib.fsx"
open Vib
open TorchSharp
let covariance = array2D [ [ 1.0; 0.0; 0.5; 0.0 ]; [ 0.0; 1.0; 0.0; 0.3 ]; [ 0.5; 0.0; 1.0; 0.0 ]; [ 0.0; 0.3; 0.0; 1.0 ] ]
let probabilities, labels = Array2D.init 40 2 (fun i j -> if i % 3 > 0 then 0.5 elif j = 0 then 0.7 else 0.3), Array.init 40 (fun i -> i % 2)
let ratesInside, ratesOutside, klOfEachDimension = [| 1.0; 2.0; 3.0 |], [| 2.5; 4.0 |], Array2D.init 9 2 (fun i j -> float (i * j))
let images, elsewhere = Images.drawn 300 60, (Images.drawn 60 1).Training
let model = images |> Bottleneck.train { Bottleneck.short 1 with Hidden = [ 8 ]; Latent = 2; Threads = Some 1; Progress = Progress.Silent }
let scores, direction, x = torch.randn [| 4L; 4L |], torch.randn [| 4L; 4L |], torch.randn [| 2L |]
let f (x: torch.Tensor) = x.square().sum()
let critic (w: torch.Tensor) (x: torch.Tensor) = (w * x).square().sum()
let point, weights = [| 0.5; 0.2 |], [| 1.0; 2.0 |]
let w1, w2, w3 = torch.randn [| 12L; 5L |], torch.randn [| 5L; 4L |], torch.randn [| 4L; 2L |]
let trainOnce (step: int64) = ()
```
"""

/// Fewer steps than the page takes, and no file beside the tests.
let private shorter (text: string) =
    text
        .Replace("24_000L", "64L")
        .Replace("Steps = 2000", "Steps = 20")
        .Replace("Steps = 500", "Steps = 20")
        .Replace("\"plane.csv\"", "(System.IO.Path.GetTempFileName())")

[<Fact>]
let ``The snippets of the pages on critics, estimation, known bottlenecks, calibration, derivatives and planes run`` () =
    let pages = [ "exact-bottleneck"; "calibration"; "derivatives"; "critics"; "estimation"; "planes" ]
    readers :: List.map (page >> shorter) pages |> String.concat "\n" |> session |> ignore

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

[<Fact>]
let ``Every convention names tests that are there`` () =
    let rows = [
        for line in (page "conventions").Split('\n') do
            let cells = Regex.Split(line, @"(?<!\\)\|")

            if cells.Length = 5 && not (cells[1].Contains "---") && cells[1].Trim() <> "what" then
                cells[1].Trim(), [ for name in Regex.Matches(cells[3], @"\b\w+(Tests|Laws)\b") -> name.Value ]
    ]

    Assert.True(rows.Length > 20, $"{rows.Length} conventions")

    let classes =
        set [
            for file in Directory.GetFiles(Path.Combine(root, "tests"), "*.*", SearchOption.AllDirectories) do
                Path.GetFileNameWithoutExtension file |> Option.ofObj |> Option.defaultValue ""
        ]

    for what, names in rows do
        for name in names do
            Assert.True(classes.Contains name, $"{what}: there is no {name}")
