namespace Vib.Laws

open Vib

type LawOptions = {
    FalseAlarm: float
    Effect: float<nat>
    Slack: float<nat>
    Rounding: float
    Cases: int
    Sources: int
    Pairs: int
    Dimension: int
    Seed: uint64 * uint64
}

[<Sealed; StructuredFormatDisplay("law: {Claim}; Laws.check tries it")>]
type Law internal (claim: string, options: LawOptions, check: LawOptions -> Verdict) =
    member _.Claim = claim
    member _.Options = options
    member internal _.Check = check
    override _.ToString() = $"law: {claim}; Laws.check tries it"
