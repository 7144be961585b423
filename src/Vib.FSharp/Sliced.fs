namespace Vib

open Vib.Core

type SlicedOptions = { Slices: int; Dimension: int; Scaling: Scaling; K: int; Permutations: int; Seed: int64; Threads: int option }

[<RequireQualifiedAccess>]
module Sliced =
    let private core (options: SlicedOptions) =
        Vib.Core.SlicedOptions(
            Slices = options.Slices,
            Dimension = options.Dimension,
            Scaling = options.Scaling,
            K = options.K,
            Permutations = options.Permutations,
            Seed = options.Seed,
            Threads = Option.toNullable options.Threads
        )

    let defaults =
        let core = Vib.Core.SlicedOptions()

        {
            Slices = core.Slices
            Dimension = core.Dimension
            Scaling = core.Scaling
            K = core.K
            Permutations = core.Permutations
            Seed = core.Seed
            Threads = Option.ofNullable core.Threads
        }

    let informationWith options (pairs: Pairs) = SlicedInformation.Estimate(pairs, core options)
    let information pairs = informationWith defaults pairs
    let informationOfArrays options (x: float[,]) (y: float[,]) = SlicedInformation.Estimate(x, y, core options)
