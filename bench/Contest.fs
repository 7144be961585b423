/// Vib, plain PyTorch and a tuned one on the same job, in turn, with the machine's matrix product beside them.
module Vib.Bench.Contest

open System
open Vib.Bench.Flops
open Vib.Bench.Peer
open Vib.Bench.Results
open Vib.Bench.Sgemm
open Vib.Bench.Turns

/// What is measured: the words that name it to a peer, and the shape whose rate makes its floor.
type Job = { Name: string; Words: string list; Threads: int; Flops: float; Shape: Product }

/// PyTorch as a user writes it, `peer`, and `tuned`; those that are there.
type Peers = (string * Peer) list

/// Seconds of a turn.
let turn = 0.35

type Rival = { Ms: float; Operators: float }

/// What a step took, and those of the peers by their names; what the machine's product reached, GFLOP/s.
type Outcome = { Ms: float; Flops: float; Gflops: float; Allocated: float; Rivals: Map<string, Rival> }

/// The part of the measured time that the step's matrix products alone would take, all threads at work.
let floorReached (outcome: Outcome) = outcome.Flops / (outcome.Gflops * 1e6) / outcome.Ms

/// Entries NAME.ms, NAME.peer_ms, …; of a job without a name, ms, peer_ms, ….
let entries name (outcome: Outcome) =
    let entry part unit value = entry (if name = "" then part else $"{name}.{part}") unit value

    [
        entry "ms" "ms" outcome.Ms
        for KeyValue(peer, rival) in outcome.Rivals do
            entry $"{peer}_ms" "ms" rival.Ms
            entry (if peer = "peer" then "speedup" else $"{peer}_speedup") "ratio" (speedup outcome.Ms rival.Ms)
            entry $"{peer}_operators" "operators" rival.Operators
        entry "floor" "fraction" (floorReached outcome)
        entry "gflops" "GFLOP/s" outcome.Gflops
        entry "allocated" "B" outcome.Allocated
    ]

/// Managed memory that a step allocates, on all threads.
let private allocated (ours: Side) ms =
    let steps = min 20 (stepsIn turn ms)
    let before = GC.GetTotalAllocatedBytes true
    ours steps |> ignore
    let all = GC.GetTotalAllocatedBytes true - before
    let before = GC.GetTotalAllocatedBytes true
    ours 0 |> ignore // what a turn allocates whatever its length
    float (all - (GC.GetTotalAllocatedBytes true - before)) / float steps

let private columns = sprintf "%-27s %9s %9s %9s %7s %7s %6s %8s %7s %6s %6s"

let header () = printfn "%s" (columns "ms per step" "Vib" "PyTorch" "tuned" "times" "tuned" "floor" "GFLOP/s" "bytes" "ops" "tuned")

let private print name (outcome: Outcome) =
    let of' peer show = outcome.Rivals |> Map.tryFind peer |> Option.map show |> Option.defaultValue "–"

    let ms (rival: Rival) = $"{rival.Ms:F3}"
    let times (rival: Rival) = $"{speedup outcome.Ms rival.Ms:F2}"
    let operators rival = $"{rival.Operators:F0}"
    let floor, rate, bytes = $"{100.0 * floorReached outcome:F0} %%", $"{outcome.Gflops:F0}", $"{outcome.Allocated:F0}"

    let line =
        columns name $"{outcome.Ms:F3}" (of' "peer" ms) (of' "tuned" ms) (of' "peer" times) (of' "tuned" times) floor rate bytes

    printfn "%s" (line (of' "peer" operators) (of' "tuned" operators))

/// Measures, prints a line, and gives the entries.
let run rounds (peers: Peers) (job: Job) (ours: Side) =
    use sgemm = new Sgemm(job.Shape, job.Threads)
    let theirs = peers |> List.map (fun (name, peer) -> name, peer.Side(job.Threads, job.Words))
    let medians = medians rounds turn ([ "vib", ours; "sgemm", sgemm.Side ] @ theirs)

    let rival (name, peer: Peer) = name, { Ms = medians[name]; Operators = peer.Operators(job.Threads, job.Words) }

    let outcome = {
        Ms = medians["vib"]
        Flops = job.Flops
        Gflops = sgemm.Rate medians["sgemm"]
        Allocated = allocated ours medians["vib"]
        Rivals = peers |> List.map rival |> Map.ofList
    }

    print (if job.Name = "" then $"{job.Threads} threads" else job.Name) outcome
    entries job.Name outcome

/// Starts the scripts; says in one line each what is compared with, or why it is not.
let withPeers (scripts: (string * string) list) (work: Peers -> 'a) =
    let start (name, script) =
        match Peer.Start(python, script) with
        | Ok peer ->
            printfn $"{name}: PyTorch {peer.Version}, {script}; its matrix product reaches {peer.Gflops:F0} GFLOP/s on one thread"
            Some(name, peer)
        | Error why ->
            printfn $"{name}: left out; {why}"
            None

    let peers = scripts |> List.choose start

    try
        work peers
    finally
        for _, peer in peers do
            (peer :> IDisposable).Dispose()
