module Vib.Tests.KernelsTests

open Vib
open Vib.Core
open Xunit

let private pairs = Truth.gaussian 2 1.0<nat> |> Truth.sample 300
let private grid f = Array2D.init 200 2 (fun i j -> f i j)
let private x = grid (fun i j -> sin (float (i * (j + 3)) * 1.7) + 0.01 * float i)
let private y = grid (fun i j -> cos (float (i * (j + 2)) * 2.3) + 0.013 * float i)
let private labels = Array.init 200 (fun i -> i % 3)
let private inputs = Array.init 200 (fun i -> i / 2)

let private same (expected: Estimate) (actual: Estimate) =
    Assert.Equal((expected.Value, expected.StandardError), (actual.Value, actual.StandardError))
    Assert.Equal((expected.Bound, expected.Quantity, expected.Side), (actual.Bound, actual.Quantity, actual.Side))

let private permuted (expected: Estimate) (actual: Estimate) =
    same expected actual
    Assert.Equal<float<nat> list>(Estimate.permuted expected, Estimate.permuted actual)
    Assert.NotEmpty(Estimate.permuted actual)

[<Fact>]
let ``Discrete variables: each function is the core's`` () =
    let options = { Discrete.defaults with Estimator = EntropyEstimator.ChaoShen; Permutations = 3; Seed = 5L }

    let core = Vib.Core.DiscreteOptions(Estimator = EntropyEstimator.ChaoShen, Permutations = 3, Seed = 5L)
    let still, coreStill = { options with Permutations = 0 }, Vib.Core.DiscreteOptions(Estimator = EntropyEstimator.ChaoShen)
    let z = Array.init 200 (fun i -> i * i % 5)
    same (DiscreteEntropy.Estimate labels) (labels |> Discrete.entropy)
    same (DiscreteEntropy.Estimate(labels, coreStill)) (labels |> Discrete.entropyWith still)
    same (DiscreteEntropy.OfCounts([| 3; 4 |], coreStill)) ([| 3; 4 |] |> Discrete.entropyOfCounts still)
    same (DiscreteInformation.Estimate(labels, z)) (Discrete.information labels z)
    permuted (DiscreteInformation.Estimate(labels, z, core)) (Discrete.informationWith options labels z)
    same (DiscreteInformation.Conditional(labels, z, inputs, coreStill)) (Discrete.conditional still labels z inputs)
    Discrete.tryInformationWith options labels [| 1 |] |> Expect.error "1 states of y beside 200 of x"

    let bins = Binned.equal 4
    same (BinnedInformation.OfInput(x, bins)) (x |> Binned.ofInput bins)
    same (BinnedInformation.OfInput(x, bins, coreStill)) (x |> Binned.ofInputWith still bins)
    same (BinnedInformation.OfInput(x, inputs, bins, coreStill)) (x |> Binned.ofInputs still bins inputs)
    same (BinnedInformation.OfLabel(x, labels, bins)) (x |> Binned.ofLabel bins labels)
    permuted (BinnedInformation.OfLabel(x, labels, bins, core)) (x |> Binned.ofLabelWith options bins labels)
    Assert.Equal<int[]>(BinnedInformation.States(x, Bins.Width 0.3), x |> Binned.states (Binned.width 0.3))
    Assert.Equal<int[]>(BinnedInformation.States(x, Bins.Edges [| 0.0; 0.5 |]), x |> Binned.states (Binned.edges [ 0.0; 0.5 ]))
    Assert.Equal<int[]>(BinnedInformation.States(x, Bins.Equal(3, perUnit = false)), x |> Binned.states (Binned.equalOfLayer 3))
    Assert.Equal<int[]>(BinnedInformation.States(x, Bins.Quantiles 3), x |> Binned.states (Binned.quantiles 3))

[<Fact>]
let ``Kernels: each function is the core's and options arrive, every one`` () =
    let options = {
        Rule = BandwidthRule.LeastSquares
        Bandwidth = None
        Whiten = false
        SelectionSamples = 50
        Permutations = 2
        Parts = 3
        Seed = 7L
        Threads = Some 1
    }

    let core =
        Vib.Core.DensityOptions(
            Rule = BandwidthRule.LeastSquares,
            Whiten = false,
            SelectionSamples = 50,
            Permutations = 2,
            Parts = 3,
            Seed = 7L,
            Threads = 1
        )

    same (KernelDensity.Entropy x) (x |> Kde.entropy)
    same (KernelDensity.Information pairs) (pairs |> Kde.information)
    let actual = pairs |> Kde.informationWith options
    permuted (KernelDensity.Information(pairs, core)) actual
    Assert.Equal(7L, actual.Seed.Value)
    let given = { Kde.defaults with Bandwidth = Some 0.4 }
    same (KernelDensity.Entropy(x, Vib.Core.DensityOptions(Bandwidth = 0.4))) (x |> Kde.entropyWith given)
    same (KernelDensity.OfLabel(x, labels)) (x |> Kde.ofLabel Kde.defaults labels)
    x |> Kde.tryEntropyWith { given with Bandwidth = Some -1.0 } |> Expect.error "The bandwidth is -1"

    let sandwich (expected: Sandwich) (actual: Sandwich) =
        same expected.Below actual.Below
        same expected.Above actual.Above

    sandwich (PairwiseBounds.OfInput(x, 0.3)) (x |> Pairwise.ofInput 0.3)
    sandwich (PairwiseBounds.Entropy(x, 0.3)) (x |> Pairwise.entropy 0.3)
    same (PairwiseBounds.OfLabel(x, labels, 0.3)) (x |> Pairwise.ofLabel 0.3 labels)
    let distance = PairwiseDistance.Bhattacharyya
    same (PairwiseBounds.OfLabel(x, labels, 0.3, distance)) (x |> Pairwise.ofLabelWith distance 0.3 labels)

    let draws = { Draws = 2; Seed = 3L; Threads = Some 1 }
    let coreDraws = Vib.Core.PropagationOptions(Draws = 2, Seed = 3L, Threads = 1)
    same (SamplePropagation.Entropy(x, 0.3, coreDraws)) (x |> Propagation.entropy draws 0.3)
    same (SamplePropagation.Information(x, 0.3)) (x |> Propagation.information Propagation.defaults 0.3)
    same (SamplePropagation.Information(x, [| y; x |], 0.3, coreDraws)) (x |> Propagation.informationOfPasses draws 0.3 [ y; x ])

[<Fact>]
let ``Correlations, slices and subsamples: each function is the core's`` () =
    let analysis (expected: CanonicalAnalysis) (actual: CanonicalAnalysis) =
        same expected.Information actual.Information
        Assert.Equal<float seq>(expected.PValues, actual.PValues)

    analysis (CanonicalCorrelation.Of pairs) (pairs |> Correlation.canonical)
    analysis (CanonicalCorrelation.Of(pairs, Scaling.Rank)) (pairs |> Correlation.canonicalWith Scaling.Rank)
    Expect.contains "p = " ((Printers.tryShow (pairs |> Correlation.canonical)).Value)
    Assert.Equal(Some "30 equal bins", Printers.tryShow (Binned.equal 30))
    let triples = Triples.ofArrays x y (Array2D.init 200 1 (fun i _ -> float (i * i % 17) + sin (float i)))
    analysis (CanonicalCorrelation.Conditional triples) (triples |> Correlation.partial)

    let options = { Slices = 4; Dimension = 2; Scaling = Scaling.Standard; K = 2; Permutations = 3; Seed = 9L; Threads = Some 1 }

    let core =
        Vib.Core.SlicedOptions(Slices = 4, Dimension = 2, Scaling = Scaling.Standard, K = 2, Permutations = 3, Seed = 9L, Threads = 1)

    permuted (SlicedInformation.Estimate(pairs, core)) (pairs |> Sliced.informationWith options)
    permuted (SlicedInformation.Estimate(x, y, core)) (Sliced.informationOfArrays options x y)
    let defaults = SlicedInformation.Estimate pairs
    same defaults (pairs |> Sliced.information)
    Expect.contains "SI(X;Y) ≈ " (string defaults)

    let draws = { Draws = 5; Part = 0.4; Confidence = 0.8; Seed = 2L }

    let coreDraws = Vib.Core.SubsamplingOptions(Draws = 5, Part = 0.4, Confidence = 0.8, Seed = 2L)
    let expected = Vib.Core.Subsampling.Of(pairs, (fun (some: Pairs) -> Ksg.Estimate some), coreDraws)
    let actual = pairs |> Subsampling.ofPairs draws Neighbours.ksg
    Assert.Equal((expected.Value, expected.StandardError, expected.Low), (actual.Value, actual.StandardError, actual.Low))
    Assert.Equal((x |> Kde.entropy).Value, (x |> Subsampling.ofSamples draws Kde.entropy).Value)
    let rows = 30 |> Subsampling.ofRows Subsampling.defaults (Array.averageBy float)
    Assert.Equal(14.5, rows.Value)
    Assert.Equal(50, rows.Values.Count)
