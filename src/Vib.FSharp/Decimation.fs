namespace Vib

open System

/// Fewer points that look the same at a width: of each column of the picture the first, the last, the smallest and the largest  (M4; Jugel, Jerzak, Hackenbroich and Markl 2014), and the first of a gap.
[<RequireQualifiedAccess>]
module internal Decimation =
    /// Columns of a picture: more than a chart of a page has pixels.
    let columns = 1000

    /// A series of more points than this is decimated.
    let limit = 4 * columns

    let private position scale value =
        match scale with
        | Scale.Linear -> value
        | Scale.Logarithmic -> if value > 0.0 then log value else nan

    let private isIncreasing (values: float[]) = Array.forall Double.IsFinite values && Seq.forall (fun (a, b) -> a <= b) (Seq.pairwise values)

    /// The column of each index: of x where it increases, else of the order.
    let private columnOf scale (x: float[]) =
        let places = Array.map (position scale) x

        if isIncreasing places && places[places.Length - 1] > places[0] then
            let width = (places[places.Length - 1] - places[0]) / float columns
            fun i -> min (columns - 1) (int ((places[i] - places[0]) / width))
        else
            fun i -> int (int64 i * int64 columns / int64 x.Length)

    /// First, last, smallest and largest finite value, and the first that is not finite, of a stretch.
    let private corners (values: float[]) (first, last) =
        let finite = [|
            for i in first..last do
                if Double.IsFinite values[i] then
                    i
        |]

        let gap = seq { first..last } |> Seq.tryFind (fun i -> not (Double.IsFinite values[i])) |> Option.toList

        if finite.Length = 0 then
            gap
        else
            [ first; last; Array.minBy (fun i -> values[i]) finite; Array.maxBy (fun i -> values[i]) finite ] @ gap

    /// Which points of a line stay, in order; values are all that is drawn over x.
    let line scale (x: float[]) (values: float[] list) =
        if x.Length <= limit then
            [| 0 .. x.Length - 1 |]
        else
            let column = columnOf scale x

            let stretches =
                seq { 0 .. x.Length - 1 }
                |> Seq.groupBy column
                |> Seq.map (fun (_, places) -> Seq.min places, Seq.max places)
                |> List.ofSeq

            [|
                for stretch in stretches do
                    for series in values do
                        yield! corners series stretch
            |]
            |> Array.distinct
            |> Array.sort

    /// Which points of a cloud stay, in order: the first in each pixel of a square of so many columns, and those with the smallest and largest x and y.
    let cloud (xScale, yScale) (x: float[]) (y: float[]) =
        if x.Length <= limit then
            [| 0 .. x.Length - 1 |]
        else
            let cells = 250

            let place scale (values: float[]) =
                let places = Array.map (position scale) values
                let finite = Array.filter Double.IsFinite places
                let least, most = if finite.Length = 0 then 0.0, 1.0 else Array.min finite, Array.max finite
                let width = max (most - least) Double.Epsilon

                places
                |> Array.map (fun place -> if Double.IsFinite place then int ((place - least) / width * float (cells - 1)) else -1)

            let columns, rows = place xScale x, place yScale y
            let firsts = [| 0 .. x.Length - 1 |] |> Array.distinctBy (fun i -> columns[i], rows[i])
            let ends = [ x; y ] |> List.collect (fun values -> corners values (0, values.Length - 1))
            Array.append firsts (Array.ofList ends) |> Array.distinct |> Array.sort

    let private thin (places: int[]) (values: 'a[]) = if values.Length = 0 then values else places |> Array.map (Array.get values)

    let private ofLine scale (series: LineSeries) =
        let edges = series.Band |> Option.toList |> List.collect (fun band -> [ band.Lower; band.Upper ])
        let values = if isIncreasing series.X then series.Y :: edges else series.X :: series.Y :: edges
        let places = line scale series.X values

        {
            series with
                X = thin places series.X
                Y = thin places series.Y
                Band = series.Band |> Option.map (fun band -> { Lower = thin places band.Lower; Upper = thin places band.Upper })
        }

    let private ofPoints (xScale, yScale) (series: PointSeries) =
        let places =
            if series.IsJoined then
                line xScale series.X [ series.X; series.Y ]
            else
                cloud (xScale, yScale) series.X series.Y

        {
            series with
                X = thin places series.X
                Y = thin places series.Y
                XErrors = thin places series.XErrors
                YErrors = thin places series.YErrors
                Labels = thin places series.Labels
                Colours = series.Colours |> Option.map (fun colours -> { colours with Values = thin places colours.Values })
        }

    /// Ellipses of a panel, and pixels of its images, at most; cells of a heat map along a side.
    let private mostEllipses, private mostPixels, private mostCells = 1000, 200_000, 300

    let private ofEllipses all (series: EllipseSeries) =
        if all <= mostEllipses then
            series
        else
            let ellipses = Array.ofList series.Ellipses
            let kept = int (ceil (float ellipses.Length * float mostEllipses / float all))
            { series with Ellipses = [ for i in 0 .. kept - 1 -> ellipses[int (int64 i * int64 ellipses.Length / int64 kept)] ] }

    let private mean values =
        let finite = Array.filter Double.IsFinite values
        if finite.Length = 0 then nan else Array.average finite

    let private ofHeat (map: HeatMap) =
        let blocks count =
            let kept = min count mostCells in

            [|
                for i in 0 .. kept - 1 -> int64 i * int64 count / int64 kept |> int, (int64 i + 1L) * int64 count / int64 kept |> int
            |]

        let rows, columns = blocks map.Y.Length, blocks map.X.Length
        let part (values: float[]) (first, last) = mean values[first .. last - 1]

        if rows.Length = map.Y.Length && columns.Length = map.X.Length then
            map
        else
            let block i j =
                let (top, bottom), (left, right) = rows[i], columns[j]

                mean [|
                    for row in top .. bottom - 1 do
                        for column in left .. right - 1 -> map.Values[row, column]
                |]

            {
                map with
                    X = Array.map (part map.X) columns
                    Y = Array.map (part map.Y) rows
                    Values = Array2D.init rows.Length columns.Length block
            }

    let private ofImages (grid: ImageGrid) =
        let kept = max 1 (mostPixels / (grid.Height * grid.Width))
        { grid with Images = List.truncate kept grid.Images; Labels = List.truncate kept grid.Labels }

    let private ellipsesOf series =
        match series with
        | Series.Ellipses series -> series.Ellipses.Length
        | _ -> 0

    let private panel (panel: Panel) =
        let ellipses = List.sumBy ellipsesOf panel.Series

        let one series =
            match series with
            | Series.Line line -> Series.Line(ofLine panel.X.Scale line)
            | Series.Points points -> Series.Points(ofPoints (panel.X.Scale, panel.Y.Scale) points)
            | Series.Ellipses series -> Series.Ellipses(ofEllipses ellipses series)
            | Series.Heat map -> Series.Heat(ofHeat map)
            | Series.Images grid -> Series.Images(ofImages grid)
            | other -> other

        { panel with Series = List.map one panel.Series }

    /// The chart with no more points than can be told apart.
    let chart (chart: Chart) = { chart with Panels = List.map panel chart.Panels }

    let private pointsOf series =
        match series with
        | Series.Line line -> line.X.Length
        | Series.Points points -> points.X.Length
        | _ -> 0

    let private cellsOf series =
        match series with
        | Series.Heat map -> map.Values.Length
        | _ -> 0

    let private imagesOf series =
        match series with
        | Series.Images grid -> grid.Images.Length
        | _ -> 0

    let private total count (chart: Chart) = chart.Panels |> List.sumBy (fun panel -> List.sumBy count panel.Series)

    /// What a chart has fewer of than another, of which it has so many, and which of them: nothing where it has all.
    let fewer (whole: Chart) (drawn: Chart) =
        [
            "points", pointsOf, "of each of 1\u202F000 columns the first, the last, the smallest and the largest of a line, of a cloud one in a pixel"
            "ellipses", ellipsesOf, "those at equal distances in their order"
            "cells", cellsOf, "each the mean of a block"
            "images", imagesOf, "the first"
        ]
        |> List.map (fun (what, count, which) -> what, total count drawn, total count whole, which)
        |> List.filter (fun (_, drawn, whole, _) -> drawn < whole)
