module Vib.Laws.Tests.ChainCaseTests

open Vib
open Vib.Laws
open Xunit

let private chains = Generate.chains 3

[<Fact>]
let ``Information is lost along a chain, and never gained`` () =
    Expect.forAll chains (fun case -> Assert.True(ChainCase.informationXZ case <= min (ChainCase.informationXY case) (ChainCase.informationYZ case)))

[<Fact>]
let ``It is Markov: beside y, z tells nothing of x`` () =
    Expect.forAll chains (fun case -> Expect.close 1e-12 (float (ChainCase.informationXY case)) (ChainCase.truth case).Information)

// E xz = ρ₁ρ₂ = 0.4 with a standard deviation of at most √2 over 20 000 draws: 6 standard errors are 0.06, two in 10⁹.
[<Fact>]
let ``What is drawn has y before z`` () =
    let case = { Dimension = 1; First = 0.5; Second = 0.8; Seed = 1 }
    use source = new Sampling(ChainCase.truth case, 4)
    let x, yz = (source.Pairs 20_000 1).[0]
    let correlation (a: float[]) (b: float[]) = Array.averageBy (fun (a, b) -> a * b) (Array.zip a b)
    Expect.close 0.06 0.5 (correlation x[*, 0] yz[*, 0])
    Expect.close 0.06 0.4 (correlation x[*, 0] yz[*, 1])
    Expect.close 0.06 0.8 (correlation yz[*, 0] yz[*, 1])

[<Fact>]
let ``Simplifying ends`` () = Expect.simplifies chains

[<Fact>]
let ``In words it says all three`` () =
    Assert.Equal(
        "chain of 1-d Gaussians, correlations 0.5 and 0.8: I(X;Y) = 0.143841, I(Y;Z) = 0.510826, I(X;Z) = 0.0871767 nat (seed 1)",
        ChainCase.describe { Dimension = 1; First = 0.5; Second = 0.8; Seed = 1 }
    )
