module Vib.Tests.CriticTests

open Vib
open Vib.Core
open Xunit

[<Fact>]
let ``Hidden layers change, the rest stays`` () =
    let critic = Critic.separable |> Critic.withEmbedding 8 |> Critic.withHidden [ 64; 32 ]
    let separable = Assert.IsType<SeparableCritic> critic
    Assert.Equal<int>([ 64; 32 ], separable.Hidden)
    Assert.Equal(8, separable.Embedding)

[<Fact>]
let ``A concatenated critic stays one`` () =
    let critic = Critic.concatenated |> Critic.withHidden [ 16 ] |> Critic.withEmbedding 4
    Assert.Equal("concatenated", critic.Name)
    Assert.Equal<int>([ 16 ], critic.Hidden)

[<Fact>]
let ``Conditionals are densities`` () =
    let named =
        [ Critic.gaussianConditional; Critic.logisticConditional; Critic.categoricalConditional ]
        |> List.map (fun critic -> critic.Name, critic.IsDensity)

    Assert.Equal<(string * bool) list>([ "Gaussian conditional", true; "logistic conditional", true; "categorical conditional", true ], named)
    Assert.Equal(10.0, (Assert.IsType<GaussianConditional> Critic.gaussianConditional).LogVarianceBound)

[<Fact>]
let ``Companions are what their names say`` () =
    let kinds =
        [ Companion.learnedBaseline; Companion.standardNormal; Companion.gaussian; Companion.logistic; Companion.categorical ]
        |> List.map (fun companion -> companion.Name, companion.Kind)

    let density name = name, CompanionKind.DensityOfY

    let expected =
        ("learned baseline", CompanionKind.OfY)
        :: ([ "standard normal density"; "Gaussian density"; "logistic density"; "categorical density" ] |> List.map density)

    Assert.Equal<(string * CompanionKind) list>(expected, kinds)

[<Fact>]
let ``A companion stays while the rest changes`` () =
    let critic =
        Critic.separable |> Critic.withCompanion Companion.learnedBaseline |> Critic.withHidden [ 8 ] |> Critic.withEmbedding 4

    Assert.Equal(Companion.learnedBaseline, critic.Companion)
    Assert.Equal(4, (Assert.IsType<SeparableCritic> critic).Embedding)
    let conditional = Critic.gaussianConditional |> Critic.withCompanion Companion.gaussian |> Critic.withHidden [ 16 ]
    Assert.Equal(Companion.gaussian, conditional.Companion)
    Assert.Equal<int>([ 16 ], (Assert.IsType<GaussianConditional> conditional).Hidden)
    Assert.Null Critic.gaussianConditional.Companion
