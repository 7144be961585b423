module Vib.Tests.ChartTests

open System
open System.IO
open System.Text.Json
open Vib
open Vib.Core
open Vib.Tests
open Xunit

let private parsed chart = JsonDocument.Parse(Chart.toJson chart).RootElement
let private data (figure: JsonElement) = [ for trace in figure.GetProperty("data").EnumerateArray() -> trace ]
let private field (name: string) (element: JsonElement) = element.GetProperty name
let private has (name: string) (element: JsonElement) = fst (element.TryGetProperty name)
let private string' name (element: JsonElement) = (field name element).GetString() |> string
let private numbers name (element: JsonElement) = [ for value in (field name element).EnumerateArray() -> value.GetDouble() ]
let private layout figure = field "layout" figure

[<Fact>]
let ``Every chart is a figure with its traces, each with its axes, and colours that are given`` () =
    for name, chart, traces in Gallery.all do
        let figure = parsed chart
        Assert.True((data figure).Length = List.sum traces, $"{name}: {(data figure).Length} traces")

        for trace in data figure do
            let axis = string' "xaxis" trace
            Assert.True(has ("xaxis" + axis.Substring 1) (layout figure), $"{name}: no axis {axis}")

[<Fact>]
let ``Numbers come through to the bit`` () =
    let points = [ 0.1, 1.0 / 3.0; 1e-300, 1e300; -0.0, Math.PI ]
    let trace = Chart.line "a" points |> parsed |> data |> List.head
    Assert.Equal<float list>(List.map fst points, numbers "x" trace)
    Assert.Equal<float list>(List.map snd points, numbers "y" trace)

[<Fact>]
let ``What is not finite is null`` () =
    let trace = Chart.errors "a" [ 1.0, nan, 0.1; infinity, 2.0, nan ] |> parsed |> data |> List.head
    let isNull name = [ for value in (field name trace).EnumerateArray() -> value.ValueKind = JsonValueKind.Null ]
    Assert.Equal<bool list>([ false; true ], isNull "x")
    Assert.Equal<bool list>([ true; false ], isNull "y")

    Assert.Equal<bool>(
        [ false; true ],
        [ for value in (trace |> field "error_y" |> field "array").EnumerateArray() -> value.ValueKind = JsonValueKind.Null ]
    )

[<Fact>]
let ``Texts are literal, not Plotly's HTML`` () =
    let figure = Chart.line Gallery.hostile [ 0.0, 0.0 ] |> Chart.title Gallery.hostile |> Chart.x Gallery.hostile "" |> parsed

    let texts = [
        data figure |> List.head |> string' "name"
        layout figure |> field "title" |> string' "text"
        layout figure |> field "xaxis" |> field "title" |> string' "text"
    ]

    for text in texts do
        Assert.DoesNotContain("<", text)
        Assert.Equal(Gallery.hostile, text.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&"))

[<Fact>]
let ``A band is a polygon about its line, in its colour and silent`` () =
    match Chart.band "a" [ 0.0, 1.0, 0.5, 1.5; 1.0, 2.0, 1.5, 2.5 ] |> parsed |> data with
    | [ band; line ] ->
        Assert.Equal<float list>([ 0.0; 1.0; 1.0; 0.0 ], numbers "x" band)
        Assert.Equal<float list>([ 1.5; 2.5; 1.5; 0.5 ], numbers "y" band)
        Assert.Equal(string' "fillcolor" band, string' "color" (field "line" line))
        Assert.Equal("skip", string' "hoverinfo" band)
        Assert.False((field "showlegend" band).GetBoolean())
    | other -> Assert.Fail $"{other.Length} traces"

[<Fact>]
let ``Series of one name have one colour and one line in the legend, over all panels`` () =
    let one = Chart.line "a" [ 0.0, 1.0 ]
    let traces = Chart.beside [ one; Chart.over [ Chart.line "b" [ 0.0, 1.0 ]; one ] ] |> parsed |> data
    let colour trace = trace |> field "line" |> string' "color"
    Assert.Equal(colour traces[0], colour traces[2])
    Assert.NotEqual<string>(colour traces[0], colour traces[1])
    Assert.Equal<bool list>([ true; true; false ], [ for trace in traces -> (field "showlegend" trace).GetBoolean() ])
    Assert.Equal<string list>([ "x"; "x2"; "x2" ], List.map (string' "xaxis") traces)

[<Fact>]
let ``The eighth line has the colour of the first, and dashes of its own`` () =
    let traces = Chart.over [ for i in 1..8 -> Chart.line $"{i}" [ 0.0, 1.0; 1.0, 2.0 ] ] |> parsed |> data
    let part name index = traces[index] |> field "line" |> string' name
    Assert.Equal(part "color" 0, part "color" 7)
    Assert.Equal<string list>([ "solid"; "dashdot" ], [ part "dash" 0; part "dash" 7 ])

[<Fact>]
let ``A staircase holds each value until the next, and its truth goes to the end`` () =
    let truth = Gallery.staircase |> parsed |> data |> List.head
    Assert.Equal("hv", truth |> field "line" |> string' "shape")
    Assert.Equal<float list>([ 0.0; 200.0; 400.0 ], numbers "x" truth)
    List.iter2 (Expect.close 1e-12) [ 2.0; 4.0; 4.0 ] (numbers "y" truth)

[<Fact>]
let ``The hull of an information curve is concave and above, that of rate and distortion convex and below`` () =
    let points = [ for i in 0..60 -> let x = float ((i * 37) % 61) / 10.0 in x, log (1.0 + x) + 0.3 * sin (float (i * i)) ]

    let check sign chart =
        let hull = chart |> parsed |> data |> List.head
        let corners = List.zip (numbers "x" hull) (numbers "y" hull)
        let slopes = corners |> List.pairwise |> List.map (fun ((ax, ay), (bx, by)) -> sign * (by - ay) / (bx - ax))
        Assert.True(corners.Length > 2 && slopes |> List.pairwise |> List.forall (fun (a, b) -> a > b) && List.forall ((<) 0.0) slopes, $"{slopes}")

        for x, y in points do
            match corners |> List.pairwise |> List.tryFind (fun ((ax, _), (bx, _)) -> ax <= x && x <= bx) with
            | Some((ax, ay), (bx, by)) ->
                Assert.True(sign * y <= sign * (ay + (by - ay) * (x - ax) / (bx - ax)) + 1e-12, $"({x}, {y}) is beyond the hull")
            | None -> ()

    Chart.frontier "a" points |> check 1.0
    Chart.rateDistortion "a" [ for x, y in points -> x, -y ] |> check -1.0

[<Fact>]
let ``An ellipse lies at its Mahalanobis distance`` () =
    let xx, xy, yy = 2.0, 0.8, 0.5
    let trace = Chart.ellipses "a" 2.0 [ (1.0, -1.0), (xx, xy, yy) ] |> parsed |> data |> List.head
    let determinant = xx * yy - xy * xy

    let finite name = [
        for value in (field name trace).EnumerateArray() do
            if value.ValueKind <> JsonValueKind.Null then
                value.GetDouble()
    ]

    for x, y in List.zip (finite "x") (finite "y") do
        let u, v = x - 1.0, y + 1.0
        Expect.close 1e-9 4.0 ((yy * u * u - 2.0 * xy * u * v + xx * v * v) / determinant)

[<Fact>]
let ``A histogram counts every finite number once`` () =
    let values = [ for i in 0..999 -> sin (float i) ] @ [ nan; infinity ]
    let trace = Chart.histogram "a" 17 values |> parsed |> data |> List.head
    Assert.Equal(1000.0, List.sum (numbers "y" trace))
    Expect.close 1e-12 (List.max (List.truncate 1000 values) - List.min (List.truncate 1000 values)) (List.sum (numbers "width" trace))

[<Fact>]
let ``Images are laid out in rows, a pixel apart`` () =
    let trace = Chart.images 1 2 2 [ [| 0.1; 0.2 |]; [| 0.3; 0.4 |]; [| 0.5; 0.6 |] ] |> parsed |> data |> List.head

    let rows = [
        for row in (field "z" trace).EnumerateArray() ->
            [ for value in row.EnumerateArray() -> if value.ValueKind = JsonValueKind.Null then nan else value.GetDouble() ]
    ]

    Assert.True([ [ 0.1; 0.2; nan; 0.3; 0.4 ]; [ nan; nan; nan; nan; nan ]; [ 0.5; 0.6; nan; nan; nan ] ].Equals rows, $"%A{rows}")

[<Fact>]
let ``A logarithmic axis has the logarithm of its range`` () =
    let axis = Chart.points "a" [ 1.0, 1.0 ] |> Chart.rangeX 0.1 1000.0 |> Chart.logX |> parsed |> layout |> field "xaxis"
    Assert.Equal("log", string' "type" axis)
    Assert.Equal<float list>([ -1.0; 3.0 ], numbers "range" axis)

[<Fact>]
let ``Charts of equal data are equal`` () =
    let chart () =
        Chart.over [ Chart.band "a" [ 0.0, 1.0, 0.0, 2.0 ]; Chart.heatMap "b" [ 0.0 ] [ 0.0 ] (array2D [ [ 1.0 ] ]) ]
        |> Chart.title "t"

    Assert.Equal(chart (), chart ())
    Assert.NotEqual(chart (), chart () |> Chart.logX)

[<Fact>]
let ``Misuse is said at once`` () =
    let fails part work = Assert.ThrowsAny<VibException>(fun () -> work () |> ignore).Message |> Expect.contains part
    fails "from 2 to 1" (fun () -> Chart.points "a" [] |> Chart.rangeX 2.0 1.0)
    fails "positive numbers" (fun () -> Chart.points "a" [] |> Chart.rangeX 0.0 1.0 |> Chart.logX)
    fails "0 bins" (fun () -> Chart.histogram "a" 0 [ 1.0 ])
    fails "without a finite number" (fun () -> Chart.histogram "a" 3 [ nan ])
    fails "[1,2] over 1 columns" (fun () -> Chart.heatMap "a" [ 0.0 ] [ 0.0 ] (array2D [ [ 1.0; 2.0 ] ]))
    fails "2 numbers to colour by for 1 point of a" (fun () -> Chart.points "a" [ 0.0, 0.0 ] |> Chart.coloured "epoch" [ 1.0; 2.0 ])
    fails "one more edge" (fun () -> Chart.bars "a" [ 1.0; 0.0 ] [ 1.0 ])
    fails "covariance" (fun () -> Chart.ellipses "a" 1.0 [ (0.0, 0.0), (1.0, 2.0, 1.0) ])
    fails "Image 1" (fun () -> Chart.images 1 2 2 [ [| 0.0; 0.0 |]; [| 0.0 |] ])
    fails "No chart" (fun () -> Chart.over [])
    fails "at least 1" (fun () -> Chart.points "a" [] |> Chart.columns 0)
    fails "without permuted" (fun () -> Chart.ofNull (Gallery.estimate "NWJ" 1.0))
    fails "'.pdf'" (fun () -> Chart.points "a" [] |> Chart.save "a.pdf")
    Chart.points "a" [] |> Chart.trySave "a.pdf" |> Expect.error "'.pdf'"

[<Fact>]
let ``A chart is shown in a line`` () =
    Assert.Equal("chart “Two”: 7 series in 2 panels", string (Chart.beside [ Gallery.lines; Gallery.errors ] |> Chart.title "Two"))
    Assert.Equal("chart: 1 series", string (Chart.points "a" []))
    Assert.Equal(Some "chart: 1 series", Printers.tryLine (Chart.points "a" []))

[<Fact>]
let ``A histogram of a constant, of neighbours among doubles and of the largest numbers has bins that increase and counts all`` () =
    for values in
        [
            [ 3.0; 3.0 ]
            [ 1e17; 1e17 ]
            [ 1.0; 1.0 + Double.Epsilon; Math.BitIncrement 1.0 ]
            [ -1.7e308; 0.0; 1.7e308 ]
            [ 0.0; 0.0 ]
        ] do
        match (Chart.histogram "a" 10 values).Panels.Head.Series with
        | [ Series.Bars bars ] ->
            Assert.Equal(float values.Length, Array.sum bars.Heights)
            Assert.True(bars.Edges[0] <= List.min values && bars.Edges[10] >= List.max values, $"%A{bars.Edges}")
        | other -> Assert.Fail $"{other}"

// ---- of the library's results ----

let private pointSeries (panel: Panel) = [
    for series in panel.Series do
        match series with
        | Series.Points points -> points.Name, points
        | _ -> ()
]

[<Fact>]
let ``A network's plane has a panel for each estimator, its layers' errors and epochs, and rings where it should`` () =
    let chart = Chart.ofPlane Gallery.information
    Assert.Equal<string list>([ "binned"; "noisy" ], [ for panel in chart.Panels -> panel.Title ])
    let binned, noisy = pointSeries chart.Panels[0], pointSeries chart.Panels[1]
    Assert.Equal<string list>([ "layer 1"; "layer 2"; "fitting ends" ], List.map fst binned)
    Assert.Equal<string list>([ "layer 1"; "layer 2"; "fitting ends"; "breaks data processing" ], List.map fst noisy)
    let layer, ends, broken = snd binned[0], snd binned[2], snd noisy[3]
    Assert.Equal<float>(Seq.map float [ 1..8 ], layer.Colours.Value.Values)
    Assert.All(layer.XErrors, (fun error -> Assert.Equal(0.01, error)))
    Assert.Equal(Array.max layer.X, ends.X[0])
    Assert.Equal<float>([ 6.0 ], broken.X)
    Expect.contains "I(X;layer 2) ≤ I(X;layer 1)" broken.Labels[0]

    for panel in chart.Panels do
        Assert.Contains(Series.Rule("ceiling of I(X;T)", Rule.Vertical(log 4096.0)), panel.Series)

    let rings =
        parsed chart
        |> data
        |> List.filter (fun trace ->
            has "marker" trace && has "symbol" (field "marker" trace) && string' "symbol" (field "marker" trace) = "circle-open")

    Assert.Equal(3, rings.Length)
    Assert.Throws<DomainException>(fun () -> Chart.ofPlaneOn "nowhere" Gallery.information |> ignore) |> ignore

[<Fact>]
let ``Intervals are sorted, and numbers lie inside or outside as they are counted`` () =
    let intervals = Gallery.predicted |> Prediction.intervals 0.9

    match (Chart.intervals intervals).Panels.Head.Series with
    | [ Series.Line band; Series.Points outside; Series.Points inside ] ->
        Assert.Equal<float[]>(Array.sort band.Y, band.Y)
        Assert.Equal((60, intervals.Coverage), (inside.X.Length + outside.X.Length, float inside.X.Length / 60.0))
    | other -> Assert.Fail $"{other}"

    match (Chart.coverage Gallery.predicted).Panels.Head.Series.Head with
    | Series.Points held -> Assert.Equal(intervals.Coverage, held.Y[17])
    | other -> Assert.Fail $"{other}"

[<Fact>]
let ``The entropy of a decoder is that of its probabilities, over the grid's middles`` () =
    match
        (Chart.entropy 2.0 2 (fun z ->
            Array2D.init (Array2D.length1 z) 2 (fun i c ->
                if z[i, 0] > 0f then 0.5
                elif c = 0 then 1.0
                else 0.0)))
            .Panels.Head.Series
    with
    | [ Series.Heat map ] ->
        Assert.Equal<float>([ -1.0; 1.0 ], map.X)
        Assert.Equal((0.0, log 2.0), (map.Values[0, 0], map.Values[1, 1]))
    | other -> Assert.Fail $"{other}"

    Assert.Throws<DomainException>(fun () -> Chart.entropy -1.0 2 (fun _ -> array2D []) |> ignore) |> ignore

[<Fact>]
let ``Codes keep their whole covariance, and only those of two dimensions are drawn`` () =
    let training = Truth.gaussian 3 1.0<nat> |> Truth.sample 40

    let options = {
        Objective.defaults with
            Encoder = Encoder.fullCovariance [ 4 ] 2
            Steps = 2
            Batch = 20
            Threads = Some 1
            Progress = Progress.Silent
    }

    let objective = maximize (Info.lower (Z, Y) Decoder.gaussian - 1e-3 * Info.upper (X, Z) Rate.standardNormal)
    use model = Observations.Of training |> Objective.train options objective
    let codes = model |> Objective.codes (Observations.Of training)

    match (Chart.ofCodes [ for i in 0..39 -> i % 2 ] codes).Panels.Head.Series with
    | [ Series.Ellipses even; Series.Ellipses odd ] ->
        Assert.Equal(("class 0", "class 1", 20, 20), (even.Name, odd.Name, even.Ellipses.Length, odd.Ellipses.Length))
        let covariance = codes.Covariance 1
        Assert.Equal((covariance[0, 0], covariance[0, 1], covariance[1, 1]), odd.Ellipses.Head.Covariance)
    | other -> Assert.Fail $"{other}"

    Assert.Throws<ShapeException>(fun () -> Chart.ofCodes [ 1 ] codes |> ignore) |> ignore

[<Fact>]
let ``Points that are coloured by a number stand in the legend in one colour, with their symbols`` () =
    let traces = Gallery.plane |> parsed |> data
    let inLegend, drawn = traces |> List.partition (fun trace -> (field "showlegend" trace).GetBoolean())
    Assert.Equal<string list>([ for layer in 1..4 -> $"layer {layer}" ], List.map (string' "name") inLegend)
    let symbol trace = trace |> field "marker" |> string' "symbol"
    Assert.Equal<string list>(List.map symbol drawn, List.map symbol inLegend)
    Assert.Single(inLegend |> List.distinctBy (fun trace -> trace |> field "marker" |> string' "color")) |> ignore

// ---- decimation ----

let private long = [
    for i in 0..99_999 ->
        float i,
        (if i = 31_415 then 900.0
         elif i = 77_777 then -900.0
         else sin (float i * 0.001) + 0.1 * sin (float (i * i)))
]

let private series (chart: Chart) =
    match chart.Panels.Head.Series.Head with
    | Series.Line line -> Array.zip line.X line.Y
    | Series.Points points -> Array.zip points.X points.Y
    | other -> failwith $"{other}"

[<Theory>]
[<InlineData true>]
[<InlineData false>]
let ``Decimation keeps first, last and extremes, makes up nothing, and leaves few points`` isLog =
    let chart = Chart.line "a" (long |> List.map (fun (x, y) -> x + 1.0, y)) |> if isLog then Chart.logX else id
    let whole, thin = series chart, series (Chart.decimate chart)
    Assert.InRange(thin.Length, 1000, 5000)
    Assert.Equal((whole[0], whole[whole.Length - 1]), (thin[0], thin[thin.Length - 1]))
    Assert.Equal(whole |> Array.map snd |> Array.max, thin |> Array.map snd |> Array.max)
    Assert.Equal(whole |> Array.map snd |> Array.min, thin |> Array.map snd |> Array.min)
    Assert.Empty(Array.except whole thin)
    Assert.Equal<(float * float)[]>(Array.sortBy fst thin, thin)

[<Fact>]
let ``Every column keeps its own extremes`` () =
    let chart = Chart.line "a" long

    let perColumn points =
        points
        |> Array.groupBy (fun (x: float, _) -> min 999 (int (x / 99_999.0 * 1000.0)))
        |> Array.map (fun (column, points) -> column, Array.max (Array.map snd points), Array.min (Array.map snd points))
        |> Array.sort

    Assert.Equal<(int * float * float)[]>(perColumn (series chart), perColumn (series (Chart.decimate chart)))

[<Fact>]
let ``A gap stays a gap, and a path that turns back keeps its corners`` () =
    let gap =
        Chart.line "a" [ for i in 0..19_999 -> float i, (if i > 9_000 && i < 9_500 then nan else 1.0) ]
        |> Chart.decimate
        |> series

    Assert.Contains(gap, fun (x, y) -> x > 9_000.0 && x < 9_500.0 && Double.IsNaN y)
    let circle = Chart.line "a" [ for i in 0..19_999 -> cos (float i), sin (float i) ] |> Chart.decimate |> series
    Assert.InRange(circle.Length, 1000, 9000)
    Expect.close 1e-6 1.0 (circle |> Array.map fst |> Array.max)

[<Fact>]
let ``A cloud keeps its extremes with their colours and labels, and short series are left alone`` () =
    let points = [ for i in 0..49_999 -> let r = float i / 50_000.0 in r * cos (float i), r * sin (float (3 * i)) ]

    let chart =
        Chart.points "a" points
        |> Chart.coloured "i" [ for i in 0..49_999 -> float i ]
        |> Chart.named [ for i in 0..49_999 -> string i ]

    match (Chart.decimate chart).Panels.Head.Series.Head with
    | Series.Points({ Colours = Some colours } as thin) ->
        Assert.InRange(thin.X.Length, 1000, 49_000)
        Assert.Equal(points |> List.map snd |> List.max, Array.max thin.Y)

        for i in 0 .. thin.X.Length - 1 do
            Assert.Equal(points[int colours.Values[i]], (thin.X[i], thin.Y[i]))
            Assert.Equal(thin.Labels[i], string colours.Values[i])
    | other -> Assert.Fail $"{other}"

    Assert.Equal(Gallery.errors, Chart.decimate Gallery.errors)

[<Fact>]
let ``Ten thousand codes, a large heat map and many images are drawn with fewer, and the page says so`` () =
    let codes label = Chart.ellipses $"class {label}" 2.4477 [ for i in 0..999 -> (float i, float label), (1.0, 0.0, 1.0) ]
    let many = Chart.over (List.init 10 codes)

    let kept =
        (Chart.decimate many).Panels.Head.Series
        |> List.map (function
            | Series.Ellipses codes -> codes.Ellipses.Length
            | _ -> 0)

    Assert.Equal<int list>(List.replicate 10 100, kept) // each class the same part

    let wide =
        Chart.heatMap
            "a"
            [ for i in 0..899 -> float i ]
            [ 0.0; 1.0 ]
            (Array2D.init 2 900 (fun row column -> if column < 3 then float column else float row))

    match (Chart.decimate wide).Panels.Head.Series with
    | [ Series.Heat map ] ->
        Assert.Equal((2, 300), (Array2D.length1 map.Values, Array2D.length2 map.Values))
        Assert.Equal((1.0, 1.0, 1.0), (map.X[0], map.Values[0, 0], map.Values[1, 7])) // the mean of three
    | other -> Assert.Fail $"{other}"

    let images = Chart.images 20 20 10 (List.replicate 900 (Array.create 400 0.5))

    let page = Report.create "r" |> Report.chart many |> Report.chart wide |> Report.chart images |> Report.toHtml
    Assert.InRange(page.Length - (Page.plotly.Value |> Option.map String.length |> Option.defaultValue 0), 1, 6_000_000)
    Expect.contains "Drawn with 1\u202F000 of 10\u202F000 ellipses" page
    Expect.contains "Drawn with 600 of 1\u202F800 cells: each the mean of a block." page
    Expect.contains "Drawn with 500 of 900 images: the first." page

// ---- colours ----

let private channels (colour: string) = [| for i in [ 1; 3; 5 ] -> Convert.ToInt32(colour.Substring(i, 2), 16) |> fun byte -> float byte / 255.0 |]
let private linear (value: float) = if value <= 0.04045 then value / 12.92 else ((value + 0.055) / 1.055) ** 2.4
let private luminance colour = channels colour |> Array.map linear |> Array.map2 (*) [| 0.2126; 0.7152; 0.0722 |] |> Array.sum

let private contrast a b =
    let a, b = luminance a, luminance b
    (max a b + 0.05) / (min a b + 0.05)

/// Full protanopia and deuteranopia of linear RGB  (Machado, Oliveira and Fernandes 2009, table 1).
let private deficiencies = [
    "none", [| [| 1.0; 0.0; 0.0 |]; [| 0.0; 1.0; 0.0 |]; [| 0.0; 0.0; 1.0 |] |]
    "protanopia", [| [| 0.152286; 1.052583; -0.204868 |]; [| 0.114503; 0.786281; 0.099216 |]; [| -0.003882; -0.048116; 1.051998 |] |]
    "deuteranopia", [| [| 0.367322; 0.860646; -0.227968 |]; [| 0.280085; 0.672501; 0.047413 |]; [| -0.011820; 0.042940; 0.968881 |] |]
]

/// CIELAB under D65.
let private lab matrix colour =
    let rgb = channels colour |> Array.map linear
    let seen = matrix |> Array.map (fun row -> Array.map2 (*) row rgb |> Array.sum |> max 0.0)
    let dot (row: float[]) = Array.map2 (*) row seen |> Array.sum
    let f t = if t > 0.008856 then Math.Cbrt t else 7.787 * t + 16.0 / 116.0

    let x, y, z =
        f (dot [| 0.4124; 0.3576; 0.1805 |] / 0.9505), f (dot [| 0.2126; 0.7152; 0.0722 |]), f (dot [| 0.0193; 0.1192; 0.9505 |] / 1.089)

    116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)

[<Fact>]
let ``Colours of series differ for readers who confuse red and green, on both grounds`` () =
    for theme in [ Theme.Light; Theme.Dark ] do
        let colours = Palette.ink :: Palette.series |> List.map (Palette.pick theme)

        for name, matrix in deficiencies do
            for i in 0 .. colours.Length - 1 do
                for j in 0 .. i - 1 do
                    let (l, a, b), (m, c, d) = lab matrix colours[i], lab matrix colours[j]
                    let distance = sqrt ((l - m) ** 2.0 + (a - c) ** 2.0 + (b - d) ** 2.0)
                    Assert.True(distance > 20.0, $"{name}: {colours[i]} and {colours[j]} are {distance:F1} apart") // 2.3 is just noticeable

[<Fact>]
let ``Series stand out from the ground, and texts are read`` () =
    for theme in [ Theme.Light; Theme.Dark ] do
        let pick = Palette.pick theme

        for colour in Palette.series @ Palette.graded do
            Assert.True(contrast (pick colour) (pick Palette.ground) >= 3.0, $"{pick colour}") // WCAG 2.1, 1.4.11

        for colour in [ Palette.ink; Palette.soft ] do
            Assert.True(contrast (pick colour) (pick Palette.ground) >= 4.5, $"{pick colour}") // 1.4.3

[<Fact>]
let ``Colours of a scale grow lighter by steps that are seen, and are no other colour's`` () =
    for theme in [ Theme.Light; Theme.Dark ] do
        for _, matrix in deficiencies do
            let lightness colour = let l, _, _ = lab matrix (Palette.pick theme colour) in l
            let steps = Palette.graded |> List.map lightness |> List.pairwise |> List.map (fun (a, b) -> b - a)
            Assert.True(List.forall (fun step -> step > 2.3) steps, $"%A{steps}")

    let light = Palette.all |> List.map fst
    Assert.Equal(light.Length, (List.distinct light).Length) // a page finds the dark one by the light one
    Assert.Empty(Seq.filter (fun colour -> List.contains colour light) Palette.sequential)

// ---- files ----

[<Fact>]
let ``A chart is saved as a page and as Plotly's JSON`` () =
    let folder = Directory.CreateTempSubdirectory "vib-chart-"

    try
        let path name = Path.Combine(folder.FullName, name)
        Gallery.lines |> Chart.save (path "a.json")
        Assert.Equal(Chart.toJson Gallery.lines, File.ReadAllText(path "a.json"))
        Gallery.lines |> Chart.save (path "a.html")
        Expect.contains "data-figure" (File.ReadAllText(path "a.html"))
        Assert.Equal(2, folder.GetFileSystemInfos().Length)
    finally
        folder.Delete true
