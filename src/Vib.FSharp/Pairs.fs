namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Pairs =
    let ofArrays (x: float[,]) (y: float[,]) = Pairs.FromArrays(x, y)
    let tryOfArrays x y = Attempt.message (fun () -> ofArrays x y)

    let ofScalars x y =
        let column (numbers: float seq) = Seq.map Seq.singleton numbers |> array2D
        ofArrays (column x) (column y)

    let count (pairs: Pairs) = pairs.Count

[<RequireQualifiedAccess>]
module Triples =
    let ofArrays (x: float[,]) (y: float[,]) (z: float[,]) = Triples.FromArrays(x, y, z)
    let tryOfArrays x y z = Attempt.message (fun () -> ofArrays x y z)
    let count (triples: Triples) = triples.Count
