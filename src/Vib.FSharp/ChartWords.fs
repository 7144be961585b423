namespace Vib

open System
open System.Globalization

/// What a chart shows, in words and in numbers: for those who do not see it, and for those who want to go on with it.
[<RequireQualifiedAccess>]
module internal ChartWords =
    let private number (value: float) = value.ToString("G4", CultureInfo.InvariantCulture)

    let private range (values: float seq) =
        let finite = values |> Seq.filter Double.IsFinite |> Array.ofSeq

        if finite.Length = 0 then "no finite number"
        elif Array.min finite = Array.max finite then number finite[0]
        else $"from {number (Array.min finite)} to {number (Array.max finite)}"

    let private named name what = if name = "" then what else $"{name}, {what}"

    let private series series =
        match series with
        | Series.Line line ->
            let band = if line.Band.IsSome then " with a band" else ""
            named line.Name $"""a line of {counted line.X.Length "point"}{band}, {range line.Y}"""
        | Series.Points points ->
            let errors = if points.XErrors.Length + points.YErrors.Length > 0 then " with error bars" else ""

            let colours =
                match points.Colours with
                | Some colours -> $", coloured by {colours.Label} {range colours.Values}"
                | None -> ""

            named points.Name $"""{counted points.X.Length "point"}{errors}, x {range points.X}, y {range points.Y}{colours}"""
        | Series.Bars bars -> named bars.Name $"{bars.Heights.Length} bars over {range bars.Edges}, heights {range bars.Heights}"
        | Series.Heat map ->
            named map.Name $"a heat map of {Array2D.length1 map.Values} by {Array2D.length2 map.Values} values, {range (Seq.cast<float> map.Values)}"
        | Series.Ellipses ellipses -> named ellipses.Name $"{ellipses.Ellipses.Length} ellipses"
        | Series.Images grid ->
            let labels = if grid.Labels.IsEmpty then "" else ": " + String.concat ", " grid.Labels
            $"""{counted grid.Images.Length "image"} of {grid.Height} by {grid.Width} pixels{labels}"""
        | Series.Rule(name, Rule.Horizontal y) -> named name $"a line at y = {number y}"
        | Series.Rule(name, Rule.Vertical x) -> named name $"a line at x = {number x}"
        | Series.Rule(name, Rule.Diagonal) -> named name "the line y = x"

    let private axis name (axis: Axis) =
        let scale = if axis.Scale = Scale.Logarithmic then ", logarithmic" else ""

        match Figure.title axis with
        | "" -> ""
        | title -> $"{name} is {title}{scale}. "

    let panel (panel: Panel) =
        let title = if panel.Title = "" then "" else panel.Title + ": "
        title + axis "x" panel.X + axis "y" panel.Y + (panel.Series |> List.map series |> String.concat "; ") + "."

    let chart (chart: Chart) = chart.Panels |> List.map panel |> String.concat " "

    // ---- as a table ----

    type private Row = { Name: string; X: Cell; Y: Cell; More: Map<string, Cell> }

    let private at (values: float[]) i name = if values.Length = 0 then [] else [ name, Cell.Number values[i] ]

    let private rows (panel: Panel) series =
        let tick (axis: Axis) value =
            axis.Ticks
            |> List.tryFind (fun (place, _) -> place = value)
            |> Option.map (snd >> Cell.Text)
            |> Option.defaultValue (Cell.Number value)

        let row name x y more = { Name = name; X = tick panel.X x; Y = tick panel.Y y; More = Map.ofList more }

        match series with
        | Series.Line line -> [
            for i in 0 .. line.X.Length - 1 ->
                row
                    line.Name
                    line.X[i]
                    line.Y[i]
                    (match line.Band with
                     | Some band -> at band.Lower i "lower" @ at band.Upper i "upper"
                     | None -> [])
          ]
        | Series.Points points -> [
            for i in 0 .. points.X.Length - 1 ->
                row points.Name points.X[i] points.Y[i] [
                    yield! at points.XErrors i "error of x"
                    yield! at points.YErrors i "error of y"
                    match points.Colours with
                    | Some colours -> (if colours.Label = "" then "colour" else colours.Label), Cell.Number colours.Values[i]
                    | None -> ()
                    if points.Labels.Length > 0 then
                        "label", Cell.Text points.Labels[i]
                ]
          ]
        | Series.Bars bars -> [
            for (low, high), height in Seq.zip (Seq.pairwise bars.Edges) bars.Heights -> row bars.Name low height [ "to", Cell.Number high ]
          ]
        | Series.Heat map -> [
            for i in 0 .. map.Y.Length - 1 do
                for j in 0 .. map.X.Length - 1 ->
                    row "" map.X[j] map.Y[i] [ (if map.Name = "" then "value" else map.Name), Cell.Number map.Values[i, j] ]
          ]
        | Series.Ellipses ellipses -> [
            for ellipse in ellipses.Ellipses ->
                let (x, y), (xx, xy, yy) = ellipse.Centre, ellipse.Covariance
                row ellipses.Name x y [ "variance of x", Cell.Number xx; "covariance", Cell.Number xy; "variance of y", Cell.Number yy ]
          ]
        | Series.Images grid -> [
            for index, image in List.indexed grid.Images ->
                let label =
                    match List.tryItem index grid.Labels with
                    | Some label -> [ "label", Cell.Text label ]
                    | None -> []

                {
                    Name = $"image {index + 1}"
                    X = Cell.Empty
                    Y = Cell.Empty
                    More = Map.ofList (("mean ink", Cell.Number(Array.average image)) :: label)
                }
          ]
        | Series.Rule(name, rule) ->
            let x, y =
                match rule with
                | Rule.Horizontal y -> Cell.Empty, Cell.Number y
                | Rule.Vertical x -> Cell.Number x, Cell.Empty
                | Rule.Diagonal -> Cell.Text "x", Cell.Text "x"

            [ { Name = name; X = x; Y = y; More = Map.empty } ]

    let private isUsed cell rows = rows |> List.exists (fun row -> cell row <> Cell.Empty)

    /// Everything that a panel shows, a point in each row.
    let private ofPanel (panel: Panel) =
        let rows = panel.Series |> List.collect (rows panel)
        let extras = rows |> List.collect (fun row -> row.More |> Map.toList |> List.map fst) |> List.distinct
        let name label otherwise = if label = "" then otherwise else label

        let columns = [
            if rows |> List.exists (fun row -> row.Name <> "") then
                "series", (fun row -> Cell.Text row.Name)
            if isUsed _.X rows then
                name (Figure.title panel.X) "x", _.X
            if isUsed _.Y rows then
                name (Figure.title panel.Y) "y", _.Y
            for extra in extras do
                extra, (fun row -> row.More |> Map.tryFind extra |> Option.defaultValue Cell.Empty)
        ]

        // two columns of one name, as x and y of one label, would be one in JSON
        let unique =
            columns
            |> List.mapi (fun i (name, _) ->
                if columns |> List.take i |> List.exists (fun (other, _) -> other = name) then
                    $"{name}, {i + 1}"
                else
                    name)

        ResultTable.create (if unique.IsEmpty then [ "x" ] else unique) [ for row in rows -> columns |> List.map (fun (_, cell) -> cell row) ]

    /// A table for each panel.
    let tables (chart: Chart) = chart.Panels |> List.map (fun panel -> { ofPanel panel with Title = panel.Title })
