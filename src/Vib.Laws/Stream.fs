namespace Vib.Laws

[<RequireQualifiedAccess>]
module internal Mixing =
    let gamma = 0x9e3779b97f4a7c15UL

    let mix (z: uint64) =
        let z = (z ^^^ (z >>> 30)) * 0xbf58476d1ce4e5b9UL
        let z = (z ^^^ (z >>> 27)) * 0x94d049bb133111ebUL
        z ^^^ (z >>> 31)

/// The random numbers of one case: the same for the same seed and item, whatever else was drawn. SplitMix64 (Steele, Lea and Flood 2014).
[<Sealed>]
type internal Stream(seed: int, item: int) =
    let mutable state = Mixing.mix (Mixing.mix (uint64 seed + Mixing.gamma) + uint64 item + Mixing.gamma)

    member _.Next() =
        state <- state + Mixing.gamma
        Mixing.mix state

    /// Uniform on (0, 1), without its ends.
    member stream.Uniform() = (float (stream.Next() >>> 11) + 0.5) / 9007199254740992.0

    member stream.Between(low: float, high: float) = low + (high - low) * stream.Uniform()

    /// Uniform on 0 … n − 1.
    member stream.Below(n: int) = int (stream.Next() % uint64 n)

    /// Standard normal  (Box and Muller 1958).
    member stream.Normal() =
        let radius = sqrt (-2.0 * log (stream.Uniform()))
        radius * cos (2.0 * System.Math.PI * stream.Uniform())
