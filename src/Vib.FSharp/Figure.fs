namespace Vib

open System.Text.Json
open Vib.FigureJson
open Vib.FigureSeries

/// Charts as Plotly's figures: JSON that any of its tools opens.
[<RequireQualifiedAccess>]
module internal Figure =
    /// Where a panel's data is, errors and bands with it, along both axes.
    let private extent (panel: Panel) =
        let spread values errors =
            if Array.isEmpty errors then
                values
            else
                Array.append (Array.map2 (-) values errors) (Array.map2 (+) values errors)

        let one series =
            match series with
            | Series.Line line ->
                line.X,
                (match line.Band with
                 | Some band -> Array.concat [ line.Y; band.Lower; band.Upper ]
                 | None -> line.Y)
            | Series.Points points -> Array.append points.X (spread points.X points.XErrors), Array.append points.Y (spread points.Y points.YErrors)
            | Series.Bars bars -> bars.Edges, Array.append [| 0.0 |] bars.Heights
            | Series.Heat map -> map.X, map.Y
            | Series.Ellipses ellipses ->
                let corners = ellipses.Ellipses |> List.collect (boundary ellipses.Radius) |> Array.ofList
                Array.map fst corners, Array.map snd corners
            | Series.Rule(_, Rule.Horizontal y) -> [||], [| y |]
            | Series.Rule(_, Rule.Vertical x) -> [| x |], [||]
            | Series.Rule(_, Rule.Diagonal)
            | Series.Images _ -> [||], [||]

        let keep scale values =
            match scale with
            | Scale.Linear -> values
            | Scale.Logarithmic -> Array.filter (fun value -> value > 0.0) values

        let parts = List.map one panel.Series
        let range (axis: Axis) values = axis.Range |> Option.defaultWith (fun () -> values |> Array.concat |> keep axis.Scale |> finiteRange)
        range panel.X (List.map fst parts), range panel.Y (List.map snd parts)

    let private rule theme legend axes panel rank (name, rule) =
        let (left, right), (low, high) = extent panel

        let ends =
            match rule with
            | Rule.Horizontal y -> [ left, y; right, y ]
            | Rule.Vertical x -> [ x, low; x, high ]
            | Rule.Diagonal -> let a, b = max left low, min right high in [ a, a; b, b ]

        [
            trace
                "scatter"
                (named legend axes name
                 @ [
                     "x", ends |> Seq.map fst |> numbers
                     "y", ends |> Seq.map snd |> numbers
                     "mode", text "lines"
                     "line",
                     record [
                         "color", text (Palette.pick theme Palette.ink)
                         "width", number 1.2
                         "dash", text (if rank % 2 = 0 then "dash" else "dot")
                     ]
                     "hoverinfo", text "name"
                 ])
        ]

    /// Lowest and highest of the values that colour a panel's points, as they are drawn.
    let private colourRange (panel: Panel) =
        panel.Series
        |> List.choose (fun series ->
            match series with
            | Series.Points { Colours = Some colours } ->
                Some(
                    match colours.Scale with
                    | Scale.Linear -> colours.Values
                    | Scale.Logarithmic -> fst (powers colours.Values)
                )
            | _ -> None)
        |> Array.concat
        |> finiteRange

    let private isColoured series =
        match series with
        | Series.Points { Colours = Some _ } -> true
        | _ -> false

    let private traces theme legend axes place (panel: Panel) =
        let ranks isCounted =
            panel.Series
            |> List.scan (fun rank series -> if isCounted series then rank + 1 else rank) 0
            |> List.truncate panel.Series.Length

        let range = colourRange panel
        let hasColours = List.exists isColoured panel.Series

        List.zip3 panel.Series (ranks isColoured) (ranks _.IsRule)
        |> List.collect (fun (series, rank, rules) ->
            match series with
            | Series.Line one -> line theme legend axes one
            | Series.Points one -> points theme legend axes place range rank hasColours one
            | Series.Bars one -> bars theme legend axes one
            | Series.Heat one -> heat theme axes place one
            | Series.Ellipses one -> ellipses theme legend axes one
            | Series.Images one -> images theme axes one
            | Series.Rule(name, one) -> rule theme legend axes panel rules (name, one))

    let private isImages (panel: Panel) = panel.Series |> List.exists _.IsImages

    let title (axis: Axis) =
        if axis.Unit = "" then axis.Label
        elif axis.Label = "" then axis.Unit
        else $"{axis.Label} ({axis.Unit})"

    let private axis theme (axis: Axis) fields =
        let pick = Palette.pick theme >> text
        let isLog = axis.Scale = Scale.Logarithmic
        let place value = number (if isLog then log10 value else value)

        record (
            [
                "title", record [ "text", words (title axis); "standoff", number 8.0 ]
                "type", text (if isLog then "log" else "linear")
                "automargin", flag true
                "gridcolor", pick Palette.grid
                "linecolor", pick Palette.soft
                "zerolinecolor", pick Palette.grid
                "showline", flag true
                "ticks", text "outside"
                "tickcolor", pick Palette.soft
                "ticklen", number 4.0
            ]
            @ (if isLog then [ "exponentformat", text "power" ] else [])
            @ (match axis.Range with
               | Some(low, high) -> [ "range", list [ place low; place high ] ]
               | None -> [])
            @ (if axis.Ticks.IsEmpty then
                   []
               else
                   [
                       "tickmode", text "array"
                       "tickvals", axis.Ticks |> Seq.map fst |> numbers
                       "ticktext", axis.Ticks |> Seq.map (snd >> literal) |> texts
                   ])
            @ fields
        )

    let private imageAxis fields = record ([ "visible", flag false ] @ fields)

    let private span (low, high) = list [ number low; number high ]

    /// The two axes of a panel in its place of the picture.
    let private axesOf theme suffix (across, upwards) (panel: Panel) =
        let anchored other = [ "anchor", text (other + suffix) ]
        let x, y = ("domain", span across) :: anchored "y", ("domain", span upwards) :: anchored "x"
        let scaled = if panel.IsEqual then [ "scaleanchor", text ("x" + suffix); "constrain", text "domain" ] else []

        if isImages panel then
            [
                "xaxis" + suffix, imageAxis (x @ [ "constrain", text "domain" ])
                "yaxis" + suffix, imageAxis (y @ [ "scaleanchor", text ("x" + suffix); "autorange", text "reversed"; "constrain", text "domain" ])
            ]
        else
            [
                "xaxis" + suffix, axis theme panel.X (x @ if panel.IsEqual then [ "constrain", text "domain" ] else [])
                "yaxis" + suffix, axis theme panel.Y (y @ scaled)
            ]

    let private barred panels =
        if panels |> List.exists (fun (panel: Panel) -> panel.Series |> List.exists _.IsBars) then
            [ "barmode", text "overlay"; "bargap", number 0.0 ]
        else
            []

    let private layout theme fields =
        let pick = Palette.pick theme >> text

        record (
            [
                "font",
                record [
                    "family", text "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
                    "size", number 13.0
                    "color", pick Palette.ink
                ]
                "paper_bgcolor", pick Palette.ground
                "plot_bgcolor", pick Palette.ground
                "margin", record [ "l", number 48.0; "r", number 12.0; "t", number 12.0; "b", number 44.0 ]
                "hovermode", text "closest"
                "legend", record [ "orientation", text "h"; "x", number 0.0; "xanchor", text "left"; "y", number 1.02; "yanchor", text "bottom" ]
            ]
            @ fields
        )

    let private figure traces layout = record [ "data", traces |> list; "layout", layout ]

    /// One panel, as large as its place in a page; the legend is that of the whole chart, each panel with its own lines of it.
    let ofPanel theme (legend: Legend) (panel: Panel) =
        let own = { legend with Shown = Set.empty }
        let place = 1.0, 0.5, 1.0
        figure (traces theme own "" place panel) (layout theme (barred [ panel ] @ axesOf theme "" ((0.0, 1.0), (0.0, 1.0)) panel))

    let private heading theme suffix (panel: Panel) =
        if panel.Title = "" then
            None
        else
            Some(
                record [
                    "text", words panel.Title
                    "xref", text ("x" + suffix + " domain")
                    "yref", text ("y" + suffix + " domain")
                    "x", number 0.5
                    "y", number 1.0
                    "yanchor", text "bottom"
                    "showarrow", flag false
                    "font", record [ "size", number 14.0; "color", text (Palette.pick theme Palette.ink) ]
                ]
            )

    /// The whole chart in one picture.
    let ofChart (chart: Chart) =
        let legend = legend chart
        let columns = max 1 (min chart.Columns chart.Panels.Length)
        let rows = (chart.Panels.Length + columns - 1) / columns
        let gap = 0.09

        let cell count index =
            let width = (1.0 - gap * float (count - 1)) / float count in float index * (width + gap), float index * (width + gap) + width

        let places = [
            for index, panel in List.indexed chart.Panels ->
                let suffix = if index = 0 then "" else string (index + 1)
                let across, (low, high) = cell columns (index % columns), cell rows (rows - 1 - index / columns)
                panel, suffix, across, (low, high)
        ]

        let traces = [
            for panel, suffix, across, (low, high) in places do
                yield! traces chart.Theme legend suffix (snd across, (low + high) / 2.0, high - low) panel
        ]

        let axes = [
            for panel, suffix, across, upwards in places do
                yield! axesOf chart.Theme suffix (across, upwards) panel
        ]

        let headings = places |> List.choose (fun (panel, suffix, _, _) -> heading chart.Theme suffix panel)

        let titled =
            if chart.Title = "" then
                []
            else
                [ "title", record [ "text", words chart.Title; "automargin", flag true; "yref", text "container" ] ]

        let noted = if headings.IsEmpty then [] else [ "annotations", headings |> list ]
        figure traces (layout chart.Theme (barred chart.Panels @ titled @ axes @ noted))

    let private options = JsonSerializerOptions(WriteIndented = false)

    let json (figure: Node) =
        match figure with
        | null -> "null"
        | figure -> figure.ToJsonString options
