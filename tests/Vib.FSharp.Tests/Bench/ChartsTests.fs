module Vib.Tests.Bench.ChartsTests

open System.IO
open Vib
open Vib.Bench
open Vib.Tests
open Xunit

let private kept name = [
    for entry in Results.readFrom (Path.Combine(Results.root, "docs", "results", $"{name}.json")) -> entry.Name, entry.Value
]

let private numbersOf (chart: Chart) =
    Chart.tables chart
    |> List.collect _.Rows
    |> List.collect id
    |> List.choose (function
        | Cell.Number value -> Some value
        | _ -> None)

/// Run, its charts' panels, and numbers that they must show.
let private runs: (string * int list * string list) list = [
    "bench-step", [ 1; 1 ], [ "separable.b64.r1.t1.ms"; "separable.b64.r1.t1.tuned_speedup" ]
    "bench-vib", [ 1; 1 ], [ "ms"; "t1.peer_ms"; "speedup" ]
    "bench-objectives", [ 1 ], [ "mine.ratio" ]
    "bench-neighbours", [ 1 ], [ "ksg.n170k.d2.peer_seconds" ]
    "repro-knn-table", [ 5 ], [ "normal.ksg.mi0.mae" ]
    "repro-blobs-and-rectangles", [ 8 ], [ "blobs.mi10.pca.ksg.value"; "rectangles.mi0.pixels.infonce.value" ]
    "repro-self-consistency", [ 3 ], [ "exact.baseline.t12"; "ialpha-0.01.additivity.t8" ]
    "repro-doe-128", [ 1 ], [ "ialpha-0.5.separable.value"; "truth" ]
]

[<Fact>]
let ``The runs that are kept are drawn, and show their numbers`` () =
    for file, panels, shown in runs do
        let numbers = kept file
        let charts = Charts.ofRun (file.Substring(file.IndexOf '-' + 1)) numbers
        Assert.True((panels = [ for chart in charts -> chart.Panels.Length ]), $"{file}: %A{[ for chart in charts -> chart.Panels.Length ]}")
        let values = List.collect numbersOf charts

        for name in shown do
            let value = numbers |> List.find (fst >> (=) name) |> snd
            Assert.True(List.contains value values, $"{file}: {name}")

[<Fact>]
let ``Slopes are errors over the exact slope, and attacks per cent`` () =
    let slopes = Charts.ofRun "gradient-study" (kept "repro-gradient-study")
    Assert.Equal<int list>([ 3 ], [ for chart in slopes -> chart.Panels.Length ])
    let value name = kept "repro-gradient-study" |> List.find (fst >> (=) name) |> snd
    Assert.Contains(sqrt (value "infonce.i2.b64.slope.mse") / value "i2.slope.exact", List.collect numbersOf slopes)
    let attacks = Charts.ofRun "vib-robustness" (kept "repro-vib-robustness") |> List.exactlyOne
    Assert.Equal(4, attacks.Panels.Length)
    Expect.contains Vib.Core.AttackResult.Caveat attacks.Caption

[<Fact>]
let ``Of a run that is not known, and of none, there is no chart`` () =
    Assert.Empty(Charts.ofRun "unheard-of" [ "a", 1.0 ])

    for name in [ "step"; "knn-table"; "blobs-and-rectangles"; "self-consistency"; "doe-128"; "gradient-study"; "vib-robustness" ] do
        Assert.Empty(Charts.ofRun name [])

[<Fact>]
let ``The table of errors stands beside the papers'`` () =
    let entries = Results.readFrom (Path.Combine(Results.root, "docs", "results", "repro-vib-mnist.json"))

    match (Report.create "r" |> VibMnist.page entries).Parts with
    | [ ReportPart.Chart chart ] ->
        Assert.Contains(1.13, numbersOf chart)
        Assert.Contains(100.0 * (entries |> List.find (fun entry -> entry.Name = "vib.error.averaged.ema.mean")).Value, numbersOf chart)
    | other -> Assert.Fail $"{other}"
