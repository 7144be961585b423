namespace Vib.Laws.Fluent

open System
open Vib
open Vib.Core
open Vib.Laws

type private Core = Vib.Laws.Estimator

[<Sealed>]
type LawSettings() =
    let standard = Laws.defaults
    member val FalseAlarm = standard.FalseAlarm with get, set
    member val Effect = float standard.Effect with get, set
    member val Slack = float standard.Slack with get, set
    member val Rounding = standard.Rounding with get, set
    member val Cases = standard.Cases with get, set
    member val Sources = standard.Sources with get, set
    member val Pairs = standard.Pairs with get, set
    member val Dimension = standard.Dimension with get, set
    member val Seed = struct (fst standard.Seed, snd standard.Seed) with get, set

    member internal settings.Options =
        let struct (seed, gamma) = settings.Seed

        {
            FalseAlarm = settings.FalseAlarm
            Effect = settings.Effect * 1.0<nat>
            Slack = settings.Slack * 1.0<nat>
            Rounding = settings.Rounding
            Cases = settings.Cases
            Sources = settings.Sources
            Pairs = settings.Pairs
            Dimension = settings.Dimension
            Seed = seed, gamma
        }

[<Sealed>]
type Estimator internal (inner: Core) =
    static member OfScores(name: string, value: Func<float[,], float>) =
        Estimator(Estimator.ofScores name (fun scores -> value.Invoke scores * 1.0<nat>))

    static member OfScores(name: string, kind: CompanionKind, value: Func<float[,], float[], float>) =
        Estimator(Estimator.ofScoresBeside name kind (fun scores companion -> value.Invoke(scores, companion) * 1.0<nat>))

    static member OfSamples(name: string, value: Func<float[,], float[,], float>) =
        Estimator(Estimator.ofSamples name (fun x y -> value.Invoke(x, y) * 1.0<nat>))

    static member OfBound(bound: Bound) = Estimator(Estimator.ofBound bound)
    member _.TightAt(offset: float) = Estimator(Estimator.tightAt offset inner)
    member _.NeedingConditional() = Estimator(Estimator.needing Conditional inner)
    member _.NeedingDensity() = Estimator(Estimator.needing Density inner)
    member _.NeedingExactDensity() = Estimator(Estimator.needing ExactDensity inner)
    member _.IgnoringConstants() = Estimator(Estimator.ignoring Constants inner)
    member _.IgnoringFunctionsOfX() = Estimator(Estimator.ignoring FunctionsOfX inner)
    member _.IgnoringFunctionsOfY() = Estimator(Estimator.ignoring FunctionsOfY inner)
    member _.WithGradient(gradient: Func<float[,], float[,]>) = Estimator(Estimator.withGradient gradient.Invoke inner)
    member internal _.Inner = inner
    override _.ToString() = inner.Name

[<Sealed>]
type Verdict internal (inner: Vib.Laws.Verdict) =
    let broken =
        match inner with
        | Holds _ -> None
        | Broken counterExample -> Some counterExample

    let pasted (counterExample: CounterExample) = $"law.Replay({fst counterExample.Seed}, {snd counterExample.Seed})"
    let number read = broken |> Option.map read |> Option.defaultValue nan
    member _.Holds = broken.IsNone
    member _.Came = number _.Came
    member _.Limit = number _.Limit
    member _.Z = number (fun counterExample -> Option.defaultValue nan counterExample.Z)

    member _.Seed =
        match inner with
        | Holds { Seed = seed, gamma }
        | Broken { Seed = seed, gamma } -> struct (seed, gamma)

    member _.Require() =
        match inner with
        | Holds _ -> ()
        | Broken counterExample -> raise (LawException(counterExample, pasted counterExample))

    override _.ToString() =
        match inner with
        | Holds _ -> inner.Text
        | Broken counterExample -> inner.Text.Replace(Verdict.replay counterExample, pasted counterExample)

[<Sealed>]
type Law internal (inner: Vib.Laws.Law) =
    member _.Under(settings: LawSettings) = Law(Laws.under settings.Options inner)
    member _.Check() = Verdict(Laws.check inner)
    member _.Replay(seed: uint64, gamma: uint64) = Verdict(Laws.replay (seed, gamma) inner)
    override _.ToString() = string inner

[<AbstractClass; Sealed>]
type Laws =
    static member LowerBound(estimator: Estimator) = Law(Laws.lowerBound estimator.Inner)
    static member UpperBound(estimator: Estimator) = Law(Laws.upperBound estimator.Inner)
    static member Tight(estimator: Estimator) = Law(Laws.tight estimator.Inner)
    static member Independence(estimator: Estimator) = Law(Laws.independence estimator.Inner)
    static member DataProcessing(estimator: Estimator) = Law(Laws.dataProcessing estimator.Inner)
    static member Invariance(estimator: Estimator) = Law(Laws.invariance estimator.Inner)
    static member Symmetry(estimator: Estimator) = Law(Laws.symmetry estimator.Inner)
    static member Additivity(estimator: Estimator) = Law(Laws.additivity estimator.Inner)

    static member Ceiling(limit: Func<int, float>, estimator: Estimator) =
        Law(Laws.ceiling (fun count -> limit.Invoke count * 1.0<nat>) estimator.Inner)

    static member Permutation(estimator: Estimator) = Law(Laws.permutation estimator.Inner)
    static member Gradient(estimator: Estimator) = Law(Laws.gradient estimator.Inner)
    static member Ordering(low: Estimator, high: Estimator) = Law(Laws.ordering low.Inner high.Inner)
