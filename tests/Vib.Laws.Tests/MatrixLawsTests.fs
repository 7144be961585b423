module Vib.Laws.Tests.MatrixLawsTests

open System
open Vib
open Vib.Laws
open Xunit

let private ceiling batch = log (float batch) * 1.0<nat>

[<Fact>]
let ``InfoNCE stays below ln B, and above a thousandth less it does not`` () =
    Expect.holds (Laws.ceiling ceiling Formulas.rightInfoNce) |> ignore
    Expect.broken (Laws.ceiling (fun batch -> 0.999 * ceiling batch) Formulas.rightInfoNce) |> ignore

[<Fact>]
let ``Functions of x are ignored by InfoNCE, functions of y are not, constants are by both`` () =
    Expect.holds (Laws.invariance Formulas.rightInfoNce) |> ignore
    Expect.broken (Formulas.rightInfoNce |> Estimator.ignoring FunctionsOfY |> Laws.invariance) |> ignore
    Expect.holds (Formulas.rightInfoNce |> Estimator.ignoring Constants |> Laws.invariance) |> ignore
    Expect.broken (Formulas.rightNwj |> Estimator.ignoring Constants |> Laws.invariance) |> ignore

[<Fact>]
let ``NWJ reads a transposed matrix the same, InfoNCE does not`` () =
    Expect.holds (Laws.symmetry Formulas.rightNwj) |> ignore
    Expect.broken (Laws.symmetry Formulas.rightInfoNce) |> ignore

[<Fact>]
let ``The order of pairs is known to what looks at the first of them`` () =
    Expect.holds (Laws.permutation Formulas.rightNwj) |> ignore
    Formulas.ofScores "first" (fun s -> Formulas.nwj s + s[0, 0]) |> Laws.permutation |> Expect.broken |> ignore

[<Fact>]
let ``A gradient in another order than the pairs is found`` () =
    let wrong =
        Formulas.rightInfoNce
        |> Estimator.withGradient (fun s -> Formulas.infoNceGradient s |> Array2D.mapi (fun i _ g -> if i = 0 then 1.1 * g else g))

    let found = Expect.broken (Laws.permutation wrong)
    Expect.contains "∂/∂S[0," found.Case

[<Fact>]
let ``NWJ is at most DV, and DV is not at most NWJ`` () =
    Expect.holds (Laws.ordering Formulas.rightNwj Formulas.rightDonskerVaradhan) |> ignore
    Expect.broken (Laws.ordering Formulas.rightDonskerVaradhan Formulas.rightNwj) |> ignore

[<Fact>]
let ``Written-out gradients are those of their bounds`` () =
    Expect.holds (Laws.gradient Formulas.rightNwj) |> ignore
    Expect.holds (Laws.gradient Formulas.rightInfoNce) |> ignore

[<Fact>]
let ``A thousandth too much of a gradient is found`` () =
    let wrong = Formulas.rightNwj |> Estimator.withGradient (Formulas.nwjGradient >> Array2D.map (fun g -> 1.001 * g))
    Expect.broken (Laws.gradient wrong) |> ignore

[<Fact>]
let ``Where a function has a kink, either slope is right and none beyond`` () =
    let kinked (s: float[,]) = abs s[0, 0] // constant matrices of 0 are among the cases

    let slope side =
        Array2D.mapi (fun i j s ->
            if i + j > 0 then 0.0
            elif s = 0.0 then side
            else float (sign s))

    let law side = Formulas.ofScores "kinked" kinked |> Estimator.withGradient (slope side) |> Laws.gradient

    for side in [ -1.0; 0.0; 1.0 ] do
        Expect.holds (law side) |> ignore

    Expect.contains "all scores 0" (Expect.broken (law 1.1)).Case

[<Fact>]
let ``A gradient of another shape is found`` () =
    let wrong = Formulas.rightNwj |> Estimator.withGradient (fun _ -> Array2D.zeroCreate 1 1)
    Expect.contains "a gradient of shape [1,1]. Wanted: [2,2]" (Option.get (Expect.broken (Laws.gradient wrong)).Threw)

[<Fact>]
let ``Single precision needs its own rounding`` () =
    let single = Array2D.map (float32 >> float) >> Formulas.infoNce
    let wrong = Formulas.ofScores "single" single |> Estimator.ignoring FunctionsOfX |> Laws.invariance
    Expect.broken wrong |> ignore
    Expect.holds (wrong |> Laws.under { Laws.defaults with Rounding = 1e-5 }) |> ignore

[<Fact>]
let ``Companions are numbers of the case, and move with their pairs`` () =
    let kind = Vib.Core.CompanionKind.OfY
    let law value = Estimator.ofScoresBeside "mine" kind value |> Laws.permutation
    Expect.holds (law (fun s c -> (Formulas.nwj s + Array.max c) * 1.0<nat>)) |> ignore
    Expect.broken (law (fun s c -> (Formulas.nwj s + c[0]) * 1.0<nat>)) |> ignore
