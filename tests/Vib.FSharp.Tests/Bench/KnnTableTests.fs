module Vib.Tests.Bench.KnnTableTests

open Vib
open Vib.Bench
open Vib.Tests
open Xunit

[<Fact>]
let ``Every family shares what it is asked to`` () =
    for name, source in KnnTable.families do
        for dimension in 1..3 do
            for nats in [ 1.0; 5.0; 10.0 ] do
                match source dimension nats with
                | Some truth -> Expect.close (1e-9 + 2.3e-16 * exp (2.0 * nats)) nats truth.Information // ρ rounded by ε/2 moves I by that over 1 − ρ²
                | None -> Assert.Equal("student-3", name)

[<Fact>]
let ``Student's t is left out where it shares more without correlation`` () =
    Assert.True((KnnTable.studentWith 1 0.04).IsNone) // 0.042411 nat at ν = 3
    Assert.True((KnnTable.studentWith 1 0.05).IsSome)

[<Fact>]
let ``A uniform with uniform noise is found on both sides of its bend`` () =
    for nats in [ 1e-6; 0.4; 0.6; 8.0 ] do
        Expect.close (1e-9 * max 1.0 nats) nats (float (Truth.information (KnnTable.uniformWith nats)))

[<Fact>]
let ``Published rows are of families and estimators that there are`` () =
    for KeyValue((family, estimator), row) in KnnTable.published do
        Assert.Contains(family, KnnTable.families |> List.map fst)
        Assert.Contains(estimator, KnnTable.estimators |> List.map (fun (name, _, _) -> name))
        Assert.True(row |> Map.forall (fun nats _ -> nats >= 0 && nats <= 10))
