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
