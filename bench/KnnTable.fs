/// Estimates by neighbours where 0 to 10 nats are shared: 10 000 pairs, 1 to 3 dimensions a side, seeds 42 to 51  (the table of VanessB/mutinfo for correlated normals and log-gamma–exponential pairs).
/// There each cell has the best of several numbers of neighbours, chosen by its error; here each estimator has one setting for all cells, which stands in its name.
/// Dimensions are independent pairs that share an equal part, but for Student's t, which is one vector. Pairs are drawn in double precision. What a family cannot share exactly is left out:
/// Student's t shares something at zero correlation; 0 stands for 1e-6 nat where the family only comes near.
module Vib.Bench.KnnTable

open System
open System.Diagnostics
open System.IO
open TorchSharp
open Vib
open Vib.Core
open Vib.Bench.Arguments
open Vib.Bench.Results

let count = 10_000
let private freedom = 3.0
let private least = 1e-6

let private beside dimension (one: float -> Truth) nats = Truth.blocks (List.replicate dimension (one (max least (nats / float dimension)))) :> Truth

/// ε at which a uniform with uniform noise shares this much, by bisection of its logarithm: I falls as ε grows.
let uniformWith nats =
    let rec halve low high left =
        let middle = (low + high) / 2.0

        if left = 0 then
            Truth.additiveUniformNoise (exp middle)
        elif float (Truth.information (Truth.additiveUniformNoise (exp middle))) > nats then
            halve middle high (left - 1)
        else
            halve low middle (left - 1)

    halve (-nats - 2.0) (log (1.0 / nats) + 1.0) 100

/// Student's t with ν = 3 that shares this much; none where it shares more without correlation.
let studentWith dimension nats =
    let dispersion correlation =
        Array2D.init (2 * dimension) (2 * dimension) (fun i j ->
            if i = j then 1.0
            elif abs (i - j) = dimension then correlation
            else 0.0)

    let correlated correlation = Truth.studentT freedom dimension (dispersion correlation)
    let rest = nats - float (Truth.information (correlated 0.0))

    if rest < 0.0 then
        None
    else
        Some(correlated (sqrt (-Logarithms.ExpM1(-2.0 * rest / float dimension))) :> Truth)

let families: (string * (int -> float -> Truth option)) list = [
    "normal", (fun d nats -> Some(Truth.gaussian d (nats * 1.0<nat>) :> Truth))
    "log-gamma", (fun d nats -> Some(nats |> beside d (fun each -> Truth.logGammaExponential (each * 1.0<nat>))))
    "student-3", studentWith
    "uniform", (fun d nats -> Some(nats |> beside d (fun each -> uniformWith each)))
    // the others are straight: where much is shared, their pairs lie beside a plane. These lie beside a curve
    "wiggly", (fun d nats -> Some(Truth.gaussian d (nats * 1.0<nat>) |> Truth.wiggly :> Truth))
]

let private options k = NeighbourOptions(K = k)

let estimators: (string * string * (float[,] -> float[,] -> Estimate)) list = [
    "ksg", "KSG 1, k = 1", (fun x y -> Ksg.Estimate(x, y, KsgVariant.First, options 1))
    "ksg-3", "KSG 1, k = 3", (fun x y -> Ksg.Estimate(x, y, KsgVariant.First, options 3))
    "wkl", "weighted KL, k = 20", (fun x y -> WeightedEntropy.Information(x, y, options 20))
    "geometric", "geometric, k = 3, m = 50", (fun x y -> GeometricEntropy.Information(x, y, options 3))
]

/// Mean absolute errors of the publication's repository, by nats; the best setting of each cell.
let published =
    let row errors = List.indexed errors |> Map.ofList

    Map [
        ("normal", "ksg"), row [ 0.00; 0.01; 0.05; 0.18; 0.45; 0.83; 1.27; 1.77; 2.34; 3.01; 3.79 ]
        ("normal", "wkl"), row [ 0.01; 0.02; 0.02; 0.07; 0.29; 0.64; 0.65; 1.01; 1.59; 2.26; 3.01 ]
        ("log-gamma", "ksg"), row [ 0.00; 0.01; 0.02; 0.04; 0.06; 0.11; 0.20; 0.37; 0.66; 1.13; 1.80 ]
        ("log-gamma", "wkl"), Map [ 3, 0.03; 5, 0.08; 8, 0.42; 10, 1.07 ]
    ]

let private drawn (truth: Truth) (seed: int64) =
    use scope = torch.NewDisposeScope()
    use generator = new torch.Generator(uint64 seed)
    let empty (dimension: int) = torch.zeros ([| int64 count; int64 dimension |], dtype = torch.ScalarType.Float64)
    let x, y = empty truth.XDimension, empty truth.YDimension
    truth.Draw(x, y, generator)

    let rows (tensor: torch.Tensor) dimension =
        let values = tensor.data<float>().ToArray()
        Array2D.init count dimension (fun i j -> values[i * dimension + j])

    rows x truth.XDimension, rows y truth.YDimension

type Plan = { Families: (string * (int -> float -> Truth option)) list; Seeds: int }

let plan given = { Families = given |> chosen "--families" families; Seeds = given |> Arguments.count "--seeds" 10 }

type private Runs = Map<string, float>

let private key family dimension nats estimator seed = $"{family}.d{dimension}.mi{nats}.{estimator}.seed{seed}"
let private dimensions, private amounts = [ 1; 2; 3 ], [ 0..10 ]

/// Absolute and signed error over the runs that are there, of the dimensions that have the family.
let private errors (runs: Runs) family nats estimator dimensions = [
    for d in dimensions do
        for seed in 42..51 do
            match runs |> Map.tryFind (key family d nats estimator seed) with
            | Some error -> error
            | None -> ()
]

let private summaries runs = [
    for family, _ in families do
        for estimator, _, _ in estimators do
            for nats in amounts do
                match errors runs family nats estimator dimensions with
                | [] -> ()
                | all ->
                    yield entry $"{family}.{estimator}.mi{nats}.mae" "nat" (all |> List.averageBy abs)
                    yield entry $"{family}.{estimator}.mi{nats}.bias" "nat" (List.average all)
                    yield entry $"{family}.{estimator}.mi{nats}.samples" "sample" (float all.Length)

                    for d in dimensions do
                        match errors runs family nats estimator [ d ] with
                        | [] -> ()
                        | one -> yield entry $"{family}.{estimator}.d{d}.mi{nats}.mae" "nat" (one |> List.averageBy abs)

                    match published |> Map.tryFind (family, estimator) with
                    | Some row when row.ContainsKey nats -> yield entry $"{family}.{estimator}.mi{nats}.published-mae" "nat" row[nats]
                    | _ -> ()
]

let private show runs family =
    printfn
        $"""
{family}: mean absolute error in nats
{"", -26}{amounts |> List.map (fun nats -> $"{nats, 7}") |> String.concat ""}"""

    for estimator, name, _ in estimators do
        let cell nats =
            match errors runs family nats estimator dimensions with
            | [] -> String(' ', 6) + "–"
            | all -> $"%7.3f{all |> List.averageBy abs}"

        printfn $"""{name, -26}{amounts |> List.map cell |> String.concat ""}"""

        match published |> Map.tryFind (family, estimator) with
        | Some row ->
            printfn
                $"""{"  published", -26}{amounts
                                         |> List.map (fun nats -> Map.tryFind nats row |> Option.map (sprintf "%7.2f") |> Option.defaultValue "      –")
                                         |> String.concat ""}"""
        | None -> ()

/// Runs what the folder's file does not have yet; it is written anew after each amount of information.
let runIn folder plan =
    let clock = Stopwatch.StartNew()
    let path = Path.Combine(folder, "knn-table.runs.json")
    let mutable runs: Runs = Map.ofList [ for entry in readFrom path -> entry.Name, entry.Value ]

    for family, source in plan.Families do
        for dimension in dimensions do
            for nats in amounts do
                match source dimension (float nats) with
                | None -> ()
                | Some truth ->
                    for seed in 42 .. 41 + plan.Seeds do
                        let missing = estimators |> List.filter (fun (name, _, _) -> not (runs.ContainsKey(key family dimension nats name seed)))

                        if not missing.IsEmpty then
                            let x, y = drawn truth (int64 seed)

                            for name, _, estimate in missing do
                                runs <- runs.Add(key family dimension nats name seed, (estimate x y).Value - truth.Information)

                    writeTo path [ for run in runs -> entry run.Key "nat" run.Value ] |> ignore

        show runs family

    let all = summaries runs
    writeTo (Path.Combine(folder, "knn-table.json")) all |> ignore
    savePage folder None "repro" "knn-table" all

    printfn
        $"""
%.0f{clock.Elapsed.TotalSeconds} s; written to {shown (Path.Combine(folder, "knn-table.json"))}"""

    0

let run plan = runIn (folder "repro") plan
