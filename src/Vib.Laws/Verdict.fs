namespace Vib.Laws

open System
open Vib.Core

type Support = { Claim: string; Cases: int; Values: int64; FalseAlarm: float; Effect: float; Seed: uint64 * uint64 }

type CounterExample = {
    Claim: string
    Case: string
    Came: float
    Wanted: string
    Limit: float
    StandardError: float option
    Threw: string option
    Z: float option
    Values: int
    Before: int
    Simplifications: int
    Seed: uint64 * uint64
}

[<RequireQualifiedAccess>]
module private Wording =
    let replay (seed: uint64 * uint64) = $"law |> Laws.replay ({fst seed}UL, {snd seed}UL)"

    let came counterExample =
        match counterExample.Threw, counterExample.StandardError, counterExample.Z with
        | Some message, _, _ -> message
        | None, Some _, _ when not (Double.IsFinite counterExample.Came) ->
            $"{Text.number counterExample.Came}, as the mean of {counterExample.Values} values"
        | None, Some error, Some z ->
            Text.invariant $"{Text.number counterExample.Came} ± {error:G2} nat (z = {z:F1}, {counterExample.Values} values)"
        | _ -> $"{Text.number counterExample.Came} nat"

    let wanted counterExample =
        if Double.IsFinite counterExample.Came then
            $"{counterExample.Wanted} {Text.number counterExample.Limit} nat"
        else
            "a finite number"

    let holds (support: Support) =
        let chance =
            if support.FalseAlarm > 0.0 then
                Text.invariant $"; a violation of {Text.number support.Effect} nat would have been seen; false-alarm rate {support.FalseAlarm}"
            else
                ""

        let cases = if support.Cases = 1 then "1 case" else $"{support.Cases} cases"
        $"{support.Claim}: {cases}, {support.Values} values{chance}; seed {support.Seed}"

    let broken counterExample =
        String.Join(
            "\n",
            $"Not so: {counterExample.Claim}.",
            $"  case    {counterExample.Case}",
            $"  came    {came counterExample}",
            $"  wanted  {wanted counterExample}",
            $"  found   in case {counterExample.Before + 1}; simplifications: {counterExample.Simplifications}",
            $"  replay  {replay counterExample.Seed}"
        )

[<StructuredFormatDisplay("{Text}")>]
type Verdict =
    | Holds of Support
    | Broken of CounterExample

    member verdict.Text =
        match verdict with
        | Holds support -> Wording.holds support
        | Broken counterExample -> Wording.broken counterExample

    override verdict.ToString() = verdict.Text

[<Sealed>]
type LawException internal (counterExample: CounterExample, replay: string) =
    inherit
        VibException(
            $"Not so: {counterExample.Claim}. {Wording.came counterExample} came from {counterExample.Case}",
            Wording.wanted counterExample,
            replay
        )

    member _.CounterExample = counterExample

[<RequireQualifiedAccess>]
module Verdict =
    let holds verdict =
        match verdict with
        | Holds _ -> true
        | Broken _ -> false

    let replay (counterExample: CounterExample) = Wording.replay counterExample.Seed

    let require verdict =
        match verdict with
        | Holds _ -> ()
        | Broken counterExample -> raise (LawException(counterExample, replay counterExample))
