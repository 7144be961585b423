module Vib.Tests.ReportTests

open System
open System.IO
open System.Text.RegularExpressions
open Vib
open Vib.Core
open Vib.Tests
open Xunit

let private inFolder (action: string -> unit) =
    let folder = Directory.CreateTempSubdirectory "vib-report-"

    try
        action folder.FullName
    finally
        folder.Delete true

/// Plotly's own text aside: what the report wrote.
let private own (page: string) =
    match Page.plotly.Value with
    | Some engine -> page.Replace(engine.Replace("</script", "<\\/script"), "")
    | None -> page

[<Fact>]
let ``Nothing that is given becomes markup`` () =
    let page = own (Report.toHtml Gallery.report)
    Assert.DoesNotContain("<img", page)
    Assert.DoesNotContain("<script>alert", page)
    Expect.contains "&lt;img src=x onerror=alert(1)&gt;" page

    let scripts = Regex.Matches(page, "<script")
    Assert.Equal(Regex.Matches(page, "</script>").Count, scripts.Count)
    let panels = Gallery.all |> List.sumBy (fun (_, chart, _) -> chart.Panels.Length)
    Assert.Equal(panels + 3, scripts.Count) // a figure each, skins, Plotly, ours

[<Fact>]
let ``A page asks for nothing from outside, where Plotly is in the assembly`` () =
    let page = own (Report.toHtml Gallery.report)

    match Page.plotly.Value with
    | Some _ -> Assert.DoesNotMatch("(src|href)=\"?(https?:)?//", page)
    | None -> Expect.contains $"https://cdn.plot.ly/plotly-cartesian-{Page.version.Value}.min.js" page

    Assert.Matches(@"^\d+\.\d+\.\d+$", Page.version.Value)

[<Fact>]
let ``A chart has a text for those who do not see it, and its data in a table`` () =
    let page = own (Report.create "r" |> Report.chart Gallery.errors |> Report.toHtml)
    Expect.contains "role=\"img\" aria-label=\"x is truth (nat). y is estimate (nat). InfoNCE, 5 points with error bars" page
    Expect.contains "<figcaption>" page
    Expect.contains "<td>NWJ</td><td class=\"number\">10</td><td class=\"number\">9.5</td><td class=\"number\">0.5</td>" page

[<Fact>]
let ``Estimates that follow each other share a table, with advice once`` () =
    let report =
        Report.create "r"
        |> Report.estimate Gallery.estimates[0]
        |> Report.estimate Gallery.estimates[1]
        |> Report.estimate Gallery.estimates[1]

    match report.Parts with
    | [ ReportPart.Estimates(lines, table, [ advice ]) ] ->
        Assert.Equal((3, 3), (lines.Length, table.Rows.Length))
        Expect.contains "Train for more steps" advice
        Expect.contains "I(X;Y) ≥ 3.22 ± 0.02 nat" (Report.toHtml report)
    | other -> Assert.Fail $"{other}"

[<Fact>]
let ``Settings are every field, from F# and from C#`` () =
    let facts options =
        match (Report.create "r" |> Report.config options).Parts with
        | [ ReportPart.Facts("Settings", facts) ] -> Map.ofList facts
        | other -> failwith $"{other}"

    let front = facts { Mi.defaults with Threads = Some 2; LearningRate = 5e-4 }
    Assert.Equal(("2", "none", "0.0005"), (front["Threads"], front["EvaluationBatch"], front["LearningRate"]))
    let core = facts (BottleneckOptions())
    Assert.Equal(("[1024, 1024]", "0.001"), (core["Hidden"], core["Beta"]))
    Assert.False(core.ContainsKey "Stop") // a token, and no setting

[<Fact>]
let ``An objective's formula is on the page`` () =
    let objective = maximize (Info.lower (Z, Y) (Decoder.categorical 10) - 1e-3 * Info.upper (X, Z) Rate.standardNormal)
    let page = Report.create "r" |> Report.objective objective |> Report.toHtml

    for line in (Objective.show objective).Split '\n' do
        Expect.contains (Page.escape line) page

[<Fact>]
let ``A run of 100 000 points is a page below 10 MB, drawn thin, said so, with all of it beside`` () =
    inFolder (fun folder ->
        let values = [| for i in 0..99_999 -> 3.0 + sin (float i * 1e-3) + 0.3 * sin (float (i * i)) |]
        let points = [ for i in 0..99_999 -> float (i + 1), values[i] ]

        let chart =
            Chart.over [ Chart.line "InfoNCE" points; Chart.line "NWJ" [ for x, y in points -> x, y + 1.0 ] ]
            |> Chart.x "step" ""
            |> Chart.y "I(X;Y)" "nat"

        let path = Path.Combine(folder, "a run.html")
        Report.create "A long run" |> Report.chart chart |> Report.save path
        let page = File.ReadAllText path
        Assert.InRange(FileInfo(path).Length, 1L, 10_000_000L)
        Assert.InRange((own page).Length, 1, 1_000_000)
        Assert.Matches("Drawn with [\\d\u202F]+ of 200\u202F000 points", page)
        Expect.contains "400 of 200\u202F000 rows" page
        Expect.contains "<a href=\"a%20run.data/chart-1.csv\">" page
        let rows = File.ReadAllLines(Path.Combine(folder, "a run.data", "chart-1.csv"))
        Assert.Equal(200_001, rows.Length)
        let read = [| for row in rows[1..100_000] -> Double.Parse(row.Split(',')[2], Globalization.CultureInfo.InvariantCulture) |]
        Assert.Equal<float[]>(values, read)

        // a later report takes an earlier one's files away
        Report.create "Short" |> Report.save path
        Assert.Equal<string>([ path ], Directory.GetFileSystemEntries folder))

[<Fact>]
let ``A report that cannot be written leaves the earlier one's files as they are`` () =
    inFolder (fun folder ->
        let data = Directory.CreateDirectory(Path.Combine(folder, "r.data")).FullName
        File.WriteAllText(Path.Combine(data, "chart-1.csv"), "old")
        Directory.CreateDirectory(Path.Combine(folder, "r.html")) |> ignore
        let long = Chart.line "a" [ for i in 0..999 -> float i, 0.0 ]

        Report.create "r"
        |> Report.chart long
        |> Report.trySave (Path.Combine(folder, "r.html"))
        |> Expect.error "it is a folder"

        Assert.Equal("old", File.ReadAllText(Path.Combine(data, "chart-1.csv")))

        Report.create "r"
        |> Report.trySave (Path.Combine(folder, "r.data", "chart-1.csv", "r.html"))
        |> Expect.error "cannot be written")

[<Fact>]
let ``Numbers that are huge or none at all, and separators of lines, are a whole page`` () =
    let odd = "\u2028\u2029\u0000</SCRIPT><!--"

    let page =
        Report.create odd
        |> Report.chart (Chart.points odd [ 1e308, -1e308; nan, infinity; Double.Epsilon, -0.0 ] |> Chart.named [ odd; odd; odd ])
        |> Report.table (ResultTable.create [ odd ] [ [ Cell.Number 1e308 ]; [ Cell.Number nan ]; [ Cell.Number -infinity ] ])
        |> Report.toHtml
        |> own

    Assert.DoesNotContain("</SCRIPT>", page)
    Assert.DoesNotContain("<!--", page)
    let figure = Regex.Match(page, "id=\"figure-1-1\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value
    Assert.DoesNotContain("\u2028", figure)
    use json = Text.Json.JsonDocument.Parse figure
    Assert.Equal(1e308, json.RootElement.GetProperty("data").[0].GetProperty("x").[0].GetDouble())

[<Fact>]
let ``Reports of equal parts are equal, and one can follow another`` () =
    let report () = Report.create "r" |> Report.text "t" |> Report.chart Gallery.errors |> Report.fact "seed" 1
    Assert.Equal(report (), report ())
    Assert.Equal(ReportPart.Section "r", (Report.create "both" |> Report.append (report ())).Parts.Head)
    Assert.Equal("report “r”: 1 chart", string (report ()))

[<Fact>]
let ``A reader's decimal comma is in nothing that is written`` () =
    let everything () =
        let report = (Report.create "r", Gallery.all) ||> List.fold (fun report (_, chart, _) -> Report.chart chart report)

        let report =
            report
            |> Report.estimates Gallery.estimates
            |> Report.timings [ "a", 1.5 ]
            |> Report.config { Mi.defaults with LearningRate = 0.25 }

        [
            own (Report.toHtml report)
            for _, chart, _ in Gallery.all do
                Chart.toJson chart
                yield! Chart.tables chart |> List.map ResultTable.toCsv
            Progress.line "a" 1.5 { Done = 3L; Total = 7L; Text = Progress.drift "b" 2 1L 0.5; Keep = None }
        ]

    let usual = everything ()
    let before = Globalization.CultureInfo.CurrentCulture
    let comma = Globalization.CultureInfo.InvariantCulture.Clone() :?> Globalization.CultureInfo // there is no German where globalization is invariant
    comma.NumberFormat.NumberDecimalSeparator <- ","
    comma.NumberFormat.NegativeSign <- "−"
    Globalization.CultureInfo.CurrentCulture <- comma

    try
        Assert.Equal<string list>(usual, everything ())
    finally
        Globalization.CultureInfo.CurrentCulture <- before

[<Fact>]
let ``Only pages are reports`` () = Report.create "r" |> Report.trySave "r.pdf" |> Expect.error "'.pdf'"
