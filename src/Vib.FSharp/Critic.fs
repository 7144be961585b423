namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Critic =
    let separable: CriticOptions = SeparableCritic()
    let concatenated: CriticOptions = ConcatenatedCritic()

    let withHidden (widths: int list) (critic: CriticOptions) : CriticOptions = critic.WithHidden(Array.ofList widths)

    let withEmbedding dimension (critic: CriticOptions) : CriticOptions =
        match critic with
        | :? SeparableCritic as separable -> SeparableCritic(Hidden = separable.Hidden, Embedding = dimension, Companion = separable.Companion)
        | other -> other

    let gaussianConditional: CriticOptions = GaussianConditional()
    let logisticConditional: CriticOptions = LogisticConditional()
    let categoricalConditional: CriticOptions = CategoricalConditional()

    let withCompanion (companion: CompanionOptions) (critic: CriticOptions) : CriticOptions = critic.WithCompanion companion

[<RequireQualifiedAccess>]
module Companion =
    let learnedBaseline: CompanionOptions = LearnedBaseline()
    let standardNormal: CompanionOptions = StandardNormalDensity()
    let gaussian: CompanionOptions = GaussianDensity()
    let logistic: CompanionOptions = LogisticDensity()
    let categorical: CompanionOptions = CategoricalDensity()
