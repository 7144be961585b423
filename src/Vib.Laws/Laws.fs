namespace Vib.Laws

open System
open Vib
open Vib.Core

[<RequireQualifiedAccess>]
module Laws =
    let defaults = {
        FalseAlarm = 1e-6
        Effect = 0.05<nat>
        Slack = 0.05<nat>
        Rounding = 1e-10
        Cases = 100
        Sources = 8
        Pairs = 200
        Dimension = 2
        Seed = 20190516UL, 1905069221UL
    }

    let private wanted isSo came wanted advice =
        if not isSo then
            raise (DomainException(came, wanted, advice))

    let private isPositive value = value > 0.0 && Double.IsFinite value

    let private sensible options =
        wanted
            (options.FalseAlarm > 0.0 && options.FalseAlarm < 1.0)
            (Text.invariant $"A false-alarm rate of {options.FalseAlarm}")
            "a number in (0, 1)"
            "1e-6"

        wanted (isPositive (float options.Effect)) (Text.invariant $"An effect of {options.Effect} nat") "a positive number" "0.05"
        wanted (options.Slack >= 0.0<nat>) (Text.invariant $"A slack of {options.Slack} nat") "at least 0" "0.05"

        wanted
            (isPositive options.Rounding && options.Rounding < 0.1)
            (Text.invariant $"A rounding of {options.Rounding}")
            "a small positive number"
            "1e-10, or 1e-5 in single precision"

        let counts = [
            "cases", options.Cases, 1
            "sources", options.Sources, 1
            "pairs", options.Pairs, 2
            "dimensions", options.Dimension, 1
        ]

        for name, count, least in counts do
            wanted (count >= least) $"{count} {name}" $"at least {least}" "the defaults, Laws.defaults"

        wanted (snd options.Seed % 2UL = 1UL) $"A seed of {options.Seed}" "an odd second number" "a seed as a verdict prints it"
        options

    let under options (law: Law) = Law(law.Claim, sensible options, law.Check)
    let check (law: Law) = law.Check law.Options
    let replay seed (law: Law) = law |> under { law.Options with Seed = seed } |> check

    /// A law of an estimator of either kind.
    let private law claim ofScores ofSamples (estimator: Estimator) =
        let claim = $"{estimator.Name} {claim}"

        let check =
            match estimator.Reading with
            | OfScores reading -> ofScores claim reading
            | OfSamples value -> ofSamples claim value

        Law(claim, defaults, check)

    let lowerBound estimator = estimator |> law "is a lower bound" (SideLaws.side true) (SampleLaws.side true)
    let upperBound estimator = estimator |> law "is an upper bound" (SideLaws.side false) (SampleLaws.side false)
    let tight estimator = estimator |> law "is tight" TableLaws.tight SampleLaws.tight
    let independence estimator = estimator |> law "is zero at independence" TableLaws.independence SampleLaws.independence
    let dataProcessing estimator = estimator |> law "does not grow along a chain" TableLaws.dataProcessing SampleLaws.dataProcessing
    let symmetry estimator = estimator |> law "is symmetric" MatrixLaws.symmetry SampleLaws.symmetry
    let additivity estimator = estimator |> law "adds up over independent blocks" TableLaws.additivity SampleLaws.additivity
    let permutation estimator = estimator |> law "does not know the order of pairs" MatrixLaws.permutation SampleLaws.permutation

    let ceiling (limit: int -> float<nat>) estimator =
        let limit = limit >> float
        estimator |> law "stays below its ceiling" (MatrixLaws.ceiling limit) (SampleLaws.ceiling limit)

    let invariance (estimator: Estimator) =
        match estimator.Reading with
        | OfSamples value -> Law($"{estimator.Name} ignores bijections", defaults, SampleLaws.invariance $"{estimator.Name} ignores bijections" value)
        | OfScores { Ignores = None } ->
            raise (
                DomainException(
                    $"{estimator.Name}, which does not say what it ignores",
                    "constants, or functions of x or of y",
                    "Estimator.ignoring Constants"
                )
            )
        | OfScores({ Ignores = Some ignored } as reading) ->
            let what =
                match ignored with
                | Constants -> "constants"
                | FunctionsOfX -> "functions of x"
                | FunctionsOfY -> "functions of y"

            let claim = $"{estimator.Name} ignores {what}"
            Law(claim, defaults, MatrixLaws.invariance claim ignored reading)

    let gradient (estimator: Estimator) =
        match estimator.Reading with
        | OfScores({ Gradient = Some gradient } as reading) ->
            let claim = $"{estimator.Name} has the gradient that it says"
            Law(claim, defaults, MatrixLaws.gradient claim gradient reading)
        | _ -> raise (DomainException($"{estimator.Name} without a gradient", "a function of scores with its gradient", "Estimator.withGradient"))

    let ordering (low: Estimator) (high: Estimator) =
        let claim = $"{low.Name} is at most {high.Name}"

        match low.Reading, high.Reading with
        | OfScores a, OfScores b when a.Companion.IsNone || b.Companion.IsNone || a.Companion = b.Companion ->
            Law(claim, defaults, MatrixLaws.ordering claim a b)
        | OfSamples a, OfSamples b -> Law(claim, defaults, SampleLaws.ordering claim a b)
        | _ ->
            raise (
                DomainException(
                    $"{low.Name} beside {high.Name}",
                    "two functions of scores, with companions of one kind, or two functions of samples",
                    "two of a kind"
                )
            )
