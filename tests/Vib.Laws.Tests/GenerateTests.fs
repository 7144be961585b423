module Vib.Laws.Tests.GenerateTests

open FsCheck.FSharp
open Vib.Laws
open Xunit

let private sample generator = generator |> Arb.toGen |> Gen.sampleWithSeed (FsCheck.Rnd(1UL, 3UL)) 0 500

[<Fact>]
let ``Scores of every kind come, large and small`` () =
    let cases = sample Generate.scores
    Assert.Equal(6, cases |> Array.distinctBy _.Kind |> Array.length)
    Assert.Equal<int>([| 2..8 |], cases |> Array.map _.Batch |> Array.distinct |> Array.sort)
    Assert.Contains(300.0, cases |> Array.map _.Scale)
    Assert.All(sample Generate.mildScores, fun case -> Assert.InRange(abs case.Scale, 0.0, 10.0))

[<Fact>]
let ``Tables come independent and not`` () =
    let cases = sample Generate.tables
    Assert.InRange(cases |> Array.filter (fun case -> case.Coupling = 0.0) |> Array.length, 50, 150)
    Assert.Equal(4, cases |> Array.distinctBy (fun case -> case.XValues, case.YValues) |> Array.length)

[<Fact>]
let ``FsCheck's size changes nothing`` () =
    let at size = Generate.tables |> Arb.toGen |> Gen.sampleWithSeed (FsCheck.Rnd(1UL, 3UL)) size 20
    Assert.Equal<TableCase>(at 0, at 100)
