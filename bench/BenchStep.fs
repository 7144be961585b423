/// `bench step`: a critic's training step beside the same step in PyTorch, on as many threads, in turn.
module Vib.Bench.BenchStep

open System
open Vib.Bench.Arguments
open Vib.Bench.Contest
open Vib.Bench.CriticSteps
open Vib.Bench.Results

/// More arithmetic than this takes a peer half a minute a step, and its replicates more memory than most machines have.
let private mostFlops = 2e11

let full = [
    for network in [ Separable; Concatenated ] do
        for batch in [ 64; 128; 512 ] do
            for replicates in [ 1; 8; 64 ] do
                for threads in [ 1; 2 ] do
                    for objective in [ InfoNce; Nwj; Mine ] do
                        let case = { Network = network; Objective = objective; Batch = batch; Replicates = replicates; Threads = threads }

                        if flops case <= mostFlops then
                            case
]

/// What a change of the engine shows in: a few minutes.
let usual =
    let concatenated = { separable64 with Network = Concatenated; Threads = 2 }

    [
        separable64
        { separable64 with Objective = Nwj }
        { separable64 with Objective = Mine }
        { separable64 with Batch = 128 }
        { separable64 with Batch = 512 }
        { separable64 with Threads = 2 }
        { separable64 with Replicates = 8 }
        { separable64 with Replicates = 8; Threads = 2 }
        { separable64 with Batch = 128; Replicates = 8; Threads = 2 }
        { separable64 with Replicates = 64; Threads = 2 }
        { concatenated with Threads = 1 }
        concatenated
        { concatenated with Batch = 128 }
    ]

/// The layers in the middle make the floor: 256 by 256, and rows in hundreds.
let private shape = Flops.product Flops.hidden Flops.hidden Flops.hidden

let job case = {
    Name = name case
    Words = [ networkName case; string case.Batch; string case.Replicates; objectiveName case ]
    Threads = case.Threads
    Flops = flops case
    Shape = shape
}

let private measure rounds peers case =
    use steps = new Steps(case)
    run rounds peers (job case) steps.Side

/// Eight replicates of a small step over one, on as many threads: below eight where they share what one leaves idle.
let private eightOverOne rounds threads =
    use one = new Steps({ separable64 with Threads = threads })
    use eight = new Steps({ separable64 with Threads = threads; Replicates = 8 })
    let medians = Turns.medians rounds turn [ "one", one.Side; "eight", eight.Side ]
    let ratio = medians["eight"] / medians["one"]
    printfn $"eight replicates of separable.b64 take {ratio:F2} times one's time on as many threads, {threads}"
    entry (if threads = 1 then "separable.b64.r8_over_r1.t1" else "separable.b64.r8_over_r1") "ratio" ratio

let options = [ "--cases"; "--rounds" ]

/// The cases that a command line asks for, and how many rounds of them.
let plan arguments =
    let whole, rest = flag "--full" arguments
    let options = parse options rest
    let cases = (if whole then full else usual) |> List.map (fun case -> name case, case)
    chosen "--cases" cases options |> List.map snd, count "--rounds" 7 options

let run (cases, rounds) =
    let load = Machine.say ()

    withPeers [ "peer", "step_torch.py"; "tuned", "step_torch_tuned.py" ] (fun peers ->
        header ()
        let measured = cases |> List.collect (measure rounds peers)
        let ratios = [ 2; 1 ] |> List.map (eightOverOne rounds)
        write "bench" "step" (measured @ ratios @ [ entry "load" "processes" load ]))

    0
