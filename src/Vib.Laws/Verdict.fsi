namespace Vib.Laws

open Vib.Core

/// <summary>What a law that holds was held on.</summary>
type Support = {
    /// <summary>What holds, as a sentence.</summary>
    Claim: string

    /// <summary>Cases tried.</summary>
    Cases: int

    /// <summary>Values of the estimator that were looked at, in all cases.</summary>
    Values: int64

    /// <summary>The probability of a broken law where none is, at most. 0 where nothing was left to chance but the cases.</summary>
    FalseAlarm: float

    /// <summary>A violation this large would have been seen in any of the cases; nats. 0 where nothing was left to chance but the cases.</summary>
    Effect: float

    /// <summary>Of the first case; the others follow from it.</summary>
    Seed: uint64 * uint64
}

/// <summary>A case that breaks a law, simplified as far as it still does.</summary>
type CounterExample = {
    /// <summary>What does not hold, as a sentence.</summary>
    Claim: string

    /// <summary>The case, in words.</summary>
    Case: string

    /// <summary>The number that came, nats; a mean where the case was sampled.</summary>
    Came: float

    /// <summary>What was wanted, in words that go before the limit.</summary>
    Wanted: string

    /// <summary>The number that was wanted, or the limit of those that were; nats.</summary>
    Limit: float

    /// <summary>Of <c>Came</c>, where the case was sampled.</summary>
    StandardError: float option

    /// <summary>What the estimator threw, where it did.</summary>
    Threw: string option

    /// <summary>How many standard errors are between the two, where the case was sampled.</summary>
    Z: float option

    /// <summary>Values of the estimator behind <c>Came</c>.</summary>
    Values: int

    /// <summary>Cases tried before, of those that there would have been.</summary>
    Before: int

    /// <summary>Steps from the first case that broke the law to this one.</summary>
    Simplifications: int

    /// <summary>Of the case: a law that starts there finds this counter-example first.</summary>
    Seed: uint64 * uint64
}

/// <summary>What a law says of an estimator.</summary>
[<StructuredFormatDisplay("{Text}")>]
type Verdict =
    /// <summary>No case broke it.</summary>
    | Holds of Support

    /// <summary>A case broke it.</summary>
    | Broken of CounterExample

    /// <summary>The verdict in words, with what to paste to see it again.</summary>
    member Text: string

/// <summary>An estimator breaks a law.</summary>
[<Sealed>]
type LawException =
    inherit VibException
    internal new: counterExample: CounterExample * replay: string -> LawException

    /// <summary>The case that breaks it.</summary>
    member CounterExample: CounterExample

/// <summary>Reading verdicts.</summary>
[<RequireQualifiedAccess>]
module Verdict =
    /// <summary>Whether no case broke the law.</summary>
    /// <param name="verdict">Any.</param>
    val holds: verdict: Verdict -> bool

    /// <summary>The line of code that shows the counter-example again.</summary>
    /// <param name="counterExample">Any.</param>
    /// <example><code>law |> Laws.replay (123UL, 457UL)</code></example>
    val replay: counterExample: CounterExample -> string

    /// <summary>Nothing if the law holds; for use inside any test framework.</summary>
    /// <param name="verdict">Any.</param>
    /// <exception cref="T:Vib.Laws.LawException">The law is broken; the message has the counter-example and how to replay it.</exception>
    /// <example><code>mine |> Laws.lowerBound |> Laws.check |> Verdict.require</code></example>
    val require: verdict: Verdict -> unit
