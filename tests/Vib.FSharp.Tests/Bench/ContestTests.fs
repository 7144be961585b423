module Vib.Tests.Bench.ContestTests

open Vib.Bench
open Vib.Bench.Contest
open Vib.Bench.Results
open Vib.Tests
open Xunit

let private outcome = {
    Ms = 2.0
    Flops = 1e8
    Gflops = 100.0
    Allocated = 0.0
    Rivals = Map [ "peer", { Ms = 5.0; Operators = 700.0 }; "tuned", { Ms = 3.0; Operators = 600.0 } ]
}

let private value name entries = entries |> List.find (fun entry -> entry.Name = name) |> _.Value

[<Fact>]
let ``Entries are named after the job and say times, ratios and the part of the floor`` () =
    let entries = entries "separable.b64.r1.t1" outcome
    let value part = value $"separable.b64.r1.t1.{part}" entries
    Assert.Equal((2.0, 5.0, 3.0), (value "ms", value "peer_ms", value "tuned_ms"))
    Assert.Equal((2.5, 1.5), (value "speedup", value "tuned_speedup"))
    Assert.Equal(0.5, value "floor", 12) // 1e8 flops at 100 GFLOP/s are 1 ms
    Assert.Equal((0.0, 700.0, 600.0), (value "allocated", value "peer_operators", value "tuned_operators"))

[<Fact>]
let ``A job without a name has entries of one word`` () = Assert.Equal(2.5, entries "" outcome |> value "speedup")

[<Fact>]
let ``Without peers there are Vib's own entries and no others`` () =
    let names = entries "t1" { outcome with Rivals = Map.empty } |> List.map _.Name

    Assert.Equal<string list>([ "t1.ms"; "t1.floor"; "t1.gflops"; "t1.allocated" ], names)

[<Fact>]
let ``A rival that counts no operators has no entry for them`` () =
    let names = entries "cuda" { outcome with Rivals = Map [ "jax", { Ms = 3.0; Operators = nan } ] } |> List.map _.Name
    Assert.Equal<string list>([ "cuda.ms"; "cuda.jax_ms"; "cuda.jax_speedup"; "cuda.floor"; "cuda.gflops"; "cuda.allocated" ], names)

[<Fact>]
let ``A machine that is not quiet is said in one line, and a quiet one is not mentioned`` () =
    Machine.warning 3.0 |> Option.iter Expect.oneLine
    Assert.Equal((true, false, false), ((Machine.warning 3.0).IsSome, (Machine.warning 0.2).IsSome, (Machine.warning nan).IsSome))

[<Fact>]
let ``The product's rate is that of all threads together`` () =
    use sgemm = new Sgemm.Sgemm(Flops.product 100 200 50, 2)
    Assert.Equal(2.0 * 2e6 / 1e6 / 0.5, sgemm.Rate 0.5, 9) // two products of 2 · 10⁶ flops in half a millisecond
    Assert.InRange(sgemm.Side 10, 1e-4, 1e3)

[<Fact>]
let ``Vib is measured alone where there is no peer`` () =
    let case = { CriticSteps.separable64 with Threads = 2; Replicates = 8; Objective = CriticSteps.Nwj }
    use steps = new CriticSteps.Steps(case)
    let measured = run 1 [] (BenchStep.job case) steps.Side
    Assert.InRange(value "separable.b64.r8.t2.nwj.ms" measured, 1e-2, 1e4)
    Assert.InRange(value "separable.b64.r8.t2.nwj.allocated" measured, 0.0, 1e6)

[<Fact>]
let ``A bottleneck's turn gives the milliseconds of a step`` () =
    use steps = new BottleneckSteps.Steps(1)
    Assert.InRange(steps.Side 1, 1e-1, 1e4)
