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

let private outcome: Contest.Outcome = { Ms = 2.0; Flops = 1e8; Gflops = 100.0; Allocated = 0.0; Rivals = Map.empty }

[<Fact>]
let ``On a device there are cases of its own, named after it, and no threads`` () =
    let place, cases, rounds = BenchStep.planOn [ "--device"; "cpu"; "--cases"; @"b128\.r(1|64)\." ]
    Assert.Equal((("cpu", true), 7), ((place.Name, place.Named), rounds))
    Assert.Equal<string list>([ "separable.b128.r1.cpu"; "separable.b128.r64.cpu" ], cases |> List.map name)
    Assert.Equal("cuda.ms", (Contest.entries (Place.suffix { place with Device = TorchSharp.torch.device "cuda" } 1) outcome).Head.Name)
    Assert.Equal("cpu", (BenchVib.jobOn place 1).Name)
    Assert.Equal(("peer", "step_torch.py"), (Contest.peersOf place "step").Head)
    Assert.Contains(("jax", "step_jax.py"), Contest.peersOf place "step")
    Assert.DoesNotContain(("jax", "vib_jax.py"), Contest.peersOf Place.cores "vib")

[<Fact>]
let ``A grid of threads on a device is refused`` () =
    Assert.Throws<Arguments.Misuse>(fun () -> BenchStep.planOn [ "--full"; "--device"; "cpu" ] |> ignore)
