module Vib.Laws.Tests.FluentTests

open System
open System.Reflection
open FSharp.Reflection
open Vib.Core
open Vib.Laws
open Vib.Laws.Fluent
open Xunit

let private nwj = Func<float[,], float>(Formulas.nwj)
let private wrong = Func<float[,], float>(Formulas.nwjOver (fun b -> b * b))
let private law value = Laws.LowerBound(Estimator.OfScores("mine", value).TightAt 1.0)

[<Fact>]
let ``A function that is right passes, one that is not is told so`` () =
    let right = (law nwj).Check()
    Assert.True(right.Holds, string right)
    right.Require()
    let verdict = (law wrong).Check()
    Assert.False verdict.Holds
    Assert.Equal((0.5, 0.0, true), (verdict.Came, verdict.Limit, Double.IsNaN verdict.Z))
    Expect.contains "wanted  at most 0 nat" (string verdict)
    Expect.contains "replay  law.Replay(17228377819416335968, 8023196775004497913)" (string verdict)
    let error = Assert.Throws<LawException>(fun () -> verdict.Require())
    Expect.contains "Try: law.Replay(17228377819416335968, 8023196775004497913)." error.Message

[<Fact>]
let ``The seed replays it`` () =
    let verdict = (law wrong).Check()
    let struct (seed, gamma) = verdict.Seed
    let again = (law wrong).Replay(seed, gamma)
    Assert.Equal((verdict.Came, verdict.Seed), (again.Came, again.Seed))

[<Fact>]
let ``Every setting arrives`` () =
    let settings =
        LawSettings(
            FalseAlarm = 1e-3,
            Effect = 0.2,
            Slack = 0.3,
            Rounding = 1e-7,
            Cases = 5,
            Sources = 6,
            Pairs = 70,
            Dimension = 1,
            Seed = struct (1UL, 3UL)
        )

    let expected = {
        FalseAlarm = 1e-3
        Effect = 0.2<Vib.nat>
        Slack = 0.3<Vib.nat>
        Rounding = 1e-7
        Cases = 5
        Sources = 6
        Pairs = 70
        Dimension = 1
        Seed = 1UL, 3UL
    }

    Assert.Equal(expected, settings.Options)
    Assert.Equal(Vib.Laws.Laws.defaults, LawSettings().Options)
    let verdict = (law nwj).Under(settings).Check()
    Assert.Equal(struct (1UL, 3UL), verdict.Seed)
    Expect.contains "5 cases" (string verdict)

[<Fact>]
let ``Every law and every kind of estimator is there`` () =
    let scores = Estimator.OfScores("mine", nwj).TightAt(1.0).IgnoringConstants().WithGradient(Func<_, _>(Formulas.nwjGradient))

    let samples = Estimator.OfSamples("ranked", Func<_, _, _>(Formulas.ranked))

    let beside =
        Estimator.OfScores(
            "TUBA",
            CompanionKind.OfY,
            Func<_, _, _>(fun s (c: float[]) -> Formulas.nwj (s |> Array2D.mapi (fun _ j s -> s - c[j] + 1.0)))
        )

    let club = Estimator.OfBound(Club()).NeedingConditional()
    let holds (law: Law) = law.Check().Holds

    Assert.True(
        holds (Laws.Tight scores)
        && holds (Laws.Independence scores)
        && holds (Laws.DataProcessing scores)
        && holds (Laws.Additivity scores)
    )

    Assert.True(holds (Laws.Symmetry scores) && holds (Laws.Permutation scores) && holds (Laws.Gradient scores))
    Assert.False(holds (Laws.Invariance scores) || holds (Laws.UpperBound scores))
    Assert.True(holds (Laws.Ordering(scores, Estimator.OfBound(DonskerVaradhan()))))
    Assert.True(holds (Laws.Ceiling(Func<_, _>(fun batch -> log (float batch)), Estimator.OfBound(InfoNce()))))
    Assert.True(holds (Laws.UpperBound club) && holds (Laws.Tight beside) && holds (Laws.Permutation samples))

[<Fact>]
let ``What an estimator says of itself arrives`` () =
    let said (estimator: Estimator) =
        match estimator.Inner.Reading with
        | OfScores reading -> reading.Needs, reading.Ignores
        | OfSamples _ -> failwith "of samples"

    let mine = Estimator.OfScores("mine", nwj)
    Assert.Equal((AnyCritic, None), said mine)
    Assert.Equal((Conditional, Some Constants), said (mine.NeedingConditional().IgnoringConstants()))
    Assert.Equal((Density, Some FunctionsOfX), said (mine.NeedingDensity().IgnoringFunctionsOfX()))
    Assert.Equal((ExactDensity, Some FunctionsOfY), said (mine.NeedingExactDensity().IgnoringFunctionsOfY()))

[<Fact>]
let ``Nothing of F# is in sight`` () =
    let shown = typeof<Laws>.Assembly.GetExportedTypes() |> Array.filter (fun t -> t.Namespace = "Vib.Laws.Fluent")
    Assert.Equal(5, shown.Length)
    let flags = BindingFlags.Public ||| BindingFlags.Instance ||| BindingFlags.Static ||| BindingFlags.DeclaredOnly

    let rec parts (t: Type) =
        seq {
            t

            for argument in t.GetGenericArguments() do
                yield! parts argument
        }

    let types = [
        for t in shown do
            for m in t.GetMethods flags do
                yield! parts m.ReturnType

                for p in m.GetParameters() do
                    yield! parts p.ParameterType

            for c in t.GetConstructors flags do
                for p in c.GetParameters() do
                    yield! parts p.ParameterType
    ]

    Assert.NotEmpty types
    Assert.All(types, fun t -> Assert.False((string t.Namespace).StartsWith "Microsoft.FSharp", t.FullName))
    Assert.All(types, fun t -> Assert.False((string t.FullName).StartsWith "System.Tuple", t.FullName))
    Assert.All(types, fun t -> Assert.False(FSharpType.IsUnion t || FSharpType.IsRecord t, t.FullName))
