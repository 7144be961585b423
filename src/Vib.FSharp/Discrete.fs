namespace Vib

open Vib.Core

type EntropyEstimator = Vib.Core.EntropyEstimator

type DiscreteOptions = { Estimator: EntropyEstimator; Permutations: int; Seed: int64 }

[<RequireQualifiedAccess>]
module Discrete =
    let internal core (options: DiscreteOptions) =
        Vib.Core.DiscreteOptions(Estimator = options.Estimator, Permutations = options.Permutations, Seed = options.Seed)

    let defaults =
        let core = Vib.Core.DiscreteOptions()

        { Estimator = core.Estimator; Permutations = core.Permutations; Seed = core.Seed }

    let entropyWith options (states: int[]) = DiscreteEntropy.Estimate(states, core options)
    let entropy states = entropyWith defaults states
    let entropyOfCounts options (counts: int[]) = DiscreteEntropy.OfCounts(counts, core options)
    let informationWith options (x: int[]) (y: int[]) = DiscreteInformation.Estimate(x, y, core options)
    let information x y = informationWith defaults x y
    let tryInformationWith options x y = Attempt.message (fun () -> informationWith options x y)
    let conditional options (x: int[]) (y: int[]) (z: int[]) = DiscreteInformation.Conditional(x, y, z, core options)

type Bins = Vib.Core.Bins

[<RequireQualifiedAccess>]
module Binned =
    let edges (edges: float seq) = Bins.Edges(Array.ofSeq edges)
    let width (width: float) = Bins.Width width
    let equal bins = Bins.Equal bins
    let equalOfLayer bins = Bins.Equal(bins, perUnit = false)
    let quantiles bins = Bins.Quantiles bins
    let states bins (activations: float[,]) = BinnedInformation.States(activations, bins)
    let ofInputWith options bins (activations: float[,]) = BinnedInformation.OfInput(activations, bins, Discrete.core options)
    let ofInput bins activations = ofInputWith Discrete.defaults bins activations

    let ofInputs options bins (inputs: int[]) (activations: float[,]) = BinnedInformation.OfInput(activations, inputs, bins, Discrete.core options)

    let ofLabelWith options bins (labels: int[]) (activations: float[,]) = BinnedInformation.OfLabel(activations, labels, bins, Discrete.core options)

    let ofLabel bins labels activations = ofLabelWith Discrete.defaults bins labels activations
