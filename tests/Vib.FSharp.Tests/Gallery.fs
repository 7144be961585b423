/// One chart of every kind, of numbers that are the same in every run.
module Vib.Tests.Gallery

open System
open Vib
open Vib.Core

let private wave seed i = sin (float (i * i + 7 * i) * 0.37 + float seed) // rough, yet the same everywhere
let private places = [ for i in -20 .. 20 -> 0.1 * float i ]

let hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script> $x$ %{x} \"'&amp;<b>"

let lines =
    Chart.over [
        Chart.band "InfoNCE" [
            for s in 1..100 ->
                let value = 3.2 * (1.0 - exp (-0.05 * float s))
                float s, value, value - 0.2, value + 0.2
        ]
        Chart.line "NWJ" [ for s in 1..100 -> float s, 3.6 * (1.0 - exp (-0.04 * float s)) + 0.1 * wave 1 s ]
        Chart.dashed "TUBA" [ for s in 1..100 -> float s, (if s = 50 then nan else 3.0 * (1.0 - exp (-0.03 * float s))) ]
    ]
    |> Chart.x "step" ""
    |> Chart.y "I(X;Y)" "nat"
    |> Chart.horizontal "truth" 4.0

let errors =
    Chart.over [
        for name, part in [ "InfoNCE", 0.8; "NWJ", 0.95 ] ->
            Chart.errors name [ for truth in 2.0..2.0..10.0 -> truth, part * truth, 0.05 * truth ] |> Chart.joined
    ]
    |> Chart.x "truth" "nat"
    |> Chart.y "estimate" "nat"
    |> Chart.diagonal "truth"

let private trace bound : StaircaseTrace =
    let stairs = Staircase([ CorrelatedGaussian.WithInformation(4, 2.0); CorrelatedGaussian.WithInformation(4, 4.0) ], 200)
    StaircaseTrace(bound, "separable", stairs, [ [| for step in 0..399 -> stairs.At(int64 step).Information * 0.9 + 0.3 * wave 2 step |] ])

let staircase = Chart.staircaseWith 20 [ trace (InfoNce()); trace (Nwj()) ]

let plane =
    Chart.plane [
        for layer in 1..4 ->
            $"layer {layer}",
            [
                for epoch in 1.0 .. 12.0 ->
                    epoch, (6.0 - float layer - 0.03 * epoch, 0.1), (2.2 * (1.0 - exp (-0.1 * epoch)) - 0.1 * float layer, 0.03)
            ]
    ]

/// Two layers by two estimators; by the second, the later layer ends above the earlier one.
let information =
    let estimate quantity value =
        Estimate(Value = value, Side = Side.Estimate, Bound = "binned", Quantity = quantity, StandardError = 0.01, Ceiling = log 4096.0)

    let output value = Estimate(Value = value, Side = Side.Estimate, Bound = "binned", Quantity = "I(T;Y)", StandardError = 0.01)

    InformationPlane(
        Points = [
            for epoch in 1..8 do
                for layer in 1..2 do
                    for estimator in [ "binned"; "noisy" ] do
                        let far = float epoch / 8.0
                        let own = 6.0 - float layer + 1.5 * far - 2.0 * far * far
                        let x = if estimator = "noisy" && layer = 2 && epoch = 8 then 6.0 else own

                        PlanePoint(
                            10L * int64 epoch,
                            float epoch,
                            "all",
                            0,
                            $"layer {layer}",
                            estimator,
                            estimate "I(X;T)" x,
                            output (0.6 * far),
                            "",
                            null
                        )
        ],
        Standings = [],
        Layers = [ "layer 1"; "layer 2" ],
        Estimators = [ "binned"; "noisy" ],
        Sets = [ "all" ],
        Replicates = 1
    )

/// Gaussians of deviation 1 about a wave, and numbers that came with deviation 1.5.
let predicted =
    let at i = 3.0 * wave 8 i

    PredictedNumbers(
        Array3D.init 60 1 1 (fun i _ _ -> at i),
        Array3D.create 60 1 1 1.0,
        Array2D.init 60 1 (fun i _ -> at i + 2.0 * wave 9 i),
        [ "height" ]
    )

let curve =
    MeasuredCurve [
        for beta, rate, information in [ 1e-4, 12.0, 2.25; 1e-3, 8.0, 2.24; 1e-2, 3.2, 2.1; 1e-1, 1.5, 1.2; 3e-1, 1.4, 0.9; 1.0, 0.0, 0.0 ] ->
            InformationPoint(beta, rate, 0.1, information, 0.02, Nullable 0.02)
    ]

let private calibration =
    let probability i = 0.5 + 0.499 * float i / 300.0
    let table = Array2D.init 300 2 (fun i c -> if c = 0 then probability i else 1.0 - probability i)
    Calibration.predictions table [| for i in 0..299 -> if 0.5 + 0.5 * wave 3 i < probability i - 0.05 then 0 else 1 |]

let estimate bound value : Estimate =
    Estimate(
        Value = value,
        Side = Side.Lower,
        Bound = bound,
        Critic = "separable",
        StandardError = 0.02,
        Ceiling = log 128.0,
        Batch = 128,
        Count = 5000,
        HeldOut = true,
        Truth = Nullable 4.0,
        Seed = Nullable 1L,
        Seconds = 4.1,
        Trace = [ for step in 1..40 -> TracePoint(100 * step, value * (1.0 - exp (-0.1 * float step))) ],
        Diagnoses = (if bound = "NWJ" then [ Diagnosis.StillRising(0.1, 100, 4000) ] else [])
    )

let estimates = [ estimate "InfoNCE" 3.22; estimate "NWJ" 3.28; estimate "DV" 3.5 ]

let private image k = [| for i in 0..63 -> if (i / 8 + i % 8 + k) % 3 = 0 then 1.0 else 0.1 |]

let private reports = [
    for epoch in 1..6 ->
        let estimate quantity value = Estimate(Value = value, Side = Side.Lower, Bound = "test", Quantity = quantity, StandardError = 0.01)
        let far = exp (-0.5 * float epoch)

        let test =
            BottleneckEvaluation(
                OneShotError = 0.03 + 0.2 * far,
                AveragedError = 0.02 + 0.2 * far,
                ReplicateOneShotErrors = [],
                ReplicateAveragedErrors = [],
                Samples = 12,
                Rate = estimate "I(X;Z)" (20.0 + 100.0 * far),
                Information = estimate "I(Z;Y)" (2.2 - far),
                CrossEntropy = 0.1 + far,
                AveragedNll = 0.1 + far,
                Count = 1000,
                AveragedWeights = true
            )

        EpochReport(epoch, 0.2 + far, 0.1 + far, 30.0 + 100.0 * far, 1.0, test)
]

/// Name, chart and how many traces each of its panels has.
let all: (string * Chart * int list) list = [
    "lines", lines, [ 5 ] // a band is one more
    "errors", errors, [ 3 ]
    "staircase", staircase, [ 3 ]
    "plane", plane, [ 8 ] // of coloured points there is one more in the legend
    "a network's plane", Chart.ofPlane information, [ 6; 7 ]
    "intervals", predicted |> Prediction.intervals 0.9 |> Chart.intervals, [ 4 ]
    "coverage", Chart.coverage predicted, [ 2 ]
    "information curve", Chart.ofCurve curve, [ 3 ]
    "exact curve", ExactBottleneck.gaussian [ 0.9; 0.5 ] |> Chart.exactCurve 4.0<nat> 50, [ 1 ]
    "rate and distortion", Chart.rateDistortion "β-VAE" [ 0.0, 1.0; 1.0, 0.4; 1.5, 0.5; 2.0, 0.15; 3.0, 0.1 ], [ 2 ]
    "heat map",
    Array2D.init 41 41 (fun row column -> exp (-(places[row] ** 2.0) - places[column] ** 2.0))
    |> Chart.heatMap "density" places places,
    [ 1 ]
    "differences", Array2D.init 41 41 (fun row column -> places[row] * places[column]) |> Chart.differences "log-ratio (nat)" places places, [ 1 ]
    "codes",
    Chart.over [
        Chart.entropy 2.0 41 (fun z ->
            Array2D.init (Array2D.length1 z) 2 (fun i c -> let p = 1.0 / (1.0 + exp (-5.0 * float z[i, 0])) in if c = 0 then p else 1.0 - p))
        for label in 0..2 do
            Chart.ellipses $"class {label}" 2.4477 [
                for i in 1..15 -> (0.4 * wave 4 (i + 40 * label) + float label - 1.0, 0.8 * wave 5 (i + 40 * label)), (0.02, 0.01, 0.03)
            ]
    ]
    |> Chart.x "z₁" ""
    |> Chart.y "z₂" "",
    [ 4 ]
    "images", Chart.images 8 8 6 [ for k in 1..16 -> image k ], [ 1 ]
    "histograms",
    Chart.over [
        Chart.histogram "permuted" 20 [ for i in 1..300 -> 0.2 * wave 6 i ]
        Chart.histogram "pairs" 20 [ for i in 1..300 -> 0.9 + 0.3 * wave 7 i ]
    ]
    |> Chart.x "I(X;Y)" "nat"
    |> Chart.vertical "these pairs" 0.9,
    [ 3 ]
    "reliability", calibration |> Calibration.measure |> Chart.reliability, [ 2 ]
    "selective risk", calibration |> Calibration.selectiveRisk |> Chart.selectiveRisk, [ 2 ]
    "estimates", Chart.ofEstimates estimates, [ 3 ]
    "traces", Chart.ofTraces estimates, [ 5 ]
    "pairs", Truth.gaussian 1 1.0<nat> |> Truth.sample 500 |> Chart.pairs, [ 1 ]
    "active units", array2D [ [ 1.0; 0.5; 0.001 ]; [ 2.0; 0.4; 0.003 ] ] |> Calibration.activeUnits |> Chart.activeUnits, [ 2 ]
    "epochs", Chart.epochs reports, [ 3; 2; 2 ]
    "epochs in the plane", Chart.epochPlane reports, [ 2 ]
    "coloured",
    Chart.points "runs" [ for i in 1..9 -> float i, 10.0 ** float (i - 5) ]
    |> Chart.colouredLog "β" [ for i in 1..9 -> 10.0 ** float -i ]
    |> Chart.logY
    |> Chart.named [ for i in 1..9 -> $"seed {i}" ],
    [ 2 ]
    "hostile",
    Chart.line hostile [ 1.0, 2.0; 2.0, 3.0 ]
    |> Chart.x hostile "<i>"
    |> Chart.title hostile
    |> Chart.caption hostile
    |> Chart.ticksY [ 2.0, hostile ],
    [ 1 ]
    "side by side", Chart.beside [ lines |> Chart.title "Lines"; errors |> Chart.title "Errors" ], [ 5; 3 ]
]

/// All of them on a page.
let report =
    let start =
        Report.create "A gallery of charts"
        |> Report.text "One chart of every kind."
        |> Report.config { Mi.defaults with Steps = 2000 }
        |> Report.machine
        |> Report.estimates estimates
        |> Report.formula "maximise I(Z;Y) − 0.001 · I(X;Z)"
        |> Report.fact hostile hostile
        |> Report.table (ResultTable.create [ hostile; "number" ] [ [ Cell.Text hostile; Cell.Number nan ] ])
        |> Report.timings [ "training", 81.25 ]

    (start, all) ||> List.fold (fun report (name, chart, _) -> report |> Report.section name |> Report.chart chart)
