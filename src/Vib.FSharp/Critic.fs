namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Critic =
    let separable: CriticOptions = SeparableCritic()
    let concatenated: CriticOptions = ConcatenatedCritic()
    let innerProduct: CriticOptions = InnerProductCritic()
    let bilinear: CriticOptions = BilinearCritic()
    let cosine: CriticOptions = CosineCritic()
    let convolutional (channels, height, width) : CriticOptions = ConvolutionalCritic(ImageShape(channels, height, width))
    let exact (truth: Truth) : CriticOptions = ExactCritic truth

    let withHidden (widths: int list) (critic: CriticOptions) : CriticOptions =
        match critic with
        | :? LayeredCriticOptions as layered -> layered.WithHidden(Array.ofList widths)
        | other -> other

    let withEmbedding dimension (critic: CriticOptions) : CriticOptions =
        match critic with
        | :? TowerCriticOptions as towers -> towers.WithEmbedding dimension
        | other -> other

    let withTemperature temperature (critic: CriticOptions) : CriticOptions =
        match critic with
        | :? CosineCritic as cosine -> cosine.WithTemperature temperature
        | other -> other

    let withChannels (channels: int list) (critic: CriticOptions) : CriticOptions =
        match critic with
        | :? ConvolutionalCritic as convolutional -> convolutional.WithChannels(Array.ofList channels)
        | other -> other

    let withImageOfY (channels, height, width) (critic: CriticOptions) : CriticOptions =
        match critic with
        | :? ConvolutionalCritic as convolutional -> convolutional.WithImageOfY(ImageShape(channels, height, width))
        | other -> other

    let gaussianConditional: CriticOptions = GaussianConditional()
    let logisticConditional: CriticOptions = LogisticConditional()
    let categoricalConditional: CriticOptions = CategoricalConditional()

    let withCompanion (companion: CompanionOptions) (critic: CriticOptions) : CriticOptions = critic.WithCompanion companion

[<RequireQualifiedAccess>]
module Companion =
    let learnedBaseline: CompanionOptions = LearnedBaseline()
    let pairFunction: CompanionOptions = PairFunction()
    let standardNormal: CompanionOptions = StandardNormalDensity()
    let gaussian: CompanionOptions = GaussianDensity()
    let logistic: CompanionOptions = LogisticDensity()
    let categorical: CompanionOptions = CategoricalDensity()
