namespace Vib.Laws

open System
open TorchSharp
open Vib
open Vib.Core

type Needs =
    | AnyCritic
    | Conditional
    | Density
    | ExactDensity

type Ignores =
    | Constants
    | FunctionsOfX
    | FunctionsOfY

[<NoComparison; NoEquality>]
type internal ScoreBatch = { Scores: float[,]; Companion: float[]; Entropy: float }

[<NoComparison; NoEquality>]
type internal ScoreReading = {
    Value: ScoreBatch[] -> float[]
    Objective: ScoreBatch[] -> float[]
    Gradient: (ScoreBatch -> float[,]) option
    Companion: CompanionKind option
    Needs: Needs
    Offset: float
    Ignores: Ignores option
}

[<NoComparison; NoEquality>]
type internal Reading =
    | OfScores of ScoreReading
    | OfSamples of (float[,] -> float[,] -> float)

[<Sealed; StructuredFormatDisplay("{Name}")>]
type Estimator internal (name: string, reading: Reading) =
    member _.Name = name
    member internal _.Reading = reading
    override _.ToString() = name

/// The library's own bounds, many batches at once.
[<RequireQualifiedAccess>]
module private OwnBound =
    let private stacked (matrices: float[,][]) =
        let shape = [| int64 matrices.Length; matrices[0].GetLongLength 0; matrices[0].GetLongLength 1 |]
        torch.tensor (Matrix.flatten matrices, ReadOnlySpan shape) // [R,B,B]

    let private companions (batches: ScoreBatch[]) =
        let shape = [| batches.LongLength; batches[0].Companion.LongLength |]
        torch.tensor (batches |> Array.collect _.Companion, ReadOnlySpan shape) // [R,B]

    /// `alone` of the scores, or `beside` of them and their companions.
    let private each (alone: torch.Tensor -> torch.Tensor) beside (batches: ScoreBatch[]) =
        use _scope = torch.NewDisposeScope()
        let scores = batches |> Array.map _.Scores |> stacked
        let result: torch.Tensor = if batches[0].Companion.Length = 0 then alone scores else beside scores (companions batches)
        result.contiguous().data<float>().ToArray()

    let reading companion (at: float -> Bound) =
        let bound = at 0.0
        let own (batches: ScoreBatch[]) = at batches[0].Entropy
        let paired batches = own batches :?> CompanionBound
        let gradient (b: ScoreBatch[]) = each (own b).Gradient (fun s c -> (paired b).Gradient(s, c)) b

        {
            Value = fun b -> each (own b).Value (fun s c -> (paired b).Value(s, c)) b
            Objective = fun b -> each (own b).Objective (fun s c -> (paired b).Objective(s, c)) b
            Gradient =
                Some(fun batch -> Matrix.split (batch.Scores.GetLength 0) (batch.Scores.GetLength 1) (gradient [| batch |]) |> Array.exactlyOne)
            Companion = companion
            Needs =
                match bound.NeedsConditional, bound.NeedsDensity with
                | false, false -> AnyCritic
                | true, false -> Conditional
                | false, true -> Density
                | true, true -> ExactDensity
            Offset = if companion.IsSome then 0.0 else bound.OptimalOffset
            Ignores = None
        }

[<RequireQualifiedAccess>]
module Estimator =
    let private ofReading name companion (value: ScoreBatch -> float) =
        Estimator(
            name,
            OfScores {
                Value = Array.map value
                Objective = Array.map value
                Gradient = None
                Companion = companion
                Needs = AnyCritic
                Offset = 0.0
                Ignores = None
            }
        )

    let ofScores name (value: float[,] -> float<nat>) = ofReading name None (fun batch -> float (value batch.Scores))

    let ofScoresBeside name kind (value: float[,] -> float[] -> float<nat>) =
        ofReading name (Some kind) (fun batch -> float (value batch.Scores batch.Companion))

    let ofEntropyAndScores name (value: float<nat> -> float[,] -> float<nat>) =
        ofReading name None (fun batch -> float (value (batch.Entropy * 1.0<nat>) batch.Scores))

    let ofSamples name (value: float[,] -> float[,] -> float<nat>) = Estimator(name, OfSamples(fun x y -> float (value x y)))

    let ofBound (bound: Bound) =
        let companion =
            match bound with
            | :? CompanionBound as paired when paired.NeedsCompanion -> Some paired.Companion
            | _ -> None

        Estimator(bound.Name, OfScores(OwnBound.reading companion (fun _ -> bound)))

    let ofBoundBeside (bound: Bound) =
        match bound with
        | :? CompanionBound as paired ->
            Estimator($"{bound.Name} with a companion", OfScores(OwnBound.reading (Some paired.Companion) (fun _ -> bound)))
        | _ -> raise (DomainException($"A companion beside {bound.Name}", "a bound that has one", "Estimator.ofBound"))

    let ofBoundKnowing (bound: float<nat> -> Bound) =
        let at entropy = bound (entropy * 1.0<nat>)
        Estimator((at 0.0).Name, OfScores(OwnBound.reading None at))

    let private changed what change (estimator: Estimator) =
        match estimator.Reading with
        | OfScores reading -> Estimator(estimator.Name, OfScores(change reading))
        | OfSamples _ -> raise (DomainException($"{what} of {estimator.Name}, a function of samples", "a function of scores", "Estimator.ofScores"))

    let tightAt offset estimator = estimator |> changed "The best critic" (fun reading -> { reading with Offset = offset })
    let needing needs estimator = estimator |> changed "What the scores must be" (fun reading -> { reading with Needs = needs })
    let ignoring ignored estimator = estimator |> changed "What is ignored" (fun reading -> { reading with Ignores = Some ignored })

    let withGradient (gradient: float[,] -> float[,]) estimator =
        estimator
        |> changed "The gradient" (fun reading -> { reading with Gradient = Some(fun batch -> gradient batch.Scores) })

    let named name (estimator: Estimator) = Estimator(name, estimator.Reading)
