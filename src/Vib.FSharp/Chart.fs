namespace Vib

open System
open Vib.Core

[<RequireQualifiedAccess>]
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>] // the type of this name is in another file
module Chart =
    // ---- axes and panels ----

    let private plain: Axis = { Label = ""; Unit = ""; Scale = Scale.Linear; Range = None; Ticks = [] }
    let private labelled label unit : Axis = { plain with Label = label; Unit = unit }
    let private panel x y series : Panel = { Title = ""; X = x; Y = y; Series = series; IsEqual = false }
    let private ofPanel panel : Chart = { Title = ""; Caption = ""; Theme = Theme.Light; Columns = 2; Panels = [ panel ] }
    let private ofSeries series = ofPanel (panel plain plain [ series ])
    let private axes x y series = ofPanel (panel x y series)

    let private map change (chart: Chart) = { chart with Panels = List.map change chart.Panels }
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

    let private lineOf name (points: (float * float) seq) : LineSeries =
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
    let private truthOf name points : LineSeries = { lineOf name points with Stroke = Stroke.Stairs; IsReference = true }
    let stairs name points = ofSeries (Series.Line(truthOf name points))
    let reference name points = ofSeries (Series.Line { lineOf name points with IsReference = true; Stroke = Stroke.Dotted })

    let band name (points: (float * float * float * float) seq) =
        let points = Array.ofSeq points
        let edges: Band = { Lower = [| for _, _, lower, _ in points -> lower |]; Upper = [| for _, _, _, upper in points -> upper |] }
        ofSeries (Series.Line { lineOf name [ for x, y, _, _ in points -> x, y ] with Band = Some edges })

    let private pointsOf name (points: (float * float) seq) : PointSeries =
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
                    $"{count} {what} for {points.X.Length} points of {points.Name}",
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

        let low, high = Array.min values, Array.max values
        let low, high = if low < high then low, high else low - 0.5, high + 0.5
        let edges = [| for i in 0..bins -> low + (high - low) * float i / float bins |]
        let heights = Array.zeroCreate<float> bins

        for value in values do
            let bin = min (bins - 1) (int ((value - low) / (high - low) * float bins))
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

    // ---- of the library's results ----

    let private method (estimate: Estimate) =
        match estimate.Critic with
        | null -> estimate.Bound
        | critic -> $"{estimate.Bound}, {critic}"

    /// Names of methods, with the critic where there are several.
    let private methods (estimates: Estimate list) =
        let isOne = estimates |> List.map (_.Critic >> Option.ofObj) |> List.distinct |> List.length |> (>=) 1
        [ for estimate in estimates -> if isOne then estimate.Bound else method estimate ]

    let private known (number: float) = if Double.IsFinite number then Some number else None

    let private sameOf (values: float option seq) =
        match values |> Seq.distinct |> List.ofSeq with
        | [ Some value ] -> Some value
        | _ -> None

    let private withRule name value chart =
        match value with
        | Some value -> vertical name value chart
        | None -> chart

    let ofEstimates (estimates: Estimate seq) =
        let estimates = List.ofSeq estimates

        let quantity =
            match estimates |> List.map _.Quantity |> List.distinct with
            | [ one ] -> one
            | _ -> "information"

        dots quantity "nat" [
            for name, estimate in List.zip (methods estimates) estimates -> $"{name} {signOf estimate.Side}", estimate.Value, estimate.StandardError
        ]
        |> withRule "truth" (estimates |> Seq.map (_.Truth >> Option.ofNullable) |> sameOf)
        |> withRule "ceiling" (estimates |> Seq.map (_.Ceiling >> known) |> sameOf)

    let private level name value chart =
        match value with
        | Some value -> horizontal name value chart
        | None -> chart

    let ofTraces (estimates: Estimate seq) =
        let estimates = List.ofSeq estimates

        let quantity =
            match estimates |> List.map _.Quantity |> List.distinct with
            | [ one ] -> one
            | _ -> "information"

        let trace (name, estimate: Estimate) = Series.Line(lineOf name [ for point in estimate.Trace -> float point.Step, point.Value ])

        axes (labelled "step" "") (labelled quantity "nat") (List.zip (methods estimates) estimates |> List.map trace)
        |> level "truth" (estimates |> Seq.map (_.Truth >> Option.ofNullable) |> sameOf)
        |> level "ceiling" (estimates |> Seq.map (_.Ceiling >> known) |> sameOf)

    let ofTrace (estimate: Estimate) = ofTraces [ estimate ]

    let ofNull (estimate: Estimate) =
        match estimate.Null with
        | null -> raise (DomainException("An estimate without permuted pairs", "one with a null", "{ Mi.defaults with Permutations = 19 }"))
        | none ->
            histogram "permuted pairs" (max 5 (int (sqrt (float none.Values.Count)))) none.Values
            |> x estimate.Quantity "nat"
            |> vertical "these pairs" none.Value

    let staircaseWith span (traces: StaircaseTrace seq) =
        let traces = List.ofSeq traces

        let truth =
            match traces with
            | [] -> []
            | first :: _ ->
                let stairs = first.Staircase
                let ends = [ for k, stair in Seq.indexed stairs.Stairs -> float (k * stairs.StepsEach), stair.Information ]
                [ Series.Line(truthOf "truth" (ends @ [ float stairs.Steps, snd (List.last ends) ])) ]

        let line (trace: StaircaseTrace) =
            Series.Line(lineOf trace.Bound.Name (trace.Smoothed span |> Seq.mapi (fun step value -> float (step + 1), value)))

        axes (labelled "step" "") (labelled "I(X;Y)" "nat") (truth @ List.map line traces)

    let staircase traces = staircaseWith 200 traces

    let ofCurve (curve: MeasuredCurve) =
        let hull = [ for point in curve.Hull -> point.Rate, point.Information ]
        let points = List.ofSeq curve.Points

        axes (labelled "I(X;Z) ≤" "nat") (labelled "I(Z;Y) ≥" "nat") [
            Series.Line { lineOf "hull" hull with Stroke = Stroke.Dashed; IsReference = true }
            Series.Points {
                pointsOf "encoders" [ for point in points -> point.Rate, point.Information ] with
                    XErrors = [| for point in points -> point.RateError |]
                    YErrors = [| for point in points -> point.InformationError |]
                    Colours = Some { Label = "β"; Values = [| for point in points -> point.Beta |]; Scale = Scale.Logarithmic }
                    Labels = [| for point in points -> invariant $"β = {point.Beta:G3}" |]
            }
        ]

    let exactCurve largestRate count (curve: #InformationCurve) =
        let points = curve.Points(float (largestRate: float<nat>), count)

        axes (labelled "I(X;Z)" "nat") (labelled "I(Z;Y)" "nat") [
            Series.Line(lineOf "optimum" [ for point in points -> point.Rate, point.Information ])
        ]

    let reliability (calibration: Vib.Core.Calibration) =
        let bins = List.ofSeq calibration.Bins
        let deviation (bin: CalibrationBin) = sqrt (bin.Accuracy * (1.0 - bin.Accuracy) / float bin.Count)

        axes (labelled "confidence" "") (labelled "accuracy" "") [
            Series.Points {
                pointsOf "bins" [ for bin in bins -> bin.Confidence, bin.Accuracy ] with
                    YErrors = [| for bin in bins -> deviation bin |]
                    Labels = [| for bin in bins -> $"{bin.Count} examples" |]
                    IsJoined = true
            }
            Series.Rule("calibrated", Rule.Diagonal)
        ]
        |> rangeX 0.0 1.0
        |> rangeY 0.0 1.0
        |> equalAxes
        |> caption (
            invariant
                $"Accuracy of predictions by their confidence; bars are binomial standard errors. Expected calibration error {calibration.Error:F4}, the largest of a bin {calibration.LargestError:F4}."
        )

    let selectiveRisk (risk: SelectiveRisk) =
        let count = float risk.Risks.Count

        axes (labelled "coverage" "") (labelled "error among the covered" "") [
            Series.Line(lineOf "selective risk" (risk.Risks |> Seq.mapi (fun k risk -> float (k + 1) / count, risk)))
        ]
        |> horizontal "error of all" risk.FullRisk

    let epochs (reports: EpochReport seq) =
        let reports = List.ofSeq reports

        let read value = [
            for report in reports do
                match report.Test with
                | null -> ()
                | test -> float report.Epoch, value test
        ]

        let training value = [ for report in reports -> float report.Epoch, value report ]

        let panel' title label unit lines = {
            panel (labelled "epoch" "") (labelled label unit) [
                for name, points in lines do
                    if not (List.isEmpty points) then
                        Series.Line(lineOf name points)
            ] with
                Title = title
        }

        let loss =
            panel' "Loss" "loss" "nat" [
                "training loss", training _.Loss
                "training cross-entropy", training _.CrossEntropy
                "test cross-entropy", read _.CrossEntropy
            ]

        {
            ofPanel loss with
                Columns = 3
                Panels = [
                    loss
                    panel' "Rate" "I(X;Z) ≤" "nat" [ "training rate", training _.Rate; "test rate", read _.Rate.Value ]
                    if reports |> List.exists (fun report -> not (isNull report.Test)) then
                        panel' "Test error" "error" "%" [
                            "one sample of Z", read (fun test -> 100.0 * test.OneShotError)
                            "averaged", read (fun test -> 100.0 * test.AveragedError)
                        ]
                ]
        }

    let ofPlane (followed: InformationPlane) =
        plane [
            for layer in followed.Layers do
                let curve = followed.Curve layer

                layer,
                [
                    for look in 0 .. curve.Steps.Count - 1 ->
                        curve.Epochs[look], (curve.Input[look], curve.InputError[look]), (curve.Output[look], curve.OutputError[look])
                ]
        ]

    let epochPlane (reports: EpochReport seq) =
        let both (estimate: Estimate) = estimate.Value, estimate.StandardError

        plane [
            "Z",
            [
                for report in reports do
                    match report.Test with
                    | null -> ()
                    | test -> float report.Epoch, both test.Rate, both test.Information
            ]
        ]
        |> x "I(X;Z) ≤" "nat"
        |> y "I(Z;Y) ≥" "nat"

    let ofObjective (model: TrainedObjective) =
        let line (name, points: (int64 * float<nat>) list) = Series.Line(lineOf name [ for step, value in points -> float step, float value ])
        axes (labelled "step" "") (labelled "" "nat") (Objective.trace model |> List.map line)

    let private column (values: float32[]) dimension index = [
        for row in 0 .. values.Length / dimension - 1 -> float values[row * dimension + index]
    ]

    let private mostColumns = 4

    let pairs (pairs: Pairs) =
        let columnsOf name values dimension = [
            for index in 0 .. min dimension mostColumns - 1 ->
                let name = if dimension = 1 then name else $"{name} {index}"
                histogram name 40 (column values dimension index) |> x name ""
        ]

        if pairs.XDimension = 1 && pairs.YDimension = 1 then
            points "pairs" (List.zip (column pairs.X 1 0) (column pairs.Y 1 0)) |> x "x" "" |> y "y" ""
        else
            beside (columnsOf "x" pairs.X pairs.XDimension @ columnsOf "y" pairs.Y pairs.YDimension)
            |> columns 4
            |> caption $"{pairs}; the first {mostColumns} columns of each."

    let profile (profile: PointwiseProfile) =
        histogram "pairs" 50 profile.Values
        |> x "log p(x,y)/p(x)p(y)" "nat"
        |> vertical "mean" (Seq.average profile.Values)
        |> caption $"{profile}."

    let attacks (results: AttackResult seq) =
        let results = List.ofSeq results

        let before =
            match results with
            | first :: _ -> [ "no attack", 100.0 * first.CleanAccuracy, nan ]
            | [] -> []

        dots "accuracy" "%" (before @ [ for result in results -> result.Attack, 100.0 * result.Accuracy, 100.0 * result.AccuracyStandardError ])
        |> rangeX 0.0 100.0
        |> caption AttackResult.Caveat

    let optimalCritic (readings: OptimalCriticReading seq) =
        let one (bound, readings: OptimalCriticReading list) =
            let readings = readings |> List.sortBy _.Information

            Series.Points {
                pointsOf bound [ for reading in readings -> reading.Information, reading.Value.Mean ] with
                    YErrors = [| for reading in readings -> sqrt reading.Value.Variance |]
                    IsJoined = true
            }

        axes (labelled "I(X;Y)" "nat") (labelled "the bound" "nat") (readings |> List.ofSeq |> List.groupBy _.Bound.Name |> List.map one)
        |> diagonal "truth"
        |> caption "Bounds at the exact critic: the mean over batches; bars are the standard deviation of one batch."

    let activeUnits (units: ActiveUnits) =
        let sorted = units.MeanKl |> Seq.sortDescending |> List.ofSeq

        points "dimensions of Z" (sorted |> List.mapi (fun i kl -> float (i + 1), kl))
        |> x "rank" ""
        |> y "mean KL" "nat"
        |> logY
        |> horizontal "active above" units.Threshold

    let codes (means: float32[,]) (deviations: float32[,]) (labels: int[]) =
        let count = Array2D.length1 means

        if
            Array2D.length2 means <> 2
            || Array2D.length1 deviations <> count
            || Array2D.length2 deviations <> 2
            || labels.Length <> count
        then
            raise (
                ShapeException(
                    $"Means [{count},{Array2D.length2 means}], deviations [{Array2D.length1 deviations},{Array2D.length2 deviations}] and {labels.Length} labels",
                    "[N,2], [N,2] and [N]",
                    "an encoder of two dimensions, Encoder.mlp [ 256 ] 2"
                )
            )

        let square (value: float32) = float value * float value
        let shape i = (float means[i, 0], float means[i, 1]), (square deviations[i, 0], 0.0, square deviations[i, 1])
        let radius = sqrt (-2.0 * log 0.05) // of 95 %

        [ 0 .. count - 1 ]
        |> List.groupBy (fun i -> labels[i])
        |> List.sortBy fst
        |> List.map (fun (label, rows) -> ellipses $"class {label}" radius (List.map shape rows))
        |> over
        |> x "z₁" ""
        |> y "z₂" ""

    let ofImages count (set: LabelledImages) =
        let shown = min count set.Count
        let pixels = [ for i in 0 .. shown - 1 -> [| for pixel in set.ImageAt(i).ToArray() -> float pixel / 255.0 |] ]
        let labels = [ for i in 0 .. shown - 1 -> string set.Labels[i] ]

        let labelled series =
            match series with
            | Series.Images grid -> Series.Images { grid with Labels = labels }
            | other -> other

        images set.Height set.Width 12 pixels
        |> map (fun panel -> { panel with Series = List.map labelled panel.Series })
        |> caption $"{set}: the first {shown}."

    // ---- out ----

    let tables chart = ChartWords.tables chart
    let decimate chart = Decimation.chart chart
    let toJson (chart: Chart) = Figure.json (Figure.ofChart chart)

    let private page (chart: Chart) =
        let theme =
            match chart.Theme with
            | Theme.Dark -> Some Theme.Dark
            | Theme.Light -> None

        theme, Report.create chart.Title |> Report.chart { chart with Title = "" }

    let toHtml chart = page chart ||> Report.html

    /// The picture of a figure: as wide as its panels want.
    let private size (chart: Chart) =
        let columns = max 1 (min chart.Columns chart.Panels.Length)
        let rows = (chart.Panels.Length + columns - 1) / columns
        let tall = chart.Panels |> List.map (fun panel -> 26 * panel.Y.Ticks.Length + 120) |> List.max
        (if columns = 1 then 800 else 520 * columns), rows * max 480 tall

    let save (path: string) chart =
        match WholeFile.ending path with
        | ".html" -> page chart ||> fun theme report -> Report.saveAs theme path report
        | ".json" -> WholeFile.write path (toJson chart)
        | ".svg"
        | ".png" as ending ->
            let bytes = size chart ||> Browser.draw (toJson (decimate chart)) (ending.TrimStart '.')
            WholeFile.writeBytes path bytes
        | other -> raise (DomainException($"A chart in a file that ends in '{other}'", ".html, .json, .svg or .png", "chart.html"))

    let trySave path chart = Attempt.message (fun () -> save path chart)
    let show chart = page chart ||> Report.present
