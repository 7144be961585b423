/// Estimators on forty distributions whose information is known  (Czyż et al. 2023, arXiv:2306.11078): 10 000 pairs of each, ten seeds.
/// Of the publication: the tasks, the number of pairs and of seeds, a concatenated critic of (16, 8), batches of 256, half of the pairs for training.
/// Not of it: there Adam runs at 0.1, and the number is the highest that the test half ever read, all of it as one batch. Here it runs at 1e-2, a tenth of the pairs
/// decides when to stop and which weights to keep, and the number is read on the rest, on which nothing was decided, in batches of 256: InfoNCE ends at ln 256.
/// Columns are standardised by what the training part says. MINE's average takes each batch in by a tenth, as there. Neighbours come with the estimators of their own.
/// A step takes about 10 ms of one core, so that the 3 600 trained estimates, of 2 000 steps or fewer, take some 20 hours of a core: half of that on two, where the
/// estimators of a seed are trained side by side. On the slowest to learn, a spiral in 3 dimensions, InfoNCE reads 0.62 nat after 2 000 steps and 0.64 after 5 000, where it stops by itself.
module Vib.Bench.Benchmark40

open System
open System.Diagnostics
open System.IO
open Vib
open Vib.Core
open Vib.Bench.Arguments
open Vib.Bench.Results

let private count = 10_000

type Estimator =
    /// A trained critic; TUBA and I_α with a baseline that is as small and is trained beside it.
    | Neural of Bound
    /// The information of a Gaussian with the pairs' covariance, all of them: −½ Σ ln(1 − ρ²) over canonical correlations.
    | Canonical

let private critic = ConcatenatedCritic(Hidden = [ 16; 8 ], Companion = LearnedBaseline(Hidden = [ 16; 8 ]))

let estimators: (string * Estimator) list = [
    "infonce", Neural(Bound.infoNce)
    "nwj", Neural(Bound.nwj)
    "dv", Neural(Bound.donskerVaradhan)
    "mine", Neural(Bound.mine 0.1)
    "js", Neural(Bound.jensenShannon)
    "smile-5", Neural(Bound.smile 5.0)
    "ialpha-0.01", Neural(Bound.interpolated 0.01)
    "tuba", Neural(Bound.tuba 0.0)
    "rje-sharp", Neural(Bound.sharpReverseJensen)
    "cca", Canonical
]

type Plan = { Tasks: (string * Truth) list; Estimators: (string * Estimator) list; Seeds: int; Steps: int }

let options = [ "--tasks"; "--estimators"; "--seeds"; "--steps" ]

let plan given = {
    Tasks = given |> chosen "--tasks" BeyondNormal.tasks
    Estimators = given |> chosen "--estimators" estimators
    Seeds = given |> Arguments.count "--seeds" 10
    Steps = given |> Arguments.count "--steps" 2000
}

/// ½ ln(det Σxx det Σyy / det Σ) of the sample; NaN where its covariance has no inverse.
let canonical (pairs: Pairs) =
    let p, n = pairs.XDimension, pairs.XDimension + pairs.YDimension

    let columns =
        Array.init n (fun c ->
            let column = Array.init pairs.Count (fun i -> float (if c < p then pairs.X[i * p + c] else pairs.Y[i * (n - p) + c - p]))

            let mean = Array.average column
            column |> Array.map (fun value -> value - mean))

    let covariance i j = Seq.fold2 (fun sum a b -> sum + a * b) 0.0 columns[i] columns[j] / float pairs.Count

    try
        float (Array2D.init n n (fun i j -> covariance (min i j) (max i j)) |> Truth.multivariateGaussian p |> Truth.information)
    with :? DomainException ->
        nan

/// What the estimators make of the pairs of one seed, trained side by side, and the seconds of each: an equal part of those of all.
let estimate steps (seed: int64) (pairs: Pairs) (estimators: (string * Estimator) list) =
    let protocol = {
        Mi.defaults with
            Batch = 256
            Steps = steps
            LearningRate = 1e-2
            Seed = seed
            HeldOut = 0.4
            Validation = 0.1
            Progress = if Console.IsOutputRedirected then Progress.Silent else Progress.Auto // thousands of estimates would drown the table in a file
    }

    let neural = [
        for name, estimator in estimators do
            match estimator with
            | Neural bound -> name, bound
            | Canonical -> ()
    ]

    let clock = Stopwatch.StartNew()

    let trained = if neural.IsEmpty then [] else pairs |> Mi.compareWith protocol (List.map snd neural) [ critic ]

    let seconds = clock.Elapsed.TotalSeconds / float (max 1 neural.Length)
    let values = List.map2 (fun (name, _) (estimate: Estimate) -> name, estimate.Value) neural trained |> Map.ofList

    [
        for name, estimator in estimators do
            match estimator with
            | Neural _ -> name, values[name], seconds
            | Canonical ->
                let clock = Stopwatch.StartNew()
                name, canonical pairs, clock.Elapsed.TotalSeconds
    ]

/// A value that is not finite, or that is off by more than half of the truth; where there is hardly any, of 0.2 nat.
let failed truth value = not (abs (value - truth) <= 0.5 * max truth 0.2)

/// The runs so far, by name: JSON has no NaN, so that a run is done where its seconds are there, and its value is NaN where that is not.
type private Runs = Map<string, float>

let private key task estimator seed = $"{task}.{estimator}.seed{seed}"
let private isDone (runs: Runs) name = runs.ContainsKey $"{name}.seconds"
let private value (runs: Runs) name = runs |> Map.tryFind $"{name}.value" |> Option.defaultValue nan

/// Mean and mean absolute error over the finite values of all seeds that are there, the part of them that failed, mean seconds.
let private summary (runs: Runs) (task, truth: Truth) (estimator, _) =
    match Seq.initInfinite ((+) 1) |> Seq.map (key task estimator) |> Seq.takeWhile (isDone runs) |> List.ofSeq with
    | [] -> []
    | names ->
        let information = float (Truth.information truth)
        let values = names |> List.map (value runs)
        let mean of' values = if List.isEmpty values then nan else List.averageBy of' values
        let finite = values |> List.filter Double.IsFinite

        [
            entry $"{task}.{estimator}.mae" "nat" (finite |> mean (fun value -> abs (value - information)))
            entry $"{task}.{estimator}.mean" "nat" (finite |> mean id)
            entry $"{task}.{estimator}.failures" "fraction" (values |> mean (fun value -> if failed information value then 1.0 else 0.0))
            entry $"{task}.{estimator}.seconds" "s" (names |> mean (fun name -> runs[$"{name}.seconds"]))
            entry $"{task}.{estimator}.seeds" "seed" (float names.Length)
        ]

let private summaries runs = [
    for task, truth in BeyondNormal.tasks do
        match estimators |> List.collect (summary runs (task, truth)) with
        | [] -> ()
        | entries -> yield! entry $"{task}.information" "nat" (float (Truth.information truth)) :: entries
]

/// The runs of the file, which all have as many steps.
let private load folder steps : Runs =
    let path = Path.Combine(folder, "benchmark-40.runs.json")
    let header, runs = readFrom path |> List.partition (fun entry -> entry.Name = "steps")

    match header with
    | { Value = other } :: _ when other <> float steps ->
        misuse $"{shown path} holds runs of {other} steps: ask for as many, or remove it to start anew."
    | _ -> Map.ofList [ for entry in runs -> entry.Name, entry.Value ]

/// Writes the runs with those that another process has put there meanwhile, so that each may do a part of the tasks; gives them all.
let private save folder steps (runs: Runs) =
    let path name = Path.Combine(folder, name)
    let unit (name: string) = if name.EndsWith ".seconds" then "s" else "nat"
    let all = (load folder steps, runs) ||> Map.fold (fun all name value -> Map.add name value all)
    let steps = entry "steps" "step" (float steps)

    writeTo (path "benchmark-40.runs.json") (steps :: [ for run in all -> entry run.Key (unit run.Key) run.Value ])
    |> ignore

    writeTo (path "benchmark-40.json") (steps :: summaries all) |> ignore
    all

/// Means over seeds, with a mark where some failed.
let private show runs plan (task, truth) =
    let cell estimator =
        match summary runs (task, truth) estimator |> List.map _.Value with
        | _ :: mean :: failures :: _ -> $"""{mean, 10:F3}{if failures > 0.0 then "!" else " "}"""
        | _ -> String(' ', 11)

    printfn $"""{task, -48} %7.3f{float (Truth.information truth)} {plan.Estimators |> List.map cell |> String.concat ""}"""

/// Runs what the folder's file does not have yet; it is written anew after each seed of a task.
let runIn folder plan =
    let mutable runs = load folder plan.Steps

    printfn $"Mean estimates in nats, seeds 1 to {plan.Seeds}, {count} pairs each; ! where some seeds failed"
    printfn $"""{"task", -48} {"exact", 7} {plan.Estimators |> List.map (fun (name, _) -> $"{name, 10} ") |> String.concat ""}"""

    for task, truth in plan.Tasks do
        for seed in 1 .. plan.Seeds do
            match plan.Estimators |> List.filter (fun (name, _) -> not (isDone runs (key task name seed))) with
            | [] -> ()
            | missing ->
                for name, value, seconds in estimate plan.Steps seed (truth |> Truth.sampleWith seed count) missing do
                    let name = key task name seed
                    runs <- runs.Add($"{name}.seconds", seconds)

                    if Double.IsFinite value then
                        runs <- runs.Add($"{name}.value", value)

                runs <- save folder plan.Steps runs

        show runs plan (task, truth)

    printfn $"""written to {shown (Path.Combine(folder, "benchmark-40.json"))}"""
    0

let run plan = runIn (folder "repro") plan
