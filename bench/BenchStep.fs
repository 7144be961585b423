/// `bench step`: a critic's training step beside the same step in PyTorch, on as many threads, in turn; on a device beside PyTorch and JAX there.
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
                        let case = {
                            separable64 with
                                Network = network
                                Objective = objective
                                Batch = batch
                                Replicates = replicates
                                Threads = threads
                        }

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

/// What a device has goals for: one critic, many beside each other, the small step and the one on all pairs.
let onDevice place =
    let separable128 = { separable64 with Batch = 128; Place = place }

    [
        separable128
        { separable128 with Replicates = 64 }
        { separable64 with Place = place }
        { separable64 with Network = Concatenated; Place = place }
        { separable128 with Replicates = 8 }
        { separable128 with Replicates = 256 }
    ]

/// The layers in the middle make the floor: 256 by 256, and rows in hundreds.
let private shape = Flops.product Flops.hidden Flops.hidden Flops.hidden

let job case = {
    Name = name case
    Words = [ networkName case; string case.Batch; string case.Replicates; objectiveName case ]
    Threads = case.Threads
    Place = case.Place
    Flops = flops case
    Shape = shape
}

let private measure rounds peers case =
    use steps = new Steps(case)
    let measured = run rounds peers (job case) steps.Side
    Place.sayRefusal steps.Refusal
    measured

/// Eight replicates of a small step over one, on as many threads: below eight where they share what one leaves idle.
let private eightOverOne rounds threads =
    use one = new Steps({ separable64 with Threads = threads })
    use eight = new Steps({ separable64 with Threads = threads; Replicates = 8 })
    let medians = Turns.medians rounds turn [ "one", one.Side; "eight", eight.Side ]
    let ratio = medians["eight"] / medians["one"]
    printfn $"eight replicates of separable.b64 take {ratio:F2} times one's time on as many threads, {threads}"
    entry (if threads = 1 then "separable.b64.r8_over_r1.t1" else "separable.b64.r8_over_r1") "ratio" ratio

/// Sixty-four replicates over one, on a device that has room for them: what was measured of both.
let private sixtyFourOverOne place (measured: Entry list) =
    let ms replicates =
        let case = { separable64 with Batch = 128; Replicates = replicates; Place = place }
        measured |> List.tryFind (fun entry -> entry.Name = $"{name case}.ms")

    match ms 64, ms 1 with
    | Some many, Some one ->
        let ratio = many.Value / one.Value
        printfn $"sixty-four replicates of separable.b128 take {ratio:F2} times one's time"
        [ entry $"separable.b128.r64_over_r1.{Place.suffix place 1}" "ratio" ratio ]
    | _ -> []

let options = [ "--cases"; "--rounds"; Place.option ]

/// Where a command line wants to compute, the cases that it asks for, and how many rounds of them.
let planOn arguments =
    let whole, rest = flag "--full" arguments
    let options = parse options rest
    let place = Place.ofOptions options

    if whole && place.Named then
        misuse "--full is the grid of the CPU's threads; a device has cases of its own."

    let all =
        if place.Named then onDevice place
        elif whole then full
        else usual

    place, chosen "--cases" (all |> List.map (fun case -> name case, case)) options |> List.map snd, count "--rounds" 7 options

/// The cases that a command line asks for, and how many rounds of them.
let plan arguments =
    let _, cases, rounds = planOn arguments
    cases, rounds

let run (place, cases, rounds) =
    let load = Machine.sayOf place

    withPeersOn place (peersOf place "step") (fun peers ->
        header ()
        let file = if place.Named then $"step-{Place.suffix place 1}" else "step"

        // What is measured is kept at once: time on a device is lent, and may be over before the last case.
        let measured =
            ([], cases)
            ||> List.fold (fun before case ->
                let all = before @ measure rounds peers case
                writeTo (IO.Path.Combine(folder "bench", $"{file}.json")) all |> ignore
                all)

        let ratios = if place.Named then sixtyFourOverOne place measured else [ 2; 1 ] |> List.map (eightOverOne rounds)

        write "bench" file (measured @ ratios @ [ entry "load" "processes" load ]))

    0
