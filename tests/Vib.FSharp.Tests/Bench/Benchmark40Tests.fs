module Vib.Tests.Bench.Benchmark40Tests

open System.IO
open Vib
open Vib.Bench
open Vib.Tests
open Xunit

let private inFolder (action: string -> unit) =
    let folder = Directory.CreateTempSubdirectory "vib-benchmark-40-"

    try
        action folder.FullName
    finally
        folder.Delete true

let private plan arguments = Benchmark40.plan (Arguments.parse Benchmark40.options arguments)

let private values folder = Map.ofList [ for entry in Results.readFrom (Path.Combine(folder, "benchmark-40.json")) -> entry.Name, entry.Value ]

let private refused (part: string) (action: unit -> 'a) =
    match (Assert.Throws<Arguments.Misuse>(fun () -> action () |> ignore) :> exn) with
    | Arguments.Misuse message ->
        Expect.contains part message
        Assert.DoesNotContain("\n", message)
    | other -> raise other

[<Fact>]
let ``Without options it is everything`` () =
    let all = plan []
    Assert.Equal((40, 10), (all.Tasks.Length, all.Seeds))
    Assert.Equal<string list>(Benchmark40.estimators |> List.map fst, all.Estimators |> List.map fst)

[<Fact>]
let ``Tasks and estimators are chosen by parts of their names`` () =
    let some = plan [ "--tasks"; "^1v1"; "--estimators"; "infonce|CCA"; "--seeds"; "2" ]
    Assert.Equal<string list>([ "1v1-normal-0.75"; "1v1-additive-0.1"; "1v1-additive-0.75"; "1v1-bimodal-0.75" ], some.Tasks |> List.map fst)
    Assert.Equal<string list>([ "infonce"; "cca" ], some.Estimators |> List.map fst)
    Assert.Equal(2, some.Seeds)
    refused "none of the 40 names" (fun () -> plan [ "--tasks"; "nothing" ])
    refused "--estimators (" (fun () -> plan [ "--estimators"; "(" ])

[<Fact>]
let ``A run writes its entries, a second keeps them, and more seeds are added`` () =
    inFolder (fun folder ->
        let quick more = plan ([ "--tasks"; "^1v1-normal"; "--estimators"; "infonce|tuba|cca"; "--steps"; "3" ] @ more)
        Assert.Equal(0, Benchmark40.runIn folder (quick [ "--seeds"; "1" ]))
        let first = values folder

        for estimator in [ "infonce"; "tuba"; "cca" ] do
            let part name = first[$"1v1-normal-0.75.{estimator}.{name}"]
            Expect.close 1e-12 (abs (part "mean" - first["1v1-normal-0.75.information"])) (part "mae")
            Assert.Equal(1.0, part "seeds")
            Assert.True(part "seconds" > 0.0)

        Expect.close 0.05 -(0.5 * log 0.4375) first["1v1-normal-0.75.cca.mean"] // ± √(ρ²/n), 0.0075
        Assert.Equal((0.0, 1.0), (first["1v1-normal-0.75.cca.failures"], first["1v1-normal-0.75.infonce.failures"]))

        Benchmark40.runIn folder (quick [ "--seeds"; "1" ]) |> ignore
        Assert.Equal<Map<string, float>>(first, values folder)

        Benchmark40.runIn folder (plan [ "--tasks"; "^1v1-normal"; "--estimators"; "cca"; "--steps"; "3"; "--seeds"; "2" ])
        |> ignore

        let second = values folder
        Assert.Equal((2.0, 1.0), (second["1v1-normal-0.75.cca.seeds"], second["1v1-normal-0.75.infonce.seeds"]))
        Assert.NotEqual(first["1v1-normal-0.75.cca.mean"], second["1v1-normal-0.75.cca.mean"])
        refused "holds runs of 3 steps" (fun () -> Benchmark40.runIn folder (plan [ "--steps"; "4"; "--estimators"; "cca" ])))

[<Fact>]
let ``A run without a value is done, and has failed`` () =
    inFolder (fun folder ->
        let name = "1v1-normal-0.75.nwj.seed"

        let runs = [
            Results.entry "steps" "step" 3.0
            Results.entry $"{name}1.seconds" "s" 9.0
            Results.entry $"{name}2.seconds" "s" 11.0
            Results.entry $"{name}2.value" "nat" 0.5
        ]

        Results.writeTo (Path.Combine(folder, "benchmark-40.runs.json")) runs |> ignore

        Benchmark40.runIn folder (plan [ "--tasks"; "^1v1-normal"; "--estimators"; "nwj|cca"; "--steps"; "3"; "--seeds"; "2" ])
        |> ignore

        let part name = (values folder)[$"1v1-normal-0.75.nwj.{name}"]
        Assert.Equal((0.5, 0.5, 10.0, 2.0), (part "mean", part "failures", part "seconds", part "seeds")))

[<Fact>]
let ``Half of the truth is too far, of hardly any truth a tenth of a nat, and what is no number too`` () =
    let fails truth value = Benchmark40.failed truth value
    Assert.False(fails 1.0 0.51)
    Assert.True(fails 1.0 0.49 && fails 1.0 1.51)
    Assert.False(fails 0.02 -0.07)
    Assert.True(fails 0.02 0.13)
    Assert.True(fails 1.0 nan && fails 1.0 infinity)

// The sample's value is too high by d²/2n on average and spreads by √(Σ ρ²/n), here at most 0.02.
[<Fact>]
let ``The canonical correlations read the information of Gaussians`` () =
    for name, truth in BeyondNormal.tasks |> List.filter (fun (name, _) -> name.StartsWith "multinormal") do
        let bias = float (truth.XDimension * truth.YDimension) / 20_000.0
        let read = truth |> Truth.sampleWith 1L 10_000 |> Benchmark40.canonical
        Assert.True(abs (read - bias - float (Truth.information truth)) < 0.08, $"{name}: {read}")

[<Fact>]
let ``A covariance without an inverse is no number`` () =
    let same = Vib.Core.Pairs.FromArrays(array2D [ [ 1.0 ]; [ 2.0 ]; [ 4.0 ] ], array2D [ [ 2.0 ]; [ 4.0 ]; [ 8.0 ] ])
    Assert.True(System.Double.IsNaN(Benchmark40.canonical same))
