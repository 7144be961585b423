namespace Vib

open System
open System.Globalization
open System.IO
open System.Text.Json
open System.Text.RegularExpressions

/// Pages of HTML: everything in one file, and nothing asked from outside where Plotly is embedded.
[<RequireQualifiedAccess>]
module internal Page =
    // ---- what a page is made of ----

    let private resource name =
        match typeof<Chart>.Assembly.GetManifestResourceStream name with
        | null -> None
        | stream ->
            use reader = new StreamReader(stream)
            Some(reader.ReadToEnd())

    let private own name = resource name |> Option.defaultWith (fun () -> invalidOp $"{name} is not in the assembly")
    let private css, private script = lazy own "page.css", lazy own "page.js"

    /// Plotly's own text; None where the assembly was built without npm.
    let plotly = lazy resource "plotly.min.js"

    /// The version that package.json pins.
    let version =
        lazy
            (use pinned = JsonDocument.Parse(own "package.json")
             pinned.RootElement.GetProperty("dependencies").GetProperty("plotly.js-cartesian-dist-min").GetString() |> string)

    let address () = $"https://cdn.plot.ly/plotly-cartesian-{version.Value}.min.js"

    // ---- text ----

    let escape (text: string) = text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;")

    let element name (text: string) = $"<{name}>{escape text}</{name}>"

    let paragraphs (text: string) = Regex.Split(text.Trim(), @"\r?\n\s*\r?\n") |> Seq.map (element "p") |> String.concat "\n"

    // ---- tables ----

    /// Rows of a table behind a chart at most.
    let mostRows = 400

    let private row isNumber cells =
        let cell column text = if isNumber column then $"<td class=\"number\">{escape text}</td>" else $"<td>{escape text}</td>"
        "<tr>" + (cells |> List.mapi cell |> String.concat "") + "</tr>"

    /// Without the columns in which nothing stands.
    let private filled (table: ResultTable) =
        let isFilled column = table.Rows.IsEmpty || table.Rows |> List.exists (fun row -> ResultTable.shown (List.item column row) <> "")
        let kept = [ 0 .. table.Columns.Length - 1 ] |> List.filter isFilled
        let keep cells = let cells = Array.ofSeq cells in [ for column in kept -> cells[column] ]
        { table with Columns = keep table.Columns; Rows = table.Rows |> List.map keep }

    let table scroll (whole: ResultTable) =
        let table = filled whole

        let numeric =
            Set.ofList [
                for column in 0 .. table.Columns.Length - 1 do
                    if table.Rows |> List.exists (fun row -> (List.item column row).IsNumber) then
                        column
            ]

        let heads =
            table.Columns
            |> List.mapi (fun column name ->
                (if numeric.Contains column then "<th scope=\"col\" class=\"number\">" else "<th scope=\"col\">")
                + escape name
                + "</th>")

        let caption = if table.Title = "" then "" else element "caption" table.Title
        let label = if table.Title = "" then "table" else table.Title

        String.concat "\n" [
            $"<div class=\"{scroll}\" tabindex=\"0\" role=\"region\" aria-label=\"{escape label}\">"
            $"""<table>{caption}<thead><tr>{String.concat "" heads}</tr></thead>"""
            "<tbody>"
            for cells in table.Rows do
                row numeric.Contains (List.map ResultTable.shown cells)
            "</tbody></table></div>"
        ]

    /// Rows at equal distances, the first and the last among them.
    let private sampled (table: ResultTable) =
        let count = table.Rows.Length

        if count <= mostRows then
            table
        else
            let rows = Array.ofList table.Rows
            { table with Rows = [ for i in 0 .. mostRows - 1 -> rows[int (int64 i * int64 (count - 1) / int64 (mostRows - 1))] ] }

    // ---- charts ----

    /// A figure's JSON with the name that its place in the page has.
    type Figure = { Id: string; Json: string }

    let private whole (number: int) = number.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u202F")

    let private plotted id (panel: Panel) entries =
        let aspect (panel: Panel) =
            panel.Series
            |> List.tryPick (fun series ->
                match series with
                | Series.Images grid ->
                    let rows = (grid.Images.Length + grid.Columns - 1) / grid.Columns
                    Some(float (grid.Columns * (grid.Width + 1)) / float (rows * (grid.Height + 1)))
                | _ -> None)

        let shape, style =
            match aspect panel with
            | Some ratio -> "plot images", invariant $"aspect-ratio:{ratio:F4};"
            | None when panel.IsEqual -> "plot square", ""
            | None -> "plot", $"--rows:{max 0 (26 * panel.Y.Ticks.Length - 240)};"

        let title = if panel.Title = "" then "" else element "h4" panel.Title

        $"<div class=\"panel\">{title}<div class=\"{shape}\" style=\"{style}--entries:{entries}\" role=\"img\" aria-label=\"{escape (ChartWords.panel panel)}\" data-figure=\"{id}\"></div></div>"

    let private entries (panel: Panel) =
        let name series =
            match series with
            | Series.Line line -> line.Name
            | Series.Points points -> points.Name
            | Series.Bars bars -> bars.Name
            | Series.Ellipses ellipses -> ellipses.Name
            | Series.Rule(name, _) -> name
            | Series.Heat _
            | Series.Images _ -> ""

        panel.Series |> List.map name |> List.filter ((<>) "") |> List.distinct |> List.length

    let private anchor (file: string) =
        let address = Uri.EscapeDataString(file).Replace("%2F", "/")
        $"<a href=\"{escape address}\">{escape file}</a>"

    /// The numbers under a chart, some of them where they are many, and where they all are.
    let private data (links: string list) (tables: ResultTable list) =
        let shown = List.map sampled tables
        let count (tables: ResultTable list) = tables |> List.sumBy _.Rows.Length

        let some =
            if count shown = count tables then
                ""
            else
                $", {whole (count shown)} of {whole (count tables)} rows at equal distances"

        let body = shown |> List.map (table "scroll") |> String.concat "\n"

        let files =
            if links.IsEmpty then
                ""
            else
                $"""<p class="files">All of it: {links |> List.map anchor |> String.concat ", "}</p>"""

        $"<details><summary>The data as a table{some}</summary>\n{body}</details>{files}"

    /// A chart with its caption and its data, its figures beside. Long series are drawn with fewer points, which the caption says; a link leads to the file that has them all.
    let chart level (id: string) (links: string list) (chart: Chart) =
        let drawn = Decimation.chart chart
        let tables = ChartWords.tables chart
        let legend = FigureSeries.legend drawn

        let figures = [
            for index, panel in List.indexed drawn.Panels ->
                { Id = $"{id}-{index + 1}"; Json = Figure.json (Figure.ofPanel Theme.Light legend panel) }
        ]

        let thinned =
            Decimation.fewer chart drawn
            |> List.map (fun (what, some, all, which) -> $" Drawn with {whole some} of {whole all} {what}: {which}.")
            |> String.concat ""

        // what the library says of the data is for those who do not see it
        let captions = [
            if chart.Caption = "" then
                $"<span class=\"unseen\">{escape (ChartWords.chart drawn)}</span>"
            else
                escape chart.Caption
            escape thinned
        ]

        let html =
            String.concat "\n" [
                "<figure>"
                if chart.Title <> "" then
                    element level chart.Title
                $"<div class=\"panels\" style=\"--columns:{max 1 (min chart.Columns chart.Panels.Length)}\">"
                for figure, panel in List.zip figures drawn.Panels do
                    plotted figure.Id panel (entries panel)
                "</div>"
                "<figcaption>" + String.concat "" captions + "</figcaption>"
                data links tables
                "</figure>"
            ]

        html, figures

    /// Whether something of a chart's data is not in the page.
    let isPartial (chart: Chart) = ChartWords.tables chart |> List.exists (fun table -> table.Rows.Length > mostRows)

    // ---- the page ----

    let private engine figures =
        if List.isEmpty figures then
            ""
        else
            match plotly.Value with
            | Some text -> "<script>" + text.Replace("</script", "<\\/script") + "</script>"
            | None -> $"<script src=\"{address ()}\" crossorigin=\"anonymous\"></script>"

    /// Nothing is fetched but Plotly, and that only where it is not embedded.
    let private policy () =
        let scripts = if plotly.Value.IsSome then "'unsafe-inline'" else "'unsafe-inline' https://cdn.plot.ly"
        $"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"

    let document title theme (body: string) (figures: Figure list) =
        let attribute =
            match theme with
            | Some Theme.Dark -> " data-theme=\"dark\""
            | Some Theme.Light -> " data-theme=\"light\""
            | None -> ""

        let skins = dict Palette.all |> JsonSerializer.Serialize

        String.concat "\n" [
            "<!doctype html>"
            $"<html lang=\"en\"{attribute}>"
            "<head>"
            "<meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            "<meta name=\"color-scheme\" content=\"light dark\">"
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy ()}\">"
            "<meta name=\"generator\" content=\"Vib\">"
            element "title" (if title = "" then "Vib" else title)
            "<style>"
            css.Value
            "</style>"
            "</head>"
            "<body>"
            "<main>"
            body
            "</main>"
            for figure in figures do
                $"<script type=\"application/json\" id=\"{figure.Id}\">{figure.Json}</script>" // System.Text.Json writes < as \u003C
            $"<script type=\"application/json\" id=\"skins\">{skins}</script>"
            engine figures
            if not figures.IsEmpty then
                $"<script>\n{script.Value}</script>"
            "</body>"
            "</html>"
            ""
        ]
