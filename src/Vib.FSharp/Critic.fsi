namespace Vib

open Vib.Core

/// <summary>Networks that score pairs.</summary>
[<RequireQualifiedAccess>]
module Critic =
    /// <summary>f(x, y) = g(x)ᵀ h(y): a tower for each variable, 256-256-32 each. The cheap one, and the default.</summary>
    val separable: CriticOptions

    /// <summary>f(x, y) = mlp([x, y]), 256-256-1: it sees each of the B² pairs, at about B times the cost.</summary>
    val concatenated: CriticOptions

    /// <summary>The same critic with hidden layers of these widths.</summary>
    /// <param name="widths">At least one, all positive.</param>
    /// <param name="critic">Which critic.</param>
    /// <example><code>Critic.separable |> Critic.withHidden [ 512; 512 ]</code></example>
    val withHidden: widths: int list -> critic: CriticOptions -> CriticOptions

    /// <summary>The same separable critic with embeddings of this dimension; other critics have none and stay as they are.</summary>
    /// <param name="dimension">At least 1.</param>
    /// <param name="critic">Which critic.</param>
    val withEmbedding: dimension: int -> critic: CriticOptions -> CriticOptions

    /// <summary>ln q(y|x) of a diagonal Gaussian, mean and variance by a network of x, 256-256: a fitted density, the q of vCLUB and of the difference of entropies.</summary>
    /// <remarks>Normalised in y, summed over its dimensions; |ln σ²| stays below 10  (Cheng et al. 2020; McAllester and Stratos 2020). Bounds that want an exact p(y|x) become estimates with it.</remarks>
    /// <example><code>Critic.gaussianConditional |> Critic.withHidden [ 64 ] |> Critic.withCompanion Companion.gaussian</code></example>
    val gaussianConditional: CriticOptions

    /// <summary>ln q(y|x) of independent logistic coordinates, place and scale by a network of x, 256-256: heavier tails than a Gaussian's.</summary>
    val logisticConditional: CriticOptions

    /// <summary>ln q(y|x) of a classifier, 256-256, where y is a one-hot row.</summary>
    /// <remarks>Pairs must not be standardised: rows that are not one-hot are refused.</remarks>
    val categoricalConditional: CriticOptions

    /// <summary>The same critic with a network beside it that gives the number more for each pair which some bounds ask for.</summary>
    /// <param name="companion">One of <see cref="T:Vib.CompanionModule"/>.</param>
    /// <param name="critic">Which critic.</param>
    /// <example><code>Critic.separable |> Critic.withCompanion Companion.learnedBaseline</code></example>
    val withCompanion: companion: CompanionOptions -> critic: CriticOptions -> CriticOptions

/// <summary>Networks beside a critic, trained with it: one number more for each pair.</summary>
[<RequireQualifiedAccess>]
module Companion =
    /// <summary>ln a(y), any function of y, 512-512: TUBA's baseline  (Poole et al. 2019, §2.2).</summary>
    val learnedBaseline: CompanionOptions

    /// <summary>ln N(y; 0, I): a density of y without parameters, that of standardised data if they are Gaussian.</summary>
    val standardNormal: CompanionOptions

    /// <summary>ln q(y) of a diagonal Gaussian, mean and variance learned; it starts standard.</summary>
    val gaussian: CompanionOptions

    /// <summary>ln q(y) of independent logistic coordinates, place and scale learned.</summary>
    val logistic: CompanionOptions

    /// <summary>ln q(y) of a distribution over classes, learned; y is a one-hot row.</summary>
    val categorical: CompanionOptions
