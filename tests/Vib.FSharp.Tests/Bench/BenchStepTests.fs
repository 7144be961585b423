module Vib.Tests.Bench.BenchStepTests

open Vib.Bench
open Vib.Bench.CriticSteps
open Xunit

[<Fact>]
let ``Cases are named after critic, batch, replicates and threads, and after the bound where it is not InfoNCE`` () =
    let names = [
        { separable64 with Batch = 512 }
        { separable64 with Replicates = 8; Threads = 2 }
        { separable64 with Network = Concatenated; Threads = 2; Objective = Mine }
    ]

    Assert.Equal<string list>([ "separable.b512.r1.t1"; "separable.b64.r8.t2"; "concat.b64.r1.t2.mine" ], names |> List.map name)

[<Fact>]
let ``The usual cases hold those that have a goal, and are part of the whole grid, which names each case once`` () =
    let usual, full = BenchStep.usual |> List.map name, BenchStep.full |> List.map name

    for goal in [ "separable.b64.r1.t1"; "separable.b128.r1.t1"; "separable.b64.r8.t2"; "concat.b64.r1.t2" ] do
        Assert.Contains(goal, usual)

    Assert.Empty(List.except full usual)
    Assert.Equal<string list>(List.distinct full, full)
    Assert.Contains("concat.b512.r1.t2.nwj", full)

[<Fact>]
let ``A peer is told critic, batch, replicates and bound; flops are those of all replicates`` () =
    let job = BenchStep.job { separable64 with Replicates = 8; Objective = Nwj }
    Assert.Equal<string list>([ "separable"; "64"; "8"; "nwj" ], job.Words)
    Assert.Equal(8.0 * Flops.separable 64, job.Flops)

[<Fact>]
let ``A command line chooses cases by name, and how many rounds`` () =
    let cases, rounds = BenchStep.plan [ "--rounds"; "3"; "--full"; "--cases"; @"^concat\.b64\.r1\.t2\.nwj$" ]
    Assert.Equal<string list>([ "concat.b64.r1.t2.nwj" ], cases |> List.map name)
    Assert.Equal(3, rounds)
    Assert.Equal((BenchStep.usual, 7), BenchStep.plan [])

[<Fact>]
let ``A bottleneck's two threads stand in the file without a name, and one thread as t1`` () =
    Assert.Equal(("", "t1"), ((BenchVib.job 2).Name, (BenchVib.job 1).Name))
