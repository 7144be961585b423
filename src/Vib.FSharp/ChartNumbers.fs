namespace Vib

open System
open Vib.Core

/// Charts of numbers, and what is done to charts: panels, lines, points, areas, curves.
module internal ChartNumbers =
    // ---- axes and panels ----

    let plain: Axis = { Label = ""; Unit = ""; Scale = Scale.Linear; Range = None; Ticks = [] }
    let labelled label unit : Axis = { plain with Label = label; Unit = unit }
    let panel x y series : Panel = { Title = ""; X = x; Y = y; Series = series; IsEqual = false }
    let ofPanel panel : Chart = { Title = ""; Caption = ""; Theme = Theme.Light; Columns = 2; Panels = [ panel ] }
    let private ofSeries series = ofPanel (panel plain plain [ series ])
    let axes x y series = ofPanel (panel x y series)

    let map change (chart: Chart) = { chart with Panels = List.map change chart.Panels }
    let private mapX change = map (fun panel -> { panel with X = change panel.X })
    let private mapY change = map (fun panel -> { panel with Y = change panel.Y })

    let title title (chart: Chart) = { chart with Title = title }
    let caption caption (chart: Chart) = { chart with Caption = caption }
    let x label unit chart = mapX (fun axis -> { axis with Label = label; Unit = unit }) chart
    let y label unit chart = mapY (fun axis -> { axis with Label = label; Unit = unit }) chart

    let private checkedAxis (axis: Axis) =
        match axis.Range with
        | Some(low, high) when not (Double.IsFinite low && Double.IsFinite high && low < high) ->
            raise (DomainException(invariant $"An axis from {low} to {high}", "two finite numbers, the smaller first", "leaving the range out"))
        | Some(low, high) when axis.Scale = Scale.Logarithmic && low <= 0.0 ->
            raise (DomainException(invariant $"A logarithmic axis from {low} to {high}", "positive numbers", "a range above 0, or a linear axis"))
        | _ -> axis

    let logX chart = mapX (fun axis -> checkedAxis { axis with Scale = Scale.Logarithmic }) chart
    let logY chart = mapY (fun axis -> checkedAxis { axis with Scale = Scale.Logarithmic }) chart
    let rangeX low high chart = mapX (fun axis -> checkedAxis { axis with Range = Some(low, high) }) chart
    let rangeY low high chart = mapY (fun axis -> checkedAxis { axis with Range = Some(low, high) }) chart
    let ticksX ticks chart = mapX (fun axis -> { axis with Ticks = List.ofSeq ticks }) chart
    let ticksY ticks chart = mapY (fun axis -> { axis with Ticks = List.ofSeq ticks }) chart
    let equalAxes chart = map (fun panel -> { panel with IsEqual = true }) chart
    let light (chart: Chart) = { chart with Theme = Theme.Light }
    let dark (chart: Chart) = { chart with Theme = Theme.Dark }

    let private someOf what (charts: Chart seq) =
        match List.ofSeq charts with
        | [] -> raise (DomainException($"No chart to lay {what}", "at least one", "a list of charts"))
        | charts -> charts

    let over charts =
        let charts = someOf "over each other" charts
        let first = charts.Head.Panels.Head
        let panels = charts |> List.collect _.Panels

        {
            charts.Head with
                Chart.Panels = [ { first with Series = panels |> List.collect _.Series; IsEqual = panels |> List.exists _.IsEqual } ]
        }

    let beside charts =
        let charts = someOf "beside each other" charts

        let titled (chart: Chart) =
            chart.Panels
            |> List.map (fun panel -> if panel.Title = "" && chart.Panels.Length = 1 then { panel with Title = chart.Title } else panel)

        {
            charts.Head with
                Title = ""
                Caption = charts |> List.map _.Caption |> List.filter ((<>) "") |> String.concat " "
                Columns = charts.Length
                Panels = List.collect titled charts
        }

    let columns count (chart: Chart) =
        if count < 1 then
            raise (DomainException($"{count} panels in a row", "at least 1", "2"))

        { chart with Columns = count }

    let private rule name rule = map (fun panel -> { panel with Series = panel.Series @ [ Series.Rule(name, rule) ] })
    let horizontal name y chart = rule name (Rule.Horizontal y) chart
    let vertical name x chart = rule name (Rule.Vertical x) chart
    let diagonal name chart = rule name Rule.Diagonal chart

    // ---- lines and points ----

    let lineOf name (points: (float * float) seq) : LineSeries =
        let points = Array.ofSeq points

        {
            Name = name
            X = Array.map fst points
            Y = Array.map snd points
            Band = None
            Stroke = Stroke.Solid
            IsReference = false
        }

    let line name points = ofSeries (Series.Line(lineOf name points))
    let dashed name points = ofSeries (Series.Line { lineOf name points with Stroke = Stroke.Dashed })
    let truthOf name points : LineSeries = { lineOf name points with Stroke = Stroke.Stairs; IsReference = true }
    let stairs name points = ofSeries (Series.Line(truthOf name points))
    let reference name points = ofSeries (Series.Line { lineOf name points with IsReference = true; Stroke = Stroke.Dotted })

    let band name (points: (float * float * float * float) seq) =
        let points = Array.ofSeq points
        let edges: Band = { Lower = [| for _, _, lower, _ in points -> lower |]; Upper = [| for _, _, _, upper in points -> upper |] }
        ofSeries (Series.Line { lineOf name [ for x, y, _, _ in points -> x, y ] with Band = Some edges })

    let pointsOf name (points: (float * float) seq) : PointSeries =
        let points = Array.ofSeq points

        {
            Name = name
            X = Array.map fst points
            Y = Array.map snd points
            XErrors = [||]
            YErrors = [||]
            Colours = None
            Labels = [||]
            IsJoined = false
        }

    let points name points = ofSeries (Series.Points(pointsOf name points))

    let errors name (points: (float * float * float) seq) =
        let points = Array.ofSeq points
        ofSeries (Series.Points { pointsOf name [ for x, y, _ in points -> x, y ] with YErrors = [| for _, _, error in points -> error |] })

    let crosses name (points: ((float * float) * (float * float)) seq) =
        let points = Array.ofSeq points

        ofSeries (
            Series.Points {
                pointsOf name [ for (x, _), (y, _) in points -> x, y ] with
                    XErrors = [| for (_, error), _ in points -> error |]
                    YErrors = [| for _, (_, error) in points -> error |]
            }
        )

    let private mapPoints change =
        let one series =
            match series with
            | Series.Points points -> Series.Points(change points)
            | other -> other

        map (fun panel -> { panel with Series = List.map one panel.Series })

    let private matching what count (points: PointSeries) =
        if points.X.Length <> count then
            raise (
                ShapeException(
                    $"""{count} {what} for {counted points.X.Length "point"} of {points.Name}""",
                    "one for each point",
                    "laying charts over each other after they are coloured"
                )
            )

    let private colouredOn scale label values chart =
        let values = Array.ofSeq values

        chart
        |> mapPoints (fun points ->
            matching "numbers to colour by" values.Length points
            { points with Colours = Some { Label = label; Values = values; Scale = scale } })

    let coloured label values chart = colouredOn Scale.Linear label values chart
    let colouredLog label values chart = colouredOn Scale.Logarithmic label values chart

    let named labels chart =
        let labels = Array.ofSeq labels

        chart
        |> mapPoints (fun points ->
            matching "labels" labels.Length points
            { points with Labels = labels })

    let joined chart = mapPoints (fun points -> { points with IsJoined = true }) chart

    let dots label unit (rows: (string * float * float) seq) =
        let rows = List.ofSeq rows |> List.rev // the first on top
        let places = List.init rows.Length float
        let points = [ for place, (_, value, _) in List.zip places rows -> value, place ]
        let errors = [| for _, _, error in rows -> error |]
        let names = [ for place, (name, _, _) in List.zip places rows -> place, name ]

        axes (labelled label unit) { plain with Ticks = names; Range = Some(-0.6, max 0.6 (float rows.Length - 0.4)) } [
            Series.Points { pointsOf "" points with XErrors = (if Array.forall Double.IsNaN errors then [||] else errors) }
        ]

    // ---- areas ----

    let bars name edges heights =
        let edges, heights = Array.ofSeq edges, Array.ofSeq heights
        let isIncreasing = Array.pairwise edges |> Array.forall (fun (a, b) -> a < b)

        if edges.Length <> heights.Length + 1 || not isIncreasing then
            raise (
                ShapeException(
                    $"{edges.Length} edges for {heights.Length} bars",
                    "one more edge than bars, increasing",
                    "Chart.histogram, which counts by itself"
                )
            )

        ofSeries (Series.Bars { Name = name; Edges = edges; Heights = heights })

    let histogram name bins values =
        if bins < 1 then
            raise (DomainException($"A histogram of {bins} bins", "at least 1", "30"))

        let values = values |> Seq.filter Double.IsFinite |> Array.ofSeq

        if values.Length = 0 then
            raise (DataException($"A histogram of {name} without a finite number", "at least one", "looking at where the numbers come from"))

        // bins that doubles can tell apart: about a constant, and between neighbours among large numbers, they are wider than the data
        let least, most = Array.min values, Array.max values
        let finest = 8.0 * Double.Epsilon + (max (abs least) (abs most)) * 1e-15 * float bins

        let half =
            if most / 2.0 - least / 2.0 >= finest then 0.0
            elif least = most then max 0.5 finest
            else finest

        let low, high = max (least - half) Double.MinValue, min (most + half) Double.MaxValue
        let at part = low * (1.0 - part) + high * part // high − low may be infinite
        let edges = [| for i in 0..bins -> at (float i / float bins) |]
        let heights = Array.zeroCreate<float> bins

        for value in values do
            let part = (value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0)
            let bin = min (bins - 1) (int (part * float bins))
            heights[bin] <- heights[bin] + 1.0

        bars name edges heights |> y "count" ""

    let private heat colours name x y (values: float[,]) =
        let x, y = Array.ofSeq x, Array.ofSeq y

        if Array2D.length1 values <> y.Length || Array2D.length2 values <> x.Length then
            raise (
                ShapeException(
                    $"Values of shape [{Array2D.length1 values},{Array2D.length2 values}] over {x.Length} columns and {y.Length} rows",
                    "[R,C] with a y for each row and an x for each column",
                    "Array2D.init y.Length x.Length (fun row column -> …)"
                )
            )

        ofSeries (Series.Heat { Name = name; X = x; Y = y; Values = values; Colours = colours })

    let heatMap name x y values = heat HeatColours.Sequential name x y values
    let differences name x y values = heat HeatColours.Diverging name x y values
    let backdrop name x y values = heat HeatColours.Backdrop name x y values

    let ellipses name radius (ellipses: ((float * float) * (float * float * float)) seq) =
        let shapes = [ for centre, covariance in ellipses -> ({ Centre = centre; Covariance = covariance }: Ellipse) ]

        for { Covariance = (xx, xy, yy) } in shapes do
            if not (xx >= 0.0 && yy >= 0.0 && xy * xy <= xx * yy * (1.0 + 1e-9)) then
                raise (
                    DomainException(
                        invariant $"A covariance of {xx}, {xy}, {yy}",
                        "variances of at least 0 and a correlation in [−1, 1]",
                        "variances rather than standard deviations"
                    )
                )

        ofSeries (Series.Ellipses { Name = name; Ellipses = shapes; Radius = radius }) |> equalAxes

    let images height width columns (images: float[] seq) =
        let images = List.ofSeq images

        match images |> List.tryFindIndex (fun image -> image.Length <> height * width) with
        | Some bad ->
            raise (
                ShapeException(
                    $"Image {bad} (counted from 0) of {images[bad].Length} pixels",
                    $"{height * width}, {height} by {width}",
                    "the height and the width of these images"
                )
            )
        | None when images.IsEmpty || columns < 1 || height < 1 || width < 1 ->
            raise (
                DomainException(
                    $"{images.Length} images of {height} by {width}, {columns} in a row",
                    "at least one of each",
                    "Chart.images 28 28 8 images"
                )
            )
        | None -> ofSeries (Series.Images { Images = images; Height = height; Width = width; Columns = min columns images.Length; Labels = [] })

    // ---- curves ----

    /// Corners of the least concave curve above the points, from the left; with −1, of the greatest convex one below.
    let private hull sign (points: (float * float) list) =
        let slope (ax, ay) (bx, by) = sign * (by - ay) / (bx - ax)

        let rec pushed corners point =
            match corners with
            | (x, y) :: rest when x = fst point -> if sign * snd point > sign * y then pushed rest point else corners
            | b :: a :: rest when slope a b <= slope a point -> pushed (a :: rest) point
            | _ -> point :: corners

        points
        |> List.filter (fun (x, y) -> Double.IsFinite x && Double.IsFinite y)
        |> List.sort
        |> List.fold pushed []
        |> List.rev

    /// Only as far as it rises (or, below, falls): beyond, more of x buys nothing.
    let private useful sign corners =
        let rec go best kept rest =
            match rest with
            | (x, y) :: more when sign * y > best -> go (sign * y) ((x, y) :: kept) more
            | _ -> List.rev kept

        go -infinity [] corners

    let private hullOf sign name points =
        Series.Line { lineOf name (points |> hull sign |> useful sign) with Stroke = Stroke.Dashed; IsReference = true }

    let frontier name (points: (float * float) seq) =
        let points = List.ofSeq points
        axes plain plain [ hullOf 1.0 "hull" points; Series.Points(pointsOf name points) ]

    let rateDistortion name (points: (float * float) seq) =
        let points = List.ofSeq points
        axes (labelled "rate" "nat") (labelled "distortion" "") [ hullOf -1.0 "hull" points; Series.Points(pointsOf name points) ]

    let plane (layers: (string * (float * (float * float) * (float * float)) seq) seq) =
        let one (name, points) =
            let points = Array.ofSeq points
            let known errors = if Array.forall Double.IsNaN errors then [||] else errors

            Series.Points {
                pointsOf name [ for _, (x, _), (y, _) in points -> x, y ] with
                    XErrors = known [| for _, (_, error), _ in points -> error |]
                    YErrors = known [| for _, _, (_, error) in points -> error |]
                    Colours = Some { Label = "epoch"; Values = [| for epoch, _, _ in points -> epoch |]; Scale = Scale.Linear }
                    IsJoined = true
            }

        axes (labelled "I(X;T)" "nat") (labelled "I(T;Y)" "nat") (layers |> Seq.map one |> List.ofSeq)
