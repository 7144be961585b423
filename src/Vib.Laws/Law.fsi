namespace Vib.Laws

open Vib

/// <summary>How hard a law is tried.</summary>
type LawOptions = {
    /// <summary>The most that a law may raise an alarm where none is due, over all its cases and looks; in (0, 1).</summary>
    FalseAlarm: float

    /// <summary>The smallest violation worth finding in sampled cases: sampling goes on until a larger one is excluded.</summary>
    Effect: float<nat>

    /// <summary>What an estimator from samples may be off in laws of equality and of data processing. The laws of sides allow nothing.</summary>
    Slack: float<nat>

    /// <summary>What rounding may do, relative to the size of the numbers; 1e-5 for code in single precision.</summary>
    Rounding: float

    /// <summary>How many cases a function of scores is tried on.</summary>
    Cases: int

    /// <summary>How many sources an estimator from samples is tried on.</summary>
    Sources: int

    /// <summary>n, the pairs that an estimator from samples is given each time.</summary>
    Pairs: int

    /// <summary>The most coordinates of x and of y that an estimator from samples is given.</summary>
    Dimension: int

    /// <summary>Of the first case; the second number is odd.</summary>
    Seed: uint64 * uint64
}

/// <summary>A law and the estimator that it is about, not tried yet: <c>Laws.check</c> does.</summary>
[<Sealed; StructuredFormatDisplay("law: {Claim}; Laws.check tries it")>]
type Law =
    internal new: claim: string * options: LawOptions * check: (LawOptions -> Verdict) -> Law

    /// <summary>What is claimed, as a sentence.</summary>
    member Claim: string

    /// <summary>How hard it will be tried.</summary>
    member Options: LawOptions

    member internal Check: (LawOptions -> Verdict)
