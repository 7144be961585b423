namespace Vib.Laws

open System
open FsCheck
open FsCheck.FSharp

/// What a law says of one case.
[<NoComparison; NoEquality>]
type internal Judgement = {
    IsBroken: bool
    Came: float
    Wanted: string
    Limit: float
    Note: string // about the case
    Error: float option // of a mean of draws
    Values: int
    Seen: float
    Threw: string option
}

[<RequireQualifiedAccess>]
module internal Judgement =
    let exact wanted came limit isBroken values = {
        IsBroken = isBroken
        Came = came
        Wanted = wanted
        Limit = limit
        Note = ""
        Error = None
        Values = values
        Seen = 0.0
        Threw = None
    }

    /// `tolerance` is what rounding may do; a NaN is never right.
    let atMost tolerance came limit values = exact "at most" came limit (not (came <= limit + tolerance)) values
    let atLeast tolerance came limit values = exact "at least" came limit (not (came >= limit - tolerance)) values
    let equal tolerance came limit values = exact "equal to" came limit (not (abs (came - limit) <= tolerance)) values

    /// Of sampled violations: `came` makes what is reported of their mean.
    let sampled wanted came limit (finding: Finding) = {
        IsBroken = finding.IsBroken
        Came = came finding.Mean
        Wanted = wanted
        Limit = limit
        Note = ""
        Error = Some finding.Error
        Values = finding.Draws
        Seen = finding.Seen
        Threw = None
    }

    let threw (error: exn) = { exact "" nan nan true 1 with Threw = Some $"{error.GetType().Name}: {error.Message}" }

/// Cases one after the other, and the simplest of those near the first that breaks the law.
[<RequireQualifiedAccess>]
module internal Search =
    let private simplifications = 300 // candidates that are tried at most

    /// The seed of each case is the printed one; the next follows from it.
    let private following (seed: uint64, gamma: uint64) = Mixing.mix (seed + gamma), Mixing.mix (gamma + Mixing.gamma) ||| 1UL

    let private case (arbitrary: Arbitrary<'case>) (seed: uint64, gamma: uint64) =
        arbitrary.Generator |> Gen.sampleWithSeed (Rnd(seed, gamma)) 0 1 |> Array.exactlyOne

    let private guarded judge case =
        try
            judge case
        with
        | :? OperationCanceledException -> reraise ()
        | error -> Judgement.threw error

    let private simplest (arbitrary: Arbitrary<'case>) judge first =
        let rec descend left steps (case, judgement) =
            let mutable tried = 0

            let smaller =
                arbitrary.Shrinker case
                |> Seq.truncate left
                |> Seq.tryPick (fun candidate ->
                    tried <- tried + 1
                    let judgement = judge candidate
                    if judgement.IsBroken then Some(candidate, judgement) else None)

            match smaller with
            | Some found -> descend (left - tried) (steps + 1) found
            | None -> case, judgement, steps

        descend simplifications 0 first

    let run claim (options: LawOptions) count (arbitrary: Arbitrary<'case>) (describe: 'case -> string) (judge: 'case -> Judgement) =
        let judge = guarded judge

        let rec next number seed (values: int64) seen isSampled =
            if number = count then
                Holds {
                    Claim = claim
                    Cases = count
                    Values = values
                    FalseAlarm = (if isSampled then options.FalseAlarm else 0.0)
                    Effect = (if isSampled then max seen (float options.Effect) else 0.0)
                    Seed = options.Seed
                }
            else
                let first = case arbitrary seed
                let judgement = judge first

                if judgement.IsBroken then
                    let case, judgement, steps = simplest arbitrary judge (first, judgement)

                    Broken {
                        Claim = claim
                        Case = describe case + judgement.Note
                        Came = judgement.Came
                        Wanted = judgement.Wanted
                        Limit = judgement.Limit
                        StandardError = judgement.Error
                        Threw = judgement.Threw
                        Z = judgement.Error |> Option.map (fun error -> abs (judgement.Came - judgement.Limit) / error)
                        Values = judgement.Values
                        Before = number
                        Simplifications = steps
                        Seed = seed
                    }
                else
                    let isSampled = isSampled || judgement.Error.IsSome
                    next (number + 1) (following seed) (values + int64 judgement.Values) (max seen judgement.Seen) isSampled

        next 0 options.Seed 0L 0.0 false
