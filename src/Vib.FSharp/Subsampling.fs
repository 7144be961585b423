namespace Vib

open Vib.Core

type SubsamplingOptions = { Draws: int; Part: float; Confidence: float; Seed: int64 }

[<RequireQualifiedAccess>]
module Subsampling =
    let private core (options: SubsamplingOptions) =
        Vib.Core.SubsamplingOptions(Draws = options.Draws, Part = options.Part, Confidence = options.Confidence, Seed = options.Seed)

    let defaults =
        let core = Vib.Core.SubsamplingOptions()

        { Draws = core.Draws; Part = core.Part; Confidence = core.Confidence; Seed = core.Seed }

    let ofPairs options (estimator: Pairs -> Estimate) (pairs: Pairs) = Vib.Core.Subsampling.Of(pairs, estimator, core options)

    let ofSamples options (estimator: float[,] -> Estimate) (samples: float[,]) = Vib.Core.Subsampling.Of(samples, estimator, core options)

    let ofRows options (statistic: int[] -> float) (count: int) = Vib.Core.Subsampling.Of(count, statistic, core options)
