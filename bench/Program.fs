module Vib.Bench.Program

open System
open System.Globalization
open Vib.Bench.Arguments
open Vib.Core

let private usage =
    """demo  [--data DIR] [--epochs N]                information against a known truth, and a deep bottleneck on images
bench step [--cases REGEX] [--rounds 7] [--full] [--device cuda]
                                               a critic's step beside PyTorch's, plain and tuned: 2 minutes; --full is the whole grid, half an hour;
                                               on a device beside JAX's too
bench vib [--rounds 7] [--epochs N] [--device cuda]
                                               a deep bottleneck's step beside PyTorch's, plain and tuned, and JAX's on a device; whole epochs of 60 000 images
bench objectives [--rounds 7]                  a step of each paper's objective beside the bottleneck's own
bench memory [--steps 100000]                  how soon the first step is done, and what thousands leave behind; of a bottleneck's too
bench neighbours [--rounds 5]                  estimates by neighbours at full size, beside scikit-learn's trees where there is one
bench precision [--rounds 7]                   products and steps in bfloat16 beside single precision
repro vib-mnist --data DIR [--epochs 25] [--seeds 5] [--rows vib,baseline,dropout,smoothing,penalty]
                                               Alemi et al. 2017, table 1, five seeds a row: an hour of two cores; what is finished is kept, what was stopped goes on
repro vib-2d [--data DIR] [--epochs 25]         Alemi et al. 2017, figure 2: two dimensions at three weights, with pictures; drawn digits without --data
repro vib-beta-sweep [--data DIR] [--epochs 10]
                                               Alemi et al. 2017, figure 1: error and both informations over β; drawn digits without --data
repro vib-robustness [--data DIR] [--full]      Alemi et al. 2017: Carlini–Wagner with and without EOT, PGD, two black boxes, a transfer
repro szt-plane [--epochs 10000] [--seeds 5]   Shwartz-Ziv and Tishby 2017, Saxe et al. 2018: information planes of the 12-bit task, tanh and ReLU
repro mnist-plane [--data DIR] [--epochs 10] [--images N] [--full]
                                               Butakov et al. 2024: a convolutional network's plane; drawn digits without --data, the first N images with --images,
                                               the paper's 300 epochs at 1e-5 with --full
repro optimal-critic [--batches 1000]          bounds at the exact critic: bias and spread of value and slope
repro gradient-study [--batches 1000]          slopes at the exact critic, at every batch size
repro poole-figure-2 [--steps 1000]            Poole et al. 2019, figure 2: bounds on a staircase; the paper's own with --steps 4000
repro self-consistency [--steps 3000]          Song and Ermon 2020: three tests with exact answers
repro doe-128 [--steps 3000]                   McAllester and Stratos 2020: 18.41 nat in 128 dimensions
repro benchmark-40 [--tasks REGEX] [--estimators REGEX] [--seeds 10] [--steps 2000]
                                               Czyż et al. 2023: forty distributions, 20 hours of a core; runs that are in its file are kept
repro knn-table [--families REGEX] [--seeds 10]
                                               neighbours where 0 to 10 nats are shared, beside published errors; runs that are in its file are kept
repro blobs-and-rectangles [--full]            Butakov et al. 2024: images of known information, compressed and estimated; reduced without --full; resumes
repro precision [--cells REGEX] [--seeds 20] [--steps 4000]
                                               what training in bfloat16 does to values read afterwards, nats; what is not measured again stays in its file
parity [--device cuda] [--cases REGEX]         the same steps and trainings on the CPU by hand and on a device; without one by a device's operators on the CPU
doctor                                         what this machine computes with
list                                           this list

environment: VIB_PYTHON=FILE   the interpreter whose PyTorch and JAX `bench` compares with; /usr/bin/python3 if unset
             VIB_RESULTS=FOLDER where artifacts/ is written; the repository if unset"""

let private withImages arguments otherwise run =
    let options = parse [ "--data"; "--epochs" ] arguments
    run (folder "--data" options) (count "--epochs" otherwise options)

/// A paper's result wants the paper's data.
let private needed data =
    match data with
    | None -> misuse "repro vib-mnist needs --data DIR, the folder of MNIST's four IDX files."
    | folder -> folder

let private alone arguments run =
    parse [] arguments |> ignore
    run ()

let private list () =
    printfn "%s" usage
    0

let private doctor () =
    Vib.Doctor.lines () |> List.iter (printfn "%s")
    0

let private dispatch arguments =
    match arguments with
    | "demo" :: rest -> withImages rest 3 Demo.run
    | "bench" :: "step" :: rest -> BenchStep.run (BenchStep.planOn rest)
    | "bench" :: "vib" :: rest -> BenchVib.run (BenchVib.plan rest)
    | "bench" :: "objectives" :: rest -> BenchObjectives.run (count "--rounds" 7 (parse [ "--rounds" ] rest))
    | "bench" :: "memory" :: rest -> BenchMemory.run (count "--steps" 100_000 (parse [ "--steps" ] rest))
    | "bench" :: "neighbours" :: rest -> BenchNeighbours.run (count "--rounds" 5 (parse [ "--rounds" ] rest))
    | "bench" :: "precision" :: rest -> BenchPrecision.run (count "--rounds" 7 (parse [ "--rounds" ] rest))
    | "repro" :: "vib-mnist" :: rest ->
        let options = parse [ "--data"; "--epochs"; "--seeds"; "--rows" ] rest
        VibMnist.run (needed (folder "--data" options)) (VibMnist.plan options)
    | "repro" :: "vib-2d" :: rest -> withImages rest 25 Vib2d.run
    | "repro" :: "vib-beta-sweep" :: rest -> withImages rest 10 VibBetaSweep.run
    | "repro" :: "vib-robustness" :: rest ->
        let isFull, rest = flag "--full" rest
        VibRobustness.run (folder "--data" (parse [ "--data" ] rest)) isFull
    | "repro" :: "szt-plane" :: rest ->
        let options = parse [ "--epochs"; "--seeds" ] rest
        SztPlane.run (count "--epochs" 10000 options) (count "--seeds" 5 options)
    | "repro" :: "mnist-plane" :: rest ->
        let isFull, rest = flag "--full" rest
        let options = parse [ "--data"; "--epochs"; "--images" ] rest
        let most = if options.ContainsKey "--images" then Some(count "--images" 1 options) else None
        MnistPlane.run (folder "--data" options) (count "--epochs" (if isFull then 300 else 10) options) most isFull
    | "repro" :: "optimal-critic" :: rest -> OptimalCritic.run (count "--batches" 1000 (parse [ "--batches" ] rest))
    | "repro" :: "gradient-study" :: rest -> GradientStudy.run (count "--batches" 1000 (parse [ "--batches" ] rest))
    | "repro" :: "poole-figure-2" :: rest -> PooleFigure2.run (count "--steps" 1000 (parse [ "--steps" ] rest))
    | "repro" :: "self-consistency" :: rest -> SelfConsistency.run (count "--steps" 3000 (parse [ "--steps" ] rest))
    | "repro" :: "doe-128" :: rest -> Doe128.run (count "--steps" 3000 (parse [ "--steps" ] rest))
    | "repro" :: "benchmark-40" :: rest -> Benchmark40.run (Benchmark40.plan (parse Benchmark40.options rest))
    | "repro" :: "knn-table" :: rest -> KnnTable.run (KnnTable.plan (parse [ "--families"; "--seeds" ] rest))
    | "repro" :: "blobs-and-rectangles" :: rest ->
        let isFull, rest = flag "--full" rest
        parse [] rest |> ignore
        BlobsAndRectangles.run isFull
    | "repro" :: "precision" :: rest ->
        let options = parse [ "--cells"; "--seeds"; "--steps" ] rest
        PrecisionBias.run (chosen "--cells" PrecisionBias.cells options) (max 2 (count "--seeds" 20 options)) (count "--steps" 4000 options)
    | "parity" :: rest -> Parity.run (Parity.plan rest)
    | "doctor" :: rest -> alone rest doctor
    | []
    | "list" :: _ -> alone (List.truncate 0 arguments) list
    | ("bench" | "repro") :: name :: _ -> misuse $"there is no {arguments.Head} called '{name}'; `list` says what there is."
    | verb :: _ -> misuse $"there is no '{verb}' with these arguments; `list` says what there is."

[<EntryPoint>]
let main arguments =
    CultureInfo.DefaultThreadCurrentCulture <- CultureInfo.InvariantCulture // names of entries and files, which later runs look for, have numbers in them
    CultureInfo.CurrentCulture <- CultureInfo.InvariantCulture
    Vib.Progress.throwOnStop () // a demo goes from training to training: Ctrl-C ends it, not one of them

    try
        dispatch (List.ofArray arguments)
    with
    | Misuse message ->
        eprintfn $"{message}"
        2
    | Peer.PeerEnded message ->
        eprintfn $"{message}"
        1
    | :? VibException as error ->
        eprintfn $"{error.Message}"
        1
    | :? OperationCanceledException ->
        match arguments[0] with
        | "demo"
        | "repro" -> eprintfn $"stopped; what is finished is in {Results.shown (Results.folder arguments[0])}"
        | _ -> eprintfn "stopped; nothing was written"

        130
