module Vib.Tests.Bench.VibMnistTests

open System
open System.IO
open Vib
open Vib.Bench
open Vib.Tests
open Xunit

let private digits = Images.drawn 300 60

let private tiny: VibMnist.Plan = { Epochs = 2; Seeds = 2; Rows = VibMnist.rows [ 16 ] 4 10; Batch = 50; LearningRate = 2e-4; Threads = Some 1 }

let private quiet _ _ = ()

let private inFolder work =
    let folder = Directory.CreateTempSubdirectory "vib-mnist-"

    try
        work folder.FullName
    finally
        folder.Delete true

/// All but how long it took.
let private results entries = entries |> List.filter (fun (entry: Results.Entry) -> not (entry.Name.EndsWith ".seconds")) |> List.sortBy _.Name

let private whole = lazy (inFolder (fun folder -> VibMnist.runIn folder quiet tiny digits))

[<Fact>]
let ``Every row of the table has its errors over seeds, and VIB both of its informations`` () =
    let values = Map.ofList [ for entry in whole.Value -> entry.Name, entry.Value ]

    let kinds = [
        for row in [ "baseline"; "dropout"; "smoothing"; "penalty" ] do
            $"{row}.error"
            $"{row}.error.raw"
        for samples in [ "averaged"; "oneshot" ] do
            for weights in [ "ema"; "raw" ] do
                $"vib.error.{samples}.{weights}"
    ]

    for kind in kinds do
        let seeds = [ values[$"{kind}.seed1"]; values[$"{kind}.seed2"] ]
        Assert.Equal(List.average seeds, values[$"{kind}.mean"], 1e-12)
        Assert.Equal(abs (seeds[0] - seeds[1]) / sqrt 2.0, values[$"{kind}.sd"], 1e-12)
        Assert.InRange(values[$"{kind}.mean"], 0.0, 1.0)

    Assert.True(values["vib.rate.nats"] > values["vib.izy.nats"])
    Assert.True(values["vib.seconds"] > 0.0)

[<Fact>]
let ``A run that is stopped goes on to the same result, and what is finished is not run again`` () =
    inFolder (fun folder ->
        let told = ResizeArray<string * int64>()

        let stopAt row epoch name reached =
            told.Add((name, reached))

            if (name, reached) = (row, epoch) then
                raise (OperationCanceledException())

        // in the midst of the second row, once its first epoch is kept
        Assert.Throws<OperationCanceledException>(fun () -> VibMnist.runIn folder (stopAt "dropout" 2L) tiny digits |> ignore)
        |> ignore

        Assert.Equal<(string * int64) seq>([ "baseline", 1L; "baseline", 2L; "dropout", 1L; "dropout", 2L ], told)
        told.Clear()
        let resumed = VibMnist.runIn folder (stopAt "" 0L) tiny digits
        Assert.Equal(("dropout", 2L), told[0])
        Assert.DoesNotContain(told, (fun (name, _) -> name = "baseline"))
        Assert.Equal<Results.Entry list>(results whole.Value, results resumed)
        told.Clear()
        Assert.Equal<Results.Entry list>(resumed, VibMnist.runIn folder (stopAt "" 0L) tiny digits)
        let files = [ for name in [ "vib-mnist.html"; "vib-mnist.json" ] -> Path.Combine(folder, name) ]
        Assert.Equal<string list>(files, Directory.GetFiles folder |> List.ofArray |> List.sort)

        // rows of other settings do not mix
        for other in [ { tiny with Epochs = 3 }; { tiny with Seeds = 3 } ] do
            Assert.Throws<Arguments.Misuse>(fun () -> VibMnist.runIn folder quiet other digits |> ignore) |> ignore

        Assert.Throws<Arguments.Misuse>(fun () -> VibMnist.runIn folder quiet tiny (Images.drawn 200 60) |> ignore) |> ignore)

[<Fact>]
let ``The row of VIB is what the bottleneck's own training makes of the same settings`` () =
    let plan = { tiny with Epochs = 3; Rows = tiny.Rows |> List.filter (fun row -> row.Name = "vib") } // the rate falls after two
    let entries = inFolder (fun folder -> VibMnist.runIn folder quiet plan digits)
    let values = Map.ofList [ for entry in entries -> entry.Name, entry.Value ]

    use model =
        digits
        |> Bottleneck.train {
            Bottleneck.defaults with
                Hidden = [ 16 ]
                Latent = 4
                Batch = 50
                Epochs = 3
                LearningRate = 2e-4
                Beta1 = 0.9
                RateDecay = 0.95
                TrainingSamples = 12
                Replicates = 2
                Threads = Some 1
                Progress = Progress.Silent
        }

    let read = model |> Bottleneck.evaluate digits.Test
    Assert.Equal(read.AveragedError, values["vib.error.averaged.ema.mean"], 1e-12)
    Assert.Equal(read.OneShotError, values["vib.error.oneshot.ema.mean"], 1e-12)
    Assert.Equal(read.Rate.Value, values["vib.rate.nats"], 1e-9 * read.Rate.Value)
    Assert.Equal(read.Information.Value, values["vib.izy.nats"], 1e-9)

[<Fact>]
let ``The full size is that of the paper's code, and rows are chosen by name`` () =
    let plan = VibMnist.plan Map.empty
    Assert.Equal<string list>([ "baseline"; "dropout"; "penalty"; "smoothing"; "vib" ], plan.Rows |> List.map _.Name)
    Assert.Equal((25, 5, 100, 2e-4), (plan.Epochs, plan.Seeds, plan.Batch, plan.LearningRate))

    for row in plan.Rows do
        Assert.Equal<int>([ 1024; 1024 ], row.Encoder.Hidden)
        Assert.Equal(256, row.Encoder.Latent)

    let chosen = VibMnist.plan (Map [ "--rows", "vib,baseline" ])
    Assert.Equal<string list>([ "baseline"; "vib" ], chosen.Rows |> List.map _.Name)
    Assert.Throws<Arguments.Misuse>(fun () -> VibMnist.plan (Map [ "--rows", "vib,no" ]) |> ignore) |> ignore
