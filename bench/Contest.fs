/// Vib, plain PyTorch and a tuned one on the same job, in turn, with the machine's matrix product beside them.
module Vib.Bench.Contest

open System
open Vib.Bench.Flops
open Vib.Bench.Peer
open Vib.Bench.Results
open Vib.Bench.Sgemm
open Vib.Bench.Turns

/// What is measured: the words that name it to a peer, where it runs, and the shape whose rate makes its floor.
type Job = { Name: string; Words: string list; Threads: int; Place: Place.Place; Flops: float; Shape: Product }

/// A device's rate is that of a product that fills it: small ones are launches, and no floor.
let private roof = product 4096 4096 4096

let private shape job = if Place.isCuda job.Place then roof else job.Shape

/// PyTorch as a user writes it, `peer`, and `tuned`; on a device `jax` too; those that are there.
type Peers = (string * Peer) list

/// Seconds of a turn: on a device more than 200 steps of whatever takes less than 1.75 ms.
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

            if Double.IsFinite rival.Operators then
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

let private columns = sprintf "%-27s %9s %9s %9s %9s %7s %7s %7s %6s %8s %7s %6s %6s"

let header () =
    printfn "%s" (columns "ms per step" "Vib" "PyTorch" "tuned" "JAX" "times" "tuned" "JAX" "floor" "GFLOP/s" "bytes" "ops" "tuned")

let private print name (outcome: Outcome) =
    let of' peer show = outcome.Rivals |> Map.tryFind peer |> Option.map show |> Option.defaultValue "–"

    let ms (rival: Rival) = $"{rival.Ms:F3}"
    let times (rival: Rival) = $"{speedup outcome.Ms rival.Ms:F2}"
    let operators rival = $"{rival.Operators:F0}"
    let floor, rate, bytes = $"{100.0 * floorReached outcome:F0} %%", $"{outcome.Gflops:F0}", $"{outcome.Allocated:F0}"

    let line =
        columns
            name
            $"{outcome.Ms:F3}"
            (of' "peer" ms)
            (of' "tuned" ms)
            (of' "jax" ms)
            (of' "peer" times)
            (of' "tuned" times)
            (of' "jax" times)
            floor
            rate
            bytes

    printfn "%s" (line (of' "peer" operators) (of' "tuned" operators))

/// The peers that can take a step of the job on this device; what stops another is said.
let private able (peers: Peers) (job: Job) =
    let takesAStep (name, peer: Peer) =
        try
            peer.Side (job.Threads, job.Words) 1 |> ignore
            true
        with PeerEnded message when job.Place.Named ->
            printfn $"{name}: left out of {job.Name}; {message}"
            false

    peers |> List.filter takesAStep

/// Measures, prints a line, and gives the entries.
let run rounds (peers: Peers) (job: Job) (ours: Side) =
    let peers = able peers job
    use sgemm = new SgemmOn(job.Place, shape job, job.Threads)
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

/// Starts the scripts on a device, or on cores; says in one line each what is compared with, or why it is not.
let withPeersOn (place: Place.Place) (scripts: (string * string) list) (work: Peers -> 'a) =
    let start (name, script) =
        match Peer.Start(python, script, place.Name) with
        | Ok peer ->
            let where = if Place.isCuda place then $"on {place.Name}, in float32" else "on one thread"
            printfn $"{name}: {peer.Library}, {script}; its matrix product reaches {peer.Gflops:F0} GFLOP/s {where}"
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

let withPeers scripts work = withPeersOn Place.cores scripts work

/// The peers of a benchmark: PyTorch plain and tuned, and where a device is named JAX.
let peersOf (place: Place.Place) name = [
    "peer", $"{name}_torch.py"
    "tuned", $"{name}_torch_tuned.py"
    if place.Named then
        "jax", $"{name}_jax.py"
]
