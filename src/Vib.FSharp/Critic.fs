namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Critic =
    let separable: CriticOptions = SeparableCritic()
    let concatenated: CriticOptions = ConcatenatedCritic()

    let withHidden (widths: int list) (critic: CriticOptions) : CriticOptions =
        match critic with
        | :? SeparableCritic as separable -> SeparableCritic(Hidden = Array.ofList widths, Embedding = separable.Embedding)
        | :? ConcatenatedCritic -> ConcatenatedCritic(Hidden = Array.ofList widths)
        | other -> invalidArg (nameof critic) $"a critic of type {other.GetType().Name} has no hidden layers to choose"

    let withEmbedding dimension (critic: CriticOptions) : CriticOptions =
        match critic with
        | :? SeparableCritic as separable -> SeparableCritic(Hidden = separable.Hidden, Embedding = dimension)
        | other -> other
