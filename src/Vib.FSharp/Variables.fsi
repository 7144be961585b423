namespace Vib

open Vib.Core

/// <summary>The kind of a variable that the data has.</summary>
type Observed = interface end

/// <summary>The kind of a variable that an encoder emits: a code.</summary>
type Latent = interface end

/// <summary>A random variable of an objective. Its type is its name, so that a bound of I(Z;Y) cannot stand where one of I(X;Z) is meant.</summary>
/// <typeparam name="variable">The name: X, Y, Z, or one of your own.</typeparam>
[<Sealed>]
type Var<'variable> =

    /// <summary>The core's variable.</summary>
    member Core: Variable

/// <summary>The variables that every objective has.</summary>
[<AutoOpen>]
module Variables =
    /// <summary>What is encoded.</summary>
    [<Interface>]
    type X =
        inherit Observed

    /// <summary>What is to be known.</summary>
    [<Interface>]
    type Y =
        inherit Observed

    /// <summary>The code of X.</summary>
    [<Interface>]
    type Z =
        inherit Latent

    /// <summary>What is encoded: the images, the rows.</summary>
    val X: Var<X>

    /// <summary>What is to be known: a class, or numbers.</summary>
    val Y: Var<Y>

    /// <summary>The code of X, which the encoder emits.</summary>
    val Z: Var<Z>

/// <summary>Variables of your own.</summary>
[<RequireQualifiedAccess>]
module Var =
    /// <summary>A variable of the data.</summary>
    /// <param name="name">Its name in formulas.</param>
    /// <exception cref="T:Vib.Core.DomainException">The name is empty.</exception>
    /// <example><code>[&lt;Interface>]
    /// type A =
    ///     inherit Observed
    ///
    /// let A: Var&lt;A> = Var.observed "A"</code></example>
    val observed: name: string -> Var<'variable> when 'variable :> Observed

    /// <summary>A variable that an encoder emits; the option <c>Encoders</c> says which encoder.</summary>
    /// <param name="name">Its name in formulas.</param>
    /// <exception cref="T:Vib.Core.DomainException">The name is empty.</exception>
    /// <example><code>[&lt;Interface>]
    /// type U =
    ///     inherit Latent
    ///
    /// let U: Var&lt;U> = Var.latent "U"
    /// { Objective.defaults with Encoders = [ (U.Core, Encoder.mlp [ 256 ] 8) ] }</code></example>
    val latent: name: string -> Var<'variable> when 'variable :> Latent
