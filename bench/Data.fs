/// The images of a run: IDX files where a folder is given, else digits that the library draws.
module Vib.Bench.Data

open Vib

let private training, test = 60_000, 10_000

let images folder =
    let sets =
        match folder with
        | Some folder -> Images.mnist folder
        | None -> Images.drawn training test

    printfn $"training on {sets.Training} (hash {sets.Training.Fingerprint()})\ntesting on  {sets.Test} (hash {sets.Test.Fingerprint()})"
    sets
