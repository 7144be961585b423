namespace Vib

open Vib.Core

type Observed = interface end

type Latent = interface end

[<Sealed>]
type Var<'variable> internal (core: Variable) =
    member _.Core = core
    override _.ToString() = core.Name

[<AutoOpen>]
module Variables =
    [<Interface>]
    type X =
        inherit Observed

    [<Interface>]
    type Y =
        inherit Observed

    [<Interface>]
    type Z =
        inherit Latent

    let X = Var<X> Variable.X
    let Y = Var<Y> Variable.Y
    let Z = Var<Z> Variable.Z

[<RequireQualifiedAccess>]
module Var =
    let observed<'variable when 'variable :> Observed> name = Var<'variable>(Variable.Observed name)
    let latent<'variable when 'variable :> Latent> name = Var<'variable>(Variable.Latent name)
