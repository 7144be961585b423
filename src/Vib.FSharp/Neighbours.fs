namespace Vib

open Vib.Core

type SearchMethod = Vib.Core.SearchMethod

type NeighbourOptions = {
    K: int
    Scaling: Scaling
    Whiten: bool
    Noise: float
    Permutations: int
    Parts: int
    Seed: int64
    Threads: int option
    Search: SearchMethod
}

[<RequireQualifiedAccess>]
module Neighbours =
    let private core (options: NeighbourOptions) =
        Vib.Core.NeighbourOptions(
            K = options.K,
            Scaling = options.Scaling,
            Whiten = options.Whiten,
            Noise = options.Noise,
            Permutations = options.Permutations,
            Parts = options.Parts,
            Seed = options.Seed,
            Threads = Option.toNullable options.Threads,
            Search = options.Search
        )

    let defaults =
        let core = Vib.Core.NeighbourOptions()

        {
            K = core.K
            Scaling = core.Scaling
            Whiten = core.Whiten
            Noise = core.Noise
            Permutations = core.Permutations
            Parts = core.Parts
            Seed = core.Seed
            Threads = Option.ofNullable core.Threads
            Search = core.Search
        }

    let ksgWith options (pairs: Pairs) = Ksg.Estimate(pairs, KsgVariant.First, core options)
    let ksg pairs = ksgWith defaults pairs
    let tryKsgWith options pairs = Attempt.message (fun () -> ksgWith options pairs)
    let ksgOfArrays options (x: float[,]) (y: float[,]) = Ksg.Estimate(x, y, KsgVariant.First, core options)
    let ksg2With options (pairs: Pairs) = Ksg.Estimate(pairs, KsgVariant.Second, core options)
    let ksg2 pairs = ksg2With defaults pairs

    let localWith options (pairs: Pairs) = Ksg.Local(pairs, KsgVariant.First, core options) |> Array.map (fun value -> value * 1.0<nat>)

    let local pairs = localWith defaults pairs
    let mixedWith options (pairs: Pairs) = MixedInformation.Estimate(pairs, core options)
    let mixed pairs = mixedWith defaults pairs
    let conditionalWith options (triples: Triples) = FrenzelPompe.Estimate(triples, core options)
    let conditional triples = conditionalWith defaults triples
    let entropyWith options (samples: float[,]) = KozachenkoLeonenko.Estimate(samples, core options)
    let entropy samples = entropyWith defaults samples
    let tryEntropyWith options samples = Attempt.message (fun () -> entropyWith options samples)
    let weightedDefaults = { defaults with K = WeightedEntropy.DefaultK }
    let weightedEntropyWith options (samples: float[,]) = WeightedEntropy.Estimate(samples, core options)
    let weightedEntropy samples = weightedEntropyWith weightedDefaults samples
    let weightedWith options (pairs: Pairs) = WeightedEntropy.Information(pairs, core options)
    let weighted pairs = weightedWith weightedDefaults pairs
    let geometricWith neighbourhood options (pairs: Pairs) = GeometricEntropy.Information(pairs, core options, neighbourhood)
    let geometric pairs = geometricWith GeometricEntropy.DefaultNeighbourhood defaults pairs

    let divergenceWith options (reference: float[,]) (samples: float[,]) = NeighbourDivergence.Estimate(samples, reference, core options)

    let divergence reference samples = divergenceWith defaults reference samples
