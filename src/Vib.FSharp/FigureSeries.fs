namespace Vib

open System
open Vib.FigureJson

/// A series as Plotly's traces.
module internal FigureSeries =
    /// Series of one name have one colour and one line in the legend, over all panels.
    type Legend = { Places: Map<string, int>; mutable Shown: Set<string> }

    let private nameOf series =
        match series with
        | Series.Line line when line.IsReference -> None
        | Series.Line line -> Some line.Name
        | Series.Points points when points.Colours.IsSome -> None
        | Series.Points points -> Some points.Name
        | Series.Bars bars -> Some bars.Name
        | Series.Ellipses ellipses -> Some ellipses.Name
        | Series.Heat _
        | Series.Images _
        | Series.Rule _ -> None

    let legend (chart: Chart) =
        let names = chart.Panels |> List.collect _.Series |> List.choose nameOf |> List.distinct
        { Places = names |> List.mapi (fun i name -> name, i) |> Map.ofList; Shown = Set.empty }

    let colour theme legend name =
        let place = legend.Places |> Map.tryFind name
        place |> Option.map Palette.at |> Option.defaultValue Palette.ink |> Palette.pick theme

    /// Name, group and whether it stands in the legend, where it stands once.
    let named legend (axes: string) name =
        let isNew = name <> "" && not (legend.Shown.Contains name)
        legend.Shown <- legend.Shown.Add name

        [
            "name", words name
            "legendgroup", words name
            "showlegend", flag isNew
            "xaxis", text ("x" + axes)
            "yaxis", text ("y" + axes)
        ]

    let private silent (axes: string) = [ "showlegend", flag false; "hoverinfo", text "skip"; "xaxis", text ("x" + axes); "yaxis", text ("y" + axes) ]

    let trace kind fields = record (("type", text kind) :: fields)
    let private hover format = "hovertemplate", text format

    let dash stroke =
        match stroke with
        | Stroke.Dashed -> "dash"
        | Stroke.Dotted -> "dot"
        | Stroke.Solid
        | Stroke.Stairs -> "solid"

    /// Colours that come again come with dashes and dots.
    let private dashOf legend (line: LineSeries) =
        let round = (legend.Places |> Map.tryFind line.Name |> Option.defaultValue 0) / Palette.series.Length
        if round > 0 && line.Stroke = Stroke.Solid then "dashdot" else dash line.Stroke

    let band colour axes name (x: float[]) (band: Band) =
        let isWhole i = Double.IsFinite x[i] && Double.IsFinite band.Lower[i] && Double.IsFinite band.Upper[i]

        let there = [|
            for i in 0 .. x.Length - 1 do
                if isWhole i then
                    i
        |]

        let back = Array.rev there
        let along values = Array.append (there |> Array.map (Array.get (fst values))) (back |> Array.map (Array.get (snd values)))

        trace
            "scatter"
            ([
                "x", numbers (along (x, x))
                "y", numbers (along (band.Upper, band.Lower))
                "mode", text "none"
                "fill", text "toself"
                "fillcolor", text colour
                "opacity", number 0.18
                "legendgroup", words name
             ]
             @ silent axes)

    let line theme legend axes (line: LineSeries) =
        let colour = if line.IsReference then Palette.pick theme Palette.ink else colour theme legend line.Name
        let shape = if line.Stroke = Stroke.Stairs then "hv" else "linear"

        [
            match line.Band with
            | Some edges -> band colour axes line.Name line.X edges
            | None -> ()

            trace
                "scatter"
                (named legend axes line.Name
                 @ [
                     "x", numbers line.X
                     "y", numbers line.Y
                     "mode", text (if line.X.Length = 1 then "markers" else "lines")
                     "line", record [ "color", text colour; "width", number 1.8; "dash", text (dashOf legend line); "shape", text shape ]
                     hover "%{x:.5~g}: %{y:.4~g}"
                 ])
        ]

    let finiteRange values =
        let finite = Array.filter Double.IsFinite values
        if finite.Length = 0 then 0.0, 1.0 else Array.min finite, Array.max finite

    let private scaleOf colours =
        colours |> List.mapi (fun i colour -> list [ number (float i / float (List.length colours - 1)); text colour ]) |> list

    let private bar place title ticks =
        let right, middle, length = place

        "colorbar",
        record (
            [
                "title", record [ "text", words title; "side", text "right" ]
                "thickness", number 10.0
                "outlinewidth", number 0.0
                "x", number (right + 0.012)
                "y", number middle
                "len", number length
            ]
            @ ticks
        )

    let private symbols = [ "circle"; "square"; "diamond"; "triangle-up"; "cross"; "star"; "triangle-down"; "x" ]

    /// Logarithms of the values, with ticks at whole powers of ten.
    let powers values =
        let logs = values |> Array.map (fun value -> if value > 0.0 then log10 value else nan)
        let low, high = finiteRange logs
        let places = [ for power in ceil low .. floor high -> power ]
        let places = if places.Length >= 2 then places else [ low; high ]
        let name (power: float) = (10.0 ** power).ToString("0.###e0", Globalization.CultureInfo.InvariantCulture)

        let name power =
            if power > -4.0 && power < 4.0 then
                (10.0 ** power).ToString("G3", Globalization.CultureInfo.InvariantCulture)
            else
                name power

        logs, [ "tickvals", numbers places; "ticktext", texts (List.map name places) ]

    let errors axis values colour =
        if Array.isEmpty values || Array.forall Double.IsNaN values then
            []
        else
            [
                axis, record [ "type", text "data"; "array", numbers values; "thickness", number 1.2; "width", number 3.0; "color", text colour ]
            ]

    /// What stands in the legend for points that are coloured by a number: their symbol, in the colour of text.
    let private sample theme legend axes (symbol: string) (points: PointSeries) =
        if points.Name = "" then
            []
        else
            [
                trace
                    "scatter"
                    (named legend axes points.Name
                     @ [
                         "x", numbers [ nan ]
                         "y", numbers [ nan ]
                         "mode", text "markers"
                         "marker", record [ "color", text (Palette.pick theme Palette.soft); "symbol", text symbol; "size", number 9.0 ]
                         "hoverinfo", text "skip"
                     ])
            ]

    /// Coloured series differ by their symbols, and share a scale. Points without colours of their own among them are rings, which mark what they lie around.
    let points theme legend axes place (range: float * float) (rank: int) isRing (points: PointSeries) =
        let soft = Palette.pick theme Palette.soft
        let own = colour theme legend points.Name
        let symbol = symbols[rank % symbols.Length]

        let marker =
            match points.Colours with
            | None when isRing -> [
                "color", text own
                "symbol", text "circle-open"
                "size", number 15.0
                "line", record [ "color", text own; "width", number 2.0 ]
              ]
            | None -> [ "color", text own; "size", number 8.0 ]
            | Some colours ->
                let values, ticks =
                    match colours.Scale with
                    | Scale.Linear -> colours.Values, []
                    | Scale.Logarithmic -> powers colours.Values

                let low, high = range

                [
                    "color", numbers values
                    "colorscale", scaleOf (List.map (Palette.pick theme) Palette.graded)
                    "cmin", number low
                    "cmax", number high
                    "showscale", flag (rank = 0)
                    "symbol", text symbol
                    "size", number 8.0
                    "line", record [ "color", text soft; "width", number 0.6 ]
                ]
                @ if rank = 0 then [ bar place colours.Label ticks ] else []

        let line =
            if points.IsJoined then
                [ "line", record [ "color", text (if points.Colours.IsSome then soft else own); "width", number 1.0 ] ]
            else
                []

        let error = if points.Colours.IsSome then soft else own
        let labels = if points.Labels.Length = 0 then [] else [ "text", points.Labels |> Seq.map literal |> texts ]
        let shown = if points.Labels.Length = 0 then "" else "%{text}<br>"

        [
            if points.Colours.IsSome then
                yield! sample theme legend axes symbol points

            trace
                "scatter"
                (named legend axes points.Name
                 @ [
                     "x", numbers points.X
                     "y", numbers points.Y
                     "mode", text (if points.IsJoined then "lines+markers" else "markers")
                     "marker", record marker
                     hover (shown + "%{x:.5~g}, %{y:.4~g}")
                 ]
                 @ labels
                 @ line
                 @ errors "error_x" points.XErrors error
                 @ errors "error_y" points.YErrors error)
        ]

    let bars theme legend axes (bars: BarSeries) =
        let edges = Seq.pairwise bars.Edges |> Array.ofSeq

        [
            trace
                "bar"
                (named legend axes bars.Name
                 @ [
                     "x", edges |> Seq.map (fun (a, b) -> (a + b) / 2.0) |> numbers
                     "width", edges |> Seq.map (fun (a, b) -> b - a) |> numbers
                     "y", numbers bars.Heights
                     "opacity", number 0.75
                     "marker", record [ "color", text (colour theme legend bars.Name); "line", record [ "width", number 0.0 ] ]
                     hover "%{x:.4~g}: %{y:.5~g}"
                 ])
        ]

    let rows (values: float[,]) = Seq.init (Array2D.length1 values) (fun i -> numbers values[i, *]) |> list

    let heat theme axes place (map: HeatMap) =
        let ends =
            match map.Colours with
            | HeatColours.Diverging ->
                let low, high = finiteRange [| for value in Seq.cast<float> map.Values -> value |]
                let most = max (abs low) (abs high)
                [ "zmin", number -most; "zmax", number most ]
            | HeatColours.Sequential
            | HeatColours.Backdrop -> []

        let scale =
            match map.Colours with
            | HeatColours.Diverging -> Palette.diverging theme
            | HeatColours.Sequential -> Palette.sequential
            | HeatColours.Backdrop -> Palette.backdrop theme

        [
            trace
                "heatmap"
                ([
                    "name", words map.Name
                    "xaxis", text ("x" + axes)
                    "yaxis", text ("y" + axes)
                    "x", numbers map.X
                    "y", numbers map.Y
                    "z", rows map.Values
                    "colorscale", scaleOf scale
                    bar place map.Name []
                    hover "%{x:.4~g}, %{y:.4~g}: %{z:.4~g}<extra></extra>"
                 ]
                 @ ends)
        ]

    /// Corners of an outline: more than an eye tells from a curve.
    let outline = 40

    /// The ellipse (p − c)ᵀ Σ⁻¹ (p − c) = r², by the Cholesky factor of Σ.
    let boundary radius (ellipse: Ellipse) =
        let (cx, cy), (xx, xy, yy) = ellipse.Centre, ellipse.Covariance
        let a = sqrt xx
        let b = if a > 0.0 then xy / a else 0.0
        let c = sqrt (max 0.0 (yy - b * b))

        [
            for k in 0..outline ->
                let angle = 2.0 * Math.PI * float k / float outline
                let u, v = radius * cos angle, radius * sin angle
                cx + a * u, cy + b * u + c * v
        ]

    let ellipses theme legend axes (series: EllipseSeries) =
        let corners = [
            for ellipse in series.Ellipses do
                yield! boundary series.Radius ellipse
                (nan, nan)
        ]

        [
            trace
                "scatter"
                (named legend axes series.Name
                 @ [
                     "x", corners |> Seq.map fst |> numbers
                     "y", corners |> Seq.map snd |> numbers
                     "mode", text "lines"
                     "line", record [ "color", text (colour theme legend series.Name); "width", number 1.2 ]
                     "hoverinfo", text "name"
                 ])
        ]

    /// All images as one heat map, a pixel apart.
    let montage (grid: ImageGrid) =
        let rows = (grid.Images.Length + grid.Columns - 1) / grid.Columns
        let canvas = Array2D.create (rows * (grid.Height + 1) - 1) (grid.Columns * (grid.Width + 1) - 1) nan

        for index, image in List.indexed grid.Images do
            let top, left = index / grid.Columns * (grid.Height + 1), index % grid.Columns * (grid.Width + 1)

            for i in 0 .. grid.Height - 1 do
                for j in 0 .. grid.Width - 1 do
                    canvas[top + i, left + j] <- image[i * grid.Width + j]

        canvas

    let images theme axes (grid: ImageGrid) = [
        trace "heatmap" [
            "xaxis", text ("x" + axes)
            "yaxis", text ("y" + axes)
            "z", rows (montage grid)
            "zmin", number 0.0
            "zmax", number 1.0
            "showscale", flag false
            "colorscale", scaleOf [ Palette.pick theme Palette.ground; Palette.pick theme Palette.ink ]
            "hoverongaps", flag false
            hover "%{z:.3~g}<extra></extra>"
        ]
    ]
