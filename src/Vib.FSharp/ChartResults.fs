namespace Vib

open System
open Vib.Core
open Vib.ChartNumbers

/// Charts of what the library returns.
[<RequireQualifiedAccess>]
module internal ChartResults =
    let private method (estimate: Estimate) =
        match estimate.Critic with
        | null -> estimate.Bound
        | critic -> $"{estimate.Bound}, {critic}"

    /// Names of methods, with the critic where there are several.
    let private methods (estimates: Estimate list) =
        let isOne = estimates |> List.map (_.Critic >> Option.ofObj) |> List.distinct |> List.length |> (>=) 1
        [ for estimate in estimates -> if isOne then estimate.Bound else method estimate ]

    /// What all of them are of, in a word.
    let private quantityOf (estimates: Estimate list) =
        match estimates |> List.map _.Quantity |> List.distinct with
        | [ one ] -> one
        | _ -> "information"

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

        dots (quantityOf estimates) "nat" [
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

        let trace (name, estimate: Estimate) = Series.Line(lineOf name [ for point in estimate.Trace -> float point.Step, point.Value ])

        axes (labelled "step" "") (labelled (quantityOf estimates) "nat") (List.zip (methods estimates) estimates |> List.map trace)
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

    // ---- information planes ----

    /// A plane's own ceiling: the same finite number for every point, or nothing.
    let private ceilingOf (coordinate: PlanePoint -> Estimate) (points: PlanePoint list) =
        points |> Seq.map (coordinate >> _.Ceiling >> known) |> sameOf

    /// Rings around the points where layers end to fit, and around those that break data processing.
    let private marks (curves: PlaneCurve list) (phases: PlanePhases list) (violations: PlaneViolation list) =
        let at (curve: PlaneCurve) step =
            match Seq.tryFindIndex ((=) step) curve.Steps with
            | Some look -> [ curve.Input[look], curve.Output[look] ]
            | None -> []

        let ring name (places: ((float * float) list * string) list) =
            let points = [
                for found, label in places do
                    for place in found -> place, label
            ]

            [
                if not points.IsEmpty then
                    Series.Points { pointsOf name (List.map fst points) with Labels = [| for _, label in points -> label |] }
            ]

        ring "fitting ends" [ for curve, phase in Seq.zip curves phases -> at curve phase.PeakStep, string phase ]
        @ ring "breaks data processing" [
            for violation in violations do
                for curve in curves do
                    if curve.Layer = violation.Layer then
                        at curve violation.Step, string violation
        ]

    let ofPlaneOn set (information: InformationPlane) =
        let violations = List.ofSeq (PlaneReading.Violations information)

        let panel (estimator: string) =
            let curves = [ for layer in information.Layers -> information.Curve(layer, estimator, set) ]

            let here = [
                for point in information.Points do
                    if point.Set = set && point.Estimator = estimator then
                        point
            ]

            let broken = violations |> List.filter (fun violation -> violation.Set = set && violation.Estimator = estimator)

            let path (curve: PlaneCurve) =
                curve.Layer,
                seq {
                    for look in 0 .. curve.Steps.Count - 1 ->
                        curve.Epochs[look], (curve.Input[look], curve.InputError[look]), (curve.Output[look], curve.OutputError[look])
                }

            let way = plane (List.map path curves)

            way
            |> map (fun panel -> {
                panel with
                    Series =
                        panel.Series
                        @ marks curves ((if information.Steps.Count = 0 then [] else List.ofSeq (information.Phases(estimator, set)))) broken
            })
            |> withRule "ceiling of I(X;T)" (ceilingOf _.Input here)
            |> level "ceiling of I(T;Y)" (ceilingOf _.Output here)
            |> title estimator

        let advice = [ for diagnosis in information.Diagnoses -> diagnosis.Sentence ]

        let chart =
            [ for estimator in information.Estimators -> panel estimator ] |> beside |> columns (min 2 information.Estimators.Count)

        chart |> caption (String.concat " " ($"{information}; on {set}." :: advice))

    let ofPlane (information: InformationPlane) = ofPlaneOn information.Sets[0] information

    // ---- data and predictions ----

    let intervals (intervals: PredictionIntervals) =
        let count = Array2D.length1 intervals.Low

        let panel column =
            let rows =
                [| 0 .. count - 1 |]
                |> Array.sortBy (fun row -> intervals.Low[row, column] + intervals.High[row, column])
                |> Array.indexed

            let edges = [
                for place, row in rows ->
                    let low, high = intervals.Low[row, column], intervals.High[row, column]
                    float (place + 1), (low + high) / 2.0, low, high
            ]

            let held isHeld (targets: float[,]) = [
                for place, row in rows do
                    let y = targets[row, column]

                    if (y >= intervals.Low[row, column] && y <= intervals.High[row, column]) = isHeld then
                        float (place + 1), y
            ]

            over [
                band (invariant $"intervals at {100.0 * intervals.Level:G4} %%") edges
                match intervals.Targets with
                | null -> ()
                | targets ->
                    points "outside" (held false targets)
                    points "inside" (held true targets)
            ]
            |> x "rows, by the middle of their interval" ""
            |> y intervals.Names[column] ""
            |> title (if intervals.Names.Count > 1 then intervals.Names[column] else "")

        [ for column in 0 .. intervals.Names.Count - 1 -> panel column ]
        |> beside
        |> columns (min 2 intervals.Names.Count)
        |> caption $"{intervals}."

    let private levels = [ for percent in 5..5..95 -> float percent / 100.0 ]

    let coverage (predicted: PredictedNumbers) =
        let read = [
            for level in levels ->
                let held = predicted.Intervals(level).Coverage
                level, held, sqrt (held * (1.0 - held) / float predicted.Count)
        ]

        errors "held" read
        |> joined
        |> x "level of the intervals" ""
        |> y "part of the numbers inside" ""
        |> rangeX 0.0 1.0
        |> rangeY 0.0 1.0
        |> equalAxes
        |> diagonal "as it should be"
        |> caption "Below the line, intervals are too narrow; above it, too wide. Bars are binomial standard errors."

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

    /// √(−2 ln 0.05): the Mahalanobis distance within which 95 % of a Gaussian of two dimensions lie.
    let private most95 = sqrt (-2.0 * log 0.05)

    let private byClass (labels: int seq) (shape: int -> (float * float) * (float * float * float)) =
        Seq.indexed labels
        |> Seq.groupBy snd
        |> Seq.sortBy fst
        |> Seq.map (fun (label, rows) -> ellipses $"class {label}" most95 [ for row, _ in rows -> shape row ])
        |> over
        |> x "z₁" ""
        |> y "z₂" ""

    let ofCodes (labels: int seq) (codes: Codes) =
        let labels = Array.ofSeq labels

        if codes.Dimension <> 2 || labels.Length <> codes.Count then
            raise (
                ShapeException(
                    $"{codes} with {labels.Length} labels",
                    "codes of two dimensions, and a label for each row",
                    "an encoder of two dimensions, Encoder.fullCovariance [ 256 ] 2"
                )
            )

        byClass labels (fun row ->
            let covariance = codes.Covariance row
            (float codes.Means[row, 0], float codes.Means[row, 1]), (covariance[0, 0], covariance[0, 1], covariance[1, 1]))

    let entropy extent cells (decode: float32[,] -> float[,]) =
        if not (Double.IsFinite extent && extent > 0.0 && cells > 0) then
            raise (
                DomainException(
                    invariant $"A grid of {cells} cells from {-extent} to {extent}",
                    "at least one cell, to a positive number",
                    "Chart.entropy 4.0 81"
                )
            )

        let at = [| for i in 0 .. cells - 1 -> extent * ((2.0 * float i + 1.0) / float cells - 1.0) |]

        let probabilities =
            decode (Array2D.init (cells * cells) 2 (fun i k -> float32 (if k = 0 then at[i % cells] else at[i / cells])))

        let part p = if p > 0.0 then -p * log p else 0.0

        Array2D.init cells cells (fun i j -> Seq.sumBy part probabilities[i * cells + j, *])
        |> backdrop "entropy of the decoder (nat)" at at

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
        byClass labels shape

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
