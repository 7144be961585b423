namespace Vib

open Vib.Core

type Climbable = interface end

[<Interface>]
type Below =
    inherit Climbable

[<Interface>]
type Above = interface end

[<Interface>]
type Neither =
    inherit Climbable

[<Sealed>]
type Bound<'side, 'opposite> internal (core: Formula) =
    member _.Core = core
    static member (+)(a: Bound<'side, 'opposite>, b: Bound<'side, 'opposite>) = Bound<'side, 'opposite>(a.Core + b.Core)
    static member (-)(a: Bound<'side, 'opposite>, b: Bound<'opposite, 'side>) = Bound<'side, 'opposite>(a.Core - b.Core)
    static member (*)(weight: float, a: Bound<'side, 'opposite>) = Bound<'side, 'opposite>(weight * a.Core)
    override _.ToString() = string core

/// The one way to a side: whoever calls it answers for it.
[<AutoOpen>]
module internal Sided =
    let sided (core: Formula) : Bound<'side, 'opposite> = Bound<'side, 'opposite> core

    /// How an information stands to what is reported of it.
    let signOf side =
        match side with
        | Side.Lower -> "≥"
        | Side.Upper -> "≤"
        | _ -> "≈"

type LowerBound = Bound<Below, Above>
type UpperBound = Bound<Above, Below>
type EstimateBound = Bound<Neither, Neither>
