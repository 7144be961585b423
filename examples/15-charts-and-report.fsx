// Charts are data: made of numbers or of what the library returns, put together, and read on a page that needs nothing else.
#load "../vib.fsx"

open System.IO
open Vib

let folder = Directory.CreateTempSubdirectory("vib-example-").FullName
let inFolder name = Path.Combine(folder, name)

// Two bounds on pairs that share exactly 2 nats.
let options = { Mi.defaults with Steps = 600; LookEvery = 20; FreshPairs = 2_560; Threads = Some 1; Progress = Progress.Silent }

let estimates = Truth.gaussian 10 2.0<nat> |> Mi.compareWith options [ Bound.infoNce; Bound.nwj ] [ Critic.separable ]
let training = Chart.ofTraces estimates |> Chart.title "While the critics are trained"
let side = Chart.ofEstimates estimates |> Chart.title "What they read on fresh pairs"

// Numbers of your own: a curve with a band, and the truth that it is held against.
let ceiling =
    Chart.over [
        Chart.dashed "truth" [ 0.0, 0.0; 10.0, 10.0 ]
        Chart.band "InfoNCE, B = 128" [
            for nats in 0.0..0.25..10.0 ->
                let value = -log(exp -nats + 1.0 / 128.0) // a sketch of its ceiling, ln 128
                nats, value, 0.9 * value, value
        ]
    ]
    |> Chart.x "truth" "nat"
    |> Chart.y "bound" "nat"
    |> Chart.horizontal "ln 128" (log 128.0)
    |> Chart.caption "A sketch: with batches of 128 InfoNCE cannot report more than ln 128 = 4.85 nat."

// Known bottlenecks, from theory.
let exact =
    Chart.over [
        for correlation in [ 0.5; 0.9 ] ->
            let points = ExactBottleneck.gaussian [ correlation ] |> ExactBottleneck.points 4.0<nat> 100
            Chart.line $"ρ = {correlation}" [ for point in points -> point.Rate, point.Information ]
    ]
    |> Chart.x "I(X;Z)" "nat"
    |> Chart.y "I(Z;Y)" "nat"

Report.create "Two bounds on two nats"
|> Report.text "Pairs of ten numbers that share exactly 2 nats, from below."
|> Report.chart (Chart.beside [ training; side ])
|> Report.estimates estimates
|> Report.section "Why large values want large batches"
|> Report.chart ceiling
|> Report.section "What a code can know"
|> Report.chart exact
|> Report.section "How it was run"
|> Report.config options
|> Report.machine
|> Report.save (inFolder "report.html")

ResultTable.ofEstimates estimates |> ResultTable.save (inFolder "estimates.csv")
ResultTable.ofEstimates estimates |> ResultTable.toMarkdown |> printfn "%s"
training |> Chart.save (inFolder "training.json") // for any of Plotly's tools

// A picture wants a browser; a page does not.
match training |> Chart.trySave (inFolder "training.svg") with
| Ok() -> printfn "a picture was drawn"
| Error why -> printfn $"no picture: {why}"

printfn $"\nin {folder}"

for file in DirectoryInfo(folder).GetFiles() do
    printfn $"  {file.Name, -16} {file.Length / 1024L, 6} KiB"

exact |> Chart.title "The Gaussian bottleneck" |> Chart.show // opens a browser where someone watches, else says where the page is
