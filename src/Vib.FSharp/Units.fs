namespace Vib

[<Measure>]
type nat

[<Measure>]
type bit

[<RequireQualifiedAccess>]
module Nats =
    let perBit = Vib.Core.Nats.PerBit * 1.0<nat / bit>
    let toBits (nats: float<nat>) = nats / perBit
    let ofBits (bits: float<bit>) = bits * perBit
