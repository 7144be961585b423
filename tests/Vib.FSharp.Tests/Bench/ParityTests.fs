module Vib.Tests.Bench.ParityTests

open Vib.Bench
open Vib.Bench.Parity
open Vib.Tests
open Xunit

/// A device's way on the CPU, its steps recorded.
let private here = fst (plan [])

[<Fact>]
let ``What a device computes is what the CPU computes by hand: every bound, a trained critic, codes with noise, states, a constraint`` () =
    let wanted = [
        "InfoNCE, separable"
        "MINE, bilinear"
        "deep VIB"
        "categorical decoder, no noise"
        "uniform rate, relaxed"
        "constraint"
    ]

    let bounds = ParityCases.bounds |> List.map _.Name
    let found = compare here (fun name -> List.contains name (wanted @ bounds))
    let names = found |> List.map _.Name |> List.distinct
    Assert.Equal<string list>(List.sort (bounds @ wanted), List.sort names)
    Assert.All(found, (fun finding -> Assert.True(finding.Apart <= finding.Allowed, $"{finding}")))

[<Fact>]
let ``Every bound is compared, and every critic with one of them at least`` () =
    let trained = [
        for bound in ParityCases.bounds do
            for critic, _ in ParityCases.critics do
                if (ParityCases.suited bound critic).IsSome then
                    critic.Name
    ]

    Assert.Equal<string list>(ParityCases.critics |> List.map (fun (critic, _) -> critic.Name) |> List.sort, trained |> List.distinct |> List.sort)
    Assert.True(ParityCases.bounds.Length >= 20)

[<Fact>]
let ``Other numbers are apart, and so is what is no number on one side`` () =
    Assert.Equal(0.1, relative [| 3.0; 4.0 |] [| 3.3; 4.4 |], 12)
    Assert.Equal(0.0, relative [| 0.0 |] [| 0.0 |])
    Assert.True(agrees { Name = ""; What = ""; Apart = relative [| 0.0 |] [| 0.0 |]; Allowed = 0.0; Unit = "" })

    for numbers in
        [
            relative [| 1.0 |] [| nan |]
            relative [| 1.0 |] [| 1.0; 1.0 |]
            furthest [| 1.0 |] [| nan |]
            furthest [||] [||]
            furthest [| nan |] [| 1.0 |]
        ] do
        Assert.False(agrees { Name = ""; What = ""; Apart = numbers; Allowed = 1e-3; Unit = "" })

    Assert.Equal(0.5, furthest [| 1.0; 3.0 |] [| 2.0; 3.0 |])
    Assert.Equal(0.0, furthest [| nan; 1.0 |] [| nan; 1.0 |])
    // means 1 ± 0 and 2 ± 0, less what rounding may do
    Assert.True(apart ([| [| 1.0; 1.0 |] |], [| [| 2.0; 2.0 |] |]) > 5.0)

[<Fact>]
let ``A name that nothing has is refused`` () =
    Assert.Throws<Arguments.Misuse>(fun () -> plan [ "--cases"; "no such thing" ] |> ignore) |> ignore
    Assert.Equal("cpu", (fst (plan [])).Name)
