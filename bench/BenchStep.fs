/// `bench step`: milliseconds per separable InfoNCE step, beside the same step in plain PyTorch, one thread each, taking turns.
module Vib.Bench.BenchStep

open System
open System.Diagnostics
open TorchSharp
open Vib.Bench.CriticSteps
open Vib.Bench.Peer
open Vib.Bench.Results

let private rounds, perRound, warmUp = 7, 400, 400

let private median numbers =
    let sorted = List.sort numbers
    sorted[sorted.Length / 2]

let private ours (steps: Steps) count =
    let clock = Stopwatch.StartNew()
    steps.Take count
    clock.Elapsed.TotalMilliseconds / float count

let private measure (peer: Peer option) batch =
    use steps = new Steps(batch)
    let theirs count = peer |> Option.map (fun peer -> peer.Take(batch, count))
    ours steps warmUp |> ignore
    theirs warmUp |> ignore
    let turns = [ for _ in 1..rounds -> ours steps perRound, theirs perRound ]
    let ms, peerMs = turns |> List.map fst |> median, turns |> List.choose snd
    let name part = $"separable.b{batch}.r1.t1.{part}"

    match peerMs with
    | [] ->
        printfn $"B = {batch, 3}   Vib {ms:F3} ms"
        [ entry (name "ms") "ms" ms ]
    | _ ->
        let theirs = median peerMs
        printfn $"B = {batch, 3}   Vib {ms:F3} ms   PyTorch {theirs:F3} ms   {theirs / ms:F2} times as fast, {ms / theirs:F2} of its time"
        [ entry (name "ms") "ms" ms; entry (name "peer_ms") "ms" theirs; entry (name "speedup") "ratio" (theirs / ms) ]

let run () =
    let threads = torch.get_num_threads ()
    torch.set_num_threads 1

    try
        let peer =
            match Peer.Start() with
            | Ok peer ->
                printfn $"a separable InfoNCE step, d = 20, one thread; medians of {rounds} × {perRound} steps; PyTorch {peer.Version} takes turns"
                Some peer
            | Error why ->
                printfn $"no peer to compare with: {why}"
                None

        let entries = [ 64; 128 ] |> List.collect (measure peer)
        peer |> Option.iter (fun peer -> (peer :> IDisposable).Dispose())
        write "bench" "step" entries
        0
    finally
        torch.set_num_threads threads
