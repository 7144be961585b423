namespace Vib

open System
open System.Globalization

/// Numbers in text read the same on every machine.
[<AutoOpen>]
module internal Invariant =
    let invariant (text: FormattableString) = text.ToString CultureInfo.InvariantCulture
