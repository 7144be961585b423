module Vib.Laws.Tests.OwnBoundsTests

open System
open System.Collections.Generic
open Vib
open Vib.Core
open Vib.Laws
open Xunit

/// Every law that is asked of every bound of the library. Those about a ceiling and about orders are further down.
let private laws: (string * (Estimator -> Law)) list = [
    "lower", Laws.lowerBound
    "upper", Laws.upperBound
    "tight", Laws.tight
    "independence", Laws.independence
    "processing", Laws.dataProcessing
    "additivity", Laws.additivity
    "symmetry", Laws.symmetry
    "permutation", Laws.permutation
    "gradient", Laws.gradient
    "constants", Estimator.ignoring Constants >> Laws.invariance
    "ofX", Estimator.ignoring FunctionsOfX >> Laws.invariance
    "ofY", Estimator.ignoring FunctionsOfY >> Laws.invariance
]

/// Which law applies to which bound, besides what the bound says itself (side, order of pairs, gradient, ceiling): those that hold, and those that nobody claims although no case may break
/// them. Every other law must be broken, so that the table cannot say too little.
let private table: (string * string * string) list = [
    // bound, holds, not claimed
    "InfoNCE", "independence processing constants ofX", ""
    "InfoNCE over x", "independence processing constants ofY", ""
    "NWJ", "tight independence processing additivity symmetry", ""
    "Donsker–Varadhan", "independence symmetry constants", "processing"
    "TUBA", "tight independence processing additivity symmetry", ""
    "TUBA with a companion", "tight independence processing additivity", ""
    "I_α with α = 0.01", "independence", "processing"
    "I_α with α = 0.01 with a companion", "independence", "processing"
    "JS, read by NWJ", "tight independence processing additivity symmetry", ""
    "JS, read by NWJ as published", "processing symmetry", ""
    "SMILE with τ = 5", "independence symmetry", "processing"
    "MINE", "independence symmetry constants", "processing"
    "TNCE", "independence processing constants ofY", ""
    "L1Out", "independence processing constants ofY", ""
    "CLUB", "independence processing additivity symmetry constants ofX ofY", ""
    "RJE with a = 10", "symmetry", "lower processing"
    "RJE*", "symmetry", "lower processing"
    "Barber–Agakov", "tight independence processing additivity symmetry", ""
    "Barber–Agakov, upper", "tight independence processing additivity symmetry", ""
    "vCLUB", "independence processing additivity symmetry constants ofX ofY", ""
    "vL1Out", "independence processing constants ofY", ""
    "FLO", "tight independence processing additivity constants ofX", ""
    "DoE", "tight independence processing additivity symmetry", ""
    "UBA", "tight independence processing additivity symmetry", ""
]

let private estimators (bound: Bound) =
    match bound with
    | :? BarberAgakov -> [ Estimator.ofBoundKnowing Bound.barberAgakov ]
    | :? CompanionBound as paired when not paired.NeedsCompanion -> [ Estimator.ofBound bound; Estimator.ofBoundBeside bound ]
    | _ -> [ Estimator.ofBound bound ]

let private all =
    [
        for bound in Bound.all do
            for estimator in estimators bound -> estimator.Name, (bound, estimator)
    ]
    |> dict

let private words (text: string) = text.Split(' ', StringSplitOptions.RemoveEmptyEntries) |> List.ofArray

let private said (bound: Bound) = [
    match bound.Side with
    | Side.Lower -> "lower"
    | Side.Upper -> "upper"
    | _ -> ()

    "permutation"
    "gradient"
]

let names = TheoryData<string>(all.Keys)

[<Fact>]
let ``Every bound of the library has its line, and every line is of a bound`` () =
    Assert.Equal<string>(Seq.sort all.Keys, table |> Seq.map (fun (name, _, _) -> name) |> Seq.sort)

[<Fact>]
let ``Every word in the table is a law`` () =
    let known = laws |> List.map fst
    Assert.All(table, fun (_, holds, unclaimed) -> Assert.Empty(List.except known (words holds @ words unclaimed)))

[<Theory; MemberData(nameof names)>]
let ``The laws that apply hold, and the others are broken`` (name: string) =
    let bound, estimator = all[name]
    let _, holds, unclaimed = table |> List.find (fun (line, _, _) -> line = name)
    let claimed = said bound @ words holds

    for key, law in laws do
        if not (List.contains key (words unclaimed)) then
            let verdict = Laws.check (law estimator)
            Assert.True(Verdict.holds verdict = List.contains key claimed, $"{key}: {verdict}")

[<Theory; MemberData(nameof names)>]
let ``Nothing is above its ceiling`` (name: string) =
    let bound, estimator = all[name]

    match Bound.ceiling 2 bound with
    | None -> Assert.True(Double.IsPositiveInfinity(bound.Ceiling 2))
    | Some _ ->
        let ceiling batch = Bound.ceiling batch bound |> Option.get
        Expect.holds (Laws.ceiling ceiling estimator) |> ignore

/// a ≤ b on every matrix: Jensen's inequality, or log t ≤ t/e.
let private orders = [
    Bound.nwj, Bound.donskerVaradhan
    Bound.tuba 0.3, Bound.donskerVaradhan
    Bound.jensenShannon, Bound.mine 0.01
    Bound.reverseJensen 10.0, Bound.donskerVaradhan
    Bound.sharpReverseJensen, Bound.donskerVaradhan
    Bound.donskerVaradhan, Bound.l1Out
    Bound.l1Out, Bound.club
    Bound.flo, Bound.club
]

[<Fact>]
let ``Bounds stand in their order on every matrix`` () =
    for low, high in orders do
        Expect.holds (Laws.ordering (Estimator.ofBound low) (Estimator.ofBound high)) |> ignore

[<Fact>]
let ``And not in the other`` () =
    for low, high in orders do
        Expect.broken (Laws.ordering (Estimator.ofBound high) (Estimator.ofBound low)) |> ignore
