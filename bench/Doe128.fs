/// Much information in many dimensions from small batches  (McAllester and Stratos 2020, table 1): d = 128, ρ = 0.5, 18.41 nat, batches of 128, 3 000 steps.
/// There each number is the best of 100 random configurations by its distance to the true information, which nobody has who needs an estimate. Here one configuration, the
/// library's own with Adam at 1e-3, chosen before any result was seen; nothing is selected.
module Vib.Bench.Doe128

open System.Diagnostics
open Vib
open Vib.Core
open Vib.Bench.Results

let estimators: (string * Bound * CriticOptions) list = [
    "dv", Bound.donskerVaradhan, Critic.separable
    "mine", Bound.mine 0.01, Critic.separable
    "nwj", Bound.nwj, Critic.separable
    "js", Bound.jensenShannon, Critic.separable
    "js-legacy", Bound.legacyJsNwj, Critic.separable
    "infonce", Bound.infoNce, Critic.separable
    "ialpha-0.01", Bound.interpolated 0.01, Critic.separable
    "ialpha-0.5", Bound.interpolated 0.5, Critic.separable
    "doe-gaussian", Bound.differenceOfEntropies, Critic.gaussianConditional
    "doe-logistic", Bound.differenceOfEntropies, Critic.logisticConditional
]

let run steps =
    let clock = Stopwatch.StartNew()
    let truth = Truth.correlated 128 0.5
    let options = { Mi.defaults with Batch = 128; Steps = steps; LearningRate = 1e-3 }
    printfn $"{truth}; B = 128, ln B = {log 128.0:F2}, {steps} steps, one configuration, read on fresh pairs; nats"

    let entries = [
        for name, bound, critic in estimators do
            let estimate = truth |> Mi.estimateWith options bound critic
            printfn $"{estimate}"
            entry $"{name}.value" "nat" estimate.Value
            entry $"{name}.se" "nat" estimate.StandardError
    ]

    write
        "repro"
        "doe-128"
        (entries @ [ entry "truth" "nat" truth.Information; entry "steps" "step" (float steps); entry "seconds" "s" clock.Elapsed.TotalSeconds ])

    0
