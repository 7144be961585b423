module Vib.Laws.Tests.MutantTests

open System
open System.Diagnostics
open Vib
open Vib.Laws
open Xunit

let private nwjLike name value = Formulas.ofScores name value |> Estimator.tightAt 1.0 |> Estimator.withGradient Formulas.nwjGradient

let private nceLike name value = Formulas.ofScores name value |> Estimator.ignoring FunctionsOfX |> Estimator.withGradient Formulas.infoNceGradient

let private dvLike name value = Formulas.ofScores name value |> Estimator.ignoring Constants
let private transposed (s: float[,]) = Array2D.init (s.GetLength 1) (s.GetLength 0) (fun i j -> s[j, i])
let private lnCeiling batch = log (float batch) * 1.0<nat>

/// The laws that hold of the right formula.
let private nwjLaws = [
    "lowerBound", Laws.lowerBound
    "tight", Laws.tight
    "independence", Laws.independence
    "dataProcessing", Laws.dataProcessing
    "additivity", Laws.additivity
    "symmetry", Laws.symmetry
    "permutation", Laws.permutation
    "gradient", Laws.gradient
    "ordering", fun estimator -> Laws.ordering estimator Formulas.rightDonskerVaradhan
]

let private nceLaws = [
    "lowerBound", Laws.lowerBound
    "independence", Laws.independence
    "dataProcessing", Laws.dataProcessing
    "invariance", Laws.invariance
    "permutation", Laws.permutation
    "gradient", Laws.gradient
    "ceiling", Laws.ceiling lnCeiling
]

let private dvLaws = [
    "independence", Laws.independence
    "invariance", Laws.invariance
    "symmetry", Laws.symmetry
    "permutation", Laws.permutation
    "ordering", Laws.ordering Formulas.rightNwj
]

/// What is wrong with which formula, and the laws that say so; of the gradient's law because the gradient is that of the right formula. The page on laws has this table.
let private mutants = [
    nwjLike "NWJ, the partition added" (fun s -> Array.average (Formulas.joint s) + Array.averageBy (fun v -> exp (v - 1.0)) (Formulas.marginal s)),
    nwjLaws,
    "lowerBound, tight, independence, additivity, gradient, ordering"
    nwjLike "NWJ, all of it negated" (Formulas.nwj >> (~-)), nwjLaws, "lowerBound, tight, dataProcessing, gradient, ordering"
    nwjLike "NWJ over B²" (Formulas.nwjOver (fun b -> b * b)), nwjLaws, "lowerBound, tight, independence, additivity, gradient, ordering"
    nwjLike "NWJ over (B − 1)²" (Formulas.nwjOver (fun b -> (b - 1.0) * (b - 1.0))), nwjLaws, "tight, independence, additivity, gradient"
    nwjLike "NWJ, the diagonal in the partition" (fun s ->
        Array.average (Formulas.joint s) - Array.averageBy (fun v -> exp (v - 1.0)) (Formulas.every s)),
    nwjLaws,
    "tight, dataProcessing, additivity, gradient, ordering"
    nwjLike "NWJ in bits" (fun s -> Formulas.nwj s / log 2.0), nwjLaws, "lowerBound, tight, gradient, ordering"
    nwjLike "NWJ without the −1" (fun s -> Array.average (Formulas.joint s) - Array.averageBy exp (Formulas.marginal s)),
    nwjLaws,
    "tight, independence, additivity, gradient"
    Formulas.rightNwj
    |> Estimator.withGradient (Formulas.nwjGradient >> Array2D.map (fun g -> 2.0 * g))
    |> Estimator.named "NWJ, twice the gradient",
    nwjLaws,
    "gradient"
    Formulas.rightNwj |> Estimator.withGradient Formulas.infoNceGradient |> Estimator.named "NWJ, the gradient of InfoNCE", nwjLaws, "gradient"
    nceLike "InfoNCE negated" (Formulas.infoNce >> (~-)), nceLaws, "lowerBound, dataProcessing, gradient, ceiling"
    nceLike "InfoNCE without ln B" (fun s -> Formulas.infoNce s - log (Formulas.number s)), nceLaws, "independence"
    nceLike "InfoNCE with ln(B − 1)" (fun s -> Formulas.infoNce s - log (Formulas.number s) + log (Formulas.number s - 1.0)), nceLaws, "independence"
    nceLike "InfoNCE with log₂ B" (fun s -> Formulas.infoNce s - log (Formulas.number s) + Math.Log2(Formulas.number s)),
    nceLaws,
    "lowerBound, independence, ceiling"
    nceLike "InfoNCE in bits" (fun s -> Formulas.infoNce s / log 2.0), nceLaws, "lowerBound, gradient, ceiling"
    nceLike "InfoNCE, the diagonal left out" (fun s ->
        Formulas.infoNce s
        - Array.average (
            Array.init (Formulas.size s) (fun i ->
                let row = s[i, *] in

                Formulas.logSum [|
                    for j in 0 .. row.Length - 1 do
                        if j <> i then
                            row[j]
                |]
                - Formulas.logSum row)
        )),
    nceLaws,
    "lowerBound, independence, gradient, ceiling"
    nceLike "InfoNCE over the other axis" (transposed >> Formulas.infoNce), nceLaws, "invariance, gradient"
    Formulas.rightInfoNce
    |> Estimator.withGradient (Formulas.infoNceGradient >> transposed)
    |> Estimator.named "InfoNCE, the gradient transposed",
    nceLaws,
    "gradient"
    dvLike "DV over B²" (fun s -> Formulas.donskerVaradhan s + log (Formulas.number s / (Formulas.number s - 1.0))), dvLaws, "independence"
    dvLike "DV over (B − 1)²" (fun s -> Formulas.donskerVaradhan s - log (Formulas.number s / (Formulas.number s - 1.0))),
    dvLaws,
    "independence, ordering"
    dvLike "DV with log₂" (fun s -> Array.average (Formulas.joint s) - (Array.average (Formulas.joint s) - Formulas.donskerVaradhan s) / log 2.0),
    dvLaws,
    "invariance, ordering"
]

let private byName =
    mutants |> List.map (fun (estimator, laws, caught) -> estimator.Name, (estimator, laws, caught)) |> dict

let names = TheoryData<string>(byName.Keys)

[<Fact>]
let ``No law says anything against what is right`` () =
    for right, laws in [ Formulas.rightNwj, nwjLaws; Formulas.rightInfoNce, nceLaws; Formulas.rightDonskerVaradhan, dvLaws ] do
        for name, law in laws do
            Assert.True(Verdict.holds (Laws.check (law right)), name)

[<Theory; MemberData(nameof names)>]
let ``A mutant is caught by these laws and no others, within 5 s, and each printed seed replays it`` (name: string) =
    let estimator, laws, caught = byName[name]
    let spent () = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds
    let before = spent ()

    let found =
        laws
        |> List.choose (fun (name, law) ->
            match Laws.check (law estimator) with
            | Broken counterExample -> Some(name, law, counterExample)
            | Holds _ -> None)

    Assert.InRange(spent () - before, 0.0, 5.0) // of processor time: what else the machine does is not counted
    Assert.Equal(caught, found |> List.map (fun (name, _, _) -> name) |> String.concat ", ")
    Assert.NotEmpty caught

    for _, law, counterExample in found do
        Assert.Equal(Broken { counterExample with Before = 0 }, law estimator |> Laws.replay counterExample.Seed)
