namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>] // the type of this name is in another file
module Chart =
    // ---- of numbers ----

    let line name points = ChartNumbers.line name points
    let dashed name points = ChartNumbers.dashed name points
    let reference name points = ChartNumbers.reference name points
    let stairs name points = ChartNumbers.stairs name points
    let band name points = ChartNumbers.band name points
    let points name points = ChartNumbers.points name points
    let errors name points = ChartNumbers.errors name points
    let crosses name points = ChartNumbers.crosses name points
    let dots label unit rows = ChartNumbers.dots label unit rows
    let histogram name bins values = ChartNumbers.histogram name bins values
    let bars name edges heights = ChartNumbers.bars name edges heights
    let heatMap name x y values = ChartNumbers.heatMap name x y values
    let differences name x y values = ChartNumbers.differences name x y values
    let backdrop name x y values = ChartNumbers.backdrop name x y values
    let ellipses name radius ellipses = ChartNumbers.ellipses name radius ellipses
    let images height width columns images = ChartNumbers.images height width columns images
    let frontier name points = ChartNumbers.frontier name points
    let rateDistortion name points = ChartNumbers.rateDistortion name points
    let plane layers = ChartNumbers.plane layers
    let codes means deviations labels = ChartCodes.codes means deviations labels
    let entropy extent cells decode = ChartCodes.entropy extent cells decode

    // ---- of the library's results ----

    let ofEstimates estimates = ChartResults.ofEstimates estimates
    let ofTrace estimate = ChartResults.ofTrace estimate
    let ofTraces estimates = ChartResults.ofTraces estimates
    let ofNull estimate = ChartResults.ofNull estimate
    let staircase traces = ChartResults.staircase traces
    let staircaseWith span traces = ChartResults.staircaseWith span traces
    let ofCurve curve = ChartResults.ofCurve curve
    let exactCurve largestRate count (curve: #InformationCurve) = ChartResults.exactCurve largestRate count curve
    let reliability calibration = ChartPredictions.reliability calibration
    let selectiveRisk risk = ChartPredictions.selectiveRisk risk
    let epochs reports = ChartResults.epochs reports
    let epochPlane reports = ChartResults.epochPlane reports
    let ofObjective model = ChartResults.ofObjective model
    let optimalCritic readings = ChartResults.optimalCritic readings
    let pairs pairs = ChartResults.pairs pairs
    let profile profile = ChartResults.profile profile
    let ofPlane information = ChartPlanes.ofPlane information
    let ofPlaneOn set information = ChartPlanes.ofPlaneOn set information
    let ofCodes labels codes = ChartCodes.ofCodes labels codes
    let intervals intervals = ChartPredictions.intervals intervals
    let coverage predicted = ChartPredictions.coverage predicted
    let attacks results = ChartPredictions.attacks results
    let activeUnits units = ChartCodes.activeUnits units
    let ofImages count set = ChartResults.ofImages count set

    // ---- what a chart looks like ----

    let title title chart = ChartNumbers.title title chart
    let caption caption chart = ChartNumbers.caption caption chart
    let x label unit chart = ChartNumbers.x label unit chart
    let y label unit chart = ChartNumbers.y label unit chart
    let logX chart = ChartNumbers.logX chart
    let logY chart = ChartNumbers.logY chart
    let rangeX low high chart = ChartNumbers.rangeX low high chart
    let rangeY low high chart = ChartNumbers.rangeY low high chart
    let ticksX ticks chart = ChartNumbers.ticksX ticks chart
    let ticksY ticks chart = ChartNumbers.ticksY ticks chart
    let equalAxes chart = ChartNumbers.equalAxes chart
    let coloured label values chart = ChartNumbers.coloured label values chart
    let colouredLog label values chart = ChartNumbers.colouredLog label values chart
    let named labels chart = ChartNumbers.named labels chart
    let joined chart = ChartNumbers.joined chart
    let horizontal name y chart = ChartNumbers.horizontal name y chart
    let vertical name x chart = ChartNumbers.vertical name x chart
    let diagonal name chart = ChartNumbers.diagonal name chart
    let over charts = ChartNumbers.over charts
    let beside charts = ChartNumbers.beside charts
    let columns count chart = ChartNumbers.columns count chart
    let light chart = ChartNumbers.light chart
    let dark chart = ChartNumbers.dark chart

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
