namespace Vib.Laws

open System
open System.Globalization

/// Numbers in text read the same on every machine.
[<RequireQualifiedAccess>]
module internal Text =
    let invariant (text: FormattableString) = text.ToString CultureInfo.InvariantCulture

    /// Six digits say what differs; what rounding leaves of a zero is one.
    let number (value: float) = (if abs value < 1e-12 then 0.0 else value).ToString("G6", CultureInfo.InvariantCulture)

    /// Three digits tell which matrix it is.
    let matrix (values: float[,]) =
        let short (value: float) = value.ToString("G3", CultureInfo.InvariantCulture)
        let row i = [ for j in 0 .. values.GetLength 1 - 1 -> short values[i, j] ] |> String.concat " "
        "[" + ([ for i in 0 .. values.GetLength 0 - 1 -> row i ] |> String.concat "; ") + "]"
