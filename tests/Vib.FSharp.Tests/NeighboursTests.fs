module Vib.Tests.NeighboursTests

open Vib
open Vib.Core
open Xunit

let private pairs = Truth.gaussian 1 1.0<nat> |> Truth.sample 400
let private grid f = Array2D.init 300 2 (fun i j -> f i j)
let private x = grid (fun i j -> sin (float (i * (j + 3)) * 1.7) + 0.01 * float i)
let private y = grid (fun i j -> cos (float (i * (j + 2)) * 2.3) + 0.013 * float i)

[<Fact>]
let ``Each function is the core's`` () =
    let same (expected: Estimate) (actual: Estimate) =
        Assert.Equal(expected.Value, actual.Value)
        Assert.Equal(expected.Bound, actual.Bound)

    same (Ksg.Estimate pairs) (pairs |> Neighbours.ksg)
    same (Ksg.Estimate(pairs, KsgVariant.Second)) (pairs |> Neighbours.ksg2)
    same (Ksg.Estimate(x, y)) (Neighbours.ksgOfArrays Neighbours.defaults x y)
    same (MixedInformation.Estimate pairs) (pairs |> Neighbours.mixed)
    same (KozachenkoLeonenko.Estimate x) (x |> Neighbours.entropy)
    same (NeighbourDivergence.Estimate(x, y)) (x |> Neighbours.divergence y)
    let twenty = { Neighbours.defaults with K = 20 }
    same (WeightedEntropy.Estimate x) (x |> Neighbours.weightedEntropy)
    same (WeightedEntropy.Information pairs) (pairs |> Neighbours.weighted)

    same
        (WeightedEntropy.Estimate(x, Vib.Core.NeighbourOptions(K = 7)))
        (x |> Neighbours.weightedEntropyWith { Neighbours.weightedDefaults with K = 7 })

    same
        (WeightedEntropy.Information(pairs, Vib.Core.NeighbourOptions(K = 7)))
        (pairs |> Neighbours.weightedWith { Neighbours.weightedDefaults with K = 7 })

    same (GeometricEntropy.Information pairs) (pairs |> Neighbours.geometric)
    same (GeometricEntropy.Information(pairs, Vib.Core.NeighbourOptions(K = 20), 40)) (pairs |> Neighbours.geometricWith 40 twenty)
    let column j (of': float[,]) = Array2D.init 300 1 (fun i _ -> of'[i, j])
    let triples = Triples.ofArrays (column 0 x) (column 1 x) (column 0 y)
    same (FrenzelPompe.Estimate triples) (triples |> Neighbours.conditional)
    Expect.close 1e-12 (Ksg.Estimate pairs).Value (pairs |> Neighbours.local |> Array.averageBy float)

[<Fact>]
let ``Options arrive, every one`` () =
    let options = {
        K = 5
        Scaling = Scaling.Rank
        Whiten = false
        Noise = 1e-3
        Permutations = 4
        Parts = 3
        Seed = 9L
        Threads = Some 1
        Search = SearchMethod.BruteForce
    }

    let core =
        Vib.Core.NeighbourOptions(
            K = 5,
            Scaling = Scaling.Rank,
            Whiten = false,
            Noise = 1e-3,
            Permutations = 4,
            Parts = 3,
            Seed = 9L,
            Threads = 1,
            Search = SearchMethod.BruteForce
        )

    let expected, actual = Ksg.Estimate(pairs, KsgVariant.First, core), pairs |> Neighbours.ksgWith options
    Assert.Equal((expected.Value, expected.StandardError), (actual.Value, actual.StandardError))
    Assert.Equal(4, (Estimate.permuted actual).Length)
    Assert.Equal<float<nat> list>(Estimate.permuted expected, Estimate.permuted actual)
    Assert.Equal(9L, actual.Seed.Value)
    let still = { options with Permutations = 0; Parts = 0 }

    Assert.Equal(
        (KozachenkoLeonenko.Estimate(x, Vib.Core.NeighbourOptions(K = 5, Whiten = false, Noise = 1e-3, Seed = 9L))).Value,
        (x |> Neighbours.entropyWith still).Value
    )

    Assert.NotEqual((x |> Neighbours.entropy).Value, (x |> Neighbours.entropyWith { Neighbours.defaults with K = 5 }).Value)
    Assert.Equal((x |> Neighbours.divergence y).Value, (x |> Neighbours.divergenceWith Neighbours.defaults y).Value)

[<Fact>]
let ``An estimate reads as a line that says what it is`` () =
    let line = string (pairs |> Neighbours.ksg)
    Expect.contains "I(X;Y) ≈ " line
    Expect.contains "KSG 1, k = 3; ceiling 4.73; n 400; truth 1.00" line
    Expect.contains "h(X) ≈ " (string (x |> Neighbours.entropy))
    Expect.contains "D[P‖Q] ≈ " (string (x |> Neighbours.divergence y))

[<Fact>]
let ``What makes no sense comes back as a message`` () =
    pairs |> Neighbours.tryKsgWith { Neighbours.defaults with K = 400 } |> Expect.error "k = 400 with 400 samples"
    let coins = Pairs.ofScalars [ for i in 1..100 -> float (i % 2) ] [ for i in 1..100 -> sin (float i) ]
    coins |> Neighbours.tryKsgWith Neighbours.defaults |> Expect.error "Neighbours.mixed"

    Array2D.zeroCreate 10 1
    |> Neighbours.tryEntropyWith Neighbours.defaults
    |> Expect.error "x is the same in all 10 samples"
