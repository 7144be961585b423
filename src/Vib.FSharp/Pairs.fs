namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Pairs =
    let ofArrays (x: float[,]) (y: float[,]) = Pairs.FromArrays(x, y)
    let tryOfArrays x y = Attempt.message (fun () -> ofArrays x y)

    let ofScalars (x: float seq) (y: float seq) = Pairs.FromScalars(x, y)

    let ofTable (x: string list) (y: string list) (table: Table) = table.ToPairs(List.toArray x, List.toArray y)
    let tryOfTable x y table = Attempt.message (fun () -> ofTable x y table)

    let private ofColumns (x: NpyArray) (y: NpyArray) (description: string) =
        Pairs(x.To<float32>(), max 1 x.Columns, y.To<float32>(), max 1 y.Columns, description)

    let private fileName (path: string) = path.Substring(path.LastIndexOf '/' + 1)

    let ofNpy (x: string) (y: string) = ofColumns (Vib.Core.Npy.Read x) (Vib.Core.Npy.Read y) $"{fileName x}, {fileName y}"
    let tryOfNpy x y = Attempt.message (fun () -> ofNpy x y)

    let ofNpz (path: string) x y = ofColumns (Vib.Core.Npz.Read(path, x)) (Vib.Core.Npz.Read(path, y)) (fileName path)
    let tryOfNpz path x y = Attempt.message (fun () -> ofNpz path x y)

    let count (pairs: Pairs) = pairs.Count

[<RequireQualifiedAccess>]
module Triples =
    let ofArrays (x: float[,]) (y: float[,]) (z: float[,]) = Triples.FromArrays(x, y, z)
    let tryOfArrays x y z = Attempt.message (fun () -> ofArrays x y z)
    let count (triples: Triples) = triples.Count
