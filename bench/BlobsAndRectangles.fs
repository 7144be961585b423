/// Images whose information is known, compressed to a few numbers and estimated by neighbours, beside critics that see the pixels  (Butakov et al. 2024, arXiv:2305.08013, §5: blobs of 16×16 pixels and rectangles of 32×32,
/// 5 000 pairs, 0 to 10 nats). Of the publication: the images, the number of pairs, the length of the codes. Not of it: its autoencoder is convolutional with batch normalisation, trained for 2 000 epochs on
/// images that are shifted and zoomed; here it is dense, trained on 5 000 images that are drawn apart from the pairs, 100 epochs for blobs and 200 for rectangles, ten times as many with --full. One
/// autoencoder serves x, y and every amount of information, since it looks at one variable alone. MINE and InfoNCE see the pixels of half of the pairs and are read on the rest.
/// Reduced: 6 amounts of information and 500 steps of the critics. --full: 21 amounts and 5 000 steps.
module Vib.Bench.BlobsAndRectangles

open System
open System.Diagnostics
open System.IO
open Vib.Core
open Vib
open Vib.Bench.Results

let private count, private trainingSeed = 5_000, 99L

type Kind = { Name: string; Source: float<nat> -> PicturedTruth; Code: int; Hidden: int list; Epochs: int }

let kinds = [
    { Name = "blobs"; Source = Truth.blobs 16; Code = 2; Hidden = [ 128; 64 ]; Epochs = 100 }
    { Name = "rectangles"; Source = Truth.rectangles 32; Code = 4; Hidden = [ 256; 64 ]; Epochs = 200 }
]

type Plan = { Amounts: float list; Effort: int; Steps: int; Seed: int64 }

let reduced = { Amounts = [ 0.0; 2.0; 4.0; 6.0; 8.0; 10.0 ]; Effort = 1; Steps = 500; Seed = 1L }
let full = { Amounts = [ 0.0..0.5..10.0 ]; Effort = 10; Steps = 5_000; Seed = 1L }

let private settings plan kind =
    AutoencoderOptions(
        Code = kind.Code,
        Hidden = List.toArray kind.Hidden,
        Epochs = kind.Epochs * plan.Effort,
        Loss = ReconstructionLoss.SquaredError,
        Adam = AdamOptions(LearningRate = 3e-3)
    )

let private neighbours: (string * (Pairs -> Estimate)) list = [
    "wkl", Neighbours.weighted
    "ksg", Neighbours.ksgWith { Neighbours.defaults with K = 1 }
    "geometric", Neighbours.geometric
]

let private bounds = [ "mine", Bound.mine 0.01; "infonce", Bound.infoNce ]

type private Runs = Map<string, Entry>

let private key kind amount by estimator = $"{kind.Name}.mi{amount}.{by}.{estimator}"
let private isDone (runs: Runs) name = runs.ContainsKey $"{name}.value"

/// Estimates by neighbours of what a compression made.
let private ofCodes (runs: Runs) kind amount by (codes: Lazy<Pairs>) = [
    for name, estimate in neighbours do
        let name = key kind amount by name

        if not (isDone runs name) then
            let found = estimate (codes.Force())
            entry $"{name}.value" "nat" found.Value
            entry $"{name}.se" "nat" found.StandardError
]

let private ofPixels (runs: Runs) plan kind amount pairs =
    let missing = bounds |> List.filter (fun (name, _) -> not (isDone runs (key kind amount "pixels" name)))

    if missing.IsEmpty then
        []
    else
        let options = { Mi.defaults with Batch = 256; Steps = plan.Steps; Seed = plan.Seed; Progress = Progress.Silent }
        let critic = SeparableCritic(Hidden = [ 128; 128 ])
        let found = pairs |> Mi.compareWith options (List.map snd missing) [ critic ]

        [
            for (name, _), estimate in List.zip missing found do
                let name = key kind amount "pixels" name
                entry $"{name}.value" "nat" estimate.Value
                entry $"{name}.se" "nat" estimate.StandardError
        ]

let private reports kind (report: CompressionReport) by = [
    entry $"{kind.Name}.{by}.explained" "fraction" report.ExplainedVariance
    entry $"{kind.Name}.{by}.mae" "pixel" report.MeanAbsoluteError
    entry $"{kind.Name}.{by}.effective-dimension" "dimension" report.EffectiveDimension
]

let private methods = [
    for by in [ "ideal"; "pca"; "autoencoder" ] do
        for name, _ in neighbours -> by, name
    for name, _ in bounds -> "pixels", name
]

let private value (runs: Runs) name = runs |> Map.tryFind name |> Option.map _.Value |> Option.defaultValue nan

/// One line for each estimate, for a picture: kind, truth, compression, estimator, value, standard error.
let csv plan (values: string -> float) = [
    "images,truth,compression,estimator,value,standard_error"
    for kind in kinds do
        for amount in plan.Amounts do
            for by, estimator in methods do
                let name = key kind amount by estimator

                if Double.IsFinite(values $"{name}.value") then
                    FormattableString.Invariant $"""{kind.Name},{amount},{by},{estimator},{values $"{name}.value"},{values $"{name}.se"}"""
]

let private show runs plan kind =
    printfn
        $"""
{kind.Name}, {count} pairs: estimates in nats by true information
{"", -24}{plan.Amounts |> List.map (fun amount -> $"%7.1f{amount}") |> String.concat ""}"""

    for by, estimator in methods do
        let cells = plan.Amounts |> List.map (fun amount -> $"""%7.2f{value runs $"{key kind amount by estimator}.value"}""")
        printfn $"""{by + ", " + estimator, -24}{String.concat "" cells}"""

let private drawn plan kind amount =
    let truth = kind.Source(amount * 1.0<nat>)
    truth, truth |> Truth.sampleWith plan.Seed count

/// Runs what the folder's file does not have yet; it is written anew after each amount of information.
let runIn folder name plan =
    let clock = Stopwatch.StartNew()
    let path = Path.Combine(folder, $"{name}.json")
    let mutable runs: Runs = Map.ofList [ for entry in readFrom path -> entry.Name, entry ]

    let keep (entries: Entry list) =
        for entry in entries do
            runs <- runs.Add(entry.Name, entry)

        writeTo path [ for run in runs -> run.Value ] |> ignore

    for kind in kinds do
        let autoencoder =
            lazy
                (let images = kind.Source 0.0<nat> |> Truth.sampleWith trainingSeed count
                 let trained = Autoencoder.Train(images.X, images.XDimension, settings plan kind)
                 keep (reports kind (Vib.Core.Compression.By(images, trained, trained).X) "autoencoder")
                 keep (reports kind (Vib.Core.Compression.Pca(images, kind.Code).X) "pca")
                 trained)

        for amount in plan.Amounts do
            let truth, pairs = drawn plan kind amount
            keep (ofCodes runs kind amount "ideal" (lazy (pairs |> Compression.ideal truth |> Compression.codes)))
            keep (ofCodes runs kind amount "pca" (lazy (pairs |> Compression.pca kind.Code |> Compression.codes)))
            keep (ofCodes runs kind amount "autoencoder" (lazy (Vib.Core.Compression.By(pairs, autoencoder.Force(), autoencoder.Force()).Pairs)))

    for kind in kinds do
        for amount in plan.Amounts do
            keep (ofPixels runs plan kind amount (snd (drawn plan kind amount)))

        show runs plan kind

    File.WriteAllLines(Path.Combine(folder, $"{name}.csv"), csv plan (value runs))
    savePage folder None "repro" name [ for run in runs -> run.Value ]

    printfn
        $"""
%.0f{clock.Elapsed.TotalSeconds} s; written to {shown path} and {shown (Path.Combine(folder, $"{name}.csv"))}"""

    0

let run isFull =
    if isFull then
        runIn (folder "repro") "blobs-and-rectangles-full" full
    else
        runIn (folder "repro") "blobs-and-rectangles" reduced
