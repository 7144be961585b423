// Arrays from and for numpy, results in files, and a long run that keeps itself in a folder: stopped, resumed, listed, compared.
#load "../vib.fsx"

open System.IO
open Vib
open Vib.Core

let folder = Directory.CreateTempSubdirectory("vib-files-").FullName
let file name = Path.Combine(folder, name)

// Arrays: what numpy saves, Vib reads, and the other way round.
let drawn = Truth.gaussian 2 1.0<nat> |> Truth.sample 4_000
Npz.write (file "pairs.npz") [ "x", NpyArray.Of(drawn.X, [| 4_000L; 2L |]); "y", NpyArray.Of(drawn.Y, [| 4_000L; 2L |]) ]
let pairs = Pairs.ofNpz (file "pairs.npz") "x" "y"
printfn $"{pairs}"

match Npy.tryRead (file "pairs.npz") with
| Error message -> printfn $"{message}"
| Ok array -> failwith $"a zip was read as {array}"

// Results: read back to the same values.
let options = { Mi.defaults with Steps = 600; Threads = Some 1; Progress = Progress.Silent }
let table = pairs |> Mi.compareWith options [ Bound.infoNce; Bound.nwj ] [ Critic.separable ]
table |> Files.saveEstimates (file "table.csv")
printfn $"""{Mi.table (Files.estimates (file "table.csv"))}"""

// A run that keeps its configuration, log, checkpoint and results.
let images = Images.drawn 2_000 500
let runs = Runs.inFolder (file "runs")

let bottleneck = { Bottleneck.short 2 with Hidden = [ 64 ]; Latent = 8; Threads = Some 1; Progress = Progress.Silent }

let train name options =
    use run = Runs.startWith runs name options

    use model =
        images
        |> Bottleneck.train { options with Checkpoint = Some run.Checkpoint; Progress = Progress.Recorded(run.Recorder, Progress.Silent) }

    model |> Bottleneck.evaluate images.Test |> Runs.saveBottleneck "test" run
    run // let go without Runs.finish: as if the process had ended

let first = train "vib" bottleneck
let second = train "vib-more-beta" { bottleneck with Beta = 0.1 }

// Two epochs more, from the checkpoint, to the same bits as if it had never stopped.
do
    use run = Runs.resume first.Folder

    match Runs.tryCheckpoint run with
    | Some checkpoint ->
        use model = images |> Bottleneck.resume checkpoint { bottleneck with Epochs = 4; Checkpoint = Some run.Checkpoint }
        model |> Bottleneck.evaluate images.Test |> Runs.saveBottleneck "test" run
        Runs.finish run
    | None -> failwith "there is no checkpoint"

for run in Runs.list (file "runs") do
    printfn $"{run}"

printfn $"{Runs.compare first.Folder second.Folder}"
Directory.Delete(folder, true)
