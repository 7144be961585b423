namespace Vib

open System.Collections.Generic
open Vib.Core

[<RequireQualifiedAccess>]
module Npy =
    let read (path: string) = Vib.Core.Npy.Read path
    let tryRead path = Attempt.message (fun () -> read path)
    let matrix path = (read path).ToMatrix<float>()
    let labels path = (read path).To<int>()
    let writeArray (path: string) (array: NpyArray) = Vib.Core.Npy.Write(path, array)
    let write path (rows: float[,]) = writeArray path (NpyArray.Of rows)
    let map path = NpyMap.Open path

[<RequireQualifiedAccess>]
module Npz =
    let names path = List.ofSeq (Vib.Core.Npz.Names path)

    let read (path: string) = Map [ for pair in Vib.Core.Npz.Read path -> pair.Key, pair.Value ]

    let tryRead path = Attempt.message (fun () -> read path)

    let private writeWith compressed path arrays = Vib.Core.Npz.Write(path, [ for name, array in arrays -> KeyValuePair(name, array) ], compressed)

    let write path arrays = writeWith false path arrays
    let writeCompressed path arrays = writeWith true path arrays
