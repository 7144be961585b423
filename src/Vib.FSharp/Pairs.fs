namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Pairs =
    let ofArrays (x: float[,]) (y: float[,]) = Pairs.FromArrays(x, y)
    let tryOfArrays x y = Attempt.message (fun () -> ofArrays x y)

    let ofScalars (x: float seq) (y: float seq) = Pairs.FromScalars(x, y)

    let ofTable (x: string list) (y: string list) (table: Table) = table.ToPairs(List.toArray x, List.toArray y)
    let tryOfTable x y table = Attempt.message (fun () -> ofTable x y table)

    let count (pairs: Pairs) = pairs.Count

[<RequireQualifiedAccess>]
module Triples =
    let ofArrays (x: float[,]) (y: float[,]) (z: float[,]) = Triples.FromArrays(x, y, z)
    let tryOfArrays x y z = Attempt.message (fun () -> ofArrays x y z)
    let count (triples: Triples) = triples.Count
