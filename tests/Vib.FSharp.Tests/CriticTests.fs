module Vib.Tests.CriticTests

open Vib
open Vib.Core
open Xunit

let private truth = Truth.gaussian 1 1.0<nat>

let private all = [
    Critic.separable, "separable"
    Critic.concatenated, "concatenated"
    Critic.innerProduct, "inner product"
    Critic.bilinear, "bilinear"
    Critic.cosine, "cosine"
    Critic.convolutional (1, 28, 28), "convolutional"
    Critic.exact truth, "exact"
    Critic.gaussianConditional, "Gaussian conditional"
    Critic.logisticConditional, "logistic conditional"
    Critic.categoricalConditional, "categorical conditional"
]

[<Fact>]
let ``Every critic of the core is here, with its own defaults`` () =
    for critic, name in all do
        Assert.Equal(name, critic.Name)

    let kinds = all |> List.map (fun (critic, _) -> critic.GetType())

    for kind in typeof<CriticOptions>.Assembly.GetExportedTypes() do
        if kind.IsSubclassOf typeof<CriticOptions> && not kind.IsAbstract then
            Assert.True(List.contains kind kinds, kind.Name)

    Assert.Equal(512, (Assert.IsType<CosineCritic> Critic.cosine).Embedding)
    Assert.Equal(ImageShape(1, 28, 28), (Assert.IsType<ConvolutionalCritic>(Critic.convolutional (1, 28, 28))).X)
    Assert.Same(truth, (Assert.IsType<ExactCritic>(Critic.exact truth)).Truth)

[<Fact>]
let ``Hidden layers change, the rest stays`` () =
    let critic = Critic.separable |> Critic.withEmbedding 8 |> Critic.withHidden [ 64; 32 ]
    let separable = Assert.IsType<SeparableCritic> critic
    Assert.Equal<int>([ 64; 32 ], separable.Hidden)
    Assert.Equal(8, separable.Embedding)

[<Fact>]
let ``A concatenated critic stays one`` () =
    let critic = Critic.concatenated |> Critic.withHidden [ 16 ] |> Critic.withEmbedding 4
    Assert.Equal<int>([ 16 ], (Assert.IsType<ConcatenatedCritic> critic).Hidden)

[<Fact>]
let ``A cosine critic keeps its temperature, a convolutional one its images`` () =
    let cosine = Critic.cosine |> Critic.withTemperature 1.0 |> Critic.withHidden [ 16 ] |> Critic.withEmbedding 4
    Assert.Equal(1.0, (Assert.IsType<CosineCritic> cosine).Temperature)

    let images =
        Critic.convolutional (3, 8, 6)
        |> Critic.withImageOfY (1, 4, 5)
        |> Critic.withChannels [ 8 ]
        |> Critic.withHidden [ 16 ]
        |> Critic.withEmbedding 4
        |> Assert.IsType<ConvolutionalCritic>

    Assert.Equal(ImageShape(3, 8, 6), images.X)
    Assert.Equal(ImageShape(1, 4, 5), images.Y.Value)
    Assert.Equal<int>([ 8 ], images.Channels)
    Assert.Equal<int>([ 16 ], images.Hidden)
    Assert.Equal(4, images.Embedding)

[<Fact>]
let ``What a critic does not have leaves it as it is`` () =
    for critic in [ Critic.innerProduct; Critic.bilinear; Critic.exact truth ] do
        let changed =
            critic
            |> Critic.withHidden [ 3 ]
            |> Critic.withEmbedding 4
            |> Critic.withTemperature 1.0
            |> Critic.withChannels [ 2 ]
            |> Critic.withImageOfY (1, 1, 1)

        Assert.Same(critic, changed)

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
