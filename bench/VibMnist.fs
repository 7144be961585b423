/// `repro vib-mnist`: Alemi et al. 2017, table 1: the test error on MNIST of a network with the bottleneck, and of the same network without it, alone and with what others regularise with.
module Vib.Bench.VibMnist

open System
open System.Globalization
open System.IO
open Vib
open Vib.Core
open Vib.Bench.Arguments
open Vib.Bench.Results

/// A row of the table. Seeds are replicates of one run.
type Row = {
    Name: string // in the file and on the command line
    Title: string // the paper's
    Paper: float // its error, per cent
    Others: float option // the error of Pereyra et al. 2017 that the paper sets beside its own
    Encoder: Encoder
    Objective: Objective
    TrainingSamples: int
}

type Plan = { Epochs: int; Seeds: int; Rows: Row list; Batch: int; LearningRate: float; Threads: int option }

let private evaluationSamples, averageDecay = 12, 0.999

/// The paper's rows in its order. The encoder is that of the paper's code, 784-1024-1024-K with K = 256, the decoder linear, z = μ(x) but for VIB: one network for all rows.
let rows hidden latent classes = [
    let deterministic = Encoder.deterministic hidden latent
    let of' decoder = maximize (Info.lower (Z, Y) decoder)
    let plain = of' (Decoder.categorical classes)

    let row name title paper others encoder objective = {
        Name = name
        Title = title
        Paper = paper
        Others = others
        Encoder = encoder
        Objective = objective
        TrainingSamples = 1
    }

    row "baseline" "Baseline" 1.38 None deterministic plain
    row "dropout" "Dropout, p = 0.5" 1.34 (Some 1.40) (deterministic |> Encoder.withDropout 0.5) plain
    row "penalty" "Confidence penalty, γ = 0.1" 1.36 (Some 1.17) deterministic (of' (Decoder.penalised 0.1 classes))
    row "smoothing" "Label smoothing, ε = 0.1" 1.40 (Some 1.23) deterministic (of' (Decoder.smoothed 0.1 classes))

    let rate = Info.upper (X, Z) Rate.standardNormal
    let vib = maximize (Info.lower (Z, Y) (Decoder.categorical classes) - 1e-3 * rate)
    { row "vib" "VIB, β = 1e-3" 1.13 None (Encoder.mlp hidden latent) vib with TrainingSamples = 12 }
]

/// The settings of the authors' own remake for 25 epochs, which reports 1.18 %: Adam 2e-4, × 0.95 every 2 epochs, twelve samples of Z in training; Adam's β1 at its usual 0.9.
let options plan perEpoch row checkpoint =
    Vib.Core.ObjectiveOptions(
        Encoder = row.Encoder,
        Batch = plan.Batch,
        Steps = plan.Epochs * perEpoch,
        TrainingSamples = row.TrainingSamples,
        EvaluationSamples = evaluationSamples,
        Optimiser =
            AdamOptions(
                LearningRate = plan.LearningRate,
                Beta1 = 0.9,
                Schedule = Schedule.Staircase(0.95, int64 (2 * perEpoch)),
                AverageDecay = averageDecay
            ),
        Replicates = plan.Seeds,
        Threads = Option.toNullable plan.Threads,
        Checkpoint = checkpoint,
        CheckpointEvery = perEpoch,
        LookEvery = perEpoch
    )

let private isNoisy row = row.Encoder.Noise <> EncoderNoise.None

/// Mean, standard deviation over seeds, and each seed's own.
let private overSeeds name (values: float seq) =
    let values = List.ofSeq values
    let mean = List.average values
    let squares = values |> List.sumBy (fun value -> (value - mean) ** 2.0)

    [
        entry $"{name}.mean" "fraction" mean
        if values.Length > 1 then
            entry $"{name}.sd" "fraction" (sqrt (squares / float (values.Length - 1)))
        for seed, value in List.indexed values do
            entry $"{name}.seed{seed + 1}" "fraction" value
    ]

let private read row (test: Observations) (model: TrainedObjective) = [
    let evaluate samples averaged = model.Evaluate(test, Nullable samples, averaged)
    let name part = $"{row.Name}.{part}"
    let averaged = evaluate (if isNoisy row then evaluationSamples else 1) true

    if isNoisy row then
        yield! overSeeds (name "error.averaged.ema") averaged.ReplicateErrors
        yield! overSeeds (name "error.oneshot.ema") (evaluate 1 true).ReplicateErrors
        yield! overSeeds (name "error.averaged.raw") (evaluate evaluationSamples false).ReplicateErrors
        yield! overSeeds (name "error.oneshot.raw") (evaluate 1 false).ReplicateErrors
        entry (name "rate.nats") "nat" averaged.Terms[1].Value
    else
        yield! overSeeds (name "error") averaged.ReplicateErrors
        yield! overSeeds (name "error.raw") (evaluate 1 false).ReplicateErrors

    entry (name "izy.nats") "nat" averaged.Terms[0].Value
]

/// What all rows of one file have in common.
let private header plan (images: ImageSets) = [
    entry "epochs" "epoch" (float plan.Epochs)
    entry "seeds" "seed" (float plan.Seeds)
    entry "data" "first 48 bits of its hash" (float (Int64.Parse(images.Training.Fingerprint().Substring(0, 12), NumberStyles.HexNumber)))
]

let private fileOf folder = Path.Combine(folder, "vib-mnist.json")
let private checkpointOf folder row = Path.Combine(folder, $"vib-mnist.{row.Name}.checkpoint")
let private clockOf folder row = checkpointOf folder row + ".seconds.json"
let private isDone row entries = entries |> List.exists (fun (entry: Entry) -> entry.Name = $"{row.Name}.seconds")

/// The rows that the file has, which are all of the same settings and data; nothing of a file from before there were rows.
let private load folder header =
    let found = readFrom (fileOf folder)
    let differs (wanted: Entry) = found |> List.exists (fun (entry: Entry) -> entry.Name = wanted.Name && entry.Value <> wanted.Value)

    match header |> List.filter differs with
    | _ when not (found |> List.exists (fun (entry: Entry) -> entry.Name = "epochs")) -> header
    | [] -> found
    | different :: _ ->
        misuse
            $"{shown (fileOf folder)} is of a run with other {different.Name}: give the same --epochs, --seeds and --data, or remove it and the checkpoints beside it to start anew."

/// Trains, on from the checkpoint where there is one; tells of each epoch, after whose end the next checkpoint is written. `before` are the seconds of earlier calls.
let trainOrResume plan perEpoch row checkpoint training (told: ObjectiveProgress -> unit) before =
    let options = options plan perEpoch row checkpoint

    let standing (report: ObjectiveProgress) = {
        Done = report.Step
        Total = report.Steps
        Text = $"epoch {report.Step / int64 perEpoch}, objective {report.Value:F4} nat, {before + report.Seconds:F0} s"
        Keep = None
    }

    Progress.run row.Title Progress.Auto standing (fun progress token ->
        let counting = {
            new IProgress<ObjectiveProgress> with
                member _.Report report =
                    told report
                    progress.Report report
        }

        if File.Exists checkpoint then
            printfn $"{row.Title}: going on from {shown checkpoint}"
            ObjectiveTraining.Resume(checkpoint, row.Objective, training, options, counting, token)
        else
            ObjectiveTraining.Train(row.Objective, training, options, counting, token))

/// One row of the table. The seconds are those of all calls.
let private train folder plan told (images: ImageSets) row =
    let training, test = Observations.ofImages images.Training, Observations.ofImages images.Test
    let perEpoch = images.Training.Count / plan.Batch
    let checkpoint, clock = checkpointOf folder row, clockOf folder row

    let before =
        if File.Exists checkpoint then
            readFrom clock |> List.sumBy (fun (entry: Entry) -> entry.Value)
        else
            0.0

    let noted (report: ObjectiveProgress) =
        told row.Name (report.Step / int64 perEpoch)
        writeTo clock [ entry "seconds" "s" (before + report.Seconds) ] |> ignore

    use model = trainOrResume plan perEpoch row checkpoint training noted before
    model.Diagnoses |> Seq.iter (fun diagnosis -> printfn $"! {row.Title}: {diagnosis.Sentence}")
    read row test model @ [ entry $"{row.Name}.seconds" "s" (before + model.Seconds) ]

let private value entries name = entries |> List.tryPick (fun (entry: Entry) -> if entry.Name = name then Some entry.Value else None)

let private show plan entries =
    let percent name =
        match value entries $"{name}.mean", value entries $"{name}.sd" with
        | Some mean, Some sd -> $"{100.0 * mean:F2} ± {100.0 * sd:F2} %%"
        | Some mean, None -> $"{100.0 * mean:F2} %%"
        | None, _ -> ""

    let papers error = error |> Option.map (fun error -> $"{error:F2} %%") |> Option.defaultValue ""

    printfn
        $"\nMNIST test error, {plan.Epochs} epochs; mean ± standard deviation over {plan.Seeds} seeds, averaged weights unless it says raw; VIB by {evaluationSamples} samples of Z, or one"

    printfn $"""{"Model", -28} {"Vib", 15} {"one sample", 15} {"raw", 15} {"the paper's", 12} {"Pereyra et al.", 15}"""

    for row in plan.Rows do
        let main, one, raw =
            if isNoisy row then
                percent $"{row.Name}.error.averaged.ema", percent $"{row.Name}.error.oneshot.ema", percent $"{row.Name}.error.averaged.raw"
            else
                percent $"{row.Name}.error", "", percent $"{row.Name}.error.raw"

        printfn $"{row.Title, -28} {main, 15} {one, 15} {raw, 15} {papers (Some row.Paper), 12} {papers row.Others, 15}"

    match value entries "vib.rate.nats", value entries "vib.izy.nats" with
    | Some rate, Some information ->
        let line = $"VIB: I(X;Z) ≤ {rate:F2} nat, I(Z;Y) ≥ {information:F3} nat"
        printfn $"{line}"
    | _ -> ()

let private allRows = rows [ 1024; 1024 ] 256 10

/// Errors of the averaged weights with their spread over seeds, beside the papers'.
let page entries report =
    let cells = [
        for row in allRows do
            let error = if isNoisy row then "error.averaged.ema" else "error"

            match value entries $"{row.Name}.{error}.mean" with
            | Some mean ->
                row.Title, "vib", 100.0 * mean, (value entries $"{row.Name}.{error}.sd" |> Option.map ((*) 100.0) |> Option.defaultValue nan)
            | None -> ()

            row.Title, "paper", row.Paper, nan

            match row.Others with
            | Some error -> row.Title, "others", error, nan
            | None -> ()
    ]

    let kinds = [ "vib", "Vib, with the deviation over seeds"; "paper", "Alemi et al. 2017"; "others", "Pereyra et al. 2017" ]

    report
    |> Report.chart (Charts.rows "test error" "%" kinds cells |> Chart.title "Errors on MNIST, ours beside the papers'")

/// Runs the rows that the folder's file does not have yet; it is written anew after each.
let runIn folder told plan images =
    let header = header plan images
    let mutable entries = load folder header
    writeTo (fileOf folder) entries |> ignore

    for row in plan.Rows do
        if isDone row entries then
            printfn $"{row.Title}: finished before, and kept in {shown (fileOf folder)}"
        else
            let found = train folder plan told images row
            entries <- load folder header @ found // with the rows that another process has put there meanwhile
            writeTo (fileOf folder) entries |> ignore

            for path in [ checkpointOf folder row; clockOf folder row ] do
                File.Delete path

    show plan entries
    savePage folder (Some(page entries)) "repro" "vib-mnist" entries
    printfn $"written to {shown (fileOf folder)}"
    entries

/// The rows that are named, in the table's order.
let private chosen (options: Map<string, string>) =
    match Map.tryFind "--rows" options with
    | None -> allRows
    | Some text ->
        let names = text.Split ',' |> List.ofArray

        match names |> List.filter (fun name -> allRows |> List.forall (fun row -> row.Name <> name)) with
        | [] -> allRows |> List.filter (fun row -> List.contains row.Name names)
        | unknown :: _ -> misuse $"""--rows {text}: there is no row '{unknown}'; there are {allRows |> List.map _.Name |> String.concat ", "}."""

let plan options = {
    Epochs = count "--epochs" 25 options
    Seeds = count "--seeds" 5 options
    Rows = chosen options
    Batch = 100
    LearningRate = 2e-4
    Threads = None
}

let run data plan =
    printfn
        $"\nVIB on MNIST (Alemi et al. 2017, table 1), {plan.Epochs} epochs, {plan.Seeds} seeds side by side; a row that is stopped goes on from its last epoch"

    runIn (folder "repro") (fun _ _ -> ()) plan (Data.images data) |> ignore
    0
