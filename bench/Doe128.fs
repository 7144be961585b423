/// Much information in many dimensions from small batches  (McAllester and Stratos 2020, table 1): d = 128, ρ = 0.5, 18.41 nat, batches of 128, 3 000 steps.
/// There each number is the best of 100 random configurations by its distance to the true information, which nobody has who needs an estimate. Here nothing is selected: the library's
/// own critics with Adam at 1e-3. One thing was changed after a first look: the separable critic's embeddings have 128 dimensions, since 32 cannot hold what 128 coordinates share.
module Vib.Bench.Doe128

open System.Diagnostics
open Vib
open Vib.Core
open Vib.Bench.Results

let private dimension, private batch = 128, 128

let private variational: (string * Bound) list = [
    "dv", Bound.donskerVaradhan
    "mine", Bound.mine 0.01
    "nwj", Bound.nwj
    "js", Bound.jensenShannon
    "js-legacy", Bound.legacyJsNwj
    "infonce", Bound.infoNce
    "ialpha-0.01", Bound.interpolated 0.01
    "ialpha-0.5", Bound.interpolated 0.5
]

let private doe: (string * Bound) list = [ "doe", Bound.differenceOfEntropies ]

let private tables = [
    "separable", Critic.separable |> Critic.withEmbedding dimension, variational
    "concatenated", Critic.concatenated, variational
    "gaussian", Critic.gaussianConditional, doe
    "logistic", Critic.logisticConditional, doe
]

let run steps =
    let clock = Stopwatch.StartNew()
    let truth = Truth.correlated dimension 0.5
    let options = { Mi.defaults with Batch = batch; Steps = steps; LearningRate = 1e-3 }
    printfn $"{truth}; B = {batch}, ln B = {log (float batch):F2}, {steps} steps, read on fresh pairs; nats"

    let entries = [
        for critic, network, bounds in tables do
            let estimates = truth |> Mi.compareWith options (List.map snd bounds) [ network ]
            printfn $"\n{Mi.table estimates}"

            for (name, _), estimate in List.zip bounds estimates do
                entry $"{name}.{critic}.value" "nat" estimate.Value
                entry $"{name}.{critic}.se" "nat" estimate.StandardError
    ]

    write
        "repro"
        "doe-128"
        (entries
         @ [
             entry "truth" "nat" truth.Information
             entry "steps" "step" (float steps)
             entry "seconds" "s" clock.Elapsed.TotalSeconds
         ])

    0
