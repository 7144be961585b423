module Vib.Laws.Tests.TableLawsTests

open Vib.Laws
open Xunit

[<Fact>]
let ``What is tight is so at its own critic only`` () =
    Expect.holds (Laws.tight Formulas.rightNwj) |> ignore
    Expect.broken (Laws.tight (Estimator.tightAt 0.0 Formulas.rightNwj)) |> ignore
    Expect.broken (Laws.tight Formulas.rightInfoNce) |> ignore

[<Fact>]
let ``At independence the best critic says nothing, and so does the bound`` () =
    Expect.holds (Laws.independence Formulas.rightInfoNce) |> ignore

    let found =
        Formulas.ofScores "no ln B" (fun s -> Formulas.infoNce s - log (Formulas.number s))
        |> Laws.independence
        |> Expect.broken

    Expect.close 1e-12 -(log 2.0) found.Came

[<Fact>]
let ``Along a chain what is read falls; what is turned round rises`` () =
    Expect.holds (Laws.dataProcessing Formulas.rightInfoNce) |> ignore
    Formulas.ofScores "minus" (fun s -> -(Formulas.infoNce s)) |> Laws.dataProcessing |> Expect.broken |> ignore

[<Fact>]
let ``Blocks add up where a bound is tight; a constant would be counted once for two`` () =
    Expect.holds (Laws.additivity Formulas.rightNwj) |> ignore

    let found =
        Formulas.ofScores "more" (fun s -> Formulas.nwj s + 1.0) |> Estimator.tightAt 1.0 |> Laws.additivity |> Expect.broken

    Expect.close 1e-9 -1.0 (found.Came - found.Limit)
