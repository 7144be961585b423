module Vib.Tests.Bench.PeerTests

open System.IO
open Vib.Bench
open Vib.Bench.Peer
open Vib.Tests
open Xunit

/// An interpreter that is a shell script.
let private withInterpreter (lines: string) (action: string -> unit) =
    let folder = Directory.CreateTempSubdirectory "vib-peer-"

    try
        let path = Path.Combine(folder.FullName, "python3")
        File.WriteAllText(path, $"#!/bin/sh\n{lines}\n")
        File.SetUnixFileMode(path, UnixFileMode.UserRead ||| UnixFileMode.UserExecute)
        action path
    finally
        folder.Delete true

let private started python =
    match Peer.Start(python, "step_torch.py") with
    | Ok peer -> peer
    | Error why -> failwith why

let private refused python =
    match Peer.Start(python, "step_torch.py") with
    | Ok _ -> failwith "there should be no peer"
    | Error why ->
        Expect.oneLine why
        why

[<Fact>]
let ``A peer that is absent is said in one line, with what installs it`` () =
    Expect.contains "apt-get install python3-torch" (refused "/nowhere/python3")

    withInterpreter "echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1" (fun python ->
        let why = refused python
        Expect.contains "apt-get install python3-torch" why
        Expect.contains $"{python} has no torch" why)

[<Fact>]
let ``A peer that ends at once for another reason says that reason`` () =
    withInterpreter "echo 'SyntaxError: invalid syntax' >&2; exit 1" (fun python -> Expect.contains "SyntaxError" (refused python))

[<Fact>]
let ``A peer is asked for steps and operators of a job, and its end is an error that says what it said last`` () =
    let answers =
        "echo '{\"torch\": \"1.13.0\", \"gflops\": 54.5}'; read q; test \"$q\" = 'steps 2 30 separable 64' && echo '{\"ms\": 1.5}'"

    let operators =
        "read q; test \"$q\" = 'operators 2 1 separable 64' && echo '{\"operators\": 700}'; read q; echo 'MemoryError' >&2"

    withInterpreter $"{answers}; {operators}" (fun python ->
        use peer = started python
        let job = [ "separable"; "64" ]
        Assert.Equal(("1.13.0", 54.5), (peer.Version, peer.Gflops))
        Assert.Equal(1.5, peer.Side (2, job) 30)
        Assert.Equal(700.0, peer.Operators(2, job))

        match (Assert.Throws<PeerEnded>(fun () -> peer.Side (2, job) 30 |> ignore) :> exn) with
        | PeerEnded message -> Expect.contains "MemoryError" message
        | other -> raise other)

[<Fact>]
let ``JAX that is absent is said as such, and where it is there it has no operators to count`` () =
    withInterpreter "echo \"ModuleNotFoundError: No module named 'jax'\" >&2; exit 1" (fun python ->
        Expect.contains "pip install jax" (refused python))

    withInterpreter "test \"$3\" = cuda:0 && echo '{\"jax\": \"0.11.2\", \"gflops\": 5e4}'; read q; echo '{\"ms\": 0.25}'" (fun python ->
        match Peer.Start(python, "step_jax.py", "cuda:0") with
        | Error why -> failwith why
        | Ok peer ->
            use peer = peer
            let job = [ "separable"; "128"; "64"; "infonce" ]
            Assert.Equal(("JAX 0.11.2", 0.25), (peer.Library, peer.Side (1, job) 200))
            Assert.True(System.Double.IsNaN(peer.Operators(1, job))))

[<Fact>]
let ``A peer that ended at one job is started anew for the next`` () =
    let once =
        "echo '{\"torch\": \"2.11.0\", \"gflops\": 1.0}'; read q; case $q in *good*) echo '{\"ms\": 1.0}' ;; *) exit 1 ;; esac"

    withInterpreter once (fun python ->
        use peer = started python
        Assert.Throws<PeerEnded>(fun () -> peer.Side (1, [ "bad" ]) 1 |> ignore) |> ignore
        Assert.Equal(1.0, peer.Side (1, [ "good" ]) 1))

[<Fact>]
let ``Where PyTorch is installed, every script takes a step of every kind of job`` () =
    let critics = [
        for case in BenchStep.full do
            if case.Batch = 64 && case.Replicates = 8 && case.Threads = 1 then
                (BenchStep.job case).Words
    ]

    let scripts = [
        for variant in [ ""; "_tuned" ] do
            $"step_torch{variant}.py", critics
            $"vib_torch{variant}.py", [ (BenchVib.job 1).Words ]
    ]

    for script, jobs in scripts do
        match Peer.Start(python, script) with
        | Error why -> Assert.Skip why
        | Ok peer ->
            use peer = peer

            for words in jobs do
                Assert.InRange(peer.Side (1, words) 1, 1e-3, 1e5)
                Assert.InRange(peer.Operators(1, words), 100.0, 1e5)
