namespace Vib

open System
open Vib.Core
open Vib.ChartNumbers
open Vib.ChartMarks

/// Charts of what the library returns: estimates, training, data.
[<RequireQualifiedAccess>]
module internal ChartResults =
    /// Names of methods, with the critic where there are several.
    let private methods (estimates: Estimate list) =
        let isOne = estimates |> List.map (_.Critic >> Option.ofObj) |> List.distinct |> List.length |> (>=) 1
        [ for estimate in estimates -> if isOne then estimate.Bound else ResultTable.methodOf estimate ]

    /// What all of them are of, in a word.
    let private quantityOf (estimates: Estimate list) =
        match estimates |> List.map _.Quantity |> List.distinct with
        | [ one ] -> one
        | _ -> "information"

    let ofEstimates (estimates: Estimate seq) =
        let estimates = List.ofSeq estimates

        dots (quantityOf estimates) "nat" [
            for name, estimate in List.zip (methods estimates) estimates -> $"{name} {signOf estimate.Side}", estimate.Value, estimate.StandardError
        ]
        |> withRule "truth" (estimates |> Seq.map (_.Truth >> Option.ofNullable) |> sameOf)
        |> withRule "ceiling" (estimates |> Seq.map (_.Ceiling >> known) |> sameOf)

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
