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
