namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Beta =
    let constant beta = Weight.Of beta
    let warmUp steps beta = Weight.Of(beta, Ramp.WarmUp steps)
    let cyclic period beta = Weight.Of(beta, Ramp.Cyclic period)
    let annealed start steps beta = Weight.Of(beta, Ramp.Annealed(start / beta, steps))
    let sweep betas = Weight.Sweep(List.toArray betas)
