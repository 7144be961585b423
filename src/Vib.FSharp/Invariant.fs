namespace Vib

open System
open System.Globalization

/// Numbers in text read the same on every machine.
[<AutoOpen>]
module internal Invariant =
    let invariant (text: FormattableString) = text.ToString CultureInfo.InvariantCulture

    /// A number of things: 1 row, 2 rows.
    let counted (count: int) noun = if count = 1 then $"1 {noun}" else invariant $"{count} {noun}s"
