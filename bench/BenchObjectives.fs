/// `bench objectives`: a step of each paper's objective, written in the algebra, beside the step of the bottleneck's own training, in turn; the sizes of `bench vib`.
module Vib.Bench.BenchObjectives

open System
open TorchSharp
open Vib
open Vib.Core
open Vib.Bench.BottleneckSteps
open Vib.Bench.Results
open Vib.Bench.Turns

let private decoder = Info.lower (Z, Y) (Decoder.categorical 10)
let private rate = Info.upper (X, Z) Rate.standardNormal
let private critic = Critic.separable
let private climbed method : UpperBound = Info.estimate (X, Z) method |> MinMax.inner 1 |> Bound.trust "a benchmark"

let cases = [
    "vib", maximize (decoder - 1e-3 * rate)
    "squared", maximize (decoder - 1e-3 * Bound.squared rate)
    "constrained", maximize decoder |> Objective.atMost 5.0<nat> rate
    "ceb", minimize (0.1 * Info.upperGiven (X, Z, Y) Rate.backwardEncoder - decoder)
    "nonlinear", maximize (decoder - 1e-3 * Info.upper (X, Z) Rate.leaveOneOut)
    "mine", maximize (decoder - 1e-3 * climbed (Contrast.mine critic))
]

/// An objective's training on the images and with the settings of the bottleneck's.
type private Steps(objective: Objective, threads: int) =
    let data = Observations.Of noise
    let model = new ObjectiveModel(objective, (options threads).ForObjective, (fun variable -> data[variable].Kind), torch.CPU)
    do model.Initialise()
    let run = new ObjectiveRun(model, data)
    let mutable step = 0L

    let once () =
        run.Step step
        step <- step + 1L

    member _.Side: Side =
        fun count ->
            use _ = run.Threads()
            use _ = torch.no_grad ()
            timed once count

    interface IDisposable with
        member _.Dispose() =
            run.Dispose()
            model.Dispose()

let run rounds =
    let load = Machine.say ()
    let threads = 2
    use bottleneck = new BottleneckSteps.Steps(threads)
    let steps = cases |> List.map (fun (name, objective) -> name, new Steps(objective, threads))

    try
        let medians =
            medians rounds Contest.turn (("bottleneck", bottleneck.Side) :: (steps |> List.map (fun (name, steps) -> name, steps.Side)))

        let own = medians["bottleneck"]
        printfn "%-14s %9s %24s" "two threads" "ms" "times the bottleneck's"
        printfn "%-14s %9.3f" "bottleneck" own

        for name, _ in cases do
            printfn "%-14s %9.3f %24.2f" name medians[name] (medians[name] / own)

        write "bench" "objectives" [
            entry "bottleneck.ms" "ms" own
            for name, _ in cases do
                entry $"{name}.ms" "ms" medians[name]
                entry $"{name}.ratio" "ratio" (medians[name] / own)
            entry "load" "processes" load
        ]

        0
    finally
        for _, steps in steps do
            (steps :> IDisposable).Dispose()
