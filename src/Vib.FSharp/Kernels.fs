namespace Vib

open Vib.Core

type BandwidthRule = Vib.Core.BandwidthRule

type DensityOptions = {
    Rule: BandwidthRule
    Bandwidth: float option
    Whiten: bool
    SelectionSamples: int
    Permutations: int
    Parts: int
    Seed: int64
    Threads: int option
}

[<RequireQualifiedAccess>]
module Kde =
    let private core (options: DensityOptions) =
        Vib.Core.DensityOptions(
            Rule = options.Rule,
            Bandwidth = Option.toNullable options.Bandwidth,
            Whiten = options.Whiten,
            SelectionSamples = options.SelectionSamples,
            Permutations = options.Permutations,
            Parts = options.Parts,
            Seed = options.Seed,
            Threads = Option.toNullable options.Threads
        )

    let defaults =
        let core = Vib.Core.DensityOptions()

        {
            Rule = core.Rule
            Bandwidth = Option.ofNullable core.Bandwidth
            Whiten = core.Whiten
            SelectionSamples = core.SelectionSamples
            Permutations = core.Permutations
            Parts = core.Parts
            Seed = core.Seed
            Threads = Option.ofNullable core.Threads
        }

    let entropyWith options (samples: float[,]) = KernelDensity.Entropy(samples, core options)
    let entropy samples = entropyWith defaults samples
    let tryEntropyWith options samples = Attempt.message (fun () -> entropyWith options samples)
    let informationWith options (pairs: Pairs) = KernelDensity.Information(pairs, core options)
    let information pairs = informationWith defaults pairs
    let ofLabel options (labels: int[]) (samples: float[,]) = KernelDensity.OfLabel(samples, labels, core options)

type PairwiseDistance = Vib.Core.PairwiseDistance

[<RequireQualifiedAccess>]
module Pairwise =
    let ofInput noise (means: float[,]) = PairwiseBounds.OfInput(means, noise)
    let entropy noise (means: float[,]) = PairwiseBounds.Entropy(means, noise)
    let ofLabelWith distance noise (labels: int[]) (means: float[,]) = PairwiseBounds.OfLabel(means, labels, noise, distance)
    let ofLabel noise labels means = ofLabelWith PairwiseDistance.KullbackLeibler noise labels means

type PropagationOptions = { Draws: int; Seed: int64; Threads: int option }

[<RequireQualifiedAccess>]
module Propagation =
    let private core (options: PropagationOptions) =
        Vib.Core.PropagationOptions(Draws = options.Draws, Seed = options.Seed, Threads = Option.toNullable options.Threads)

    let defaults =
        let core = Vib.Core.PropagationOptions()

        { Draws = core.Draws; Seed = core.Seed; Threads = Option.ofNullable core.Threads }

    let entropy options noise (samples: float[,]) = SamplePropagation.Entropy(samples, noise, core options)
    let information options noise (samples: float[,]) = SamplePropagation.Information(samples, noise, core options)

    let informationOfPasses options noise (passes: float[,] list) (samples: float[,]) =
        SamplePropagation.Information(samples, List.toArray passes, noise, core options)
