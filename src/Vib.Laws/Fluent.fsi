namespace Vib.Laws.Fluent

open System
open Vib.Core
open Vib.Laws

/// <summary>How hard a law is tried, for C#; the defaults and their meaning are those of <see cref="T:Vib.Laws.LawOptions"/>.</summary>
[<Sealed>]
type LawSettings =
    /// <summary>The defaults.</summary>
    new: unit -> LawSettings

    /// <summary>The most that a law may raise an alarm where none is due.</summary>
    member FalseAlarm: float with get, set

    /// <summary>The smallest violation worth finding in sampled cases; nats.</summary>
    member Effect: float with get, set

    /// <summary>What an estimator from samples may be off in laws of equality; nats.</summary>
    member Slack: float with get, set

    /// <summary>What rounding may do, relative to the size of the numbers.</summary>
    member Rounding: float with get, set

    /// <summary>How many cases a function of scores is tried on.</summary>
    member Cases: int with get, set

    /// <summary>How many sources an estimator from samples is tried on.</summary>
    member Sources: int with get, set

    /// <summary>n, the pairs that an estimator from samples is given each time.</summary>
    member Pairs: int with get, set

    /// <summary>The most coordinates of x and of y that an estimator from samples is given.</summary>
    member Dimension: int with get, set

    /// <summary>Of the first case; the second number is odd.</summary>
    member Seed: struct (uint64 * uint64) with get, set

    member internal Options: LawOptions

/// <summary>Anyone's estimator of information, for C#.</summary>
[<Sealed>]
type Estimator =
    /// <summary>A function of a score matrix, joint pairs on the diagonal, to nats.</summary>
    /// <param name="name">As it stands in verdicts.</param>
    /// <param name="value">Scores [B,B] to nats.</param>
    /// <example><code>var verdict = Laws.LowerBound(Estimator.OfScores("mine", Mine)).Check();</code></example>
    static member OfScores: name: string * value: Func<float[,], float> -> Estimator

    /// <summary>A function of a score matrix and one number more for each pair, to nats.</summary>
    /// <param name="name">As it stands in verdicts.</param>
    /// <param name="kind">What the companion is.</param>
    /// <param name="value">Scores [B,B] and companion [B] to nats.</param>
    static member OfScores: name: string * kind: CompanionKind * value: Func<float[,], float[], float> -> Estimator

    /// <summary>A function of samples to nats.</summary>
    /// <param name="name">As it stands in verdicts.</param>
    /// <param name="value">x [n,dx] and y [n,dy] to nats.</param>
    static member OfSamples: name: string * value: Func<float[,], float[,], float> -> Estimator

    /// <summary>One of the library's own bounds.</summary>
    /// <param name="bound">Which.</param>
    static member OfBound: bound: Bound -> Estimator

    /// <summary>Says at which critic it is tight: log p(x,y)/p(x)p(y) plus this constant.</summary>
    /// <param name="offset">The constant.</param>
    member TightAt: offset: float -> Estimator

    /// <summary>Says that its scores must be the exact log p(y|x), up to a function of y.</summary>
    member NeedingConditional: unit -> Estimator

    /// <summary>Says that its scores must be log q(y|x) of a normalised density.</summary>
    member NeedingDensity: unit -> Estimator

    /// <summary>Says that its scores must be the exact log p(y|x), normalised.</summary>
    member NeedingExactDensity: unit -> Estimator

    /// <summary>Says that a constant added to its scores does not move it; <see cref="M:Vib.Laws.Fluent.Laws.Invariance"/> holds it to that.</summary>
    member IgnoringConstants: unit -> Estimator

    /// <summary>Says that any function of x added to its scores does not move it.</summary>
    member IgnoringFunctionsOfX: unit -> Estimator

    /// <summary>Says that any function of y added to its scores does not move it.</summary>
    member IgnoringFunctionsOfY: unit -> Estimator

    /// <summary>Gives its gradient.</summary>
    /// <param name="gradient">Scores [B,B] to ∂value/∂scores [B,B].</param>
    member WithGradient: gradient: Func<float[,], float[,]> -> Estimator

    member internal Inner: Vib.Laws.Estimator

/// <summary>What a law says of an estimator, for C#. Its text has everything.</summary>
[<Sealed>]
type Verdict =
    /// <summary>Whether no case broke the law.</summary>
    member Holds: bool

    /// <summary>The number that came, nats; NaN where the law holds.</summary>
    member Came: float

    /// <summary>The number that was wanted, or the limit of those that were, nats; NaN where the law holds.</summary>
    member Limit: float

    /// <summary>Standard errors between the two; NaN where the case was not sampled, or the law holds.</summary>
    member Z: float

    /// <summary>Of the counter-example, or of the first case where the law holds: what <see cref="M:Vib.Laws.Fluent.Law.Replay"/> takes.</summary>
    member Seed: struct (uint64 * uint64)

    /// <summary>Nothing if the law holds.</summary>
    /// <exception cref="T:Vib.Laws.LawException">The law is broken.</exception>
    member Require: unit -> unit

/// <summary>A law and the estimator that it is about, for C#.</summary>
[<Sealed>]
type Law =
    /// <summary>The law with other settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="T:Vib.Core.DomainException">A setting makes no sense.</exception>
    member Under: settings: LawSettings -> Law

    /// <summary>Tries it.</summary>
    member Check: unit -> Verdict

    /// <summary>Tries it from a seed that a broken one printed.</summary>
    /// <param name="seed">The first number.</param>
    /// <param name="gamma">The second number.</param>
    /// <exception cref="T:Vib.Core.DomainException">The second number is even.</exception>
    /// <example><code>law.Replay(123, 457)</code></example>
    member Replay: seed: uint64 * gamma: uint64 -> Verdict

/// <summary>Laws of information, for C#: each as the F# function of its name says.</summary>
[<AbstractClass; Sealed>]
type Laws =
    /// <summary>E V ≤ I(X;Y).</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    static member LowerBound: estimator: Estimator -> Law

    /// <summary>E V ≥ I(X;Y).</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    static member UpperBound: estimator: Estimator -> Law

    /// <summary>E V = I(X;Y) at the best critic; of samples, within the slack.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    static member Tight: estimator: Estimator -> Law

    /// <summary>E V = 0 where X and Y are independent.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    static member Independence: estimator: Estimator -> Law

    /// <summary>I(X;Z) ≤ I(X;Y) along a chain X → Y → Z.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    static member DataProcessing: estimator: Estimator -> Law

    /// <summary>Bijections change nothing; of scores, what is said to be ignored.</summary>
    /// <param name="estimator">Of samples, or of scores and <see cref="M:Vib.Laws.Fluent.Estimator.IgnoringConstants"/> or its like.</param>
    /// <exception cref="T:Vib.Core.DomainException">A function of scores does not say what it ignores.</exception>
    static member Invariance: estimator: Estimator -> Law

    /// <summary>I(X;Y) = I(Y;X); of scores, the transposed matrix reads the same.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    static member Symmetry: estimator: Estimator -> Law

    /// <summary>Independent blocks add up.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    static member Additivity: estimator: Estimator -> Law

    /// <summary>No matrix and no sample reads more than this.</summary>
    /// <param name="limit">Of B, the pairs of a matrix, or of n, those of a sample; nats.</param>
    /// <param name="estimator">Of scores or of samples.</param>
    static member Ceiling: limit: Func<int, float> * estimator: Estimator -> Law

    /// <summary>Pairs in another order read the same.</summary>
    /// <param name="estimator">Of scores or of samples.</param>
    static member Permutation: estimator: Estimator -> Law

    /// <summary>The gradient is the limit of finite differences.</summary>
    /// <param name="estimator">Of scores, with its gradient.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no gradient.</exception>
    static member Gradient: estimator: Estimator -> Law

    /// <summary>The first is at most the second, on every matrix or on every sample.</summary>
    /// <param name="low">What should be below.</param>
    /// <param name="high">What should be above.</param>
    /// <exception cref="T:Vib.Core.DomainException">The two are not of a kind.</exception>
    static member Ordering: low: Estimator * high: Estimator -> Law
