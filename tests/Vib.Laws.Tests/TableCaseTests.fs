module Vib.Laws.Tests.TableCaseTests

open Vib
open Vib.Laws
open Xunit

let private case = { XValues = 3; YValues = 2; Coupling = 1.0; Uneven = true; Seed = 7 }

[<Fact>]
let ``Without coupling the variables are independent, with it they are not`` () =
    Expect.close 1e-15 0.0 (float (TableCase.joint { case with Coupling = 0.0 }).Information)
    Assert.True((TableCase.joint case).Information > 0.01<nat>)

[<Fact>]
let ``Margins are even where nothing else is said`` () =
    let table = TableCase.joint { case with Coupling = 0.0; Uneven = false }
    Assert.All(table.OfX, fun p -> Expect.close 1e-15 (1.0 / 3.0) p)
    Assert.False((TableCase.joint case).OfX |> Array.forall (fun p -> abs (p - 1.0 / 3.0) < 0.01))

[<Fact>]
let ``The same case is the same table, another seed another one`` () =
    Assert.Equal<float>(Seq.cast<float> (TableCase.joint case).Probability, Seq.cast<float> (TableCase.joint case).Probability)
    Assert.NotEqual<float>(Seq.cast<float> (TableCase.joint case).Probability, Seq.cast<float> (TableCase.joint { case with Seed = 8 }).Probability)

[<Fact>]
let ``A channel's rows sum to one; without coupling it lets nothing through`` () =
    let channel = TableCase.channel 3 2.0 case
    Assert.Equal((2, 3), (channel.GetLength 0, channel.GetLength 1))

    for i in 0..1 do
        Expect.close 1e-15 1.0 (Array.sum channel[i, *])

    Assert.All(Seq.cast<float>(TableCase.channel 3 0.0 case), fun p -> Expect.close 1e-15 (1.0 / 3.0) p)

[<Fact>]
let ``Simplifying ends`` () = Expect.simplifies Generate.tables

[<Fact>]
let ``In words it says its probabilities and its information`` () =
    let words = TableCase.describe { case with XValues = 2; Coupling = 0.0; Uneven = false }
    Assert.Equal("x and y with p = [0.25 0.25; 0.25 0.25] (coupling 0, seed 7), I = 0 nat", words)
