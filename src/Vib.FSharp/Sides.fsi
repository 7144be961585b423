namespace Vib

open Vib.Core

/// <summary>The side of a bound whose own networks can climb it: a lower bound, or an estimate.</summary>
type Climbable = interface end

/// <summary>Below the information: a lower bound's side.</summary>
[<Interface>]
type Below =
    inherit Climbable

/// <summary>Above the information: an upper bound's side.</summary>
[<Interface>]
type Above = interface end

/// <summary>On neither side: an estimate's.</summary>
[<Interface>]
type Neither =
    inherit Climbable

/// <summary>A weighted sum of bounds of information, whose type says on which side of the same sum of informations its expectation is.</summary>
/// <remarks>Two bounds of one side add; <c>Bound.negate</c> turns one around, because F#'s own minus sign keeps the type of what it stands before; a bound less one of the opposite side keeps its own; a weight is a number of 0 or more. Nothing else compiles: see <c>LowerBound</c>, <c>UpperBound</c> and
/// <c>EstimateBound</c>. A page of the documentation tells what each error means.</remarks>
/// <typeparam name="side">Its own side.</typeparam>
/// <typeparam name="opposite">The side of its negative.</typeparam>
[<Sealed>]
type Bound<'side, 'opposite> =

    /// <summary>The core's formula, whose side is checked when it runs.</summary>
    member Core: Formula

    /// <summary>The sum of two bounds of one side.</summary>
    static member (+): Bound<'side, 'opposite> * Bound<'side, 'opposite> -> Bound<'side, 'opposite>

    /// <summary>A bound less one of the opposite side.</summary>
    static member (-): Bound<'side, 'opposite> * Bound<'opposite, 'side> -> Bound<'side, 'opposite>

    /// <summary>A bound times a number, 0 or more.</summary>
    /// <exception cref="T:Vib.Core.DomainException">The number is negative or not finite.</exception>
    static member (*): float * Bound<'side, 'opposite> -> Bound<'side, 'opposite>

[<AutoOpen>]
module internal Sided =
    val sided: core: Formula -> Bound<'side, 'opposite>
    val signOf: side: Side -> string

/// <summary>Its expectation is at most the information: sound to maximise.</summary>
type LowerBound = Bound<Below, Above>

/// <summary>Its expectation is at least the information: sound to minimise.</summary>
type UpperBound = Bound<Above, Below>

/// <summary>It is on no side of the information; <c>Bound.trust</c> gives it one on your word.</summary>
type EstimateBound = Bound<Neither, Neither>
